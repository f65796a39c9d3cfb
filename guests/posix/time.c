/* SPDX-License-Identifier: BSD-2-Clause */

/* Clocks, and waiting for them. Time-outs of CLOCK_REALTIME follow the time of
 * day when it is set; both end with ticks. */

#include "internal.h"
#include "virtualizationlayerbsp.h"

const struct posix_timeout posix_forever = {.timers = &exec_clock_timers, .expiry = EXEC_FOREVER};

const struct timespec posix_no_time = {.tv_nsec = -1};

static bool is_valid(const struct timespec *time)
{
    return time != NULL && time->tv_nsec >= 0 && time->tv_nsec < (long)NS_PER_SECOND;
}

bool posix_ns(const struct timespec *time, uint64_t *ns)
{
    uint64_t seconds;

    if (!is_valid(time))
        return false;
    seconds = time->tv_sec < 0 ? 0 : (uint64_t)time->tv_sec;
    if (time->tv_sec < 0 || __builtin_mul_overflow(seconds, (uint64_t)NS_PER_SECOND, ns))
        *ns = time->tv_sec < 0 ? 0 : EXEC_FOREVER - NS_PER_SECOND;
    else
        *ns += (uint64_t)time->tv_nsec;
    return true;
}

int posix_timeout_at(clockid_t clock, const struct timespec *time, struct posix_timeout *timeout)
{
    bool realtime = clock == CLOCK_REALTIME;
    uint64_t now = realtime ? exec_clock_realtime() : _BSP_Virtual_Clock_read();

    if (!posix_ns(time, &timeout->expiry))
        return EINVAL;
    if (timeout->expiry <= now)
        return ETIMEDOUT;
    timeout->timers = realtime ? &classic_realtime_timers : &exec_clock_timers;
    return 0;
}

int clock_settime(clockid_t clock, const struct timespec *time)
{
    uint64_t ns;
    int level;

    if (clock == CLOCK_PROCESS_CPUTIME_ID || clock == CLOCK_THREAD_CPUTIME_ID)
        return posix_fail(ENOSYS);
    if (clock != CLOCK_REALTIME || !posix_ns(time, &ns) || time->tv_sec < 567993600)
        return posix_fail(EINVAL);
    level = exec_enter();
    classic_tod_set(ns);
    exec_leave(level);
    return 0;
}

static void remaining_until(uint64_t expiry, struct timespec *remaining)
{
    uint64_t now = _BSP_Virtual_Clock_read();

    *remaining = classic_timespec(expiry > now ? expiry - now : 0);
}

/* For a duration, at least. */
static int sleep_for(uint64_t ns, struct timespec *remaining)
{
    uint64_t now = _BSP_Virtual_Clock_read();
    struct posix_timeout timeout = {.timers = &exec_clock_timers};
    enum exec_status status = EXEC_TIMEOUT;
    int level = exec_enter();

    timeout.expiry = ns > EXEC_FOREVER - 1 - now ? EXEC_FOREVER - 1 : now + ns;
    if (ns == 0)
        exec_thread_yield();
    else
        status = posix_wait(NULL, EXEC_WAIT_FIFO, &timeout, POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL);
    exec_leave(level);
    pthread_testcancel();
    if (remaining != NULL)
        remaining_until(timeout.expiry, remaining);
    return status == EXEC_SIGNALLED ? EINTR : 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *time,
                    struct timespec *remaining)
{
    struct posix_timeout timeout;
    enum exec_status status;
    uint64_t ns;
    int error;
    int level;

    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return ENOTSUP;
    if (!posix_ns(time, &ns) || (time->tv_sec < 0 && (flags & TIMER_ABSTIME) == 0))
        return EINVAL;
    pthread_testcancel();
    if ((flags & TIMER_ABSTIME) == 0)
        return sleep_for(ns, remaining);
    error = posix_timeout_at(clock, time, &timeout);
    if (error != 0)
        return error == ETIMEDOUT ? 0 : error;
    level = exec_enter();
    status = posix_wait(NULL, EXEC_WAIT_FIFO, &timeout, POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL);
    exec_leave(level);
    pthread_testcancel();
    return status == EXEC_SIGNALLED ? EINTR : 0;
}

int nanosleep(const struct timespec *time, struct timespec *remaining)
{
    int error = clock_nanosleep(CLOCK_REALTIME, 0, time, remaining);

    return error == 0 ? 0 : posix_fail(error);
}
