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

/*@ predicate ring_good{L}(struct ring *ring) =
      \valid(ring) && 1 <= ring->depth <= INT32_MAX && ring->first < ring->depth &&
      ring->count <= ring->depth;

    // The slot of the nth element, from 0 for the oldest; n is at most the depth.
    logic integer ring_slot{L}(struct ring *ring, integer n) =
      ring->first + n < ring->depth ? ring->first + n : ring->first + n - ring->depth; */

/*@ requires ring_good(ring);
    assigns \nothing;
    ensures \result <==> ring->count == ring->depth; */
static inline bool ring_full(const struct ring *ring)
{
    return ring->count == ring->depth;
}

/* The slot for the next element; the ring is not full. */
/*@ requires ring_good(ring) && ring->count < ring->depth;
    assigns \nothing;
    ensures \result < ring->depth;
    ensures \result == ring_slot(ring, ring->count);
    ensures \forall integer n; 0 <= n < ring->count ==> \result != ring_slot(ring, n); */
static inline uint32_t ring_free(const struct ring *ring)
{
    uint32_t slot = ring->first + ring->count;

    return slot < ring->depth ? slot : slot - ring->depth;
}

/* The free slot is filled; the ring is not full. */
/*@ requires ring_good(ring) && ring->count < ring->depth;
    assigns ring->count;
    ensures ring_good(ring) && ring->count == \old(ring->count) + 1;
    ensures \forall integer n; 0 <= n < ring->depth ==>
              ring_slot(ring, n) == \old(ring_slot(ring, n)); */
static inline void ring_push(struct ring *ring)
{
    ring->count++;
}

/* The oldest element is gone; the ring is not empty. */
/*@ requires ring_good(ring) && ring->count > 0;
    assigns ring->first, ring->count;
    ensures ring_good(ring) && ring->count == \old(ring->count) - 1;
    ensures \forall integer n; 0 <= n < ring->count ==>
              ring_slot(ring, n) == \old(ring_slot(ring, n + 1)); */
static inline void ring_pop(struct ring *ring)
{
    ring->first++;
    if (ring->first == ring->depth)
        ring->first = 0;
    ring->count--;
}

/*@ requires \valid(ring) && 1 <= ring->depth <= INT32_MAX;
    assigns ring->first, ring->count;
    ensures ring_good(ring) && ring->count == 0; */
static inline void ring_clear(struct ring *ring)
{
    ring->first = 0;
    ring->count = 0;
}

#endif
