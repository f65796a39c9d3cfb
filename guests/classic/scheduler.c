/* SPDX-License-Identifier: BSD-2-Clause */

/* One scheduler that owns the one processor. */

#include "classic.h"

#define SCHEDULER_ID 0x0f010001u

static bool is_scheduler(rtems_id id)
{
    return id == SCHEDULER_ID;
}

rtems_status_code rtems_scheduler_ident(rtems_name name, rtems_id *id)
{
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (name != _RTEMS_Configuration.scheduler_name)
        return RTEMS_INVALID_NAME;
    *id = SCHEDULER_ID;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_ident_by_processor(uint32_t cpu_index, rtems_id *id)
{
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (cpu_index != 0)
        return RTEMS_INVALID_NAME;
    *id = SCHEDULER_ID;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_get_maximum_priority(rtems_id scheduler_id,
                                                       rtems_task_priority *priority)
{
    if (priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    *priority = RTEMS_MAXIMUM_PRIORITY;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_ident_by_processor_set(size_t cpusetsize, const cpu_set_t *cpuset,
                                                         rtems_id *id)
{
    if (id == NULL || cpuset == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (cpusetsize % sizeof(long) != 0)
        return RTEMS_INVALID_SIZE;
    if (cpusetsize == 0 || !CPU_ISSET_S(0, cpusetsize, cpuset))
        return RTEMS_INVALID_NAME;
    *id = SCHEDULER_ID;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_map_priority_from_posix(rtems_id scheduler_id, int posix_priority,
                                                          rtems_task_priority *priority)
{
    if (priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    if (posix_priority < 1 || (uint32_t)posix_priority >= RTEMS_MAXIMUM_PRIORITY)
        return RTEMS_INVALID_PRIORITY;
    *priority = RTEMS_MAXIMUM_PRIORITY - (uint32_t)posix_priority;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_map_priority_to_posix(rtems_id scheduler_id,
                                                        rtems_task_priority priority,
                                                        int *posix_priority)
{
    if (posix_priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    if (priority < 1 || priority >= RTEMS_MAXIMUM_PRIORITY)
        return RTEMS_INVALID_PRIORITY;
    *posix_priority = (int)(RTEMS_MAXIMUM_PRIORITY - priority);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_get_processor_set(rtems_id scheduler_id, size_t cpusetsize,
                                                    cpu_set_t *cpuset)
{
    if (cpuset == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    if (cpusetsize == 0 || cpusetsize % sizeof(long) != 0)
        return RTEMS_INVALID_SIZE;
    CPU_ZERO_S(cpusetsize, cpuset);
    CPU_SET_S(0, cpusetsize, cpuset);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_scheduler_add_processor(rtems_id scheduler_id, uint32_t cpu_index)
{
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    return cpu_index == 0 ? RTEMS_RESOURCE_IN_USE : RTEMS_NOT_CONFIGURED;
}

rtems_status_code rtems_scheduler_remove_processor(rtems_id scheduler_id, uint32_t cpu_index)
{
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    return cpu_index == 0 ? RTEMS_RESOURCE_IN_USE : RTEMS_INVALID_NUMBER;
}

static bool is_task(rtems_id id)
{
    int level = exec_enter();
    bool found = classic_task_get(id) != NULL;

    exec_leave(level);
    return found;
}

rtems_status_code rtems_task_get_priority(rtems_id task_id, rtems_id scheduler_id,
                                          rtems_task_priority *priority)
{
    const rtems_tcb *task;
    int level;

    if (priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    level = exec_enter();
    task = classic_task_get(task_id);
    if (task != NULL)
        *priority = task->thread.priority;
    exec_leave(level);
    return task == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_task_get_scheduler(rtems_id task_id, rtems_id *scheduler_id)
{
    if (scheduler_id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_task(task_id))
        return RTEMS_INVALID_ID;
    *scheduler_id = SCHEDULER_ID;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_task_set_scheduler(rtems_id task_id, rtems_id scheduler_id,
                                           rtems_task_priority priority)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_tcb *task;
    int level;

    if (!is_scheduler(scheduler_id))
        return RTEMS_INVALID_ID;
    if (!classic_priority_is_valid(priority))
        return RTEMS_INVALID_PRIORITY;
    level = exec_enter();
    task = classic_task_get(task_id);
    if (task == NULL)
        status = RTEMS_INVALID_ID;
    else if (task->thread.wait_queue != NULL || task->thread.priority != task->thread.base_priority)
        status = RTEMS_RESOURCE_IN_USE;
    if (status == RTEMS_SUCCESSFUL) {
        exec_thread_set_priority(&task->thread, (uint8_t)priority);
        task->initial_priority = priority;
    }
    exec_leave(level);
    return status;
}

rtems_status_code rtems_task_get_affinity(rtems_id id, size_t cpusetsize, cpu_set_t *cpuset)
{
    if (cpuset == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_task(id))
        return RTEMS_INVALID_ID;
    if (cpusetsize < sizeof(*cpuset))
        return RTEMS_INVALID_SIZE;
    CPU_ZERO_S(cpusetsize, cpuset);
    CPU_SET_S(0, cpusetsize, cpuset);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_task_set_affinity(rtems_id id, size_t cpusetsize, const cpu_set_t *cpuset)
{
    if (cpuset == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_task(id))
        return RTEMS_INVALID_ID;
    if (cpusetsize < sizeof(*cpuset) || !CPU_ISSET_S(0, cpusetsize, cpuset))
        return RTEMS_INVALID_NUMBER;
    return RTEMS_SUCCESSFUL;
}
