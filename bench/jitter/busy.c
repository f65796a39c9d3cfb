/* SPDX-License-Identifier: BSD-2-Clause */

/* A neighbour that is in the kernel much of the time: hypercalls, timer
 * interrupts and faults at changing phases until its neighbour has its frames. */
#include "bulkhead/arch.h"
#include "guest.h"

static void on_fault(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    context->eip += 2; /* behind UD2 */
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = guest_acknowledge,
                                                .interrupt_stack = stack + sizeof(stack)};
    _Partition_Virtual_Identity identity;
    uint32_t random = 1;

    _Partition_Virtual_Get_identity(&identity);
    _BSP_Virtual_faulthandler(on_fault, NULL);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _BSP_Virtual_Clock_init(20000);
    _CPU_Virtual_Interrupts_open();
    while (_BSP_Virtual_Clock_read() < 10010 * identity.major_frame) {
        for (volatile uint32_t i = guest_random(&random) % 16; i > 0; i--)
            ;
        switch (guest_random(&random) % 4) {
        case 0:
            _CPU_Virtual_Irq_take(_CPU_VIRTUAL_IRQ_CLOCK, 1);
            break;
        case 1:
            _BSP_Virtual_Console_read();
            break;
        case 2:
            _BSP_Virtual_Clock_init(20000 + guest_random(&random) % 8192);
            break;
        default:
            __asm__ volatile("ud2");
        }
    }
    return 0;
}
