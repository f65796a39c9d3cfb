/* SPDX-License-Identifier: BSD-2-Clause */

/* What the files of this library share: hypercalls and the two pages. */
#ifndef HOST_H
#define HOST_H

#include <stdbool.h>
#include <stdint.h>
#include "bulkhead/arch.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/start_info.h"
#include "bulkhead/vcpu.h"
#include "virtualizationlayercpu.h"

#define host_vcpu       ((volatile struct bulkhead_vcpu *)BULKHEAD_VCPU_ADDRESS)
#define host_start_info ((const struct bulkhead_start_info *)BULKHEAD_START_INFO_ADDRESS)

/* Makes the hypercall; defined in x86.S. */
int32_t host_call(uint32_t number, uint32_t first, uint32_t second);

/* The same in place, for calls that are made often. */
static inline int32_t host_call_3(uint32_t number, uint32_t first, uint32_t second, uint32_t third)
{
    int32_t result;

    __asm__ volatile("int %[vector]"
                     : "=a"(result), "+b"(first), "+c"(second), "+d"(third)
                     : "a"(number), [vector] "i"(BULKHEAD_HYPERCALL_VECTOR)
                     : "memory");
    return result;
}

/* Names compared in full, as ARINC 653 has them: case counts. */
bool host_same_name(const char *left, const char *right);

/* Lines that are pending and could be delivered now if the level allowed. */
static inline uint32_t host_deliverable(void)
{
    return host_vcpu->pending & ~host_vcpu->in_service;
}

/* x86.S: the upcall entry, and the addresses in it that the kernel knows. */
extern char host_virq_entry[], host_virq_reenter[];
extern char host_virq_entry_same_stack[], host_virq_reenter_same_stack[];
extern char host_virq_exit_begin[], host_virq_exit_iret[];

/* Fills in and registers the upcalls; cpu.c and bsp.c each own a part. */
extern struct bulkhead_upcalls host_upcalls;
void host_register_upcalls(void);

/* What host_virq_entry leaves on the interrupted stack. */
struct _CPU_Virtual_Interrupted {
    uint32_t edi, esi, ebp, esp, ebx, edx, ecx, eax;
    uint32_t eip, cs, eflags;
};

/* cpu.c, read by x86.S. */
extern void (*host_handler)(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context);
extern uint32_t host_nest_level;
extern void *host_interrupt_stack;
extern void (*host_leave)(void);

#endif
