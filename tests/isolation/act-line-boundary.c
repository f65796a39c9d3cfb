/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * A device that interrupts at each instant before the end of a window, one
 * instruction later in each: whatever the kernel does for it then must end
 * before the next window.
 */
#include "lines.h"

#define FARTHEST 1500u /* ns before the end */
#define STEP     3u

static volatile bool acknowledged;

static void ignore(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)vector, (void)count, (void)context;
    acknowledged = false;
}

static uint64_t window_end(void)
{
    _Partition_Virtual_Window window;

    _Partition_Virtual_Get_window(&window);
    return window.end;
}

/* The line interrupts as soon as it is acknowledged. */
static void interrupt_before_the_end(uint32_t before, uint32_t nops)
{
    uint64_t end = window_end();

    while (_BSP_Virtual_Clock_read() + before < end)
        ;
    __asm__ volatile("1: dec %0\n\t"
                     "jns 1b"
                     : "+r"(nops));
    acknowledged = true;
    _CPU_Virtual_Irq_acknowledge(SERIAL_LINE);
}

int main(void)
{
    uint64_t done = 0;

    lines_begin(ignore);
    lines_serial(true);
    for (uint32_t before = FARTHEST; before > 0; before -= STEP)
        for (uint32_t nops = 0; nops < 4; nops++) {
            while (window_end() == done)
                ;
            done = window_end();
            interrupt_before_the_end(before, nops);
        }
    lines_serial(false);
    guest_print("windows: ", FARTHEST / STEP * 4);
    return 0;
}
