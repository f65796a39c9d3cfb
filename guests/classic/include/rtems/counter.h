/* SPDX-License-Identifier: BSD-2-Clause */

/* A counter for short times; its ticks are ns here, and it wraps after 4.29 s.
 * Any context. */
#ifndef _RTEMS_COUNTER_H
#define _RTEMS_COUNTER_H

#include <stdint.h>
#include <virtualizationlayerbsp.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t rtems_counter_ticks;

/* Hz. */
static inline uint32_t rtems_counter_frequency(void)
{
    return 1000000000u;
}

static inline rtems_counter_ticks rtems_counter_read(void)
{
    return (rtems_counter_ticks)_BSP_Virtual_Clock_read();
}

/* second was read after first, by less than a wrap. */
static inline rtems_counter_ticks rtems_counter_difference(rtems_counter_ticks second,
                                                           rtems_counter_ticks first)
{
    return second - first;
}

static inline uint64_t rtems_counter_ticks_to_nanoseconds(rtems_counter_ticks counter_ticks)
{
    return counter_ticks;
}

static inline rtems_counter_ticks rtems_counter_nanoseconds_to_ticks(uint32_t nanoseconds)
{
    return nanoseconds;
}

/* Seconds with 32 bits of fraction. */
static inline int64_t rtems_counter_ticks_to_sbintime(rtems_counter_ticks counter_ticks)
{
    return (int64_t)(((uint64_t)counter_ticks << 32) / 1000000000u);
}

/* sbt is not negative and below a wrap. */
static inline rtems_counter_ticks rtems_counter_sbintime_to_ticks(int64_t sbt)
{
    return (rtems_counter_ticks)(((uint64_t)sbt >> 32) * 1000000000u +
                                 (((uint64_t)sbt & 0xffffffffu) * 1000000000u >> 32));
}

/* Spin for at least that long. */
void rtems_counter_delay_ticks(rtems_counter_ticks counter_ticks);
void rtems_counter_delay_nanoseconds(uint32_t nanoseconds);

#ifdef __cplusplus
}
#endif
#endif
