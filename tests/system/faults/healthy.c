/* SPDX-License-Identifier: BSD-2-Clause */

/* Runs through all the faults around it: its windows and ticks are complete. */
#include "guest.h"

#define FRAMES 20u
#define PERIOD 250000u

static volatile uint32_t ticks, windows;

static void count(int vector, uint32_t occurrences, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    if (vector == _CPU_VIRTUAL_IRQ_CLOCK)
        ticks += occurrences;
    else
        windows += occurrences;
    _CPU_Virtual_Irq_acknowledge(vector);
}

int main(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = count};
    _Partition_Virtual_Identity self;
    unsigned failures = 0;
    uint64_t begin, now;

    _Partition_Virtual_Get_identity(&self);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    begin = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(PERIOD);
    _CPU_Virtual_Interrupts_open();
    while (windows < FRAMES)
        _CPU_Virtual_Wait_for_interrupt();
    now = _BSP_Virtual_Clock_read();
    GUEST_CHECK(failures, "ticks", ticks, (now - begin) / PERIOD);
    GUEST_CHECK(failures, "frames", now / self.major_frame, FRAMES);
    guest_print("windows: ", windows);
    guest_print("failures: ", failures);
    return failures == 0 ? 0 : 1;
}
