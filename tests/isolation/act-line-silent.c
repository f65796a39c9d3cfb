/* SPDX-License-Identifier: BSD-2-Clause */

/* Two devices that ask, and nobody who ever acknowledges: each interrupts once. */
#include "lines.h"

#define WINDOWS 400u

static volatile uint32_t serial, clock;

static void ignore(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    if (vector == SERIAL_LINE)
        serial += count;
    if (vector == CLOCK_LINE)
        clock += count;
}

int main(void)
{
    uint32_t windows = 0;
    uint64_t last = 0;

    lines_begin(ignore);
    lines_clock_begin();
    lines_serial(true);
    while (windows < WINDOWS) {
        windows += lines_window_start() != last;
        last = lines_window_start();
    }
    guest_print("interrupts of the serial port: ", serial);
    guest_print("interrupts of the clock: ", clock);
    return serial == 1 && clock == 1 ? 0 : 1;
}
