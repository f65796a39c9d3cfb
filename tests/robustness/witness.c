/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The neighbour of the campaigns. In each of its windows it takes the first
 * instant, computes, calls the kernel, takes timer interrupts and uses the FPU; all that
 * it sees goes into a hash, which it prints with the time now and then, until the
 * attackers are through. The transcript must not depend on them.
 */
#include "campaign.h"

#define WINDOWS_PER_LINE 32u
#define TIMER_PERIOD     37003u

static volatile uint32_t ticks;
static volatile uint64_t last_tick;

static void tick(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    if (vector == _CPU_VIRTUAL_IRQ_CLOCK) {
        ticks += count;
        last_tick = _BSP_Virtual_Clock_read();
    }
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void float_begin(void)
{
    static const float ones[4] __attribute__((aligned(16))) = {1, 1, 1, 1};

    __asm__ volatile("fninit; fldpi; fldpi; movaps %0, %%xmm0; movaps %0, %%xmm1" : : "m"(ones));
}

static uint32_t float_state(uint32_t hash)
{
    uint8_t area[512] __attribute__((aligned(16)));

    __asm__ volatile("fld1; faddp; addps %%xmm1, %%xmm0; fxsave %0" : "=m"(area));
    return guest_hash(hash, area + 32, 256);
}

static uint32_t compute(uint32_t hash)
{
    static uint32_t memory[256];
    static uint32_t state = 0x9e3779b9u;

    for (uint32_t i = 0; i < 64; i++)
        memory[guest_random(&state) % 256] += state;
    return guest_hash(hash, memory, 256);
}

static uint32_t hash_times(uint32_t hash)
{
    const uint64_t times[] = {_BSP_Virtual_Clock_read(), vcpu->window_start, vcpu->window_end,
                              vcpu->window_next, last_tick};

    return guest_hash(hash, times, sizeof(times)) + ticks;
}

static void print(uint32_t windows, uint32_t hash)
{
    struct guest_line line = {.length = 0};

    guest_number(&line, windows);
    guest_text(&line, " time ");
    guest_number(&line, _BSP_Virtual_Clock_read());
    guest_text(&line, " ticks ");
    guest_number(&line, ticks);
    guest_text(&line, " seen ");
    guest_hex(&line, hash);
    guest_end_line(&line);
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = tick,
                                                .interrupt_stack = stack + sizeof(stack)};
    uint32_t hash = 0x811c9dc5u, all_ended = 0;

    float_begin();
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _BSP_Virtual_Clock_init(TIMER_PERIOD);
    _CPU_Virtual_Interrupts_open();
    for (uint32_t windows = 1;; windows++) {
        campaign_await_window();
        hash = hash_times(hash);
        hash = float_state(compute(hash));
        hash = hash_times(hash) + (uint32_t)campaign_call(BULKHEAD_HC_VERSION, 0, 0, 0);
        if (windows % WINDOWS_PER_LINE == 0) {
            print(windows, hash);
            all_ended = (board->ended & CAMPAIGN_ALL) == CAMPAIGN_ALL ? all_ended + 1 : 0;
            if (all_ended == 2)
                return 0;
        }
    }
}
