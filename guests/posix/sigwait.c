/* SPDX-License-Identifier: BSD-2-Clause */

/* Waiting for signals. */

#include <unistd.h>
#include "internal.h"
#include "virtualizationlayerbsp.h"

/* A signal of the set, or 0 and why not in *status. */
static int await(const sigset_t *set, siginfo_t *info, const struct posix_timeout *timeout,
                 enum exec_status *status)
{
    struct posix_thread *self = posix_self();
    int level = exec_enter();
    int signal_number = posix_signal_take(*set, info);

    *status = EXEC_OK;
    if (signal_number == 0) {
        self->awaited = *set;
        *status = posix_wait(NULL, EXEC_WAIT_FIFO, timeout, POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL);
        self->awaited = 0;
        signal_number = posix_signal_take(*set, info);
    }
    exec_leave(level);
    pthread_testcancel();
    return signal_number;
}

int sigtimedwait(const sigset_t *restrict set, siginfo_t *restrict info,
                 const struct timespec *restrict time)
{
    struct posix_timeout timeout = posix_forever;
    enum exec_status status;
    siginfo_t own;
    uint64_t ns;
    int signal_number;

    if (set == NULL)
        return posix_fail(EINVAL);
    if (time != NULL) {
        if (!posix_ns(time, &ns))
            return posix_fail(EINVAL);
        timeout.expiry = _BSP_Virtual_Clock_read() + ns;
    }
    signal_number = await(set, info == NULL ? &own : info, &timeout, &status);
    if (signal_number != 0)
        return signal_number;
    return posix_fail(status == EXEC_TIMEOUT ? EAGAIN : EINTR);
}

int sigwaitinfo(const sigset_t *restrict set, siginfo_t *restrict info)
{
    return sigtimedwait(set, info, NULL);
}

int sigwait(const sigset_t *restrict set, int *restrict signal_number)
{
    int taken = sigtimedwait(set, NULL, NULL);

    if (taken < 0)
        return errno;
    if (signal_number != NULL)
        *signal_number = taken;
    return 0;
}

/* The handler has run, with the given mask, before the wait returns. */
int sigsuspend(const sigset_t *mask)
{
    struct posix_thread *self = posix_self();
    enum exec_status status = EXEC_OK;
    sigset_t saved;
    sigset_t pending;
    int level;

    pthread_testcancel();
    level = exec_enter();
    saved = self->blocked;
    (void)sigpending(&pending);
    if ((pending & ~*mask) != 0) {
        (void)pthread_sigmask(SIG_SETMASK, mask, NULL);
    } else {
        self->blocked = *mask;
        status = posix_wait(NULL, EXEC_WAIT_FIFO, &posix_forever,
                            POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL);
        self->blocked = saved;
    }
    exec_leave(level);
    (void)status;
    (void)pthread_sigmask(SIG_SETMASK, &saved, NULL);
    pthread_testcancel();
    return posix_fail(EINTR);
}

int pause(void)
{
    sigset_t mask = posix_self()->blocked;

    return sigsuspend(&mask);
}
