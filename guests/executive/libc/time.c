/* SPDX-License-Identifier: BSD-2-Clause */

#include <errno.h>
#include <reent.h>
#include <sys/time.h>
#include <sys/times.h>
#include <time.h>
#include "executive/clock.h"
#include "virtualizationlayerbsp.h"

#define NS_PER_SECOND 1000000000u
#define NS_PER_US     1000u

int _gettimeofday_r(struct _reent *state, struct timeval *time, void *zone)
{
    uint64_t now = exec_clock_realtime();

    (void)state;
    (void)zone;
    time->tv_sec = (time_t)(now / NS_PER_SECOND);
    time->tv_usec = (suseconds_t)(now % NS_PER_SECOND / NS_PER_US);
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone)
{
    return _gettimeofday_r(_REENT, time, zone);
}

/* Processor time is not accounted: all the time since the start. */
_CLOCK_T_ _times_r(struct _reent *state, struct tms *times_of)
{
    clock_t now = (clock_t)(_BSP_Virtual_Clock_read() / (NS_PER_SECOND / CLOCKS_PER_SEC));

    (void)state;
    *times_of = (struct tms){.tms_utime = now};
    return now;
}

clock_t clock(void)
{
    struct tms times_of;

    return _times_r(_REENT, &times_of);
}
