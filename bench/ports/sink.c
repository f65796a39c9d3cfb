/* SPDX-License-Identifier: BSD-2-Clause */

/* Has ports, and connects to their interrupt, which is what its peers pay for. */
#include "figure.h"
#include "partition.h"

#define END 200000000u /* ns */

int main(void)
{
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_PORT);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _BSP_Virtual_Clock_set(END);
    while (_BSP_Virtual_Clock_read() < END) {
        _CPU_Virtual_Wait_for_interrupt();
        _CPU_Virtual_Irq_take(_CPU_VIRTUAL_IRQ_PORT, UINT32_MAX);
    }
    return 0;
}
