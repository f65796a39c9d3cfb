/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

/* What of the pending events satisfies the wish; 0 if it does not. */
static rtems_event_set satisfying(rtems_event_set pending, rtems_event_set wanted,
                                  rtems_option option_set)
{
    rtems_event_set present = pending & wanted;

    if (present == wanted || (option_set & RTEMS_EVENT_ANY) != 0)
        return present;
    return 0;
}

/* A task that awaits events keeps where they go, which ones and how. */
static void deliver(rtems_tcb *task, struct classic_events *events)
{
    rtems_event_set *out = task->thread.wait_data;
    rtems_event_set taken;

    if ((task->thread.states & EXEC_STATE_WAITING) == 0 || task->awaited != events)
        return;
    taken = satisfying(events->pending, *out, task->thread.wait_option);
    if (taken == 0)
        return;
    events->pending &= ~taken;
    *out = taken;
    task->awaited = NULL;
    exec_wait_end(&task->thread, EXEC_OK);
}

static rtems_status_code send(rtems_id id, size_t offset, rtems_event_set event_in)
{
    int level = exec_enter();
    rtems_tcb *task = classic_task_get(id);

    if (task != NULL) {
        struct classic_events *events = (struct classic_events *)(void *)((char *)task + offset);

        events->pending |= event_in;
        deliver(task, events);
    }
    exec_leave(level);
    return task == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

/* With interrupts disabled. wanted: what is wanted, becomes what was received. */
static rtems_status_code receive(rtems_tcb *self, struct classic_events *events,
                                 rtems_event_set *wanted, rtems_option option_set,
                                 rtems_interval ticks)
{
    rtems_event_set taken = satisfying(events->pending, *wanted, option_set);
    enum exec_status status;

    if (taken != 0) {
        events->pending &= ~taken;
        *wanted = taken;
        return RTEMS_SUCCESSFUL;
    }
    if ((option_set & RTEMS_NO_WAIT) != 0) {
        *wanted &= events->pending;
        return RTEMS_UNSATISFIED;
    }
    self->awaited = events;
    self->thread.wait_data = wanted;
    self->thread.wait_option = option_set;
    exec_wait_begin(NULL, EXEC_WAIT_FIFO);
    exec_wait_timeout(&exec_clock_timers, classic_expiry(ticks));
    status = exec_wait_finish();
    self->awaited = NULL;
    return classic_status(status);
}

static rtems_status_code enter_receive(size_t offset, rtems_event_set event_in,
                                       rtems_option option_set, rtems_interval ticks,
                                       rtems_event_set *event_out)
{
    rtems_tcb *self = classic_executing();
    struct classic_events *events = (struct classic_events *)(void *)((char *)self + offset);
    rtems_event_set wanted = event_in;
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level;

    if (event_out == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    if (event_in == RTEMS_PENDING_EVENTS)
        *event_out = events->pending;
    else
        status = receive(self, events, &wanted, option_set, ticks);
    exec_leave(level);
    if (event_in != RTEMS_PENDING_EVENTS && status != RTEMS_TIMEOUT)
        *event_out = wanted;
    return status;
}

rtems_status_code rtems_event_send(rtems_id id, rtems_event_set event_in)
{
    return send(id, offsetof(rtems_tcb, events), event_in);
}

rtems_status_code rtems_event_system_send(rtems_id id, rtems_event_set event_in)
{
    return send(id, offsetof(rtems_tcb, system_events), event_in);
}

rtems_status_code rtems_event_receive(rtems_event_set event_in, rtems_option option_set,
                                      rtems_interval ticks, rtems_event_set *event_out)
{
    return enter_receive(offsetof(rtems_tcb, events), event_in, option_set, ticks, event_out);
}

rtems_status_code rtems_event_system_receive(rtems_event_set event_in, rtems_option option_set,
                                             rtems_interval ticks, rtems_event_set *event_out)
{
    return enter_receive(offsetof(rtems_tcb, system_events), event_in, option_set, ticks,
                         event_out);
}
