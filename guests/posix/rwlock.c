/* SPDX-License-Identifier: BSD-2-Clause */

/* Read-write locks: who comes while somebody waits, waits behind him. */

#include <string.h>
#include "internal.h"

#define KIND 0x5296b6a4ul

/* The layout of pthread_rwlock_t. */
struct rwlock {
    unsigned long magic; /* 0: not used yet */
    struct exec_wait_queue waiters;
    struct exec_thread *writer;
    uint32_t readers;
};
_Static_assert(sizeof(struct rwlock) <= sizeof(pthread_rwlock_t), "fits");

/* The lock, made if it is an initializer's; NULL if it is none. With interrupts disabled. */
static struct rwlock *get(pthread_rwlock_t *rwlock)
{
    static const struct rwlock fresh;
    struct rwlock *found = (struct rwlock *)(void *)rwlock;

    if (found == NULL)
        return NULL;
    if (found->magic == posix_magic(found, KIND))
        return found;
    if (memcmp(found, &fresh, sizeof(fresh)) != 0)
        return NULL;
    found->magic = posix_magic(found, KIND);
    return found;
}

int pthread_rwlock_init(pthread_rwlock_t *rwlock, const pthread_rwlockattr_t *attr)
{
    struct rwlock *lock = (struct rwlock *)(void *)rwlock;

    if (rwlock == NULL)
        return EINVAL;
    if (attr != NULL && !posix_sharing_is_valid(attr->is_initialized, attr->process_shared))
        return EINVAL;
    *lock = (struct rwlock){.magic = posix_magic(lock, KIND)};
    return 0;
}

int pthread_rwlock_destroy(pthread_rwlock_t *rwlock)
{
    int level = exec_enter();
    struct rwlock *found = get(rwlock);
    int error = 0;

    if (found == NULL)
        error = EINVAL;
    else if (exec_wait_first(&found->waiters) != NULL || found->writer != NULL ||
             found->readers != 0)
        error = EBUSY;
    else
        found->magic = ~found->magic;
    exec_leave(level);
    return error;
}

/* A waiting thread's wait_option says whether it is to write. */
static bool grant(struct rwlock *lock, struct exec_thread *thread, bool write)
{
    if (lock->writer != NULL || (write && lock->readers != 0))
        return false;
    if (write)
        lock->writer = thread;
    else
        lock->readers++;
    return true;
}

static int acquire(pthread_rwlock_t *rwlock, bool write, bool wait, clockid_t clock,
                   const struct timespec *time)
{
    struct posix_timeout timeout = posix_forever;
    int error = 0;
    int level = exec_enter();
    struct rwlock *found = get(rwlock);

    if (found == NULL) {
        error = EINVAL;
    } else if (found->writer == exec_executing() && wait && time == NULL) {
        error = EDEADLK;
    } else if (exec_wait_first(&found->waiters) != NULL || !grant(found, exec_executing(), write)) {
        error = !wait ? EBUSY : time == NULL ? 0 : posix_timeout_at(clock, time, &timeout);
        exec_executing()->wait_option = write;
        if (error == 0)
            error = posix_error(posix_wait(&found->waiters, EXEC_WAIT_FIFO, &timeout, 0));
    }
    exec_leave(level);
    return error;
}

int pthread_rwlock_unlock(pthread_rwlock_t *rwlock)
{
    int level = exec_enter();
    struct rwlock *found = get(rwlock);
    struct exec_thread *first;
    int error = 0;

    if (found == NULL) {
        error = EINVAL;
    } else if (found->writer != NULL && found->writer != exec_executing()) {
        error = EPERM;
    } else {
        if (found->readers > 0)
            found->readers--;
        found->writer = NULL;
        while ((first = exec_wait_first(&found->waiters)) != NULL &&
               grant(found, first, first->wait_option != 0))
            exec_wait_end(first, EXEC_OK);
    }
    exec_leave(level);
    return error;
}

int pthread_rwlock_rdlock(pthread_rwlock_t *rwlock)
{
    return acquire(rwlock, false, true, CLOCK_REALTIME, NULL);
}

int pthread_rwlock_tryrdlock(pthread_rwlock_t *rwlock)
{
    return acquire(rwlock, false, false, CLOCK_REALTIME, NULL);
}

int pthread_rwlock_timedrdlock(pthread_rwlock_t *rwlock, const struct timespec *time)
{
    return acquire(rwlock, false, true, CLOCK_REALTIME, posix_given(time));
}

int pthread_rwlock_wrlock(pthread_rwlock_t *rwlock)
{
    return acquire(rwlock, true, true, CLOCK_REALTIME, NULL);
}

int pthread_rwlock_trywrlock(pthread_rwlock_t *rwlock)
{
    return acquire(rwlock, true, false, CLOCK_REALTIME, NULL);
}

int pthread_rwlock_timedwrlock(pthread_rwlock_t *rwlock, const struct timespec *time)
{
    return acquire(rwlock, true, true, CLOCK_REALTIME, posix_given(time));
}

int pthread_rwlock_clockrdlock(pthread_rwlock_t *rwlock, clockid_t clock,
                               const struct timespec *time)
{
    return acquire(rwlock, false, true, clock, posix_given(time));
}

int pthread_rwlock_clockwrlock(pthread_rwlock_t *rwlock, clockid_t clock,
                               const struct timespec *time)
{
    return acquire(rwlock, true, true, clock, posix_given(time));
}
