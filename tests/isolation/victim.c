/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The neighbour of every attacker: computes, takes timer interrupts, calls the
 * kernel, uses the FPU, and prints results with time stamps. Its transcript must be the
 * same to the byte whatever the other partition does.
 */
#include "guest.h"

#define STEPS 300u

static volatile uint32_t ticks;
static volatile uint64_t last_tick;

static void tick(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    ticks += count;
    last_tick = _BSP_Virtual_Clock_read();
    _CPU_Virtual_Irq_acknowledge(vector);
}

static uint32_t compute(uint32_t rounds)
{
    static uint32_t memory[2048];
    uint32_t state = 0x9e3779b9u;

    for (uint32_t i = 0; i < rounds; i++)
        memory[guest_random(&state) % 2048] += state;
    return guest_hash(0x811c9dc5u, memory, sizeof(memory));
}

/* Keeps a sum in the x87 unit and one in SSE over the whole run: another
 * partition's use of either would show. */
static uint32_t float_state(void)
{
    uint8_t area[512] __attribute__((aligned(16)));

    __asm__ volatile("fld1; faddp; addps %%xmm1, %%xmm0; fxsave %0" : "=m"(area));
    /* The registers, not the addresses of the last operation. */
    return guest_hash(0x811c9dc5u, area + 32, 256);
}

static void float_begin(void)
{
    static const float ones[4] __attribute__((aligned(16))) = {1, 1, 1, 1};

    __asm__ volatile("fninit; fldpi; fldpi; movaps %0, %%xmm0; movaps %0, %%xmm1" : : "m"(ones));
}

static void print_step(uint32_t step, uint64_t time, uint32_t result)
{
    _Partition_Virtual_Window window;
    struct guest_line line = {.length = 0};

    _Partition_Virtual_Get_window(&window);
    guest_number(&line, step);
    guest_text(&line, " time ");
    guest_number(&line, time);
    guest_text(&line, " window ");
    guest_number(&line, window.start);
    guest_text(&line, " ticks ");
    guest_number(&line, ticks);
    guest_text(&line, " last ");
    guest_number(&line, last_tick);
    guest_text(&line, " result ");
    guest_hex(&line, result ^ float_state());
    guest_end_line(&line);
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = tick,
                                                .interrupt_stack = stack + sizeof(stack)};

    float_begin();
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _BSP_Virtual_Clock_init(97003);
    _CPU_Virtual_Interrupts_open();
    for (uint32_t step = 0; step < STEPS; step++) {
        uint64_t time = _BSP_Virtual_Clock_read();

        print_step(step, time, compute(80000 + 331 * step));
        if (step % 5 == 4)
            _CPU_Virtual_Wait_for_interrupt();
    }
    return 0;
}
