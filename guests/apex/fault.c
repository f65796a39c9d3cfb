/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Faults and overflown stacks become process-level errors.
 *
 * The partition can't make pages of its own inaccessible, so a stack has a
 * zone with a pattern below it, which is looked at whenever the process is
 * switched away from.
 */

#include "internal.h"
#include "executive/interrupt.h"
#include "virtualizationlayerbsp.h"

#define FAULT_STACK 4096u

/* Words of the zone that are looked at: far enough apart to be quick, near
 * enough that hardly a call's frame leaves all of them out. */
#define GUARD_PATTERN 0x5afe57acu
#define GUARD_STRIDE  16u
#define GUARD_WORDS   (APEX_GUARD_SIZE / sizeof(uint32_t))

#define OVERFLOW_LINE _CPU_VIRTUAL_IRQ_SOFTWARE

static const struct exec_thread *idle;

/* Stacks ------------------------------------------------------------------ */

static uint32_t *guard_of(const struct apex_process *process)
{
    return (uint32_t *)(void *)((char *)process->thread.stack - APEX_GUARD_SIZE);
}

void apex_stack_guard_set(struct apex_process *process)
{
    uint32_t *guard = guard_of(process);

    for (size_t i = 0; i < GUARD_WORDS; i++)
        guard[i] = GUARD_PATTERN;
}

static bool is_intact(const struct apex_process *process)
{
    const uint32_t *guard = guard_of(process);

    for (size_t i = GUARD_STRIDE - 1; i < GUARD_WORDS; i += GUARD_STRIDE)
        if (guard[i] != GUARD_PATTERN)
            return false;
    return true;
}

/* In the middle of a switch nothing can be scheduled: an interrupt reports it. */
static void watch_stack(struct exec_thread *from, struct exec_thread *to)
{
    struct apex_process *process;

    (void)to;
    if (from == NULL || from == idle || (from->states & EXEC_STATE_DORMANT) != 0)
        return;
    process = apex_process_of(from);
    if (!process->overflown && !is_intact(process)) {
        process->overflown = true;
        (void)_CPU_Virtual_Irq_raise(OVERFLOW_LINE);
    }
}

static void fail(struct apex_process *process, ERROR_CODE_TYPE code, uintptr_t address)
{
    if (process != NULL && !apex_is_error_handler(process))
        exec_thread_block(&process->thread, APEX_STATE_FAULTED);
    apex_error_raise(process, process == NULL ? NULL : &process->own_error, code, address, NULL, 0);
}

static void report_overflow(struct apex_process *process)
{
    if (process == NULL || !process->overflown)
        return;
    process->overflown = false;
    apex_stack_guard_set(process);
    fail(process, STACK_OVERFLOW, (uintptr_t)process->thread.stack - sizeof(uint32_t));
}

static void report_overflows(void *argument, uint32_t count)
{
    (void)argument;
    (void)count;
    report_overflow(apex_error_handler);
    for (PROCESS_ID_TYPE id = 1; id <= apex_process_count(); id++)
        report_overflow(apex_process_get(id));
}

/* Faults ------------------------------------------------------------------ */

#define PAGE 4096u

/* The main process' stack lies behind the free memory and an inaccessible page. */
static bool is_in_guard(const struct apex_process *process, uintptr_t address)
{
    uintptr_t stack;
    void *base;
    size_t size;

    if (process != NULL) {
        stack = (uintptr_t)process->thread.stack;
        return address < stack && stack - address <= APEX_GUARD_SIZE;
    }
    _BSP_Virtual_getworkspacearea(&base, &size);
    return address - ((uintptr_t)base + size) < PAGE;
}

/* The numbers of x86' exceptions. */
static ERROR_CODE_TYPE error_of(const struct apex_process *process, const _BSP_Virtual_Fault *fault)
{
    if (is_in_guard(process, fault->stack_pointer) ||
        (fault->vector == 14 && is_in_guard(process, fault->address)))
        return STACK_OVERFLOW;
    switch (fault->vector) {
    case 0:  /* division */
    case 4:  /* overflow */
    case 16: /* x87 */
    case 19: /* SSE */
        return NUMERIC_ERROR;
    case 12: /* stack segment */
        return STACK_OVERFLOW;
    case 14: /* page */
    case 17: /* alignment */
        return MEMORY_VIOLATION;
    case 2:  /* non-maskable interrupt */
    case 18: /* machine check */
        return HARDWARE_FAULT;
    default:
        return ILLEGAL_REQUEST;
    }
}

/* The process does not go on where it faulted, so its context is not kept:
 * what the switch saves is this handler's, on a stack that the next fault uses. */
static void handle(_BSP_Virtual_Fault *fault)
{
    bool in_process = exec_processor.dispatch_disabled == 0 && !exec_in_interrupt();
    struct apex_process *process = in_process ? apex_self() : NULL;

    fail(process, error_of(process, fault), fault->address);
    _BSP_Virtual_Fault_leave();
    exec_dispatch();
}

void apex_fault_initialize(const struct exec_thread *idle_thread)
{
    static char stack[FAULT_STACK] __attribute__((aligned(16)));
    static struct exec_interrupt_entry overflow = {.handler = report_overflows};

    idle = idle_thread;
    exec_switch_hook = watch_stack;
    (void)exec_interrupt_install(OVERFLOW_LINE, &overflow);
    _BSP_Virtual_faulthandler(handle, stack + sizeof(stack));
}
