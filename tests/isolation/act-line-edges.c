/* SPDX-License-Identifier: BSD-2-Clause */

/* The clock at 8,192 Hz, served as it should be, all the time. */
#include "lines.h"

#define TICKS 2000u

static volatile uint32_t interrupts;

static void serve(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    (void)lines_clock_read(CLOCK_CAUSE);
    interrupts += count;
    _CPU_Virtual_Irq_acknowledge(vector);
}

int main(void)
{
    lines_begin(serve);
    lines_clock_begin();
    while (interrupts < TICKS)
        ;
    lines_clock_write(CLOCK_CONTROL, 0);
    guest_print("interrupts: ", TICKS);
    return 0;
}
