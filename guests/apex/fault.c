/* SPDX-License-Identifier: BSD-2-Clause */

/* Faults of processes become errors. */

#include "internal.h"
#include "virtualizationlayerbsp.h"

#define FAULT_STACK 4096u

static const struct apex_process *idle;

static struct apex_process *failed_process(void)
{
    struct apex_process *executing = apex_self();

    if (exec_processor.dispatch_disabled != 0 || exec_in_interrupt() || executing == idle)
        return NULL;
    return executing;
}

/* The process does not go on where it faulted: its context is not kept, and
 * what the table or the error handler makes of it begins anew. */
static void handle(_BSP_Virtual_Fault *fault)
{
    ERROR_CODE_TYPE code = (ERROR_CODE_TYPE)_Partition_Virtual_Fault_error(fault->registers);
    _Partition_Virtual_Action action = _Partition_Virtual_Fault_action(fault->registers);

    _BSP_Virtual_Fault_leave();
    apex_error_fault(failed_process(), code, action, fault->address);
    exec_thread_abandon_self();
}

static void say_who_executes(struct exec_thread *from, struct exec_thread *to)
{
    (void)from;
    _Partition_Virtual_Set_process(apex_process_of(to)->number);
}

void apex_fault_initialize(const struct apex_process *idle_process)
{
    static char stack[FAULT_STACK] __attribute__((aligned(16)));

    idle = idle_process;
    exec_switch_hook = say_who_executes;
    _BSP_Virtual_faulthandler(handle, stack + sizeof(stack));
}
