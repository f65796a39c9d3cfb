/* SPDX-License-Identifier: BSD-2-Clause */

/* Arithmetic with times (Classic API Guide, Timespec Helpers). */

#include <rtems/timespec.h>
#include "classic.h"

#define NS_PER_SECOND 1000000000

bool rtems_timespec_is_valid(const struct timespec *time)
{
    return time != NULL && time->tv_sec >= 0 && time->tv_nsec >= 0 && time->tv_nsec < NS_PER_SECOND;
}

time_t rtems_timespec_add_to(struct timespec *time, const struct timespec *add)
{
    time->tv_sec += add->tv_sec;
    time->tv_nsec += add->tv_nsec;
    if (time->tv_nsec >= NS_PER_SECOND) {
        time->tv_nsec -= NS_PER_SECOND;
        time->tv_sec++;
    }
    return time->tv_sec;
}

void rtems_timespec_subtract(const struct timespec *start, const struct timespec *end,
                             struct timespec *result)
{
    bool borrow = end->tv_nsec < start->tv_nsec;

    result->tv_sec = end->tv_sec - start->tv_sec - (borrow ? 1 : 0);
    result->tv_nsec = end->tv_nsec - start->tv_nsec + (borrow ? NS_PER_SECOND : 0);
}

static uint64_t ns_of(const struct timespec *time)
{
    return (uint64_t)time->tv_sec * NS_PER_SECOND + (uint64_t)time->tv_nsec;
}

uint32_t rtems_timespec_to_ticks(const struct timespec *time)
{
    uint64_t tick = rtems_configuration_get_nanoseconds_per_tick();

    return (uint32_t)((ns_of(time) + tick - 1) / tick);
}

void rtems_timespec_from_ticks(uint32_t ticks, struct timespec *time)
{
    *time = classic_timespec((uint64_t)ticks * rtems_configuration_get_nanoseconds_per_tick());
}

void rtems_timespec_divide_by_integer(const struct timespec *time, uint32_t iterations,
                                      struct timespec *result)
{
    *result = classic_timespec(ns_of(time) / iterations);
}

void rtems_timespec_divide(const struct timespec *lhs, const struct timespec *rhs,
                           uint32_t *ival_percentage, uint32_t *fval_percentage)
{
    uint64_t whole = ns_of(rhs);
    uint64_t part = ns_of(lhs);
    uint64_t thousandths = 0;

    /* Parts of more than 184,467 s would overflow; the loss is in the last digit. */
    while (part > UINT64_MAX / 100000) {
        part /= 2;
        whole /= 2;
    }
    if (whole != 0)
        thousandths = part * 100000 / whole;
    *ival_percentage = (uint32_t)(thousandths / 1000);
    *fval_percentage = (uint32_t)(thousandths % 1000);
}
