/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The self-contained synchronization objects of newlib's <sys/lock.h> as for
 * RTEMS: objects that are all zero at first and need no creation. Results are
 * error numbers, 0 for success.
 */

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <sys/lock.h>
#include <time.h>
#include "executive/clock.h"
#include "executive/mutex.h"

struct counter {
    struct exec_wait_queue waiters;
    uint32_t unused[4];
    unsigned count;
};

_Static_assert(sizeof(struct exec_mutex) <= sizeof(struct _Mutex_Control), "fits");
_Static_assert(offsetof(struct exec_mutex, name) == offsetof(struct _Mutex_Control, _Queue._name),
               "same place");
_Static_assert(offsetof(struct counter, count) == offsetof(struct _Semaphore_Control, _count),
               "same place");
_Static_assert(sizeof(struct exec_wait_queue) <= sizeof(struct _Condition_Control), "fits");

static struct exec_mutex *mutex_of(void *lock)
{
    return lock;
}

static uint64_t expiry_of(const struct timespec *realtime)
{
    uint64_t time;

    if (realtime->tv_sec < 0)
        return 0;
    time = (uint64_t)realtime->tv_sec * 1000000000u + (uint64_t)realtime->tv_nsec;
    return time > exec_clock_realtime_offset() ? time - exec_clock_realtime_offset() : 0;
}

static uint64_t expiry_after(uint32_t ticks)
{
    return exec_clock_time_of_tick(exec_clock_ticks() + ticks);
}

static int error_of(enum exec_status status)
{
    switch (status) {
    case EXEC_OK:
        return 0;
    case EXEC_TIMEOUT:
        return ETIMEDOUT;
    case EXEC_DEADLOCK:
        return EDEADLK;
    default:
        return EBUSY;
    }
}

/* Mutexes ---------------------------------------------------------------- */

/* Before exec_run() there is one context only, and no owner to name. */
static int acquire(struct exec_mutex *mutex, bool recursive, uint64_t expiry)
{
    enum exec_status status;
    int level;

    if (exec_executing() == NULL)
        return 0;
    level = exec_enter();
    if (!recursive && mutex->owner == exec_executing())
        status = EXEC_DEADLOCK;
    else
        status = exec_mutex_try(mutex);
    if (status == EXEC_UNAVAILABLE && expiry != 0)
        status = exec_mutex_wait(mutex, EXEC_WAIT_PRIORITY, &exec_clock_timers, expiry);
    exec_leave(level);
    return error_of(status);
}

static void release(struct exec_mutex *mutex)
{
    int level;

    if (exec_executing() == NULL)
        return;
    level = exec_enter();
    (void)exec_mutex_unlock(mutex);
    exec_leave(level);
}

void _Mutex_Acquire(struct _Mutex_Control *lock)
{
    (void)acquire(mutex_of(lock), false, EXEC_FOREVER);
}

int _Mutex_Acquire_timed(struct _Mutex_Control *lock, const struct timespec *time)
{
    return acquire(mutex_of(lock), false, expiry_of(time));
}

int _Mutex_Acquire_timed_ticks(struct _Mutex_Control *lock, __uint32_t ticks)
{
    return acquire(mutex_of(lock), false, expiry_after(ticks));
}

int _Mutex_Try_acquire(struct _Mutex_Control *lock)
{
    return acquire(mutex_of(lock), false, 0);
}

void _Mutex_Release(struct _Mutex_Control *lock)
{
    release(mutex_of(lock));
}

void _Mutex_recursive_Acquire(struct _Mutex_recursive_Control *lock)
{
    (void)acquire(mutex_of(lock), true, EXEC_FOREVER);
}

int _Mutex_recursive_Acquire_timed(struct _Mutex_recursive_Control *lock,
                                   const struct timespec *time)
{
    return acquire(mutex_of(lock), true, expiry_of(time));
}

int _Mutex_recursive_Acquire_timed_ticks(struct _Mutex_recursive_Control *lock, __uint32_t ticks)
{
    return acquire(mutex_of(lock), true, expiry_after(ticks));
}

int _Mutex_recursive_Try_acquire(struct _Mutex_recursive_Control *lock)
{
    return acquire(mutex_of(lock), true, 0);
}

void _Mutex_recursive_Release(struct _Mutex_recursive_Control *lock)
{
    release(mutex_of(lock));
}

/* Condition variables ---------------------------------------------------- */

