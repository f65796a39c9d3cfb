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
