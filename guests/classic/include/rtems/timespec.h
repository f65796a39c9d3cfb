/* SPDX-License-Identifier: BSD-2-Clause */

/* Arithmetic with times that are valid: 0 to 999,999,999 ns beside the seconds,
 * unless a comment says more. Any context. (Classic API Guide, Timespec Helpers.) */
#ifndef _RTEMS_TIMESPEC_H
#define _RTEMS_TIMESPEC_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/time.h>
#include <time.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Not NULL, not negative, ns below a second. */
bool rtems_timespec_is_valid(const struct timespec *time);

/* Adds; the seconds of the sum. */
time_t rtems_timespec_add_to(struct timespec *time, const struct timespec *add);

/* result = end - start. */
void rtems_timespec_subtract(const struct timespec *start, const struct timespec *end,
                             struct timespec *result);

/* Ticks, rounded up; 0 for no time. */
uint32_t rtems_timespec_to_ticks(const struct timespec *time);
void rtems_timespec_from_ticks(uint32_t ticks, struct timespec *time);

/* iterations: not 0. */
void rtems_timespec_divide_by_integer(const struct timespec *time, uint32_t iterations,
                                      struct timespec *result);

/* lhs in percent of rhs, whole and thousandths; 0 if rhs is no time. */
void rtems_timespec_divide(const struct timespec *lhs, const struct timespec *rhs,
                           uint32_t *ival_percentage, uint32_t *fval_percentage);

static inline bool rtems_timespec_less_than(const struct timespec *lhs, const struct timespec *rhs)
{
    return lhs->tv_sec < rhs->tv_sec || (lhs->tv_sec == rhs->tv_sec && lhs->tv_nsec < rhs->tv_nsec);
}

static inline bool rtems_timespec_greater_than(const struct timespec *lhs,
                                               const struct timespec *rhs)
{
    return rtems_timespec_less_than(rhs, lhs);
}

static inline bool rtems_timespec_equal_to(const struct timespec *lhs, const struct timespec *rhs)
{
    return lhs->tv_sec == rhs->tv_sec && lhs->tv_nsec == rhs->tv_nsec;
}

static inline void rtems_timespec_set(struct timespec *time, time_t seconds, uint32_t nanoseconds)
{
    time->tv_sec = seconds;
    time->tv_nsec = (long)nanoseconds;
}

static inline void rtems_timespec_zero(struct timespec *time)
{
    rtems_timespec_set(time, 0, 0);
}

static inline time_t rtems_timespec_get_seconds(const struct timespec *time)
{
    return time->tv_sec;
}

static inline uint32_t rtems_timespec_get_nanoseconds(const struct timespec *time)
{
    return (uint32_t)time->tv_nsec;
}

#ifdef __cplusplus
}
#endif
#endif
