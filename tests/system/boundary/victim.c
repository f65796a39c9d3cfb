/* SPDX-License-Identifier: BSD-2-Clause */

/* When its windows begin, until the intruder signals: the first instant that it
 * sees, against the schedule. */
#include "guest.h"

static volatile bool over;
static uint32_t windows, earliest = UINT32_MAX, latest;

static void on_interrupt(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    uint64_t now = _BSP_Virtual_Clock_read();
    _Partition_Virtual_Window window;
    uint32_t late;

    (void)count, (void)context;
    _CPU_Virtual_Irq_acknowledge(vector);
    if (vector == _CPU_VIRTUAL_IRQ_SIGNAL) {
        over = true;
        return;
    }
    _Partition_Virtual_Get_window(&window);
    late = (uint32_t)(now - window.start);
    if (late < earliest)
        earliest = late;
    if (late > latest)
        latest = late;
    windows++;
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = on_interrupt,
                                                .interrupt_stack = stack + sizeof(stack)};
    struct guest_line line = {.length = 0};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_SIGNAL);
    _CPU_Virtual_Interrupts_open();
    while (!over)
        ;
    _CPU_Virtual_Interrupts_close();
    guest_text(&line, windows > 10000 ? "enough windows" : "too few windows");
    guest_end_line(&line);
    guest_print("the latest start less the earliest, in instructions: ", latest - earliest);
    return 0;
}
