/* SPDX-License-Identifier: BSD-2-Clause */

/* Scheduling. POSIX priorities count from 1, the least urgent one, and end
 * before the idle task's and the one that only system tasks have. */

#include <sched.h>
#include "internal.h"

static bool is_policy(int policy)
{
    return policy == SCHED_OTHER || policy == SCHED_FIFO || policy == SCHED_RR;
}

int sched_get_priority_min(int policy)
{
    return is_policy(policy) || policy == SCHED_SPORADIC ? 1 : posix_fail(EINVAL);
}

int sched_get_priority_max(int policy)
{
    return is_policy(policy) || policy == SCHED_SPORADIC ? (int)RTEMS_MAXIMUM_PRIORITY - 1
                                                         : posix_fail(EINVAL);
}

/* The one process' parameters belong to its threads. */
int sched_getparam(pid_t process, struct sched_param *param)
{
    (void)process;
    (void)param;
    return posix_fail(ENOSYS);
}

int sched_setparam(pid_t process, const struct sched_param *param)
{
    (void)process;
    (void)param;
    return posix_fail(ENOSYS);
}

int sched_getscheduler(pid_t process)
{
    (void)process;
    return posix_fail(ENOSYS);
}

int sched_setscheduler(pid_t process, int policy, const struct sched_param *param)
{
    (void)process;
    (void)policy;
    (void)param;
    return posix_fail(ENOSYS);
}

int sched_rr_get_interval(pid_t process, struct timespec *interval)
{
    if (process != 0 && process != getpid())
        return posix_fail(ESRCH);
    if (interval == NULL)
        return posix_fail(EINVAL);
    *interval = classic_timespec((uint64_t)_RTEMS_Configuration.ticks_per_timeslice *
                                 rtems_configuration_get_nanoseconds_per_tick());
    return 0;
}

int sched_yield(void)
{
    int level = exec_enter();

    exec_thread_yield();
    exec_leave(level);
    return 0;
}

/* Threads ---------------------------------------------------------------- */

/* A Classic task's policy follows from its mode. */
static int policy_of(rtems_tcb *task)
{
    if (posix_of(task)->policy != 0)
        return posix_of(task)->policy;
    if (task->the_class == classic_posix_class)
        return SCHED_OTHER;
    return task->thread.slice == 0 ? SCHED_FIFO : SCHED_OTHER;
}

static int posix_priority(rtems_task_priority priority)
{
    return (int)RTEMS_MAXIMUM_PRIORITY - (int)priority;
}

int pthread_getschedparam(pthread_t thread, int *policy, struct sched_param *param)
{
    rtems_tcb *task;
    int level;

    if (policy == NULL || param == NULL)
        return EINVAL;
    level = exec_enter();
    task = classic_task_get(thread);
    if (task != NULL) {
        *policy = policy_of(task);
        *param = (struct sched_param){.sched_priority = posix_priority(task->thread.base_priority)};
    }
    exec_leave(level);
    return task == NULL ? ESRCH : 0;
}

static void set_schedule(rtems_tcb *task, int policy, int priority)
{
    uint32_t slice = policy == SCHED_FIFO ? 0 : _RTEMS_Configuration.ticks_per_timeslice;

    posix_of(task)->policy = (uint8_t)policy;
    task->thread.slice = slice;
    task->thread.slice_left = slice;
    exec_thread_set_priority(&task->thread, (uint8_t)(RTEMS_MAXIMUM_PRIORITY - (uint32_t)priority));
}

static bool is_priority(int priority)
{
    return priority >= 1 && priority < (int)RTEMS_MAXIMUM_PRIORITY;
}

int pthread_setschedparam(pthread_t thread, int policy, const struct sched_param *param)
{
    rtems_tcb *task;
    int level;

    if (param == NULL)
        return EINVAL;
    if (!is_policy(policy))
        return policy == SCHED_SPORADIC ? ENOTSUP : EINVAL;
    level = exec_enter();
    task = classic_task_get(thread);
    if (task != NULL && is_priority(param->sched_priority))
        set_schedule(task, policy, param->sched_priority);
    exec_leave(level);
    if (task == NULL)
        return ESRCH;
    return is_priority(param->sched_priority) ? 0 : EINVAL;
}

int pthread_setschedprio(pthread_t thread, int priority)
{
    rtems_tcb *task;
    int level = exec_enter();

    task = classic_task_get(thread);
    if (task != NULL && is_priority(priority))
        exec_thread_set_priority(&task->thread,
                                 (uint8_t)(RTEMS_MAXIMUM_PRIORITY - (uint32_t)priority));
    exec_leave(level);
    if (task == NULL)
        return ESRCH;
    return is_priority(priority) ? 0 : EINVAL;
}

/* One processor runs all threads, whatever the level of concurrency. */
static int concurrency; /* 0: never set */

int pthread_getconcurrency(void)
{
    return concurrency;
}

int pthread_setconcurrency(int level)
{
    if (level < 0)
        return EINVAL;
    concurrency = level;
    return 0;
}

static bool is_thread(pthread_t thread)
{
    int level = exec_enter();
    bool found = classic_task_get(thread) != NULL;

    exec_leave(level);
    return found;
}

int pthread_getaffinity_np(const pthread_t thread, size_t size, cpu_set_t *set)
{
    if (set == NULL)
        return EFAULT;
    if (!is_thread(thread))
        return ESRCH;
    if (size == 0 || size % sizeof(long) != 0)
        return EINVAL;
    CPU_ZERO_S(size, set);
    CPU_SET_S(0, size, set);
    return 0;
}

int pthread_setaffinity_np(pthread_t thread, size_t size, const cpu_set_t *set)
{
    if (set == NULL)
        return EFAULT;
    if (!is_thread(thread))
        return ESRCH;
    if (size == 0 || size % sizeof(long) != 0 || !CPU_ISSET_S(0, size, set))
        return EINVAL;
    return 0;
}
