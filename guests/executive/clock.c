/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/clock.h"
#include "executive/interrupt.h"
#include "executive/thread.h"
#include "virtualizationlayerbsp.h"

struct exec_timer_queue exec_clock_timers;

static struct {
    uint64_t period; /* 0: on demand */
    uint64_t origin;
    uint64_t ticks;
    uint64_t last_tick; /* its instant */
    uint64_t realtime_offset;
    void (*on_tick)(uint64_t now);
    bool started;
    bool expiring;
} clock;

static void tick(void *argument, uint32_t count)
{
    (void)argument;
    /* The ticks while the partition was not scheduled are nobody's time. */
    exec_thread_charge_tick();
    for (; count > 0; count--) {
        clock.ticks++;
        clock.last_tick += clock.period;
        exec_timer_expire_until(&exec_clock_timers, clock.last_tick);
        if (clock.on_tick != NULL)
            clock.on_tick(clock.last_tick);
    }
}

static void program_next_expiry(void)
{
    uint64_t expiry = exec_timer_next_expiry(&exec_clock_timers);

    if (expiry != EXEC_FOREVER)
        _BSP_Virtual_Clock_set(expiry == 0 ? 1 : expiry);
}

static void expire(void *argument, uint32_t count)
{
    (void)argument;
    (void)count;
    clock.expiring = true;
    exec_timer_expire_until(&exec_clock_timers, _BSP_Virtual_Clock_read());
    clock.expiring = false;
    program_next_expiry();
}

void exec_clock_next_expiry_changed(const struct exec_timer_queue *queue)
{
    if (queue == &exec_clock_timers && clock.started && clock.period == 0 && !clock.expiring)
        program_next_expiry();
}

bool exec_clock_start_ticks(uint64_t period, void (*on_tick)(uint64_t now))
{
    static struct exec_interrupt_entry entry = {.handler = tick};

    if (exec_interrupt_install(_CPU_VIRTUAL_IRQ_CLOCK, &entry) != EXEC_INTERRUPT_OK)
        return false;
    clock.period = period;
    clock.on_tick = on_tick;
    clock.origin = _BSP_Virtual_Clock_read();
    clock.last_tick = clock.origin;
    clock.started = true;
    return _BSP_Virtual_Clock_init(period) == _BSP_VIRTUAL_CLOCK_OK;
}

void exec_clock_start_on_demand(void)
{
    static struct exec_interrupt_entry entry = {.handler = expire};

    (void)exec_interrupt_install(_CPU_VIRTUAL_IRQ_CLOCK, &entry);
    clock.started = true;
    program_next_expiry();
}

uint64_t exec_clock_ticks(void)
{
    return clock.ticks;
}

uint64_t exec_clock_last_tick(void)
{
    return clock.period == 0 ? _BSP_Virtual_Clock_read() : clock.last_tick;
}

uint64_t exec_clock_period(void)
{
    return clock.period;
}

uint64_t exec_clock_time_of_tick(uint64_t tick_number)
{
    return clock.origin + tick_number * clock.period;
}

uint64_t exec_clock_realtime_offset(void)
{
    return clock.realtime_offset;
}

uint64_t exec_clock_realtime(void)
{
    return _BSP_Virtual_Clock_read() + clock.realtime_offset;
}

void exec_clock_set_realtime_offset(uint64_t offset)
{
    clock.realtime_offset = offset;
}
