/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Cancellation and cleanup handlers. Deferred: at the points where a thread
 * waits; asynchronous: as an action of the thread.
 */

#include "internal.h"

int pthread_setcancelstate(int state, int *old_state)
{
    struct posix_thread *self = posix_self();

    if (exec_in_interrupt())
        return EPROTO;
    if (state != PTHREAD_CANCEL_ENABLE && state != PTHREAD_CANCEL_DISABLE)
        return EINVAL;
    if (old_state != NULL)
        *old_state = self->cancel_disabled ? PTHREAD_CANCEL_DISABLE : PTHREAD_CANCEL_ENABLE;
    self->cancel_disabled = state == PTHREAD_CANCEL_DISABLE;
    if (self->cancel_asynchronous)
        pthread_testcancel();
    return 0;
}

int pthread_setcanceltype(int type, int *old_type)
{
    struct posix_thread *self = posix_self();

    if (exec_in_interrupt())
        return EPROTO;
    if (type != PTHREAD_CANCEL_DEFERRED && type != PTHREAD_CANCEL_ASYNCHRONOUS)
        return EINVAL;
    if (old_type != NULL)
        *old_type =
            self->cancel_asynchronous ? PTHREAD_CANCEL_ASYNCHRONOUS : PTHREAD_CANCEL_DEFERRED;
    self->cancel_asynchronous = type == PTHREAD_CANCEL_ASYNCHRONOUS;
    if (self->cancel_asynchronous)
        pthread_testcancel();
    return 0;
}

void pthread_testcancel(void)
{
    struct posix_thread *self = posix_self();

    if (!self->cancelled || self->cancel_disabled || exec_in_interrupt() ||
        exec_processor.dispatch_disabled != 0)
        return;
    pthread_exit(PTHREAD_CANCELED);
}

static bool is_waiting(const rtems_tcb *task)
{
    return (task->thread.states & EXEC_STATE_WAITING) != 0;
}

int pthread_cancel(pthread_t thread)
{
    struct posix_thread *posix;
    rtems_tcb *task;
    bool itself;
    int level;

    level = exec_enter();
    task = classic_task_get(thread);
    posix = task == NULL ? NULL : posix_of(task);
    if (task == NULL || posix->ended) {
        exec_leave(level);
        return ESRCH;
    }
    posix->cancelled = true;
    /* Asynchronously: the call that waits does not return. */
    if (!posix->cancel_disabled &&
        (posix->can_be_cancelled || (posix->cancel_asynchronous && is_waiting(task)))) {
        exec_wait_end(&task->thread, EXEC_SIGNALLED);
        posix->joins = NULL;
    }
    itself = task == classic_executing() && !exec_in_interrupt();
    if (posix->cancel_asynchronous && !itself)
        posix_request_action(task);
    exec_leave(level);
    if (posix->cancel_asynchronous && itself)
        pthread_testcancel();
    return 0;
}

/* Cleanup handlers ------------------------------------------------------- */

void _pthread_cleanup_push(struct _pthread_cleanup_context *context, void (*routine)(void *),
                           void *argument)
{
    struct posix_thread *self = posix_self();

    context->_routine = routine;
    context->_arg = argument;
    context->_canceltype = PTHREAD_CANCEL_DEFERRED;
    context->_previous = self->cleanups;
    self->cleanups = context;
}

void _pthread_cleanup_pop(struct _pthread_cleanup_context *context, int execute)
{
    posix_self()->cleanups = context->_previous;
    if (execute != 0)
        context->_routine(context->_arg);
}

void _pthread_cleanup_push_defer(struct _pthread_cleanup_context *context, void (*routine)(void *),
                                 void *argument)
{
    int old_type = PTHREAD_CANCEL_DEFERRED;

    _pthread_cleanup_push(context, routine, argument);
    (void)pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, &old_type);
    context->_canceltype = old_type;
}

void _pthread_cleanup_pop_restore(struct _pthread_cleanup_context *context, int execute)
{
    int type = context->_canceltype;

    _pthread_cleanup_pop(context, execute);
    (void)pthread_setcanceltype(type, NULL);
}
