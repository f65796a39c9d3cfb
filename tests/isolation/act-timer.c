/* SPDX-License-Identifier: BSD-2-Clause */

/* A timer in the past, at the floor and with hostile periods, again and again,
 * with interrupts on, off, and never acknowledged. */
#include "attacker.h"
#include "bulkhead/hypercall.h"

static void ignore(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    if (attacker_faults++ % 3 != 0)
        _CPU_Virtual_Irq_acknowledge(vector);
}

static void set(uint64_t expiry, uint64_t period)
{
    struct bulkhead_timer timer = {expiry, period};
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result)
                     : "a"(BULKHEAD_HC_TIMER_SET), "b"(&timer), "c"(0)
                     : "memory", "edx");
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = ignore,
                                                .interrupt_stack = stack + sizeof(stack)};
    static const uint64_t periods[] = {
        0, 1, 19999, 20000, 20001, UINT32_MAX, 1ull << 32, 1ull << 63, UINT64_MAX,
    };

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Interrupts_open();
    for (unsigned i = 0; i < 30000; i++) {
        uint64_t now = _BSP_Virtual_Clock_read();

        set(i % 4 == 0 ? 1 : now + i % 997 - 300, periods[i % 9]);
        if (i % 64 == 0)
            _CPU_Virtual_Irq_acknowledge(_CPU_VIRTUAL_IRQ_CLOCK);
        if (i % 2 == 0)
            _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
        else
            _CPU_Virtual_Interrupts_open();
    }
    guest_print("done ", 0);
    return 0;
}
