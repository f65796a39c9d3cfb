/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The port to no machine: runs the core on the host for unit tests, and shows
 * a porter each function of the contract at its smallest.
 */
#include "arch/null.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/console.h"
#include "kernel/partition.h"
#include "kernel/uaccess.h"

#define PAGE_SIZE (size_t) BULKHEAD_PAGE_SIZE
#define BLOCKS    1024u

struct null_machine null_machine;

static struct {
    void *memory;
    size_t size;
} blocks[BLOCKS];
static size_t block_count;
static jmp_buf *exit_target;

void null_reset(void)
{
    while (block_count > 0)
        free(blocks[--block_count].memory);
    null_machine = (struct null_machine){.memory_left = SIZE_MAX,
                                         .maps_left = UINT32_MAX,
                                         .console_room = SIZE_MAX,
                                         .input = -1,
                                         .port_reserved = UINT32_MAX};
}

void *null_memory(size_t index, size_t *size)
{
    if (index >= block_count)
        return NULL;
    *size = blocks[index].size;
    return blocks[index].memory;
}

bool null_exits(void (*body)(void *), void *argument)
{
    jmp_buf here;

    if (setjmp(here) != 0) {
        exit_target = NULL;
        return true;
    }
    exit_target = &here;
    body(argument);
    exit_target = NULL;
    return false;
}

/* A test that gets here without expecting it can't go on. */
static _Noreturn void give_up(const char *why)
{
    fprintf(stderr, "null port: %s\n", why);
    abort();
}

void arch_exit(enum arch_exit why)
{
    null_machine.exits++;
    null_machine.exit_why = why;
    if (exit_target == NULL)
        give_up("unexpected end of the module");
    longjmp(*exit_target, 1);
}

uint64_t arch_time_now(void)
{
    return null_machine.now;
}

void arch_time_start(void)
{
    null_machine.now = 0;
}

void arch_time_describe(struct bulkhead_start_info *info)
{
    info->clock_scale = 1ull << 32;
    info->clock_base = 0;
}

void arch_timer_set(uint32_t delta)
{
    null_machine.timer_delta = delta;
    null_machine.timer_at = null_machine.now + delta;
    null_machine.timer_sets++;
}

void arch_time_wait_until(uint64_t time)
{
    if (null_machine.now < time)
        null_machine.now = time;
    null_machine.waited_for = time;
}

struct arch_duration arch_duration(uint32_t ns)
{
    return (struct arch_duration){ns};
}

void arch_time_wait_for(const struct arch_duration *passed)
{
    arch_time_wait_until(null_machine.waited_for + passed->ns);
}

uint32_t arch_time_since_wait(void)
{
    uint64_t since = null_machine.now - null_machine.waited_for;

    return since > UINT32_MAX ? UINT32_MAX : (uint32_t)since;
}

