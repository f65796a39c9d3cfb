/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Figures of the kernel and the layer from one partition; a pair of readings
 * of the counter with nothing between is subtracted.
 */
#include "bulkhead/arch.h"
#include "bulkhead/start_info.h"
#include "figure.h"

static volatile uint32_t entered, deliveries;

static void on_tick(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    entered = counter();
    (void)count, (void)context;
    deliveries++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

/* Reads the counter again and again, three instructions a turn, until the
 * handler has run; returns the last reading before and the first one after. */
static void spin(uint32_t *before, uint32_t *after)
{
    uint32_t seen = deliveries;

    __asm__ volatile("1: mov %%eax, %%esi\n\t"
                     "rdtsc\n\t"
                     "cmp %2, %3\n\t"
                     "je 1b"
                     : "=&S"(*before), "=&a"(*after)
                     : "r"(seen), "m"(deliveries)
                     : "edx", "cc");
}

static void measure_ticks(void)
{
    static uint32_t entries[SAMPLES];
    uint32_t before, after;

    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    /* Prime, so that interrupts meet every instruction of the loop. */
    _BSP_Virtual_Clock_init(50021);
    _CPU_Virtual_Interrupts_open();
    for (unsigned i = 0; i < SAMPLES; i++) {
        spin(&before, &after);
        entries[i] = entered - before;
        samples[i] = after - before;
    }
    _BSP_Virtual_Clock_init(0);
    figure("virq-round-trip", most_frequent() - 4, "instructions");
    /* The smallest: the interrupt that came right after a reading. */
    for (unsigned i = 1; i < SAMPLES; i++)
        if (entries[i] < entries[0])
            entries[0] = entries[i];
    figure("virq-entry", entries[0], "instructions");
}

/* The boundary with Bulkhead's kernel itself: not for other hosts. */
static void raw_hypercall(void)
{
    uint32_t result = 0;

    __asm__ volatile("int $0x80" : "+a"(result) : : "ecx", "memory");
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = on_tick,
                                                .interrupt_stack = stack + sizeof(stack)};
    const struct bulkhead_start_info *info =
        (const struct bulkhead_start_info *)BULKHEAD_START_INFO_ADDRESS;
    uint64_t first = _BSP_Virtual_Clock_read();
    uint32_t empty = empty_pair();

    figure("boot", info->boot_duration + first, "instructions");
    MEASURE(raw_hypercall());
    figure("hypercall", most_frequent() - empty, "instructions");
    MEASURE(_CPU_Virtual_Interrupts_enable(_CPU_Virtual_Interrupts_disable()));
    figure("interrupts-off-on", most_frequent() - empty, "instructions");
    MEASURE(_BSP_Virtual_Clock_read());
    figure("clock-read", most_frequent() - empty, "instructions");
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    measure_ticks();
    return 0;
}
