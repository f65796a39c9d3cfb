/* SPDX-License-Identifier: BSD-2-Clause */

/* Calls the kernel with its stack pointer in the kernel's memory, and a virtual
 * interrupt pending that is delivered on the way back: its end. */
#include "attacker.h"
#include "bulkhead/arch.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/vcpu.h"

int main(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = guest_acknowledge};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_SOFTWARE);
    _CPU_Virtual_Irq_raise(_CPU_VIRTUAL_IRQ_SOFTWARE);
    ((volatile struct bulkhead_vcpu *)BULKHEAD_VCPU_ADDRESS)->level = BULKHEAD_LEVEL_ENABLED;
    __asm__ volatile("mov $0xc0110000, %%esp\n\t"
                     "int %[vector]\n"
                     "1: jmp 1b"
                     :
                     : [vector] "i"(BULKHEAD_HYPERCALL_VECTOR), "a"(BULKHEAD_HC_VERSION)
                     : "memory");
    return 1;
}
