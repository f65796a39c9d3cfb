/* SPDX-License-Identifier: BSD-2-Clause */

/* What attackers share: an act that must fault, and the count of those that did. */
#ifndef ATTACKER_H
#define ATTACKER_H

#include "bulkhead/arch.h"
#include "guest.h"

/* Where the fault handler goes on, and what it saw last. */
static volatile uint32_t attacker_resume;
static volatile uint32_t attacker_faults;
static volatile uint32_t attacker_vector;

static inline void attacker_on_fault(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    attacker_faults++;
    attacker_vector = fault->vector;
    context->eip = attacker_resume;
    context->eflags &= ~0x100u;
    context->ds = context->es = context->ss = BULKHEAD_DATA_SELECTOR;
}

static inline void attacker_begin(void)
{
    static char stack[8192] __attribute__((aligned(16)));

    _BSP_Virtual_faulthandler(attacker_on_fault, stack + sizeof(stack));
}

/* Executes the instructions with all registers saved, the stack kept; goes on
 * behind them after a fault. EAX is value at the beginning. */
#define ATTACKER_TRY_WITH(value, instructions)                                                     \
    do {                                                                                           \
        uint32_t eax_ = (uint32_t)(value);                                                         \
        __asm__ volatile("push %%ebp\n\t"                                                          \
                         "mov %%esp, attacker_stack\n\t"                                           \
                         "movl $1f, %0\n\t" instructions "\n"                                      \
                         "1:\tmov attacker_stack, %%esp\n\t"                                       \
                         "pop %%ebp\n\t"                                                           \
                         "cld"                                                                     \
                         : "=m"(attacker_resume), "+a"(eax_)                                       \
                         :                                                                         \
                         : "ebx", "ecx", "edx", "esi", "edi", "memory", "cc");                     \
    } while (0)

#define ATTACKER_TRY(instructions) ATTACKER_TRY_WITH(0, instructions)

__asm__(".local attacker_stack\n\t.comm attacker_stack, 4, 4");

#endif
