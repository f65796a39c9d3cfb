/* SPDX-License-Identifier: BSD-2-Clause */

/* The port as the analyser sees it: whatever it gives can be anything that
 * kernel/arch.h allows. */
#include "machine.h"

#include <stdlib.h>
#include "bulkhead/hypercall.h"
#include "kernel/arch.h"
#include "kernel/partition.h"

static uint64_t module_time;

uint64_t arch_time_now(void)
{
    uint64_t later = proof_any_64();

    if (later > module_time)
        module_time = later;
    return module_time;
}

void arch_time_start(void)
{
    module_time = 0;
}

void arch_time_describe(struct bulkhead_start_info *info)
{
    info->clock_scale = proof_any_64();
    info->clock_base = proof_any_64();
}

void arch_timer_set(uint32_t delta)
{
    (void)delta;
}

void arch_time_wait_until(uint64_t time)
{
    if (module_time < time)
        module_time = time;
}

struct arch_duration arch_duration(uint32_t ns)
{
    return (struct arch_duration){ns};
}

void arch_time_wait_for(const struct arch_duration *passed)
{
    //@ assert \valid_read(passed);
    (void)passed;
}

uint32_t arch_time_since_wait(void)
{
    return proof_any_32();
}

bool arch_copy_from_user(void *to, uint32_t from, size_t size)
{
    (void)from;
    if (size != 0)
        proof_any_bytes(to, size);
    return proof_any_bool();
}

bool arch_copy_to_user(uint32_t to, const void *from, size_t size)
{
    //@ assert size == 0 || \valid_read((const char *)from + (0 .. size - 1));
    (void)to, (void)from, (void)size;
    return proof_any_bool();
}

bool arch_upcall_virq(struct partition *partition)
{
    //@ assert \valid(partition);
    (void)partition;
    return proof_any_bool();
}

void arch_partition_switch(struct partition *from, struct partition *to)
{
    //@ assert \valid(from) && \valid(to) && from != to;
    (void)from, (void)to;
}

void arch_devices_open(struct partition *partition)
{
    //@ assert \valid(partition);
    (void)partition;
}

void arch_devices_close(void)
{
}

void arch_line_unmask(unsigned line)
{
    //@ assert line < 16;
    (void)line;
}

void arch_line_mask(unsigned line)
{
    //@ assert line < 16;
    (void)line;
}

bool arch_upcalls_set(struct partition *partition, uint32_t address)
{
    (void)address;
    partition->arch.upcalls.entry = proof_any_32();
    partition->arch.upcalls.fault_entry = proof_any_32();
    return proof_any_bool();
}

int32_t arch_context_resume(struct partition *partition, uint32_t address, uint32_t *level)
{
    //@ assert \valid(partition) && \valid(level);
    (void)partition, (void)address;
    *level = proof_any_32();
    return proof_any_bool() ? BULKHEAD_OK : BULKHEAD_E_ADDRESS;
}

bool arch_thread_pointer_set(struct partition *partition, uint32_t segment, uint32_t base)
{
    //@ assert \valid(partition);
    (void)partition, (void)segment, (void)base;
    return proof_any_bool();
}

/* Enough for what the analysis boots; each block by itself. */
void *arch_memory_allocate(size_t size)
{
    return calloc(1, size);
}

uint32_t arch_lines_reserved(void)
{
    return 0x5;
}

void arch_lines_select(uint32_t lines)
{
    (void)lines;
}

bool arch_space_create(struct partition *partition)
{
    //@ assert \valid(partition);
    (void)partition;
    return proof_any_bool();
}

bool arch_space_map(struct partition *partition, uint32_t address, void *memory, size_t size,
                    unsigned rights)
{
    //@ assert \valid(partition) && address % BULKHEAD_PAGE_SIZE == 0;
    //@ assert size == 0 || \valid((char *)memory + (0 .. size - 1));
    //@ assert size % BULKHEAD_PAGE_SIZE == 0;
    (void)partition, (void)address, (void)memory, (void)size, (void)rights;
    return proof_any_bool();
}

bool arch_space_map_device(struct partition *partition, uint32_t address, uint32_t physical,
                           size_t size, unsigned rights)
{
    //@ assert \valid(partition) && address % BULKHEAD_PAGE_SIZE == 0;
    (void)partition, (void)address, (void)physical, (void)size, (void)rights;
    return proof_any_bool();
}

bool arch_device_memory(uint32_t physical, size_t size)
{
    (void)physical, (void)size;
    return proof_any_bool();
}

bool arch_io_grantable(uint32_t first, uint32_t count)
{
    (void)first, (void)count;
    return proof_any_bool();
}

bool arch_io_allow(struct partition *partition, uint32_t first, uint32_t count)
{
    //@ assert \valid(partition);
    (void)partition, (void)first, (void)count;
    return proof_any_bool();
}

bool arch_line_set_level(unsigned line)
{
    (void)line;
    return proof_any_bool();
}

void arch_space_guard(struct partition *partition, uint32_t address, bool guard)
{
    //@ assert \valid(partition);
    (void)partition, (void)address, (void)guard;
}

bool arch_space_is_guard(const struct partition *partition, uint32_t address)
{
    (void)partition, (void)address;
    return proof_any_bool();
}

void arch_context_start(struct partition *partition, uint32_t entry, uint32_t stack)
{
    partition->arch.context.instruction = entry;
    partition->arch.context.stack = stack;
}

void arch_exit(enum arch_exit why)
{
    (void)why;
    for (;;)
        ;
}

struct arch_fault arch_delivery_fault(const struct partition *partition)
{
    //@ assert \valid_read(partition);
    (void)partition;
    return (struct arch_fault){proof_any_32(), proof_any_32()};
}

bool arch_upcall_fault(struct partition *partition, const struct arch_fault *fault, uint32_t level,
                       enum bulkhead_error_id error, enum bulkhead_health_action action)
{
    //@ assert \valid(partition) && \valid_read(fault);
    (void)partition, (void)fault, (void)level, (void)error, (void)action;
    return proof_any_bool();
}

enum bulkhead_error_id arch_fault_error(const struct partition *partition,
                                        const struct arch_fault *fault)
{
    //@ assert \valid_read(partition) && \valid_read(fault);
    (void)partition, (void)fault;
    return (enum bulkhead_error_id)proof_any_below(BULKHEAD_ERROR_COUNT);
}

size_t arch_fault_describe(const struct partition *partition, const struct arch_fault *fault,
                           unsigned line, char *buffer, size_t size)
{
    //@ assert \valid_read(partition) && \valid_read(fault) && size != 0;
    (void)partition, (void)fault, (void)line;
    proof_any_bytes(buffer, size);
    return proof_any_below((uint32_t)size);
}
