/* SPDX-License-Identifier: BSD-2-Clause */

/* What the core holds for the port, on 32-bit x86. */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>
#include "bulkhead/arch.h"

#define ARCH_USER_LIMIT    0xc0000000u
#define ARCH_CONSOLE_BURST 16u

/* General registers of a partition that is not executing. The processor and
 * entry.S push it in this order, right into struct arch_partition. */
struct arch_context {
    uint32_t edi, esi, ebp, unused_esp, ebx, edx, ecx, eax;
    uint32_t es, ds;
    uint32_t vector, error;
    uint32_t eip, cs, eflags, esp, ss;
};

/* In the processor's ticks, with 32 bits of fraction. */
struct arch_duration {
    uint64_t ticks;
    uint32_t fraction;
};

struct arch_fault {
    uint32_t vector;
    uint32_t error;
    uint32_t address;
};

/* What a fault handler's stack gets below the context: as after a call with
 * one argument, then the first members of struct bulkhead_context. */
struct arch_fault_frame {
    uint32_t return_address, argument;
    uint32_t level, address, health_error, health_action;
    uint32_t fs, gs;
};

struct task_state;

struct arch_partition {
    /* A non-maskable interrupt on the way out pushes its frame below the
     * context that is being popped. The fault frame is used only before. */
    uint32_t nmi_room[8];
    struct arch_fault_frame fault_frame;
    struct arch_context context;
    struct bulkhead_upcalls upcalls;
    uint32_t exit_length; /* upcalls.exit_iret - upcalls.exit_begin */
    uint32_t fs, gs;
    uint32_t tls_descriptors[BULKHEAD_TLS_SEGMENTS][2]; /* local descriptor table */
    uint32_t local_descriptor[2];                       /* that table's own */
    uint32_t space;                                     /* CR3 */
    struct task_state *ports; /* its task state, if it has I/O ports; else NULL */
    uint64_t *directory_pointers;
    uint8_t fpu[512] __attribute__((aligned(16)));
};

/* The running partition's hypercall: number, arguments, result. */
static inline uint32_t arch_call_number(const struct arch_partition *arch)
{
    return arch->context.eax;
}

static inline uint32_t arch_call_argument(const struct arch_partition *arch, unsigned index)
{
    return index == 0 ? arch->context.ebx : index == 1 ? arch->context.ecx : arch->context.edx;
}

static inline void arch_call_return(struct arch_partition *arch, int32_t result)
{
    arch->context.eax = (uint32_t)result;
}

/* Makes the partition do the hypercall again, with these arguments. */
static inline void arch_call_again(struct arch_partition *arch, uint32_t first, uint32_t second)
{
    arch->context.eip -= 2; /* length of "int $n" */
    arch->context.ebx = first;
    arch->context.ecx = second;
}

/* Of the instruction that the partition is at. */
static inline uint32_t arch_context_address(const struct arch_partition *arch)
{
    return arch->context.eip;
}

static inline int arch_upcalls_wants_virq(const struct arch_partition *arch)
{
    return arch->upcalls.entry != 0;
}

static inline int arch_upcalls_wants_fault(const struct arch_partition *arch)
{
    return arch->upcalls.fault_entry != 0;
}

/* Compilers may not move accesses to memory shared with guests across this. */
static inline void arch_barrier(void)
{
    __asm__ volatile("" ::: "memory");
}

#endif
