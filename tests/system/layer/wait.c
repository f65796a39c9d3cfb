/* SPDX-License-Identifier: BSD-2-Clause */

/* Waiting for interrupts: no wake-up is lost, wherever it falls. */
#include "layer.h"

#define STEPS 3000u

static void wait_while(volatile unsigned *counter, unsigned value)
{
    _CPU_Virtual_Interrupts_close();
    while (*counter == value) {
        _CPU_Virtual_Wait_for_interrupt();
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    }
    _CPU_Virtual_Interrupts_open();
}

static unsigned returns_at_once_if_pending(void)
{
    unsigned failures = 0;
    uint64_t begin;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Irq_request(ALARM);
    raise_times(ALARM, 1);
    begin = _BSP_Virtual_Clock_read();
    _CPU_Virtual_Wait_for_interrupt();
    GUEST_CHECK(failures, "time", (_BSP_Virtual_Clock_read() - begin) / 1000, 0);
    GUEST_CHECK(failures, "not delivered", delivered, 0);
    GUEST_CHECK(failures, "still pending", _CPU_Virtual_Irq_is_pending(ALARM), 1);
    GUEST_CHECK(failures, "level", _CPU_Virtual_Interrupts_get_level(),
                _CPU_VIRTUAL_LEVEL_DISABLED);
    _CPU_Virtual_Irq_detach(ALARM);
    return failures;
}

static unsigned waits_until_the_clock(int level)
{
    unsigned failures = 0;
    uint64_t due;

    set_handler(record_and_acknowledge);
    due = _BSP_Virtual_Clock_read() + 300000;
    _BSP_Virtual_Clock_set(due);
    _CPU_Virtual_Interrupts_enable(level);
    _CPU_Virtual_Wait_for_interrupt();
    GUEST_CHECK(failures, "time", (_BSP_Virtual_Clock_read() - due) / 2000, 0);
    GUEST_CHECK(failures, "delivered", delivered, level != _CPU_VIRTUAL_LEVEL_DISABLED);
    GUEST_CHECK(failures, "level", _CPU_Virtual_Interrupts_get_level(), level);
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX);
    return failures;
}

static unsigned waits_at_any_level(void)
{
    return waits_until_the_clock(_CPU_VIRTUAL_LEVEL_DISABLED) +
           waits_until_the_clock(_CPU_VIRTUAL_LEVEL_ENABLED);
}

/* The clock is due at every distance from before to after the wait. Were the
 * wake-up lost, the next window's start would be the next one. */
static unsigned no_lost_wake_up(void)
{
    unsigned failures = 0, late = 0;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Interrupts_open();
    for (unsigned step = 0; step < STEPS; step++) {
        unsigned before = delivered;
        uint64_t due = _BSP_Virtual_Clock_read() + step;

        _BSP_Virtual_Clock_set(due);
        wait_while(&delivered, before);
        late += _BSP_Virtual_Clock_read() - due > 5000;
    }
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "late", late, 0);
    GUEST_CHECK(failures, "deliveries", delivered, STEPS);
    return failures;
}

/* Also where the end of the window falls around the wait. */
static unsigned no_lost_wake_up_at_a_window_end(void)
{
    unsigned failures = 0, late = 0;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Interrupts_open();
    for (unsigned step = 0; step < 30; step++) {
        _Partition_Virtual_Window window;
        unsigned before = delivered;
        uint64_t due, now;

        _Partition_Virtual_Get_window(&window);
        due = window.end - 2200 + 80 * step;
        while (_BSP_Virtual_Clock_read() < due - 1500)
            ;
        _BSP_Virtual_Clock_set(due);
        wait_while(&delivered, before);
        now = _BSP_Virtual_Clock_read();
        late += now - due > 5000 && (now < window.next || now - window.next > 5000);
    }
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "late", late, 0);
    GUEST_CHECK(failures, "deliveries", delivered, 30);
    return failures;
}

/* Each window start wakes once, whether the partition waits or not. */
static unsigned window_starts(void)
{
    _Partition_Virtual_Window window;
    unsigned failures = 0;

    set_handler(record_and_acknowledge);
    _CPU_Virtual_Irq_request(WINDOW);
    for (unsigned i = 0; i < 3; i++) {
        uint64_t next;

        _Partition_Virtual_Get_window(&window);
        next = window.next;
        wait_while(&delivered, i);
        _CPU_Virtual_Interrupts_close();
        GUEST_CHECK(failures, "time", (_BSP_Virtual_Clock_read() - next) / 2000, 0);
        _Partition_Virtual_Get_window(&window);
        GUEST_CHECK(failures, "window", window.start, next);
        GUEST_CHECK(failures, "count", deliveries[i].count, 1);
    }
    _CPU_Virtual_Irq_detach(WINDOW);
    return failures;
}

/* Occurrences of lines that are not connected wake no one. */
static unsigned sleeps_through_windows(void)
{
    unsigned failures = 0;
    uint64_t due;

    set_handler(record_and_acknowledge);
    due = _BSP_Virtual_Clock_read() + 150000000;
    _BSP_Virtual_Clock_set(due);
    _CPU_Virtual_Wait_for_interrupt();
    GUEST_CHECK(failures, "not early", _BSP_Virtual_Clock_read() >= due, 1);
    GUEST_CHECK(failures, "count", _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX), 1);
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"returns at once if something is pending", returns_at_once_if_pending},
        {"waits at any level", waits_at_any_level},
        {"no wake-up is lost", no_lost_wake_up},
        {"no wake-up is lost at the end of a window", no_lost_wake_up_at_a_window_end},
        {"window starts", window_starts},
        {"sleeps through windows", sleeps_through_windows},
    };

    _CPU_Virtual_Irq_request(CLOCK);
    return LAYER_RUN(tests);
}
