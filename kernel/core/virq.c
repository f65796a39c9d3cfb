/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/virq.h"

#include "bulkhead/hypercall.h"
#include "kernel/irq.h"
#include "kernel/partition.h"

static uint32_t bit(uint32_t line)
{
    return (uint32_t)1 << line;
}

/* The guest sees pending when it goes on: virq_leave(). */
static void clear_pending(struct partition *partition, uint32_t lines)
{
    partition->virq.pending &= ~lines;
    partition->vcpu->pending = partition->virq.pending;
}

void virq_raise(struct partition *partition, unsigned line, uint32_t occurrences)
{
    virq_add(&partition->virq, line, occurrences);
}

int32_t virq_connect(struct partition *partition, uint32_t line)
{
    if (line > BULKHEAD_LINE_LAST)
        return BULKHEAD_E_RANGE;
    if (line < BULKHEAD_LINE_FIRST_VIRTUAL && (partition->config->hw_lines & bit(line)) == 0)
        return BULKHEAD_E_PERMISSION;
    if (virq_connected(&partition->virq, line))
        return BULKHEAD_E_STATE;
    partition->virq.connected |= bit(line);
    if (line < BULKHEAD_LINE_FIRST_VIRTUAL)
        irq_connected(line);
    return BULKHEAD_OK;
}

int32_t virq_disconnect(struct partition *partition, uint32_t line)
{
    if (line > BULKHEAD_LINE_LAST)
        return BULKHEAD_E_RANGE;
    if (!virq_connected(&partition->virq, line))
        return BULKHEAD_E_STATE;
    if (line < BULKHEAD_LINE_FIRST_VIRTUAL)
        irq_disconnected(line);
    partition->virq.connected &= ~bit(line);
    partition->virq.count[line] = 0;
    clear_pending(partition, bit(line));
    return BULKHEAD_OK;
}

int32_t virq_take(struct partition *partition, uint32_t line, uint32_t limit)
{
    uint32_t taken;

    if (line > BULKHEAD_LINE_LAST)
        return BULKHEAD_E_RANGE;
    if (!virq_connected(&partition->virq, line))
        return BULKHEAD_E_STATE;
    taken = partition->virq.count[line];
    if (taken > limit)
        taken = limit;
    if (taken > INT32_MAX)
        taken = INT32_MAX;
    partition->virq.count[line] -= taken;
    if (partition->virq.count[line] == 0)
        clear_pending(partition, bit(line));
    return (int32_t)taken;
}

/* The line is in lines, so it is pending and its count is not 0. */
static uint32_t begin_service(struct partition *partition, uint32_t lines)
{
    struct bulkhead_vcpu *vcpu = partition->vcpu;
    uint32_t line = (uint32_t)__builtin_ctz(lines);
    uint32_t lowest = lines & (0u - lines);

    vcpu->vector = line;
    vcpu->count = partition->virq.count[line];
    vcpu->in_service |= lowest;
    partition->virq.count[line] = 0;
    clear_pending(partition, lowest);
    return line;
}

int32_t virq_next(struct partition *partition)
{
    uint32_t lines = virq_ready(&partition->virq, partition->vcpu);

    if (lines == 0)
        return BULKHEAD_E_EMPTY;
    return (int32_t)begin_service(partition, lines);
}

bool virq_leave(struct partition *partition)
{
    struct bulkhead_vcpu *vcpu = partition->vcpu;
    uint32_t lines = virq_ready(&partition->virq, vcpu);

    if (__builtin_expect(lines == 0 || (vcpu->level & partition->virq.level_mask) == 0, 0)) {
        vcpu->pending = partition->virq.pending;
        return true;
    }
    if (!arch_upcall_virq(partition))
        return false;
    vcpu->level = 0;
    begin_service(partition, lines);
    partition->deliveries++;
    return true;
}
