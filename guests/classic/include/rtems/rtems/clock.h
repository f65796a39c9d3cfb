/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The clock manager. The uptime is the module's time, also while the
 * partition is not scheduled. Setting the time of day takes effect from the
 * last tick on, so that a task that sets it and then waits a second's ticks
 * sees the next second. Any context, unless a comment says otherwise.
 */
#ifndef _RTEMS_RTEMS_CLOCK_H
#define _RTEMS_RTEMS_CLOCK_H

#include <rtems/config.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVALID_ADDRESS, INVALID_CLOCK. Task context. */
rtems_status_code rtems_clock_set(const rtems_time_of_day *time_of_day);

/* INVALID_ADDRESS, NOT_DEFINED (never set). */
rtems_status_code rtems_clock_get_tod(rtems_time_of_day *time_of_day);
rtems_status_code rtems_clock_get_tod_timeval(struct timeval *time_of_day);

/* Seconds since 1988-01-01. INVALID_ADDRESS, NOT_DEFINED. */
rtems_status_code rtems_clock_get_seconds_since_epoch(rtems_interval *seconds);

/* 1988-01-01 plus the uptime until the time of day is set. The coarse ones are
 * those of the last tick. */
void rtems_clock_get_realtime(struct timespec *time);
void rtems_clock_get_realtime_timeval(struct timeval *time);
void rtems_clock_get_realtime_coarse(struct timespec *time);
void rtems_clock_get_realtime_coarse_timeval(struct timeval *time);
void rtems_clock_get_monotonic(struct timespec *time);
void rtems_clock_get_monotonic_timeval(struct timeval *time);
void rtems_clock_get_monotonic_coarse(struct timespec *time);
void rtems_clock_get_monotonic_coarse_timeval(struct timeval *time);
void rtems_clock_get_boot_time(struct timespec *time);
void rtems_clock_get_boot_time_timeval(struct timeval *time);

/* The same as binary fractions of a second: 64 bits, and 32 in the last one. */
void rtems_clock_get_realtime_bintime(struct bintime *time);
void rtems_clock_get_realtime_coarse_bintime(struct bintime *time);
void rtems_clock_get_monotonic_bintime(struct bintime *time);
void rtems_clock_get_monotonic_coarse_bintime(struct bintime *time);
void rtems_clock_get_boot_time_bintime(struct bintime *time);
int64_t rtems_clock_get_monotonic_sbintime(void);

/* INVALID_ADDRESS. */
rtems_status_code rtems_clock_get_uptime(struct timespec *uptime);
void rtems_clock_get_uptime_timeval(struct timeval *uptime);
time_t rtems_clock_get_uptime_seconds(void);
uint64_t rtems_clock_get_uptime_nanoseconds(void);

rtems_interval rtems_clock_get_ticks_per_second(void);
rtems_interval rtems_clock_get_ticks_since_boot(void);

static inline rtems_interval rtems_clock_tick_later(rtems_interval delta)
{
    return rtems_clock_get_ticks_since_boot() + delta;
}

static inline rtems_interval rtems_clock_tick_later_usec(rtems_interval delta_in_usec)
{
    uint32_t per_tick = rtems_configuration_get_microseconds_per_tick();

    return rtems_clock_get_ticks_since_boot() + 1 + (delta_in_usec + per_tick - 1) / per_tick;
}

static inline bool rtems_clock_tick_before(rtems_interval ticks)
{
    return (int32_t)(ticks - rtems_clock_get_ticks_since_boot()) > 0;
}

#ifdef __cplusplus
}
#endif
#endif
