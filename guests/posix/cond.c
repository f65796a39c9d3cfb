/* SPDX-License-Identifier: BSD-2-Clause */

/* Condition variables. */

#include <string.h>
#include "internal.h"

#define KIND      0xc013d17ul
#define MONOTONIC 1ul /* of the magic word: the clock of time-outs */

/* The layout of pthread_cond_t. */
struct condition {
    unsigned long magic; /* 0: not used yet */
    struct exec_wait_queue waiters;
    unsigned long unused[4];
    pthread_mutex_t *mutex; /* that its waiters gave up, while there are any */
};
_Static_assert(sizeof(struct condition) <= sizeof(pthread_cond_t), "fits");

static unsigned long magic_of(const struct condition *condition)
{
    return posix_magic(condition, KIND) & ~MONOTONIC;
}

/* The variable, made if it is an initializer's; NULL if it is none. With interrupts disabled. */
static struct condition *get(pthread_cond_t *cond)
{
    static const struct condition fresh;
    struct condition *found = (struct condition *)(void *)cond;

    if (found == NULL)
        return NULL;
    if ((found->magic & ~MONOTONIC) == magic_of(found))
        return found;
    if (memcmp(found, &fresh, sizeof(fresh)) != 0)
        return NULL;
    found->magic = magic_of(found);
    return found;
}

int pthread_cond_init(pthread_cond_t *cond, const pthread_condattr_t *attr)
{
    struct condition *condition = (struct condition *)(void *)cond;

    if (cond == NULL)
        return EINVAL;
    if (attr != NULL && !posix_sharing_is_valid(attr->is_initialized, attr->process_shared))
        return EINVAL;
    *condition = (struct condition){.magic = magic_of(condition)};
    if (attr != NULL && attr->clock == CLOCK_MONOTONIC)
        condition->magic |= MONOTONIC;
    return 0;
}

int pthread_cond_destroy(pthread_cond_t *cond)
{
    int level = exec_enter();
    struct condition *found = get(cond);
    int error = 0;

    if (found == NULL)
        error = EINVAL;
    else if (exec_wait_first(&found->waiters) != NULL)
        error = EBUSY;
    else
        found->magic = ~found->magic;
    exec_leave(level);
    return error;
}

static int signal_waiters(pthread_cond_t *cond, bool all)
{
    int level = exec_enter();
    struct condition *found = get(cond);
    struct exec_thread *first;

    while (found != NULL && (first = exec_wait_first(&found->waiters)) != NULL) {
        exec_wait_end(first, EXEC_OK);
        if (!all)
            break;
    }
    exec_leave(level);
    return found == NULL ? EINVAL : 0;
}

int pthread_cond_signal(pthread_cond_t *cond)
{
    return signal_waiters(cond, false);
}

int pthread_cond_broadcast(pthread_cond_t *cond)
{
    return signal_waiters(cond, true);
}

/* Gives the mutex up and waits; 0, or an error before the wait or of it. With
 * interrupts disabled. */
static int wait_unlocked(struct condition *condition, pthread_mutex_t *mutex,
                         const struct posix_timeout *timeout)
{
    bool others = exec_wait_first(&condition->waiters) != NULL;
    int error;

    if (others && condition->mutex != mutex)
        return EINVAL;
    /* Nobody can signal before the wait: interrupts are disabled. */
    error = posix_mutex_unlock(mutex);
    if (error != 0)
        return error;
    condition->mutex = mutex;
    return posix_error(
        posix_wait(&condition->waiters, EXEC_WAIT_PRIORITY, timeout, POSIX_WAIT_CANCEL));
}

/* time NULL: no time-out; clock 0: that of the variable. */
static int wait(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                const struct timespec *time)
{
    struct posix_timeout timeout = posix_forever;
    struct condition *found;
    int old_state;
    int error = 0;
    int level;

    pthread_testcancel();
    level = exec_enter();
    found = get(cond);
    if (found == NULL || mutex == NULL)
        error = EINVAL;
    else if (time != NULL)
        error = posix_timeout_at(clock != 0                        ? clock
                                 : (found->magic & MONOTONIC) != 0 ? CLOCK_MONOTONIC
                                                                   : CLOCK_REALTIME,
                                 time, &timeout);
    if (error == ETIMEDOUT) {
        exec_leave(level);
        return ETIMEDOUT; /* and the mutex was never given up */
    }
    if (error == 0)
        error = wait_unlocked(found, mutex, &timeout);
    exec_leave(level);
    if (error != 0 && error != ETIMEDOUT && error != EINTR)
        return error;
    /* Also a thread that is cancelled has the mutex when its cleanup handlers run. */
    (void)pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old_state);
    if (pthread_mutex_lock(mutex) != 0)
        error = EINVAL;
    (void)pthread_setcancelstate(old_state, NULL);
    pthread_testcancel();
    return error == EINTR ? 0 : error;
}

int pthread_cond_wait(pthread_cond_t *cond, pthread_mutex_t *mutex)
{
    return wait(cond, mutex, 0, NULL);
}

int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *mutex,
                           const struct timespec *time)
{
    return time == NULL ? EINVAL : wait(cond, mutex, 0, time);
}

int pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                           const struct timespec *time);

int pthread_cond_clockwait(pthread_cond_t *cond, pthread_mutex_t *mutex, clockid_t clock,
                           const struct timespec *time)
{
    if (time == NULL || (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC))
        return EINVAL;
    return wait(cond, mutex, clock, time);
}
