/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Guest time is module time: at each window start it is the window's start
 * plus the same few instructions, over thousands of frames, in every partition,
 * also in that which is away the longest.
 */
#include "guest.h"

#define FRAMES 4000u
/* In one of so many frames the window's start finds the partition computing,
 * in the others it waits. */
#define BUSY_EVERY 16u
/* ns from a window's start to the handler's reading of the clock, at most, and
 * between the shortest and the longest of these times. */
#define LATENCY 600u
#define JITTER  20u

struct latency {
    uint64_t least, most;
};

static volatile uint32_t started, missed;
static uint64_t now;

static void window_started(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    now = _BSP_Virtual_Clock_read();
    (void)context;
    missed += count - 1;
    started++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void next_window(bool busy)
{
    uint32_t before = started;

    _CPU_Virtual_Interrupts_open();
    while (busy && started == before)
        ;
    _CPU_Virtual_Interrupts_close();
    while (started == before) {
        _CPU_Virtual_Wait_for_interrupt();
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    }
}

static void print(uint32_t frame, const _Partition_Virtual_Window *window)
{
    struct guest_line line = {.length = 0};

    guest_text(&line, "frame ");
    guest_number(&line, frame);
    guest_text(&line, ": window from ");
    guest_number(&line, window->start);
    guest_text(&line, " to ");
    guest_number(&line, window->end);
    guest_text(&line, " ns, now ");
    guest_number(&line, now / 1000);
    guest_text(&line, " us");
    guest_end_line(&line);
}

static unsigned measure(struct latency *latency, uint64_t ns)
{
    unsigned failures = 0;

    if (ns < latency->least)
        latency->least = ns;
    if (ns > latency->most)
        latency->most = ns;
    GUEST_CHECK(failures, "jitter", latency->most - latency->least <= JITTER, 1);
    GUEST_CHECK(failures, "latency", latency->most <= LATENCY, 1);
    return failures;
}

int main(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = window_started};
    struct latency waiting = {.least = UINT64_MAX}, computing = {.least = UINT64_MAX};
    _Partition_Virtual_Window first, window;
    _Partition_Virtual_Identity self;
    unsigned failures = 0;

    _Partition_Virtual_Get_identity(&self);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _Partition_Virtual_Get_window(&first);
    for (uint32_t frame = 1; frame <= FRAMES && failures == 0; frame++) {
        bool busy = frame % BUSY_EVERY == 1;

        next_window(busy);
        _Partition_Virtual_Get_window(&window);
        GUEST_CHECK(failures, "window", window.start, first.start + frame * self.major_frame);
        failures += measure(busy ? &computing : &waiting, now - window.start);
        if (frame % 1000 == 1)
            print(frame, &window);
    }
    guest_print("windows missed: ", missed);
    guest_print("failures: ", failures);
    return failures == 0 && missed == 0 ? 0 : 1;
}
