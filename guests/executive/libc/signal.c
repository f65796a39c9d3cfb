/* SPDX-License-Identifier: BSD-2-Clause */

/* Without the POSIX API there are no signals; abort(), which tries one, then
 * ends the program. */

#include <errno.h>
#include <reent.h>
#include <signal.h>
#include <unistd.h>

#pragma weak kill

pid_t _getpid_r(struct _reent *state)
{
    (void)state;
    return 1;
}

pid_t getpid(void)
{
    return 1;
}

int _kill_r(struct _reent *state, int process, int signal_number)
{
    if (kill != NULL)
        return kill((pid_t)process, signal_number);
    state->_errno = ENOSYS;
    return -1;
}
