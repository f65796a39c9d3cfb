/* SPDX-License-Identifier: BSD-2-Clause */

/* Takes an interrupt with its stack pointer in the kernel's memory: its end. */
#include "attacker.h"

int main(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = guest_acknowledge};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _BSP_Virtual_Clock_init(20000);
    _CPU_Virtual_Interrupts_open();
    __asm__ volatile("mov $0xc0110000, %esp\n"
                     "1: jmp 1b");
    return 1;
}
