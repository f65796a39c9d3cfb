/* SPDX-License-Identifier: BSD-2-Clause */

#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "kernel/boot.h"
#include "kernel/panic.h"
#include "kernel/trap.h"

/* Multiboot specification 0.6.96, 3.3. */
#define MULTIBOOT_LOADED       0x2badb002u
#define MULTIBOOT_HAS_MEMORY   0x1u
#define MULTIBOOT_HAS_COMMAND  0x4u
#define MULTIBOOT_UPPER_MEMORY 0x00100000u

struct multiboot {
    uint32_t flags, memory_lower, memory_upper, boot_device, command_line;
};

#define CR0_MP         0x00000002u
#define CR0_EM         0x00000004u
#define CR0_TS         0x00000008u
#define CR0_NE         0x00000020u
#define CR0_CACHE_OFF  0x60000000u
#define CR4_MCE        0x00000040u
#define CR4_OSFXSR     0x00000200u
#define CR4_OSXMMEXCPT 0x00000400u

#define FEATURES_NEEDED                                                                            \
    (1u << 0 /* FPU */ | 1u << 4 /* TSC */ | 1u << 5 /* MSR */ | 1u << 6 /* PAE */ |               \
     1u << 9 /* APIC */ | 1u << 13 /* PGE */ | 1u << 24 /* FXSR */ | 1u << 25 /* SSE */)
#define FEATURE_MCE  (1u << 7)
#define EXTENDED_NX  (1u << 20)
#define CPUID_LEAF_1 1u
#define CPUID_EXT    0x80000000u
#define CPUID_EXT_1  0x80000001u

extern char kernel_end[];

static bool has_no_execute(void)
{
    return cpu_id(CPUID_EXT).eax >= CPUID_EXT_1 && (cpu_id(CPUID_EXT_1).edx & EXTENDED_NX) != 0;
}

static void check_processor(void)
{
    if ((cpu_id(CPUID_LEAF_1).edx & FEATURES_NEEDED) != FEATURES_NEEDED)
        refuse("", "the processor has not all of FPU, TSC, MSR, PAE, APIC, PGE, FXSR and SSE");
}

static void enable_units(void)
{
    uint32_t cr4 = cpu_read_cr4() | CR4_OSFXSR | CR4_OSXMMEXCPT;

    if ((cpu_id(CPUID_LEAF_1).edx & FEATURE_MCE) != 0)
        cr4 |= CR4_MCE;
    cpu_write_cr4(cr4);
    cpu_write_cr0((cpu_read_cr0() & ~(CR0_EM | CR0_TS | CR0_CACHE_OFF)) | CR0_MP | CR0_NE);
}

static void *at_physical(uint32_t address)
{
    return (void *)(address + KERNEL_BASE);
}

/* The first physical address after the memory that starts at 1 MiB. */
static uint32_t memory_end(const struct multiboot *multiboot)
{
    uint32_t limit = (PHYSICAL_LIMIT - MULTIBOOT_UPPER_MEMORY) / 1024;

    if ((multiboot->flags & MULTIBOOT_HAS_MEMORY) == 0)
        refuse("", "the boot loader does not say how much memory there is");
    return MULTIBOOT_UPPER_MEMORY +
           (multiboot->memory_upper < limit ? multiboot->memory_upper : limit) * 1024;
}

/* The image builder puts the configuration at the page after the kernel. */
static struct boot_info find_configuration(uint32_t end)
{
    uint32_t first = (uint32_t)kernel_end - KERNEL_BASE;
    struct boot_info info = {.config = at_physical(first)};

    info.config_available = end > first ? end - first : 0;
    if (info.config_available >= sizeof(*info.config) && info.config->magic == BULKHEAD_ABI_MAGIC &&
        info.config->total_size <= info.config_available)
        memory_give(first + info.config->total_size, end);
    return info;
}

void x86_start(uint32_t magic, uint32_t information)
{
    const struct multiboot *multiboot = at_physical(information);
    struct boot_info info;

    machine_console_init();
    if (magic != MULTIBOOT_LOADED)
        refuse("", "it was not started by a multiboot loader");
    if ((multiboot->flags & MULTIBOOT_HAS_COMMAND) != 0)
        machine_options(at_physical(multiboot->command_line));
    check_processor();
    info = find_configuration(memory_end(multiboot));
    memory_init(has_no_execute());
    descriptors_init();
    enable_units();
    machine_init();
    boot_main(&info);
    x86_first_window();
}
