/* SPDX-License-Identifier: BSD-2-Clause */

/* The files of the core that are not analysed: what they can do to the state
 * of those that are. */
#include "machine.h"

#include "bulkhead/hypercall.h"
#include "kernel/console.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/sched.h"

static struct bulkhead_log_entry entry;

static int32_t any_state(struct partition *partition)
{
    //@ assert \valid(partition);
    partition->state = (enum partition_state)proof_any_below(PARTITION_STOPPED + 1);
    return (int32_t)proof_any_32();
}

void health_stop(struct partition *partition, int32_t status)
{
    (void)status;
    any_state(partition);
}

int32_t health_raise(struct partition *partition, const struct bulkhead_error_report *report)
{
    //@ assert \valid_read(report);
    (void)report;
    return any_state(partition);
}

void health_module_error(enum bulkhead_error_id error, uint32_t code)
{
    (void)error, (void)code;
}

const struct bulkhead_log_entry *health_log_find(const struct partition *partition,
                                                 uint32_t sequence)
{
    //@ assert \valid_read(partition);
    (void)partition, (void)sequence;
    return proof_any_bool() ? &entry : NULL;
}

int32_t partition_set_mode(struct partition *partition, uint32_t mode)
{
    (void)mode;
    return any_state(partition);
}

int32_t partition_set_guard(struct partition *partition, uint32_t address, bool guard)
{
    (void)address, (void)guard;
    return any_state(partition);
}

int32_t console_write(struct partition *partition, uint32_t text, uint32_t length, uint32_t *done)
{
    //@ assert \valid(partition) && \valid(done);
    *done = proof_any_32();
    //@ admit *done <= length;
    (void)text;
    return proof_any_bool() ? CONSOLE_AGAIN : BULKHEAD_OK;
}

int console_read(struct partition *partition)
{
    //@ assert \valid(partition);
    (void)partition;
    return (int)proof_any_below(257) - 1;
}

void console_go_on(struct partition *partition)
{
    partition->duties = proof_any_32();
}

void console_poll(struct partition *partition)
{
    virq_raise(partition, BULKHEAD_LINE_CONSOLE, proof_any_32());
}
