/* SPDX-License-Identifier: BSD-2-Clause */

/* Attributes of mutexes, condition variables, read-write locks and barriers. */

#include "internal.h"

/* The functions that all of them have. */
#define COMMON(object, ...)                                                                        \
    int pthread_##object##attr_init(pthread_##object##attr_t *attr)                                \
    {                                                                                              \
        if (attr == NULL)                                                                          \
            return EINVAL;                                                                         \
        *attr = (pthread_##object##attr_t){                                                        \
            .is_initialized = true, .process_shared = PTHREAD_PROCESS_PRIVATE, __VA_ARGS__};       \
        return 0;                                                                                  \
    }                                                                                              \
                                                                                                   \
    int pthread_##object##attr_destroy(pthread_##object##attr_t *attr)                             \
    {                                                                                              \
        if (attr == NULL || !attr->is_initialized)                                                 \
            return EINVAL;                                                                         \
        attr->is_initialized = false;                                                              \
        return 0;                                                                                  \
    }                                                                                              \
                                                                                                   \
    int pthread_##object##attr_getpshared(const pthread_##object##attr_t *attr, int *shared)       \
    {                                                                                              \
        if (attr == NULL || !attr->is_initialized || shared == NULL)                               \
            return EINVAL;                                                                         \
        *shared = attr->process_shared;                                                            \
        return 0;                                                                                  \
    }                                                                                              \
                                                                                                   \
    int pthread_##object##attr_setpshared(pthread_##object##attr_t *attr, int shared)              \
    {                                                                                              \
        if (attr == NULL || !attr->is_initialized ||                                               \
            (shared != PTHREAD_PROCESS_PRIVATE && shared != PTHREAD_PROCESS_SHARED))               \
            return EINVAL;                                                                         \
        attr->process_shared = shared;                                                             \
        return 0;                                                                                  \
    }

COMMON(mutex, .prio_ceiling = INT_MAX, .protocol = PTHREAD_PRIO_NONE, .type = PTHREAD_MUTEX_DEFAULT)
COMMON(cond, .clock = CLOCK_REALTIME)
COMMON(rwlock)
COMMON(barrier)

/* A member of the mutexes' attributes; valid says what it may be set to. */
#define MUTEX_ATTRIBUTE(name, member, valid)                                                       \
    int pthread_mutexattr_get##name(const pthread_mutexattr_t *attr, int *value)                   \
    {                                                                                              \
        if (attr == NULL || !attr->is_initialized || value == NULL)                                \
            return EINVAL;                                                                         \
        *value = attr->member;                                                                     \
        return 0;                                                                                  \
    }                                                                                              \
                                                                                                   \
    int pthread_mutexattr_set##name(pthread_mutexattr_t *attr, int value)                          \
    {                                                                                              \
        if (attr == NULL || !attr->is_initialized || !(valid))                                     \
            return EINVAL;                                                                         \
        attr->member = value;                                                                      \
        return 0;                                                                                  \
    }

MUTEX_ATTRIBUTE(type, type, value >= PTHREAD_MUTEX_NORMAL && value <= PTHREAD_MUTEX_DEFAULT)
MUTEX_ATTRIBUTE(protocol, protocol, value >= PTHREAD_PRIO_NONE && value <= PTHREAD_PRIO_PROTECT)
MUTEX_ATTRIBUTE(prioceiling, prio_ceiling, true)

int pthread_condattr_getclock(const pthread_condattr_t *restrict attr, clockid_t *restrict clock)
{
    if (attr == NULL || !attr->is_initialized || clock == NULL)
        return EINVAL;
    *clock = (clockid_t)attr->clock;
    return 0;
}

int pthread_condattr_setclock(pthread_condattr_t *attr, clockid_t clock)
{
    if (attr == NULL || !attr->is_initialized)
        return EINVAL;
    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return EINVAL;
    attr->clock = (clock_t)clock;
    return 0;
}
