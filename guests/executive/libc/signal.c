/* SPDX-License-Identifier: BSD-2-Clause */

/* There are no signals; abort(), which tries one, then ends the program. */

#include <errno.h>
#include <reent.h>
#include <unistd.h>

pid_t _getpid_r(struct _reent *state)
{
    (void)state;
    return 1;
}

int _kill_r(struct _reent *state, int process, int signal_number)
{
    (void)process;
    (void)signal_number;
    state->_errno = ENOSYS;
    return -1;
}
