/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/trap.h"

#include "arch/cpu.h"
#include "arch/layout.h"
#include "arch/x86.h"
#include "kernel/console.h"
#include "kernel/panic.h"
#include "kernel/partition.h"
#include "kernel/sched.h"

static inline __attribute__((always_inline)) _Noreturn void
continue_with(struct partition *partition)
{
    if (partition == NULL)
        x86_idle();
    __asm__ volatile("jmp x86_leave" : : "a"(partition));
    __builtin_unreachable();
}

/* Intel SDM volume 3, 16.3.1.2. */
#define CPUID_LEAF_1   1u
#define FEATURE_MCA    (1u << 14)
#define MSR_MCG_STATUS 0x17au

/* As long as it is in progress, the next one shuts the processor down. */
__attribute__((noinline, cold)) static void end_machine_check(void)
{
    if ((cpu_id(CPUID_LEAF_1).edx & FEATURE_MCA) != 0)
        cpu_write_msr(MSR_MCG_STATUS, 0);
}

static struct partition *exception(const struct arch_context *context)
{
    struct arch_fault fault = {
        .vector = context->vector,
        .error = context->error,
        .address = context->vector == VECTOR_PAGE_FAULT ? cpu_read_cr2() : context->eip,
    };

    if (__builtin_expect(fault.vector == VECTOR_MACHINE_CHECK, 0))
        end_machine_check();
    return trap(TRAP_FAULT, 0, &fault);
}

static struct partition *line_interrupt(unsigned line)
{
    if (!machine_line_begin(line))
        return trap(TRAP_NONE, 0, NULL);
    return trap(TRAP_LINE, line, NULL);
}

void x86_trap(struct arch_context *context)
{
    uint32_t vector = context->vector;

    if (vector < VECTOR_FIRST_LINE)
        continue_with(exception(context));
    if (vector < VECTOR_FIRST_LINE + BULKHEAD_LINE_FIRST_VIRTUAL)
        continue_with(line_interrupt(vector - VECTOR_FIRST_LINE));
    continue_with(trap(TRAP_NONE, 0, NULL));
}

__attribute__((noinline)) void x86_first_window(void)
{
    memory_forget_boot();
    sched_start();
    continue_with(trap(TRAP_NONE, 0, NULL));
}

/* Flat, for the way of a tick is to be short. */
__attribute__((flatten)) void x86_timer(void)
{
    machine_timer_end();
    continue_with(trap(TRAP_TIMER, 0, NULL));
}

void x86_hypercall(void)
{
    continue_with(trap(TRAP_HYPERCALL, 0, NULL));
}

/* The kernel touches partitions' memory in few places, each with an entry
 * here; a page fault there is an answer. */
struct fixup {
    uint32_t begin, end, target;
};
extern const struct fixup kernel_fixups[], kernel_fixups_end[];

static bool fix(struct arch_context *context)
{
    for (const struct fixup *fixup = kernel_fixups; fixup < kernel_fixups_end; fixup++) {
        if (context->eip >= fixup->begin && context->eip < fixup->end) {
            context->eip = fixup->target;
            return true;
        }
    }
    return false;
}

void x86_kernel_exception(struct arch_context *context)
{
    if (context->vector == VECTOR_PAGE_FAULT && fix(context))
        return;
    console_print("\n[bulkhead] vector %u, error %08x, at %08x, cr2 %08x\n", context->vector,
                  context->error, context->eip, cpu_read_cr2());
    console_print("[bulkhead] eax %08x ebx %08x ecx %08x edx %08x esi %08x edi %08x ebp %08x\n",
                  context->eax, context->ebx, context->ecx, context->edx, context->esi,
                  context->edi, context->ebp);
    panic("exception in the kernel");
}

void x86_double_fault(void)
{
    panic("double fault");
}
