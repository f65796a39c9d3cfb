/* SPDX-License-Identifier: BSD-2-Clause */

/* Attributes of threads. */

#include <string.h>
#include "internal.h"

static bool is_valid(const pthread_attr_t *attr)
{
    return attr != NULL && attr->is_initialized;
}

/* An attribute that is a member as it is. */
#define GET(name, type, member)                                                                    \
    int pthread_attr_get##name(const pthread_attr_t *attr, type *value)                            \
    {                                                                                              \
        if (!is_valid(attr) || value == NULL)                                                      \
            return EINVAL;                                                                         \
        *value = (type)attr->member;                                                               \
        return 0;                                                                                  \
    }

GET(scope, int, contentionscope)
GET(inheritsched, int, inheritsched)
GET(schedpolicy, int, schedpolicy)
GET(schedparam, struct sched_param, schedparam)
GET(stackaddr, void *, stackaddr)
GET(stacksize, size_t, stacksize)
GET(detachstate, int, detachstate)
GET(guardsize, size_t, guardsize)

int pthread_attr_init(pthread_attr_t *attr)
{
    if (attr == NULL)
        return EINVAL;
    *attr = (pthread_attr_t){
        .is_initialized = true,
        .contentionscope = PTHREAD_SCOPE_PROCESS,
        .inheritsched = PTHREAD_INHERIT_SCHED,
        .schedpolicy = SCHED_FIFO,
        .schedparam = {.sched_priority = 2},
        .cputime_clock_allowed = 1,
        .detachstate = PTHREAD_CREATE_JOINABLE,
        .affinitysetsize = sizeof(attr->affinitysetpreallocated),
        .affinityset = &attr->affinitysetpreallocated,
    };
    CPU_SET(0, &attr->affinitysetpreallocated);
    return 0;
}

int pthread_attr_destroy(pthread_attr_t *attr)
{
    if (!is_valid(attr))
        return EINVAL;
    attr->is_initialized = false;
    return 0;
}

int pthread_attr_setscope(pthread_attr_t *attr, int scope)
{
    if (!is_valid(attr) || (scope != PTHREAD_SCOPE_PROCESS && scope != PTHREAD_SCOPE_SYSTEM))
        return EINVAL;
    if (scope == PTHREAD_SCOPE_SYSTEM)
        return ENOTSUP;
    attr->contentionscope = scope;
    return 0;
}

int pthread_attr_setinheritsched(pthread_attr_t *attr, int inherit)
{
    if (!is_valid(attr))
        return EINVAL;
    if (inherit != PTHREAD_INHERIT_SCHED && inherit != PTHREAD_EXPLICIT_SCHED)
        return ENOTSUP;
    attr->inheritsched = inherit;
    return 0;
}

int pthread_attr_setschedpolicy(pthread_attr_t *attr, int policy)
{
    if (!is_valid(attr))
        return EINVAL;
    if (policy != SCHED_OTHER && policy != SCHED_FIFO && policy != SCHED_RR &&
        policy != SCHED_SPORADIC)
        return ENOTSUP;
    attr->schedpolicy = policy;
    return 0;
}

int pthread_attr_setschedparam(pthread_attr_t *attr, const struct sched_param *param)
{
    if (!is_valid(attr) || param == NULL)
        return EINVAL;
    attr->schedparam = *param;
    return 0;
}

int pthread_attr_setstackaddr(pthread_attr_t *attr, void *address)
{
    if (!is_valid(attr))
        return EINVAL;
    attr->stackaddr = address;
    return 0;
}

int pthread_attr_setstacksize(pthread_attr_t *attr, size_t size)
{
    if (!is_valid(attr) || size > INT_MAX)
        return EINVAL;
    attr->stacksize = (int)size;
    return 0;
}

int pthread_attr_getstack(const pthread_attr_t *attr, void **address, size_t *size)
{
    if (!is_valid(attr) || address == NULL || size == NULL)
        return EINVAL;
    *address = attr->stackaddr;
    *size = (size_t)attr->stacksize;
    return 0;
}

int pthread_attr_setstack(pthread_attr_t *attr, void *address, size_t size)
{
    if (!is_valid(attr) || size > INT_MAX)
        return EINVAL;
    attr->stackaddr = address;
    attr->stacksize = (int)size;
    return 0;
}

int pthread_attr_setguardsize(pthread_attr_t *attr, size_t size)
{
    if (!is_valid(attr))
        return EINVAL;
    attr->guardsize = size;
    return 0;
}

int pthread_attr_setdetachstate(pthread_attr_t *attr, int state)
{
    if (!is_valid(attr) || (state != PTHREAD_CREATE_JOINABLE && state != PTHREAD_CREATE_DETACHED))
        return EINVAL;
    attr->detachstate = state;
    return 0;
}

int pthread_attr_setaffinity_np(pthread_attr_t *attr, size_t size, const cpu_set_t *set)
{
    if (!is_valid(attr) || set == NULL || size != attr->affinitysetsize)
        return EINVAL;
    CPU_COPY(set, attr->affinityset);
    return 0;
}

int pthread_attr_getaffinity_np(const pthread_attr_t *attr, size_t size, cpu_set_t *set)
{
    if (!is_valid(attr) || set == NULL || size != attr->affinitysetsize)
        return EINVAL;
    CPU_COPY(attr->affinityset, set);
    return 0;
}

/* What a thread has now. */
int pthread_getattr_np(pthread_t thread, pthread_attr_t *attr)
{
    rtems_tcb *task;
    int level;
    int error;

    if (attr == NULL)
        return EINVAL;
    (void)pthread_attr_init(attr);
    error = pthread_getschedparam(thread, &attr->schedpolicy, &attr->schedparam);
    if (error != 0)
        return error;
    attr->inheritsched = PTHREAD_EXPLICIT_SCHED;
    level = exec_enter();
    task = classic_task_get(thread);
    if (task != NULL) {
        attr->stackaddr = task->thread.stack;
        attr->stacksize = (int)task->thread.stack_size;
        if (posix_of(task)->detached)
            attr->detachstate = PTHREAD_CREATE_DETACHED;
    }
    exec_leave(level);
    return task == NULL ? ESRCH : 0;
}
