/* SPDX-License-Identifier: BSD-2-Clause */

/* Waits that signals and cancellation may end. */

#include "internal.h"

enum exec_status posix_wait(struct exec_wait_queue *queue, enum exec_wait_discipline discipline,
                            const struct posix_timeout *timeout, unsigned options)
{
    struct posix_thread *self = posix_self();
    enum exec_status status;

    if ((options & POSIX_WAIT_CANCEL) != 0 && self->cancelled && !self->cancel_disabled)
        return EXEC_SIGNALLED;
    self->can_be_signalled = (options & POSIX_WAIT_SIGNALS) != 0;
    self->can_be_cancelled = (options & POSIX_WAIT_CANCEL) != 0;
    exec_wait_begin(queue, discipline);
    exec_wait_timeout(timeout->timers, timeout->expiry);
    status = exec_wait_finish();
    self->can_be_signalled = false;
    self->can_be_cancelled = false;
    return status;
}

void (*posix_serve_hook)(void);

static void act(rtems_tcb *self)
{
    const struct posix_thread *posix = posix_of(self);

    if (posix->cancelled && posix->cancel_asynchronous && !posix->cancel_disabled) {
        exec_leave(_CPU_VIRTUAL_LEVEL_ENABLED);
        pthread_testcancel();
        (void)exec_enter();
    }
    if (posix_serve_hook != NULL)
        posix_serve_hook();
}

void posix_request_action(rtems_tcb *task)
{
    classic_posix_action = act;
    classic_task_request_action(task);
}

int posix_error(enum exec_status status)
{
    static const int errors[] = {
        [EXEC_OK] = 0,           [EXEC_UNAVAILABLE] = EBUSY, [EXEC_TIMEOUT] = ETIMEDOUT,
        [EXEC_DELETED] = EINVAL, [EXEC_NOT_OWNER] = EPERM,   [EXEC_DEADLOCK] = EDEADLK,
        [EXEC_CEILING] = EINVAL, [EXEC_LIMIT] = EAGAIN,      [EXEC_SIGNALLED] = EINTR,
    };

    return errors[status];
}

int posix_fail(int error)
{
    errno = error;
    return -1;
}