/* The mutex is given up whole, however often it was locked, and got back so. */
static int wait_condition(struct exec_wait_queue *waiters, struct exec_mutex *mutex,
                          uint64_t expiry)
{
    enum exec_status status;
    uint16_t nest;
    int level = exec_enter();

    nest = mutex->nest;
    mutex->nest = 0;
    exec_wait_begin(waiters, EXEC_WAIT_PRIORITY);
    exec_wait_timeout(&exec_clock_timers, expiry);
    (void)exec_mutex_unlock(mutex);
    status = exec_wait_finish();
    if (exec_mutex_try(mutex) == EXEC_UNAVAILABLE)
        (void)exec_mutex_wait(mutex, EXEC_WAIT_PRIORITY, &exec_clock_timers, EXEC_FOREVER);
    mutex->nest = nest;
    exec_leave(level);
    return error_of(status);
}

static struct exec_wait_queue *waiters_of(struct _Condition_Control *condition)
{
    return (struct exec_wait_queue *)(void *)condition;
}

void _Condition_Wait(struct _Condition_Control *condition, struct _Mutex_Control *lock)
{
    (void)wait_condition(waiters_of(condition), mutex_of(lock), EXEC_FOREVER);
}

int _Condition_Wait_timed(struct _Condition_Control *condition, struct _Mutex_Control *lock,
                          const struct timespec *time)
{
    return wait_condition(waiters_of(condition), mutex_of(lock), expiry_of(time));
}

int _Condition_Wait_timed_ticks(struct _Condition_Control *condition, struct _Mutex_Control *lock,
                                __uint32_t ticks)
{
    return wait_condition(waiters_of(condition), mutex_of(lock), expiry_after(ticks));
}

void _Condition_Wait_recursive(struct _Condition_Control *condition,
                               struct _Mutex_recursive_Control *lock)
{
    (void)wait_condition(waiters_of(condition), mutex_of(lock), EXEC_FOREVER);
}

int _Condition_Wait_recursive_timed(struct _Condition_Control *condition,
                                    struct _Mutex_recursive_Control *lock,
                                    const struct timespec *time)
{
    return wait_condition(waiters_of(condition), mutex_of(lock), expiry_of(time));
}

int _Condition_Wait_recursive_timed_ticks(struct _Condition_Control *condition,
                                          struct _Mutex_recursive_Control *lock, __uint32_t ticks)
{
    return wait_condition(waiters_of(condition), mutex_of(lock), expiry_after(ticks));
}

void _Condition_Signal(struct _Condition_Control *condition)
{
    int level = exec_enter();
    struct exec_thread *first = exec_wait_first(waiters_of(condition));

    if (first != NULL)
        exec_wait_end(first, EXEC_OK);
    exec_leave(level);
}

void _Condition_Broadcast(struct _Condition_Control *condition)
{
    int level = exec_enter();

    (void)exec_wait_end_all(waiters_of(condition), EXEC_OK);
    exec_leave(level);
}

/* Semaphores ------------------------------------------------------------- */

static int wait_semaphore(struct _Semaphore_Control *semaphore, uint64_t expiry)
{
    struct counter *counter = (struct counter *)(void *)semaphore;
    enum exec_status status = EXEC_OK;
    int level = exec_enter();

    if (counter->count > 0) {
        counter->count--;
    } else if (expiry == 0) {
        status = EXEC_UNAVAILABLE;
    } else {
        exec_wait_begin(&counter->waiters, EXEC_WAIT_PRIORITY);
        exec_wait_timeout(&exec_clock_timers, expiry);
        status = exec_wait_finish();
    }
    exec_leave(level);
    return status == EXEC_UNAVAILABLE ? EAGAIN : error_of(status);
}

static void post_semaphore(struct _Semaphore_Control *semaphore, unsigned limit)
{
    struct counter *counter = (struct counter *)(void *)semaphore;
    int level = exec_enter();
    struct exec_thread *first = exec_wait_first(&counter->waiters);

    if (first != NULL)
        exec_wait_end(first, EXEC_OK);
    else if (counter->count < limit)
        counter->count++;
    exec_leave(level);
}

void _Semaphore_Wait(struct _Semaphore_Control *semaphore)
{
    (void)wait_semaphore(semaphore, EXEC_FOREVER);
}

int _Semaphore_Wait_timed(struct _Semaphore_Control *semaphore, const struct timespec *time)
{
    return wait_semaphore(semaphore, expiry_of(time));
}

int _Semaphore_Wait_timed_ticks(struct _Semaphore_Control *semaphore, __uint32_t ticks)
{
    return wait_semaphore(semaphore, expiry_after(ticks));
}

int _Semaphore_Try_wait(struct _Semaphore_Control *semaphore)
{
    return wait_semaphore(semaphore, 0);
}

void _Semaphore_Post(struct _Semaphore_Control *semaphore)
{
    post_semaphore(semaphore, UINT_MAX);
}

void _Semaphore_Post_binary(struct _Semaphore_Control *semaphore)
{
    post_semaphore(semaphore, 1);
}
