/* SPDX-License-Identifier: BSD-2-Clause */

/* Scaling between a counter's ticks and nanoseconds. */
#ifndef KERNEL_TIME_H
#define KERNEL_TIME_H

#include <stdint.h>
#include "bulkhead/clock.h"

/* A factor in 32.32 fixed point: exact to 2^-32 per unit. */
typedef uint64_t time_scale;

/* The factor from units of from_hz to units of to_hz; from_hz is not 0. */
time_scale time_scale_make(uint32_t from_hz, uint32_t to_hz);

/* value * scale; the result must fit into 64 bits. */
static inline uint64_t time_scale_apply(time_scale scale, uint64_t value)
{
    return bulkhead_clock_scale(scale, value);
}

/* A factor for 32-bit values: (value * mult) >> shift, shift at most 31. */
struct time_scale_32 {
    uint32_t mult;
    uint32_t shift;
};

/* The factor from units of from_hz to units of to_hz, as exact as 32 bits can;
 * neither is 0, and to_hz / from_hz is below 2^30. */
struct time_scale_32 time_scale_32_make(uint32_t from_hz, uint32_t to_hz);

#endif
