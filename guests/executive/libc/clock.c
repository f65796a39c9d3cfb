/* SPDX-License-Identifier: BSD-2-Clause */

/* Clocks; a personality that has more of them brings these functions itself. */

#include <errno.h>
#include <time.h>
#include "executive/clock.h"
#include "virtualizationlayerbsp.h"

#define NS_PER_SECOND 1000000000u

static struct timespec timespec_of(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_SECOND),
                             .tv_nsec = (long)(ns % NS_PER_SECOND)};
}

int clock_gettime(clockid_t clock_id, struct timespec *time)
{
    if (clock_id == CLOCK_REALTIME) {
        *time = timespec_of(exec_clock_realtime());
    } else if (clock_id == CLOCK_MONOTONIC) {
        *time = timespec_of(_BSP_Virtual_Clock_read());
    } else {
        errno = EINVAL;
        return -1;
    }
    return 0;
}

int clock_getres(clockid_t clock_id, struct timespec *resolution)
{
    if (clock_id != CLOCK_REALTIME && clock_id != CLOCK_MONOTONIC) {
        errno = EINVAL;
        return -1;
    }
    if (resolution != NULL)
        *resolution = timespec_of(1);
    return 0;
}
