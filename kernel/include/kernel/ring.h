/* SPDX-License-Identifier: BSD-2-Clause */

/* Slots used in turn, oldest first. Pure arithmetic: no division, no overflow
 * for any depth up to INT32_MAX. */
#ifndef KERNEL_RING_H
#define KERNEL_RING_H

#include <stdbool.h>
#include <stdint.h>

struct ring {
    uint32_t depth; /* slots, at least 1 */
    uint32_t first; /* slot of the oldest element, below depth */
    uint32_t count; /* elements, 0 to depth */
};

static inline bool ring_full(const struct ring *ring)
{
    return ring->count == ring->depth;
}

/* The slot for the next element; the ring is not full. */
static inline uint32_t ring_free(const struct ring *ring)
{
    uint32_t slot = ring->first + ring->count;

    return slot < ring->depth ? slot : slot - ring->depth;
}

/* The free slot is filled; the ring is not full. */
static inline void ring_push(struct ring *ring)
{
    ring->count++;
}

/* The oldest element is gone; the ring is not empty. */
static inline void ring_pop(struct ring *ring)
{
    ring->first++;
    if (ring->first == ring->depth)
        ring->first = 0;
    ring->count--;
}

static inline void ring_clear(struct ring *ring)
{
    ring->first = 0;
    ring->count = 0;
}

#endif
