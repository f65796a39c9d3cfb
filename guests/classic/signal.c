/* SPDX-License-Identifier: BSD-2-Clause */

/* Asynchronous signal routines; and the actions that tasks take in their own
 * context, of which they are one kind. */

#include "classic.h"

void (*classic_posix_action)(rtems_tcb *self);

/* Calls the routine in its modes; the modes of before are the task's again
 * afterwards. Between exec_enter() and exec_leave(). */
static void call_routine(rtems_tcb *self)
{
    rtems_signal_set signals = self->asr.pending;
    rtems_mode mode = self->asr.mode;
    bool preemptible = self->thread.preemptible;
    uint32_t slice = self->thread.slice;
    uint32_t slice_left = self->thread.slice_left;

    self->asr.pending = 0;
    self->asr_enabled = (mode & RTEMS_ASR_MASK) == RTEMS_ASR;
    exec_thread_set_slice(classic_mode_slice(mode));
    exec_thread_set_preemptible(classic_mode_is_preempt(mode));
    exec_leave(classic_mode_level(mode));
    self->asr.routine(signals);
    (void)exec_enter();
    self->thread.slice = slice;
    self->thread.slice_left = slice_left;
    exec_thread_set_preemptible(preemptible);
    self->asr_enabled = true;
    exec_leave(_CPU_VIRTUAL_LEVEL_DISABLED);
}

static void act(struct exec_thread *thread)
{
    rtems_tcb *self = classic_task_of(thread);

    while (self->asr_enabled && self->asr.pending != 0 && self->asr.routine != NULL)
        call_routine(self);
    if (classic_posix_action != NULL)
        classic_posix_action(self);
}

void classic_task_request_action(rtems_tcb *task)
{
    exec_thread_request_action(&task->thread, act);
}

/* Not by a thread that must not be switched away from: the dispatch that it
 * owes does it. */
void classic_task_act(void)
{
    if (exec_executing() != NULL && !exec_in_interrupt() && exec_processor.dispatch_disabled == 0)
        exec_thread_run_action();
}

rtems_status_code rtems_signal_catch(rtems_asr_entry asr_handler, rtems_mode mode_set)
{
    rtems_tcb *self = classic_executing();
    int level = exec_enter();

    self->asr.routine = asr_handler;
    self->asr.mode = mode_set;
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_signal_send(rtems_id id, rtems_signal_set signal_set)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_tcb *task;
    int level;

    if (signal_set == 0)
        return RTEMS_INVALID_NUMBER;
    level = exec_enter();
    task = classic_task_get(id);
    if (task == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (task->asr.routine == NULL) {
        status = RTEMS_NOT_DEFINED;
    } else {
        task->asr.pending |= signal_set;
        if (task->asr_enabled) {
            classic_task_request_action(task);
            classic_task_act();
        }
    }
    exec_leave(level);
    return status;
}
