/* SPDX-License-Identifier: BSD-2-Clause */

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>
#include "executive/fatal.h"
#include "executive/libc.h"

/* Of newlib, not declared in its public headers. */
extern void __call_exitprocs(int status, void *dso);

/* A program that uses neither atexit() nor stdio does not get them by exit(). */
#pragma weak __call_exitprocs
#pragma weak fflush

struct _reent *__getreent(void)
{
    const struct exec_thread *self = exec_executing();

    return self == NULL || self->libc == NULL ? _global_impure_ptr : self->libc;
}

void exec_libc_thread_begin(struct exec_thread *thread, struct _reent *state)
{
    _REENT_INIT_PTR(state);
    thread->libc = state;
}

void exec_libc_thread_end(struct exec_thread *thread)
{
    struct _reent *state = thread->libc;

    thread->libc = NULL;
    if (state != NULL)
        _reclaim_reent(state);
}

/* Of the linker script. */
typedef void (*destructor)(void);
extern destructor __fini_array_start[], __fini_array_end[];

void exec_libc_finish(int status)
{
    if (__call_exitprocs != NULL)
        __call_exitprocs(status, NULL);
    for (destructor *last = __fini_array_end; last > __fini_array_start;)
        (*--last)();
    if (fflush != NULL)
        (void)fflush(NULL);
}

void exit(int status)
{
    exec_libc_finish(status);
    _exit(status);
}

void _exit(int status)
{
    exec_exit(status);
}
