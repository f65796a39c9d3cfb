/* SPDX-License-Identifier: BSD-2-Clause */

/* How a counter's ticks become module time: one formula for the kernel and for
 * the partitions, so that their times are equal. */
#ifndef BULKHEAD_CLOCK_H
#define BULKHEAD_CLOCK_H

#include <stdint.h>

/* ticks * scale, scale in 32.32 fixed point; the result must fit into 64 bits. */
static inline uint64_t bulkhead_clock_scale(uint64_t scale, uint64_t ticks)
{
    uint32_t low = (uint32_t)ticks, high = (uint32_t)(ticks >> 32);
    uint32_t fraction = (uint32_t)scale, whole = (uint32_t)(scale >> 32);

    return (((uint64_t)low * fraction) >> 32) + (uint64_t)low * whole + (uint64_t)high * fraction +
           ((uint64_t)(high * whole) << 32);
}

#endif
