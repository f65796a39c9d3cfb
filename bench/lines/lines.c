/* SPDX-License-Identifier: BSD-2-Clause */

/* A hardware line of the partition: the second serial port's, level-triggered. */
#include "figure.h"
#include "virtualizationlayerio.h"

#define LINE       3
#define INTERRUPTS 0x2f9
#define MODEM      0x2fc
#define ON_EMPTY   0x02u
#define OUT2       0x08u

static volatile uint32_t entered;

static void serve(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    entered = counter();
    (void)count, (void)context;
    _BSP_Virtual_Port_write_8(INTERRUPTS, 0);
    _CPU_Virtual_Irq_acknowledge(vector);
}

/* From the instruction that makes the device ask. */
static void interrupts(uint32_t empty)
{
    uint32_t begin;

    MEASURE(_BSP_Virtual_Port_write_8(INTERRUPTS, ON_EMPTY));
    figure("line-round-trip", most_frequent() - empty, "instructions");
    for (unsigned i = 0; i < SAMPLES; i++) {
        begin = counter();
        _BSP_Virtual_Port_write_8(INTERRUPTS, ON_EMPTY);
        samples[i] = entered - begin;
    }
    figure("line-entry", most_frequent(), "instructions");
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = serve,
                                                .interrupt_stack = stack + sizeof(stack)};
    uint32_t empty = empty_pair();

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _BSP_Virtual_Port_write_8(MODEM, OUT2);
    if (_CPU_Virtual_Irq_request(LINE) != _CPU_VIRTUAL_IRQ_OK)
        return 1;
    _CPU_Virtual_Interrupts_open();
    interrupts(empty);
    return 0;
}
