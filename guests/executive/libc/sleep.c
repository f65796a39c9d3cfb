/* SPDX-License-Identifier: BSD-2-Clause */

/* nanosleep() of a program without the POSIX API, which has its own. */

#include <errno.h>
#include <time.h>
#include "executive/clock.h"
#include "executive/wait.h"
#include "virtualizationlayerbsp.h"

#define NS_PER_SECOND 1000000000u

int nanosleep(const struct timespec *duration, struct timespec *remaining)
{
    uint64_t delay;
    int level;

    if (duration->tv_sec < 0 || duration->tv_nsec < 0 || duration->tv_nsec >= (long)NS_PER_SECOND) {
        errno = EINVAL;
        return -1;
    }
    delay = (uint64_t)duration->tv_sec * NS_PER_SECOND + (uint64_t)duration->tv_nsec;
    level = exec_enter();
    exec_sleep_until(&exec_clock_timers, _BSP_Virtual_Clock_read() + delay);
    exec_leave(level);
    if (remaining != NULL)
        *remaining = (struct timespec){0};
    return 0;
}
