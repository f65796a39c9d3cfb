/* SPDX-License-Identifier: BSD-2-Clause */

/* Sets of signals. */

#include "internal.h"

#undef sigemptyset
#undef sigfillset
#undef sigaddset
#undef sigdelset
#undef sigismember

int sigemptyset(sigset_t *set)
{
    if (set == NULL)
        return posix_fail(EINVAL);
    *set = 0;
    return 0;
}

int sigfillset(sigset_t *set)
{
    if (set == NULL)
        return posix_fail(EINVAL);
    *set = ~(sigset_t)0;
    return 0;
}

int sigaddset(sigset_t *set, const int signal_number)
{
    if (set == NULL || !posix_signal_is_valid(signal_number))
        return posix_fail(EINVAL);
    *set |= posix_signal_bit(signal_number);
    return 0;
}

int sigdelset(sigset_t *set, const int signal_number)
{
    if (set == NULL || !posix_signal_is_valid(signal_number))
        return posix_fail(EINVAL);
    *set &= ~posix_signal_bit(signal_number);
    return 0;
}

int sigismember(const sigset_t *set, int signal_number)
{
    if (set == NULL || !posix_signal_is_valid(signal_number))
        return posix_fail(EINVAL);
    return (*set & posix_signal_bit(signal_number)) != 0;
}
