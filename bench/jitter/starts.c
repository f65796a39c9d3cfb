/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The instant at which the partition goes on in each of 10,000 frames, against
 * the schedule: the spread of the differences is the jitter; how the smallest
 * of them moves from the first to the last frames is the drift.
 */
#include "guest.h"

#define FRAMES 10000u

static volatile uint32_t frames;
static volatile uint64_t first_start, last_start;
static uint32_t smallest = UINT32_MAX, largest;

/* The smallest in the first and in the last tenth: what of them differs is
 * drift, not jitter. */
static uint32_t early_smallest = UINT32_MAX, late_smallest = UINT32_MAX;

static void on_window(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    uint64_t now = _BSP_Virtual_Clock_read();
    _Partition_Virtual_Window window;
    uint32_t late;

    (void)count, (void)context;
    _Partition_Virtual_Get_window(&window);
    late = (uint32_t)(now - window.start);
    if (late < smallest)
        smallest = late;
    if (late > largest)
        largest = late;
    if (frames == 0)
        first_start = window.start;
    if (frames < FRAMES / 10 && late < early_smallest)
        early_smallest = late;
    if (frames >= FRAMES - FRAMES / 10 && late < late_smallest)
        late_smallest = late;
    last_start = window.start;
    frames++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = on_window,
                                                .interrupt_stack = stack + sizeof(stack)};
    _Partition_Virtual_Identity identity;
    uint64_t span;

    _Partition_Virtual_Get_identity(&identity);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _CPU_Virtual_Interrupts_open();
    while (frames <= FRAMES)
        ;
    _CPU_Virtual_Interrupts_close();
    span = last_start - first_start;
    guest_print("figure window-jitter ", largest - smallest);
    guest_print("frames ", span / identity.major_frame);
    guest_print("first late ", early_smallest);
    guest_print("last late ", late_smallest);
    guest_print("span error ", span % identity.major_frame);
    return span == (uint64_t)(frames - 1) * identity.major_frame ? 0 : 1;
}
