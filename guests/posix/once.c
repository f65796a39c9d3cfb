/* SPDX-License-Identifier: BSD-2-Clause */

#include "internal.h"

enum once {
    ONCE_NOT_YET,
    ONCE_RUNNING,
    ONCE_DONE,
};

static struct exec_wait_queue waiters; /* for any routine that runs */

int pthread_once(pthread_once_t *once, void (*routine)(void))
{
    bool run;
    int level;

    if (once == NULL || routine == NULL)
        return EINVAL;
    level = exec_enter();
    while (once->_flags == ONCE_RUNNING)
        (void)posix_wait(&waiters, EXEC_WAIT_PRIORITY, &posix_forever, 0);
    run = once->_flags == ONCE_NOT_YET;
    if (run)
        once->_flags = ONCE_RUNNING;
    exec_leave(level);
    if (!run)
        return 0;
    routine();
    level = exec_enter();
    once->_flags = ONCE_DONE;
    (void)exec_wait_end_all(&waiters, EXEC_OK);
    exec_leave(level);
    return 0;
}
