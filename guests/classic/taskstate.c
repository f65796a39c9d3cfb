/* SPDX-License-Identifier: BSD-2-Clause */

/* The task manager: suspension and delays. */

#include "classic.h"

/* Suspension ------------------------------------------------------------- */

rtems_status_code rtems_task_suspend(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    rtems_tcb *task = classic_task_get(id);

    if (task == NULL)
        status = RTEMS_INVALID_ID;
    else if ((task->thread.states & EXEC_STATE_SUSPENDED) != 0)
        status = RTEMS_ALREADY_SUSPENDED;
    else
        exec_thread_block(&task->thread, EXEC_STATE_SUSPENDED);
    exec_leave(level);
    return status;
}

rtems_status_code rtems_task_resume(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    rtems_tcb *task = classic_task_get(id);

    if (task == NULL)
        status = RTEMS_INVALID_ID;
    else if ((task->thread.states & EXEC_STATE_SUSPENDED) == 0)
        status = RTEMS_INCORRECT_STATE;
    else
        exec_thread_unblock(&task->thread, EXEC_STATE_SUSPENDED);
    exec_leave(level);
    return status;
}

rtems_status_code rtems_task_is_suspended(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    const rtems_tcb *task = classic_task_get(id);

    if (task == NULL)
        status = RTEMS_INVALID_ID;
    else if ((task->thread.states & EXEC_STATE_SUSPENDED) != 0)
        status = RTEMS_ALREADY_SUSPENDED;
    exec_leave(level);
    return status;
}

/* Delays ----------------------------------------------------------------- */

rtems_status_code rtems_task_wake_after(rtems_interval ticks)
{
    int level = exec_enter();

    if (ticks == RTEMS_YIELD_PROCESSOR)
        exec_thread_yield();
    else
        exec_sleep_until(&exec_clock_timers, classic_expiry(ticks));
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_task_wake_when(const rtems_time_of_day *time_buffer)
{
    rtems_status_code status;
    uint64_t seconds;
    int level;

    status = classic_tod_in_future(time_buffer, false, &seconds);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    level = exec_enter();
    exec_sleep_until(&classic_realtime_timers, seconds * 1000000000u);
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}
