/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "kernel/boot.h"
#include "kernel/partition.h"

/* Paging with 64-bit entries (PAE), Intel SDM volume 3, 4.4: the only 32-bit
 * mode with an execute-disable bit. */
#define PAGE_PRESENT    0x001u
#define PAGE_WRITE      0x002u
#define PAGE_USER       0x004u
#define PAGE_NO_CACHE   0x018u
#define PAGE_LARGE      0x080u
#define PAGE_GLOBAL     0x100u
#define PAGE_GUARD      0x200u /* the processor leaves this bit to us */
#define PAGE_NO_EXECUTE (1ull << 63)
#define PAGE_ADDRESS    0x000ffffffffff000ull

#define PAGE_SIZE       BULKHEAD_PAGE_SIZE
#define LARGE_PAGE_SIZE 0x200000u
#define ENTRIES         512u

/* Where a PC has devices' memory: below 1 MiB, and from the end of the memory
 * to the interrupt controllers, which are the kernel's. */
#define LEGACY_DEVICES        0x000a0000u
#define LEGACY_DEVICES_END    0x00100000u
#define INTERRUPT_CONTROLLERS 0xfec00000u

#define CR4_PGE  0x80u
#define MSR_EFER 0xc0000080u
#define EFER_NXE (1u << 11)

typedef uint64_t page_table[ENTRIES];

extern char kernel_text[], kernel_init_end[], kernel_rodata[], kernel_data[], kernel_end[];

static page_table kernel_directory __attribute__((aligned(4096)));
static page_table kernel_first_table __attribute__((aligned(4096)));
static uint64_t kernel_directory_pointers[4] __attribute__((aligned(32)));
static uint64_t no_execute_bit;
static uintptr_t free_first, free_end;

static uintptr_t physical(const void *address)
{
    return (uintptr_t)address - KERNEL_BASE;
}

BOOT_ONLY static uint64_t kernel_page_rights(uintptr_t address)
{
    uint64_t rights = PAGE_PRESENT | PAGE_GLOBAL;

    if (address >= (uintptr_t)kernel_text && address < (uintptr_t)kernel_rodata)
        return rights;
    if (address >= (uintptr_t)kernel_rodata && address < (uintptr_t)kernel_data)
        return rights | no_execute_bit;
    return rights | PAGE_WRITE | no_execute_bit;
}

/* The kernel's own pages have rights, the rest of the memory is data. */
BOOT_ONLY static void map_kernel(void)
{
    uint64_t large = PAGE_PRESENT | PAGE_WRITE | PAGE_GLOBAL | PAGE_LARGE | no_execute_bit;

    for (uint32_t i = 0; i < ENTRIES; i++) {
        kernel_first_table[i] = i * PAGE_SIZE | kernel_page_rights(KERNEL_BASE + i * PAGE_SIZE);
        if (i * LARGE_PAGE_SIZE < PHYSICAL_LIMIT)
            kernel_directory[i] = i * LARGE_PAGE_SIZE | large;
        else
            kernel_directory[i] = (KERNEL_BASE + i * LARGE_PAGE_SIZE) | large | PAGE_NO_CACHE;
    }
    kernel_directory[0] = physical(kernel_first_table) | PAGE_PRESENT | PAGE_WRITE;
}

BOOT_ONLY void memory_init(bool no_execute)
{
    _Static_assert(KERNEL_BASE % (ENTRIES * LARGE_PAGE_SIZE) == 0, "one directory is the kernel's");
    if (no_execute) {
        no_execute_bit = PAGE_NO_EXECUTE;
        cpu_write_msr(MSR_EFER, cpu_read_msr(MSR_EFER) | EFER_NXE);
    }
    map_kernel();
    kernel_directory_pointers[3] = physical(kernel_directory) | PAGE_PRESENT;
    cpu_write_cr3(physical(kernel_directory_pointers));
    cpu_write_cr4(cpu_read_cr4() | CR4_PGE);
}

void memory_forget_boot(void)
{
    for (uintptr_t page = (uintptr_t)kernel_text; page < (uintptr_t)kernel_init_end;
         page += PAGE_SIZE) {
        kernel_first_table[(page - KERNEL_BASE) / PAGE_SIZE] = 0;
        cpu_invalidate(page);
    }
}

BOOT_ONLY void memory_give(uintptr_t first, uintptr_t end)
{
    free_first = (first + PAGE_SIZE - 1) & ~(uintptr_t)(PAGE_SIZE - 1);
    free_end = end;
}

