/* SPDX-License-Identifier: BSD-2-Clause */

/* Reading clocks. A program that does has its processor time counted, for
 * CLOCK_THREAD_CPUTIME_ID. */

#include <unistd.h>
#include "internal.h"
#include "virtualizationlayerbsp.h"

static uint64_t thread_time(void)
{
    uint64_t ns = 0;
    int level = exec_enter();

    if (classic_cpu_usage_is_used)
        ns = classic_cpu_time(classic_executing());
    exec_leave(level);
    return ns;
}

int clock_gettime(clockid_t clock, struct timespec *time)
{
    if (time == NULL)
        return posix_fail(EINVAL);
    switch (clock) {
    case CLOCK_REALTIME:
        *time = classic_timespec(exec_clock_realtime());
        return 0;
    case CLOCK_MONOTONIC:
    case CLOCK_PROCESS_CPUTIME_ID: /* of all threads, the idle one too */
        *time = classic_timespec(_BSP_Virtual_Clock_read());
        return 0;
    case CLOCK_THREAD_CPUTIME_ID:
        *time = classic_timespec(thread_time());
        return 0;
    default:
        return posix_fail(EINVAL);
    }
}

int clock_getres(clockid_t clock, struct timespec *resolution)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC && clock != CLOCK_PROCESS_CPUTIME_ID &&
        clock != CLOCK_THREAD_CPUTIME_ID)
        return posix_fail(EINVAL);
    if (resolution != NULL)
        *resolution = classic_timespec(1);
    return 0;
}

int clock_getcpuclockid(pid_t process, clockid_t *clock)
{
    if (process != 0 && process != getpid())
        return ESRCH;
    *clock = CLOCK_PROCESS_CPUTIME_ID;
    return 0;
}

/* Of other threads there is no clock. */
int pthread_getcpuclockid(pthread_t thread, clockid_t *clock)
{
    if (thread != pthread_self())
        return ESRCH;
    *clock = CLOCK_THREAD_CPUTIME_ID;
    return 0;
}
