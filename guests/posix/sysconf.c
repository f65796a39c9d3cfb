/* SPDX-License-Identifier: BSD-2-Clause */

/* What a program asks about its system, and what a system of one process says. */

#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>
#include "internal.h"

#define PAGE 4096

long sysconf(int name)
{
    switch (name) {
    case _SC_CLK_TCK:
        return (long)rtems_clock_get_ticks_per_second();
    case _SC_PAGESIZE:
        return PAGE;
    case _SC_NPROCESSORS_CONF:
    case _SC_NPROCESSORS_ONLN:
        return 1;
    case _SC_OPEN_MAX:
        return 3;
    case _SC_SEM_VALUE_MAX:
        return SEM_VALUE_MAX;
    case _SC_GETPW_R_SIZE_MAX:
    case _SC_GETGR_R_SIZE_MAX:
        return 512;
    case _SC_RTSIG_MAX:
        return SIGRTMAX - SIGRTMIN + 1;
    case _SC_THREAD_STACK_MIN:
        return (long)_RTEMS_Configuration.minimum_task_stack_size;
    default:
        return posix_fail(EINVAL);
    }
}

int getpagesize(void)
{
    return PAGE;
}

pid_t fork(void)
{
    return posix_fail(ENOSYS);
}

pid_t wait(int *status)
{
    (void)status;
    return posix_fail(ENOSYS);
}

pid_t waitpid(pid_t process, int *status, int options)
{
    (void)process;
    (void)status;
    (void)options;
    return posix_fail(ENOSYS);
}

/* Nothing is ever forked. */
int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void))
{
    (void)prepare;
    (void)parent;
    (void)child;
    return 0;
}