void *arch_memory_allocate(size_t size)
{
    size_t whole = (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    void *memory;

    if (whole > null_machine.memory_left || block_count == BLOCKS)
        return NULL;
    memory = aligned_alloc(PAGE_SIZE, whole != 0 ? whole : PAGE_SIZE);
    if (memory == NULL)
        return NULL;
    if (null_machine.memory_left != SIZE_MAX)
        null_machine.memory_left -= whole;
    blocks[block_count].memory = memory;
    blocks[block_count++].size = whole;
    return memset(memory, 0, whole);
}

bool arch_space_create(struct partition *partition)
{
    partition->arch.mapping_count = 0;
    partition->arch.guard_count = 0;
    return true;
}

static bool map(struct partition *partition, const struct null_mapping *mapping)
{
    struct arch_partition *arch = &partition->arch;

    if (null_machine.maps_left == 0)
        return false;
    null_machine.maps_left--;
    if (mapping->address % PAGE_SIZE != 0 || mapping->size % PAGE_SIZE != 0)
        give_up("a mapping of parts of pages");
    if (mapping->address > ARCH_USER_LIMIT || mapping->size > ARCH_USER_LIMIT - mapping->address)
        give_up("a mapping outside of the partition's half");
    if (arch->mapping_count == NULL_MAPPINGS)
        give_up("too many mappings");
    arch->mappings[arch->mapping_count++] = *mapping;
    return true;
}

bool arch_space_map(struct partition *partition, uint32_t address, void *memory, size_t size,
                    unsigned rights)
{
    if ((uintptr_t)memory % PAGE_SIZE != 0)
        give_up("a mapping of parts of pages");
    return map(partition,
               &(struct null_mapping){
                   .address = address, .size = (uint32_t)size, .memory = memory, .rights = rights});
}

bool arch_space_map_device(struct partition *partition, uint32_t address, uint32_t physical,
                           size_t size, unsigned rights)
{
    if (physical % PAGE_SIZE != 0)
        give_up("a mapping of parts of pages");
    return map(partition, &(struct null_mapping){.address = address,
                                                 .size = (uint32_t)size,
                                                 .physical = physical,
                                                 .rights = rights});
}

bool arch_device_memory(uint32_t physical, size_t size)
{
    return physical >= null_machine.device_memory &&
           physical - null_machine.device_memory <= null_machine.device_memory_size &&
           size <= null_machine.device_memory_size - (physical - null_machine.device_memory);
}

static const struct null_mapping *find_mapping(const struct arch_partition *arch, uint32_t address)
{
    for (uint32_t i = 0; i < arch->mapping_count; i++)
        if (address - arch->mappings[i].address < arch->mappings[i].size)
            return &arch->mappings[i];
    return NULL;
}

/* The page's place in guards, guard_count if it is none. */
static uint32_t find_guard(const struct arch_partition *arch, uint32_t address)
{
    uint32_t i = 0;

    while (i < arch->guard_count && arch->guards[i] != address / PAGE_SIZE * PAGE_SIZE)
        i++;
    return i;
}

void arch_space_guard(struct partition *partition, uint32_t address, bool guard)
{
    struct arch_partition *arch = &partition->arch;
    uint32_t found = find_guard(arch, address);

    if (find_mapping(arch, address) == NULL || (found < arch->guard_count) == guard)
        return;
    if (!guard)
        arch->guards[found] = arch->guards[--arch->guard_count];
    else if (arch->guard_count == NULL_GUARDS)
        give_up("more guard pages than a test can want");
    else
        arch->guards[arch->guard_count++] = address / PAGE_SIZE * PAGE_SIZE;
}

bool arch_space_is_guard(const struct partition *partition, uint32_t address)
{
    return find_guard(&partition->arch, address) < partition->arch.guard_count;
}

char *null_translate(const struct partition *partition, uint32_t address, unsigned rights)
{
    const struct null_mapping *mapping = find_mapping(&partition->arch, address);

    if (mapping == NULL || mapping->memory == NULL || (mapping->rights & rights) != rights ||
        arch_space_is_guard(partition, address))
        return NULL;
    return mapping->memory + (address - mapping->address);
}

/* Byte by byte as if each were on a page of its own: a copy that fails has
 * been done up to there. */
static bool copy(uint32_t address, char *kernel, size_t size, unsigned rights)
{
    if (null_machine.copies_fail)
        return false;
    for (size_t i = 0; i < size; i++) {
        char *user = null_translate(partition_current, address + (uint32_t)i, rights);

        if (user == NULL)
            return false;
        if ((rights & ARCH_WRITE) != 0)
            *user = kernel[i];
        else
            kernel[i] = *user;
    }
    return true;
}

bool arch_copy_from_user(void *to, uint32_t from, size_t size)
{
    return copy(from, to, size, ARCH_READ);
}

bool arch_copy_to_user(uint32_t to, const void *from, size_t size)
{
    return copy(to, (char *)(uintptr_t)from, size, ARCH_WRITE);
}

void arch_context_start(struct partition *partition, uint32_t entry, uint32_t stack)
{
    partition->arch.context = (struct arch_context){.instruction = entry, .stack = stack};
    partition->arch.upcalls = (struct bulkhead_upcalls){0};
    memset(partition->arch.thread_pointers, 0, sizeof(partition->arch.thread_pointers));
}

void arch_partition_switch(struct partition *from, struct partition *to)
{
    null_machine.switches++;
    null_machine.switched_from = from;
    null_machine.switched_to = to;
}

/* The exit sequence has no meaning without a processor: every delivery pushes. */
bool arch_upcall_virq(struct partition *partition)
{
    struct arch_context *context = &partition->arch.context;
    uint32_t stack = context->stack - (uint32_t)sizeof(context->instruction);

    if (null_machine.upcalls_fail ||
        !uaccess_write(stack, &context->instruction, sizeof(context->instruction)))
        return false;
    context->stack = stack;
    context->instruction = partition->arch.upcalls.entry;
    null_machine.virq_upcalls++;
    null_machine.upcall_partition = partition;
    return true;
}

struct arch_fault arch_delivery_fault(const struct partition *partition)
{
    const struct arch_context *context = &partition->arch.context;

    return (struct arch_fault){.vector = NULL_ACCESS_VECTOR,
                               .address = context->stack - (uint32_t)sizeof(context->instruction)};
}

bool arch_upcall_fault(struct partition *partition, const struct arch_fault *fault, uint32_t level,
                       enum bulkhead_error_id error, enum bulkhead_health_action action)
{
    struct arch_context *context = &partition->arch.context;
    const struct bulkhead_upcalls *upcalls = &partition->arch.upcalls;
    uint32_t stack = upcalls->fault_stack != 0 ? upcalls->fault_stack : context->stack;
    struct bulkhead_context frame = {.eip = context->instruction,
                                     .esp = context->stack,
                                     .cs = BULKHEAD_CODE_SELECTOR,
                                     .level = level,
                                     .vector = fault->vector,
                                     .address = fault->address,
                                     .health_error = (uint32_t)error,
                                     .health_action = (uint32_t)action};

    stack -= (uint32_t)sizeof(frame);
    if (null_machine.upcalls_fail || !uaccess_write(stack, &frame, sizeof(frame)))
        return false;
    context->stack = stack;
    context->instruction = upcalls->fault_entry;
    null_machine.fault_upcalls++;
    null_machine.upcall_partition = partition;
    return true;
}

enum bulkhead_error_id arch_fault_error(const struct partition *partition,
                                        const struct arch_fault *fault)
{
    if (fault->vector < BULKHEAD_ERROR_COUNT)
        return (enum bulkhead_error_id)fault->vector;
    return partition_is_guard(partition, fault->address) ? BULKHEAD_ERROR_STACK_OVERFLOW
                                                         : BULKHEAD_ERROR_MEMORY_VIOLATION;
}

int32_t arch_context_resume(struct partition *partition, uint32_t address, uint32_t *level)
{
    struct bulkhead_context given;

    if (!uaccess_read(&given, address, sizeof(given)))
        return BULKHEAD_E_ADDRESS;
    if (given.cs != BULKHEAD_CODE_SELECTOR)
        return BULKHEAD_E_ARGUMENT;
    partition->arch.context = (struct arch_context){.instruction = given.eip, .stack = given.esp};
    *level = given.level & BULKHEAD_LEVEL_ENABLED;
    return BULKHEAD_OK;
}

bool arch_thread_pointer_set(struct partition *partition, uint32_t segment, uint32_t base)
{
    if (segment >= BULKHEAD_TLS_SEGMENTS)
        return false;
    partition->arch.thread_pointers[segment] = base;
    return true;
}

bool arch_upcalls_set(struct partition *partition, uint32_t address)
{
    struct bulkhead_upcalls upcalls;

    if (!uaccess_read(&upcalls, address, sizeof(upcalls)))
        return false;
    partition->arch.upcalls = upcalls;
    return true;
}

size_t arch_fault_describe(const struct partition *partition, const struct arch_fault *fault,
                           unsigned line, char *buffer, size_t size)
{
    if (line != 0)
        return 0;
    return console_format(buffer, size, "  fault %u, address %08x, instruction %08x", fault->vector,
                          fault->address, partition->arch.context.instruction);
}

void arch_line_unmask(unsigned line)
{
    null_machine.lines_unmasked |= 1u << line;
    null_machine.unmasks++;
}

void arch_line_mask(unsigned line)
{
    null_machine.lines_unmasked &= ~(1u << line);
    null_machine.masks++;
}

void arch_devices_open(struct partition *partition)
{
    null_machine.devices_of = partition;
    null_machine.device_switches++;
}

void arch_devices_close(void)
{
    null_machine.devices_of = NULL;
    null_machine.device_switches++;
}

bool arch_line_set_level(unsigned line)
{
    if (line >= 16 || (null_machine.lines_edge_only >> line & 1) != 0)
        return false;
    null_machine.lines_level |= 1u << line;
    return true;
}

bool arch_io_grantable(uint32_t first, uint32_t count)
{
    return first > null_machine.port_reserved || null_machine.port_reserved - first >= count;
}

bool arch_io_allow(struct partition *partition, uint32_t first, uint32_t count)
{
    if (null_machine.memory_left == 0)
        return false;
    partition->arch.ports_first = first;
    partition->arch.ports_count = count;
    return true;
}

uint32_t arch_lines_reserved(void)
{
    return null_machine.lines_reserved;
}

size_t arch_console_send(const char *text, size_t size)
{
    size_t taken = size < ARCH_CONSOLE_BURST ? size : ARCH_CONSOLE_BURST;

    if (taken > null_machine.console_room)
        taken = null_machine.console_room;
    if (null_machine.console_room != SIZE_MAX)
        null_machine.console_room -= taken;
    if (taken >= sizeof(null_machine.output) - null_machine.output_length)
        give_up("more output than a test can want");
    memcpy(null_machine.output + null_machine.output_length, text, taken);
    null_machine.output_length += taken;
    return taken;
}

int arch_console_receive(void)
{
    int character = null_machine.input;

    if (null_machine.input_more == 0) {
        null_machine.input = -1;
    } else {
        null_machine.input_more--;
        null_machine.input = (character + 1) % 256;
    }
    return character;
}
