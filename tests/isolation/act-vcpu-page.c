/* SPDX-License-Identifier: BSD-2-Clause */

/* Fills its vCPU page with random bytes all the time, while interrupts come. */
#include "attacker.h"
#include "bulkhead/vcpu.h"

static void ignore(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    _CPU_Virtual_Irq_acknowledge(vector);
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = ignore,
                                                .interrupt_stack = stack + sizeof(stack)};
    volatile uint32_t *page = (volatile uint32_t *)BULKHEAD_VCPU_ADDRESS;
    uint32_t random = 4711;

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _BSP_Virtual_Clock_init(20000);
    for (unsigned i = 0; i < 2000000; i++) {
        uint32_t value = guest_random(&random);

        page[value % (i % 4 == 0 ? 1024 : 14)] = guest_random(&random);
    }
    page[0] = 0;
    guest_print("done ", 0);
    return 0;
}
