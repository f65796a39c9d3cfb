/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Actions run in a context of their own: what they interrupt may have a
 * floating-point state that no calling convention protects. Their stack is
 * what the thread has left of its own.
 */

#include "executive/thread.h"

/* For the frames between the measuring of the stack and the switch. */
#define MARGIN 512u

struct visit {
    _CPU_Virtual_Context back;
    _CPU_Virtual_Context there;
    struct exec_thread *self;
    void (*action)(struct exec_thread *self);
};

static void visit(void *argument)
{
    struct visit *here = argument;

    here->action(here->self);
    (void)_CPU_Virtual_Interrupts_disable_inline();
    _CPU_Virtual_Context_enter(&here->back);
}

void exec_thread_request_action(struct exec_thread *thread,
                                void (*action)(struct exec_thread *self))
{
    thread->action = action;
}

void exec_thread_run_action(void)
{
    struct exec_thread *self = exec_executing();
    enum exec_status wait_status = self->wait_status;
    struct visit here = {.self = self};
    uintptr_t left = (uintptr_t)&here - (uintptr_t)self->stack;

    while (self->action != NULL) {
        here.action = self->action;
        self->action = NULL;
        _CPU_Virtual_Context_initialize(&here.there, self->stack, left - MARGIN,
                                        _CPU_VIRTUAL_LEVEL_DISABLED, visit, &here);
        _CPU_Virtual_Context_switch(&here.back, &here.there);
    }
    self->wait_status = wait_status;
}
