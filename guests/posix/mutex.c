/* SPDX-License-Identifier: BSD-2-Clause */

/* Mutexes: the executive's. A lock that the owner has is an error for all types
 * but the recursive one. */

#include <string.h>
#include "internal.h"

#define KIND 0x961c13b8ul

/* The layout of pthread_mutex_t, for which all zero is a plain mutex. */
struct mutex {
    unsigned long magic; /* 0: not used yet */
    struct exec_mutex mutex;
    bool recursive;
};
_Static_assert(sizeof(struct mutex) <= sizeof(pthread_mutex_t), "fits");

static struct mutex *mutex_of(const pthread_mutex_t *mutex)
{
    return (struct mutex *)(uintptr_t)mutex;
}

static void initialize(struct mutex *mutex, enum exec_mutex_protocol protocol, int priority,
                       bool recursive)
{
    exec_mutex_initialize(&mutex->mutex, protocol,
                          (uint8_t)(RTEMS_MAXIMUM_PRIORITY - (uint32_t)priority));
    mutex->recursive = recursive;
    mutex->magic = posix_magic(mutex, KIND);
}

/* The mutex, made if it is an initializer's; NULL if it is none. With interrupts disabled. */
static struct mutex *get(const pthread_mutex_t *mutex)
{
    static const struct mutex fresh;
    struct mutex *found = mutex_of(mutex);

    if (found == NULL)
        return NULL;
    if (found->magic == posix_magic(found, KIND))
        return found;
    if (memcmp(found, &fresh, sizeof(fresh)) != 0)
        return NULL;
    initialize(found, EXEC_MUTEX_PLAIN, 0, false);
    return found;
}

static bool get_protocol(const pthread_mutexattr_t *attr, enum exec_mutex_protocol *protocol)
{
    switch (attr->protocol) {
    case PTHREAD_PRIO_NONE:
        *protocol = EXEC_MUTEX_PLAIN;
        return true;
    case PTHREAD_PRIO_INHERIT:
        *protocol = EXEC_MUTEX_INHERIT;
        return true;
    case PTHREAD_PRIO_PROTECT:
        *protocol = EXEC_MUTEX_CEILING;
        return true;
    default:
        return false;
    }
}

static bool is_priority(int priority)
{
    return priority >= 1 && priority < (int)RTEMS_MAXIMUM_PRIORITY;
}

int pthread_mutex_init(pthread_mutex_t *mutex, const pthread_mutexattr_t *attr)
{
    enum exec_mutex_protocol protocol;
    pthread_mutexattr_t usual;
    int ceiling;

    if (mutex == NULL)
        return EINVAL;
    if (attr == NULL) {
        (void)pthread_mutexattr_init(&usual);
        attr = &usual;
    }
    if (!posix_sharing_is_valid(attr->is_initialized, attr->process_shared) ||
        !get_protocol(attr, &protocol) || attr->type < PTHREAD_MUTEX_NORMAL ||
        attr->type > PTHREAD_MUTEX_DEFAULT)
        return EINVAL;
    ceiling = attr->prio_ceiling == INT_MAX ? (int)RTEMS_MAXIMUM_PRIORITY - 1 : attr->prio_ceiling;
    if (protocol == EXEC_MUTEX_CEILING && !is_priority(ceiling))
        return EINVAL;
    initialize(mutex_of(mutex), protocol, protocol == EXEC_MUTEX_CEILING ? ceiling : 0,
               attr->type == PTHREAD_MUTEX_RECURSIVE);
    return 0;
}

int pthread_mutex_destroy(pthread_mutex_t *mutex)
{
    int level = exec_enter();
    struct mutex *found = get(mutex);
    int error = 0;

    if (found == NULL)
        error = EINVAL;
    else if (found->mutex.owner != NULL)
        error = EBUSY;
    else
        found->magic = ~found->magic;
    exec_leave(level);
    return error;
}

/* Locks it; timeout NULL: or says at once that it is another's. */
static int lock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *time, bool wait)
{
    struct posix_timeout timeout = posix_forever;
    enum exec_status status = EXEC_OK;
    int error = 0;
    int level = exec_enter();
    struct mutex *found = get(mutex);

    if (found == NULL)
        error = EINVAL;
    else if (!found->recursive && found->mutex.owner == exec_executing())
        error = wait ? EDEADLK : EBUSY;
    else
        status = exec_mutex_try(&found->mutex);
    if (status == EXEC_UNAVAILABLE && wait) {
        if (time != NULL)
            error = posix_timeout_at(clock, time, &timeout);
        if (error == 0)
            status = exec_mutex_wait(&found->mutex, EXEC_WAIT_FIFO, timeout.timers, timeout.expiry);
    }
    exec_leave(level);
    return error != 0 ? error : posix_error(status);
}

int pthread_mutex_lock(pthread_mutex_t *mutex)
{
    return lock(mutex, CLOCK_REALTIME, NULL, true);
}

int pthread_mutex_trylock(pthread_mutex_t *mutex)
{
    return lock(mutex, CLOCK_REALTIME, NULL, false);
}

int pthread_mutex_timedlock(pthread_mutex_t *mutex, const struct timespec *time)
{
    return lock(mutex, CLOCK_REALTIME, posix_given(time), true);
}

int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *time);

int pthread_mutex_clocklock(pthread_mutex_t *mutex, clockid_t clock, const struct timespec *time)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return EINVAL;
    return lock(mutex, clock, posix_given(time), true);
}

int posix_mutex_unlock(pthread_mutex_t *mutex)
{
    struct mutex *found = get(mutex);

    return found == NULL ? EINVAL : posix_error(exec_mutex_unlock(&found->mutex));
}

int pthread_mutex_unlock(pthread_mutex_t *mutex)
{
    int level = exec_enter();
    int error = posix_mutex_unlock(mutex);

    exec_leave(level);
    return error;
}

/* Ceilings --------------------------------------------------------------- */

int pthread_mutex_getprioceiling(const pthread_mutex_t *restrict mutex, int *restrict ceiling)
{
    const struct mutex *found;
    int level;

    if (ceiling == NULL)
        return EINVAL;
    level = exec_enter();
    found = get(mutex);
    if (found != NULL)
        *ceiling = found->mutex.protocol == EXEC_MUTEX_CEILING
                       ? (int)RTEMS_MAXIMUM_PRIORITY - found->mutex.ceiling
                       : 0;
    exec_leave(level);
    return found == NULL ? EINVAL : 0;
}

int pthread_mutex_setprioceiling(pthread_mutex_t *restrict mutex, int ceiling,
                                 int *restrict old_ceiling)
{
    struct mutex *found;
    int error = 0;
    int level;

    if (old_ceiling == NULL || pthread_mutex_lock(mutex) != 0)
        return EINVAL;
    level = exec_enter();
    found = mutex_of(mutex);
    *old_ceiling = 0;
    if (found->mutex.protocol == EXEC_MUTEX_CEILING) {
        *old_ceiling = (int)RTEMS_MAXIMUM_PRIORITY - found->mutex.ceiling;
        if (is_priority(ceiling))
            exec_mutex_set_ceiling(&found->mutex,
                                   (uint8_t)(RTEMS_MAXIMUM_PRIORITY - (uint32_t)ceiling));
        else
            error = EINVAL;
    }
    exec_leave(level);
    (void)pthread_mutex_unlock(mutex);
    return error;
}
