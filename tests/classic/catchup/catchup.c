/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Ticks while the partition is not scheduled, or has interrupts disabled: none
 * is lost, timers expire in order, time of day and ticks agree. The partition
 * has windows that are much longer than a tick and longer pauses between them.
 */

#include "../check.h"
#include <bsp.h>

#define TICK_NS 1000000u
#define TIMERS  6

static rtems_id timers[TIMERS];

static void mark_timer(rtems_id timer, void *letter)
{
    (void)timer;
    mark(*(const char *)letter);
}

/* Busy until the next window has begun. */
static void wait_for_window(_Partition_Virtual_Window *window)
{
    uint64_t next;

    _Partition_Virtual_Get_window(window);
    next = window->next;
    while (_BSP_Virtual_Clock_read() < next)
        ;
    _Partition_Virtual_Get_window(window);
}

static void check_ticks_against_time(rtems_interval start_tick, uint64_t start)
{
    uint64_t elapsed = _BSP_Virtual_Clock_read() - start;
    rtems_interval ticks = rtems_clock_get_ticks_since_boot() - start_tick;

    EXPECT(ticks >= elapsed / TICK_NS && ticks <= elapsed / TICK_NS + 1);
}

static void test_window_gap(void)
{
    rtems_interval start_tick = rtems_clock_get_ticks_since_boot();
    uint64_t start = _BSP_Virtual_Clock_read();
    _Partition_Virtual_Window window;

    group("no tick is lost between windows");
    for (int i = 0; i < 20; i++) {
        wait_for_window(&window);
        check_ticks_against_time(start_tick, start);
    }
    EXPECT(window.next - window.end > 5 * TICK_NS);
    EXPECT(rtems_clock_get_ticks_since_boot() - start_tick > 200);
}

static void test_timers_in_gap(void)
{
    static const char letters[TIMERS] = "abcdef";
    _Partition_Virtual_Window window;
    rtems_interval gap;

    group("timers that expire in a gap keep their order");
    wait_for_window(&window);
    pause_ticks(1);
    gap = (rtems_interval)((window.end - _BSP_Virtual_Clock_read()) / TICK_NS) + 1;
    trace_reset();
    /* The last started is the first to expire. */
    for (unsigned i = 0; i < TIMERS; i++)
        OK(rtems_timer_fire_after(timers[i], gap + TIMERS - i, mark_timer,
                                  (void *)(uintptr_t)&letters[i]));
    wait_for_window(&window);
    pause_ticks(1);
    TRACE("fedcba");
}

static void test_disabled(void)
{
    rtems_interval start_tick;
    rtems_interrupt_level level;
    _Partition_Virtual_Window window;
    uint64_t start;

    group("no tick is lost while interrupts are disabled");
    pause_ticks(1);
    start_tick = rtems_clock_get_ticks_since_boot();
    start = _BSP_Virtual_Clock_read();
    rtems_interrupt_disable(level);
    wait_for_window(&window);
    EQUAL(start_tick, rtems_clock_get_ticks_since_boot());
    rtems_interrupt_enable(level);
    check_ticks_against_time(start_tick, start);
}

static void test_time_of_day(void)
{
    rtems_time_of_day tod = {.year = 2000, .month = 1, .day = 1};
    rtems_interval start_tick;

    group("time of day advances while not scheduled");
    pause_ticks(1);
    OK(rtems_clock_set(&tod));
    start_tick = rtems_clock_get_ticks_since_boot();
    for (unsigned second = 1; second <= 3; second++) {
        pause_ticks(1000);
        OK(rtems_clock_get_tod(&tod));
        EQUAL(second, tod.second);
    }
    EXPECT(rtems_clock_get_ticks_since_boot() - start_tick < 3000 + 30);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    for (unsigned i = 0; i < TIMERS; i++)
        OK(rtems_timer_create(rtems_build_name('T', 'I', 'M', (char)('0' + i)), &timers[i]));
    test_window_gap();
    test_timers_in_gap();
    test_disabled();
    test_time_of_day();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_MAXIMUM_TIMERS        TIMERS
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
