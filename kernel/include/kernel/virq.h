/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Virtual interrupts of a partition.
 *
 * Everything that happens for a partition only marks a line here (virq_raise).
 * Delivery is in one place, on the way back to the partition (virq_leave),
 * if it runs, its level is enabled, and the line is not in service. So an
 * owner that is not scheduled, has interrupts off or is busy needs no special
 * case: the mark, and the count of occurrences, stay.
 */
#ifndef KERNEL_VIRQ_H
#define KERNEL_VIRQ_H

#include <stdbool.h>
#include <stdint.h>
#include "bulkhead/vcpu.h"

struct partition;

struct virq {
    uint32_t connected;  /* bit per line: the partition wants it */
    uint32_t pending;    /* bit per line: count is not 0 */
    uint32_t level_mask; /* levels at which the partition takes deliveries: none without an entry */
    uint32_t count[BULKHEAD_LINE_COUNT];
};

/* The partition wants the line; the line exists. */
static inline bool virq_connected(const struct virq *virq, uint32_t line)
{
    return (virq->connected & (uint32_t)1 << line) != 0;
}

/* Adds occurrences to a line; without effect on a line that is not connected. */
static inline void virq_add(struct virq *virq, unsigned line, uint32_t occurrences)
{
    if (!virq_connected(virq, line) || occurrences == 0)
        return;
    if (__builtin_add_overflow(virq->count[line], occurrences, &virq->count[line]))
        virq->count[line] = UINT32_MAX;
    virq->pending |= (uint32_t)1 << line;
}

/* The same, for any partition, at any time; not inline. */
void virq_raise(struct partition *partition, unsigned line, uint32_t occurrences);

/* Connects or disconnects an existing line: BULKHEAD_OK, _E_RANGE,
 * _E_PERMISSION, _E_STATE. */
int32_t virq_connect(struct partition *partition, uint32_t line);
int32_t virq_disconnect(struct partition *partition, uint32_t line);

/* Takes up to limit occurrences; returns how many, or _E_RANGE, _E_STATE. */
int32_t virq_take(struct partition *partition, uint32_t line, uint32_t limit);

/* The lines that could be delivered if the level is enabled. */
static inline uint32_t virq_ready(const struct virq *virq, const struct bulkhead_vcpu *vcpu)
{
    return virq->pending & ~vcpu->in_service;
}

/* Takes the lowest deliverable line, marks it in service and shows it on the
 * vCPU page. Returns the line, or BULKHEAD_E_EMPTY. */
int32_t virq_next(struct partition *partition);

/* On the way back to the running partition, with lines pending: shows them on
 * its vCPU page and delivers the first one that its level and lines allow.
 * False if its stack could not be written. */
bool virq_leave(struct partition *partition);

#endif
