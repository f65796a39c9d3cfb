/* SPDX-License-Identifier: BSD-2-Clause */

/* Serves the real-time clock at 8,192 Hz. Its line is on the second interrupt
 * controller, so an edge has two of them to come through. */
#include "guest.h"
#include "lines.h"

#define EDGES 42000u /* more than the frame has nanoseconds */

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
    while (interrupts < EDGES)
        ;
    lines_clock_write(CLOCK_CONTROL, 0);
    guest_print("interrupts: ", EDGES);
    return _Partition_Virtual_Signal(2) == _PARTITION_OK ? 0 : 1;
}
