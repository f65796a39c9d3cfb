/* SPDX-License-Identifier: BSD-2-Clause */

/* Faults in its fault handler. */
#include "attacker.h"

static void handler(_BSP_Virtual_Fault *fault)
{
    (void)fault;
    *(volatile uint32_t *)0xc0000000 = 1;
}

int main(void)
{
    _BSP_Virtual_faulthandler(handler, NULL);
    __asm__ volatile("ud2");
    return 1;
}
