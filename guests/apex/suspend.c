/* SPDX-License-Identifier: BSD-2-Clause */

#include "internal.h"

/* What is not used by the executive: to take a ready process out and in. */
#define STATE_REQUEUE 0x400u

static bool is_suspended(const struct apex_process *process)
{
    uint32_t states = process->thread.states;

    return (states & EXEC_STATE_SUSPENDED) != 0 ||
           (process->suspends_itself && (states & EXEC_STATE_WAITING) != 0);
}

static bool is_stopped(const struct apex_process *process)
{
    return (process->thread.states & (EXEC_STATE_DORMANT | APEX_STATE_FAULTED)) != 0;
}

static RETURN_CODE_TYPE suspend_self(SYSTEM_TIME_TYPE time_out)
{
    struct apex_process *self = apex_self();
    RETURN_CODE_TYPE code;

    if (!apex_may_wait())
        return INVALID_MODE;
    if (!apex_time_is_valid(time_out))
        return INVALID_PARAM;
    if (apex_is_periodic(self))
        return INVALID_MODE;
    if (time_out == 0)
        return NO_ERROR;
    self->suspends_itself = true;
    code = apex_wait(NULL, FIFO, time_out, NULL);
    self->suspends_itself = false;
    return code;
}

void SUSPEND_SELF(SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = suspend_self(TIME_OUT);
    exec_leave(level);
}

static RETURN_CODE_TYPE suspend(struct apex_process *process)
{
    if (process == NULL || process == apex_self())
        return INVALID_PARAM;
    if (is_stopped(process) || apex_is_periodic(process))
        return INVALID_MODE;
    if (apex_mutex_owned(process) != NULL || apex_waits_for_mutex(process))
        return INVALID_MODE;
    if (is_suspended(process))
        return NO_ACTION;
    exec_thread_block(&process->thread, EXEC_STATE_SUSPENDED);
    return NO_ERROR;
}

void SUSPEND(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = suspend(apex_process_get(PROCESS_ID));
    exec_leave(level);
}

static RETURN_CODE_TYPE resume(struct apex_process *process)
{
    if (process == NULL || process == apex_self())
        return INVALID_PARAM;
    if (is_stopped(process) || apex_is_periodic(process))
        return INVALID_MODE;
    if (!is_suspended(process))
        return NO_ACTION;
    if ((process->thread.states & EXEC_STATE_SUSPENDED) != 0)
        exec_thread_unblock(&process->thread, EXEC_STATE_SUSPENDED);
    else
        exec_wait_end(&process->thread, EXEC_OK);
    return NO_ERROR;
}

void RESUME(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = resume(apex_process_get(PROCESS_ID));
    exec_leave(level);
}

/* The executive leaves a process where it is if its priority stays. */
static void requeue(struct apex_process *process)
{
    exec_thread_block(&process->thread, STATE_REQUEUE);
    exec_thread_unblock(&process->thread, STATE_REQUEUE);
}

static RETURN_CODE_TYPE set_priority(struct apex_process *process, PRIORITY_TYPE priority)
{
    uint8_t wanted;

    if (process == NULL || !apex_priority_is_valid(priority))
        return INVALID_PARAM;
    if ((process->thread.states & EXEC_STATE_DORMANT) != 0)
        return INVALID_MODE;
    wanted = apex_priority(priority);
    if (wanted == process->thread.base_priority && apex_mutex_owned(process) == NULL)
        requeue(process);
    else
        exec_thread_set_priority(&process->thread, wanted);
    return NO_ERROR;
}

void SET_PRIORITY(PROCESS_ID_TYPE PROCESS_ID, PRIORITY_TYPE priority, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = set_priority(apex_process_get(PROCESS_ID), priority);
    exec_leave(level);
}
