/* SPDX-License-Identifier: BSD-2-Clause */

/* A level-triggered line whose device never stops asking, acknowledged at once
 * each time, so that it interrupts as often as it can. */
#include "lines.h"

#define STORM 400000u

static volatile uint32_t interrupts;

static void acknowledge(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    interrupts += count;
    if (interrupts >= STORM)
        lines_serial(false);
    _CPU_Virtual_Irq_acknowledge(vector);
}

int main(void)
{
    lines_begin(acknowledge);
    lines_serial(true);
    while (interrupts < STORM)
        _CPU_Virtual_Wait_for_interrupt();
    guest_print("interrupts: ", STORM);
    return 0;
}
