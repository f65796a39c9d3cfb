/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/trap.h"

#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "kernel/console.h"
#include "kernel/panic.h"
#include "kernel/partition.h"

static struct arch_context *context_of(struct partition *partition)
{
    return partition == NULL ? NULL : &partition->arch.context;
}

/* Not inlined: the usual ways through x86_trap() would save more registers. */
__attribute__((noinline)) static struct partition *exception(const struct arch_context *context)
{
    struct arch_fault fault = {
        .vector = context->vector,
        .error = context->error,
        .address = context->vector == VECTOR_PAGE_FAULT ? cpu_read_cr2() : context->eip,
    };

    return trap(TRAP_FAULT, 0, &fault);
}

__attribute__((noinline)) static struct partition *line_interrupt(unsigned line)
{
    if (!machine_line_begin(line))
        return trap(TRAP_NONE, 0, NULL);
    return trap(TRAP_LINE, line, NULL);
}

struct arch_context *x86_trap(struct arch_context *context)
{
    uint32_t vector = context->vector;

    if (vector == VECTOR_TIMER) {
        machine_timer_end();
        return context_of(trap(TRAP_TIMER, 0, NULL));
    }
    if (vector < VECTOR_FIRST_LINE)
        return context_of(exception(context));
    if (vector < VECTOR_TIMER)
        return context_of(line_interrupt(vector - VECTOR_FIRST_LINE));
    return context_of(trap(TRAP_NONE, 0, NULL));
}

struct arch_context *x86_hypercall(void)
{
    return context_of(trap(TRAP_HYPERCALL, 0, NULL));
}

struct arch_context *x86_begin(void)
{
    return context_of(trap(TRAP_NONE, 0, NULL));
}

static bool in_code(uint32_t eip, const char *begin, const char *end)
{
    return eip >= (uint32_t)begin && eip < (uint32_t)end;
}

/* The kernel touches partitions' memory in two places; a fault there is an answer. */
void x86_kernel_exception(struct arch_context *context)
{
    uint32_t eip = context->eip;

    if (context->vector == VECTOR_PAGE_FAULT && in_code(eip, x86_copy_begin, x86_copy_end)) {
        context->eip = (uint32_t)x86_copy_fault;
        return;
    }
    if (context->vector == VECTOR_PAGE_FAULT && in_code(eip, x86_push_begin, x86_push_end)) {
        context->eip = (uint32_t)x86_push_fault;
        return;
    }
    console_print("\n[bulkhead] vector %u, error %08x, at %08x, cr2 %08x\n", context->vector,
                  context->error, eip, cpu_read_cr2());
    console_print("[bulkhead] eax %08x ebx %08x ecx %08x edx %08x esi %08x edi %08x ebp %08x\n",
                  context->eax, context->ebx, context->ecx, context->edx, context->esi,
                  context->edi, context->ebp);
    panic("exception in the kernel");
}

void x86_double_fault(void)
{
    panic("double fault");
}