BOOT_ONLY void *arch_memory_allocate(size_t size)
{
    void *memory = (void *)(free_first + KERNEL_BASE);
    size_t whole = (size + PAGE_SIZE - 1) & ~(size_t)(PAGE_SIZE - 1);

    if (whole < size || free_first > free_end || whole > free_end - free_first)
        return NULL;
    free_first += whole;
    memset(memory, 0, whole);
    return memory;
}

BOOT_ONLY bool arch_space_create(struct partition *partition)
{
    uint64_t *pointers = arch_memory_allocate(4 * sizeof(uint64_t));

    if (pointers == NULL)
        return false;
    pointers[3] = physical(kernel_directory) | PAGE_PRESENT;
    partition->arch.directory_pointers = pointers;
    partition->arch.space = physical(pointers);
    return true;
}

/* The table that the entry refers to, made if it is not there; NULL: no memory. */
BOOT_ONLY static uint64_t *table_of(uint64_t *entry, uint64_t rights)
{
    if ((*entry & PAGE_PRESENT) == 0) {
        void *table = arch_memory_allocate(sizeof(page_table));

        if (table == NULL)
            return NULL;
        *entry = physical(table) | rights;
    }
    return (uint64_t *)((uintptr_t)(*entry & PAGE_ADDRESS) + KERNEL_BASE);
}

BOOT_ONLY static bool map_page(struct partition *partition, uint32_t address, uint64_t page)
{
    uint64_t *directory, *table;

    directory = table_of(&partition->arch.directory_pointers[address >> 30], PAGE_PRESENT);
    if (directory == NULL)
        return false;
    table =
        table_of(&directory[address >> 21 & (ENTRIES - 1)], PAGE_PRESENT | PAGE_WRITE | PAGE_USER);
    if (table == NULL)
        return false;
    table[address >> 12 & (ENTRIES - 1)] = page;
    return true;
}

BOOT_ONLY static bool map_pages(struct partition *partition, uint32_t address, uint32_t from,
                                size_t size, unsigned rights, uint64_t bits)
{
    bits |= PAGE_PRESENT | PAGE_USER;
    if ((rights & ARCH_WRITE) != 0)
        bits |= PAGE_WRITE;
    if ((rights & ARCH_EXECUTE) == 0)
        bits |= no_execute_bit;
    for (size_t done = 0; done < size; done += PAGE_SIZE)
        if (!map_page(partition, address + (uint32_t)done, (from + done) | bits))
            return false;
    return true;
}

BOOT_ONLY bool arch_space_map(struct partition *partition, uint32_t address, void *memory,
                              size_t size, unsigned rights)
{
    return map_pages(partition, address, physical(memory), size, rights, 0);
}

BOOT_ONLY bool arch_space_map_device(struct partition *partition, uint32_t address, uint32_t from,
                                     size_t size, unsigned rights)
{
    return map_pages(partition, address, from, size, rights, PAGE_NO_CACHE);
}

BOOT_ONLY static bool range_within(uint32_t from, size_t size, uint32_t first, uint32_t end)
{
    return from >= first && from < end && size <= end - from;
}

BOOT_ONLY bool arch_device_memory(uint32_t from, size_t size)
{
    return range_within(from, size, LEGACY_DEVICES, LEGACY_DEVICES_END) ||
           range_within(from, size, free_end, INTERRUPT_CONTROLLERS);
}

/* The entry of a mapped page, or of a guard page; NULL: neither. */
static uint64_t *entry_of(const struct partition *partition, uint32_t address)
{
    uint64_t *directory, *table;
    uint64_t entry = partition->arch.directory_pointers[address >> 30];

    if ((entry & PAGE_PRESENT) == 0)
        return NULL;
    directory = (uint64_t *)((uintptr_t)(entry & PAGE_ADDRESS) + KERNEL_BASE);
    entry = directory[address >> 21 & (ENTRIES - 1)];
    if ((entry & PAGE_PRESENT) == 0)
        return NULL;
    table = (uint64_t *)((uintptr_t)(entry & PAGE_ADDRESS) + KERNEL_BASE);
    return &table[address >> 12 & (ENTRIES - 1)];
}

void arch_space_guard(struct partition *partition, uint32_t address, bool guard)
{
    uint64_t *entry = entry_of(partition, address);

    if (entry == NULL || (*entry & (PAGE_PRESENT | PAGE_GUARD)) == 0)
        return;
    if (guard)
        *entry = (*entry & ~(uint64_t)PAGE_PRESENT) | PAGE_GUARD;
    else
        *entry = (*entry & ~(uint64_t)PAGE_GUARD) | PAGE_PRESENT;
    cpu_invalidate(address);
}

bool arch_space_is_guard(const struct partition *partition, uint32_t address)
{
    const uint64_t *entry = entry_of(partition, address);

    return entry != NULL && (*entry & PAGE_GUARD) != 0;
}
