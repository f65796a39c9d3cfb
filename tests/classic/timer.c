/* SPDX-License-Identifier: BSD-2-Clause */

/* The timer manager. */

#include "check.h"

static rtems_id timers[2];
static rtems_interval fired_at;
static volatile unsigned fired;
static bool in_interrupt;
static char letters[] = "abst";

static void note(rtems_id timer, void *letter)
{
    (void)timer;
    fired++;
    fired_at = rtems_clock_get_ticks_since_boot();
    in_interrupt = rtems_interrupt_is_in_progress();
    if (letter != NULL)
        mark(*(char *)letter);
}

static void again(rtems_id timer, void *argument)
{
    note(timer, NULL);
    OK(rtems_timer_reset(timer));
    (void)argument;
}

static rtems_interval begin(void)
{
    pause_ticks(1);
    fired = 0;
    return rtems_clock_get_ticks_since_boot();
}

static void test_create(void)
{
    rtems_id id;

    group("timer_create, _ident, _delete");
    STATUS(RTEMS_INVALID_NAME, rtems_timer_create(0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_create(NAME("TIM1"), NULL));
    OK(rtems_timer_create(NAME("TIM1"), &timers[0]));
    OK(rtems_timer_create(NAME("TIM2"), &timers[1]));
    STATUS(RTEMS_TOO_MANY, rtems_timer_create(NAME("TIM3"), &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_ident(NAME("TIM1"), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_timer_ident(0, &id));
    STATUS(RTEMS_INVALID_NAME, rtems_timer_ident(NAME("TIM3"), &id));
    OK(rtems_timer_ident(NAME("TIM2"), &id));
    EQUAL(timers[1], id);
    STATUS(RTEMS_INVALID_ID, rtems_timer_delete(BAD_ID));
    OK(rtems_timer_delete(timers[1]));
    STATUS(RTEMS_INVALID_ID, rtems_timer_delete(timers[1]));
    OK(rtems_timer_create(NAME("TIM2"), &timers[1]));
}

static void test_fire_after(void)
{
    rtems_timer_information info;
    rtems_interval start;

    group("timer_fire_after");
    STATUS(RTEMS_INVALID_NUMBER, rtems_timer_fire_after(BAD_ID, 0, NULL, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_fire_after(BAD_ID, 1, NULL, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_timer_fire_after(BAD_ID, 1, note, NULL));
    start = begin();
    OK(rtems_timer_fire_after(timers[0], 5, note, NULL));
    pause_ticks(4);
    EQUAL(0, fired);
    pause_ticks(4);
    EQUAL(1, fired);
    EQUAL(start + 5, fired_at);
    EXPECT(in_interrupt);

    group("timer_get_information");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_get_information(timers[0], NULL));
    STATUS(RTEMS_INVALID_ID, rtems_timer_get_information(BAD_ID, &info));
    OK(rtems_timer_get_information(timers[0], &info));
    EQUAL(TIMER_INTERVAL, info.the_class);
    EQUAL(5, info.initial);
    EQUAL(start, info.start_time);
    EQUAL(start + 5, info.stop_time);

    group("timer_fire_after of a running timer replaces it");
    start = begin();
    OK(rtems_timer_fire_after(timers[0], 2, note, NULL));
    OK(rtems_timer_fire_after(timers[0], 4, note, NULL));
    pause_ticks(6);
    EQUAL(1, fired);
    EQUAL(start + 4, fired_at);

    group("timers of one tick fire in the order of their starts");
    (void)begin();
    OK(rtems_timer_fire_after(timers[1], 3, note, &letters[1]));
    OK(rtems_timer_fire_after(timers[0], 3, note, &letters[0]));
    pause_ticks(4);
    TRACE("ba");
}

static void test_cancel_and_reset(void)
{
    rtems_interval start;

    group("timer_cancel");
    STATUS(RTEMS_INVALID_ID, rtems_timer_cancel(BAD_ID));
    (void)begin();
    OK(rtems_timer_fire_after(timers[0], 2, note, NULL));
    OK(rtems_timer_cancel(timers[0]));
    OK(rtems_timer_cancel(timers[0]));
    pause_ticks(4);
    EQUAL(0, fired);

    group("timer_reset");
    STATUS(RTEMS_INVALID_ID, rtems_timer_reset(BAD_ID));
    STATUS(RTEMS_NOT_DEFINED, rtems_timer_reset(timers[1]));
    start = begin();
    OK(rtems_timer_fire_after(timers[0], 4, note, NULL));
    pause_ticks(3);
    OK(rtems_timer_reset(timers[0]));
    pause_ticks(3);
    EQUAL(0, fired);
    pause_ticks(2);
    EQUAL(1, fired);
    EQUAL(start + 7, fired_at);

    group("a timer that restarts itself");
    (void)begin();
    OK(rtems_timer_fire_after(timers[0], 2, again, NULL));
    pause_ticks(21);
    EQUAL(10, fired);
    OK(rtems_timer_cancel(timers[0]));
}

static void test_fire_when(void)
{
    rtems_time_of_day now = {.year = 2030, .month = 1, .day = 1};
    rtems_time_of_day then = {.year = 2030, .month = 1, .day = 1, .second = 1};
    rtems_interval start;

    group("timer_fire_when");
    STATUS(RTEMS_NOT_DEFINED, rtems_timer_fire_when(timers[0], &then, note, NULL));
    OK(rtems_clock_set(&now));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_fire_when(timers[0], &then, NULL, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_fire_when(timers[0], NULL, note, NULL));
    STATUS(RTEMS_INVALID_CLOCK, rtems_timer_fire_when(timers[0], &now, note, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_timer_fire_when(BAD_ID, &then, note, NULL));
    then.ticks = 1000;
    STATUS(RTEMS_INVALID_CLOCK, rtems_timer_fire_when(timers[0], &then, note, NULL));
    then.ticks = 0;
    start = begin();
    OK(rtems_clock_set(&now));
    OK(rtems_timer_fire_when(timers[0], &then, note, NULL));
    STATUS(RTEMS_NOT_DEFINED, rtems_timer_reset(timers[0]));
    pause_ticks(1001);
    EQUAL(1, fired);
    EQUAL(start + 1000, fired_at);

    group("setting the clock ahead fires at once");
    then.minute = 30;
    OK(rtems_timer_fire_when(timers[0], &then, note, NULL));
    fired = 0;
    now.hour = 1;
    OK(rtems_clock_set(&now));
    EQUAL(1, fired);
}

static void test_server(void)
{
    rtems_time_of_day then;

    group("timer server: status codes");
    STATUS(RTEMS_INCORRECT_STATE, rtems_timer_server_fire_after(timers[0], 1, note, NULL));
    OK(rtems_clock_get_tod(&then));
    STATUS(RTEMS_INCORRECT_STATE, rtems_timer_server_fire_when(timers[0], &then, note, NULL));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_timer_initiate_server(1000, 0, 0));
    STATUS(RTEMS_UNSATISFIED, rtems_timer_initiate_server(5, 1u << 28, 0));
    OK(rtems_timer_initiate_server(RTEMS_TIMER_SERVER_DEFAULT_PRIORITY, RTEMS_MINIMUM_STACK_SIZE,
                                   RTEMS_DEFAULT_ATTRIBUTES));
    STATUS(RTEMS_INCORRECT_STATE, rtems_timer_initiate_server(5, 0, 0));
    STATUS(RTEMS_INVALID_NUMBER, rtems_timer_server_fire_after(timers[0], 0, note, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_server_fire_after(timers[0], 1, NULL, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_timer_server_fire_after(BAD_ID, 1, note, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_timer_server_fire_when(timers[0], NULL, note, NULL));
    STATUS(RTEMS_INVALID_CLOCK, rtems_timer_server_fire_when(timers[0], &then, note, NULL));

    group("timer_server_fire_after");
    (void)begin();
    OK(rtems_timer_server_fire_after(timers[0], 3, note, &letters[2]));
    OK(rtems_timer_server_fire_after(timers[1], 3, note, &letters[3]));
    pause_ticks(2);
    EQUAL(0, fired);
    pause_ticks(2);
    EQUAL(2, fired);
    EXPECT(!in_interrupt);
    TRACE("st");
    OK(rtems_timer_server_fire_after(timers[0], 2, again, NULL));
    fired = 0;
    pause_ticks(11);
    EQUAL(5, fired);
    OK(rtems_timer_cancel(timers[0]));

    group("timer_server_fire_when");
    then.second = (then.second + 2) % 60;
    fired = 0;
    OK(rtems_timer_server_fire_when(timers[1], &then, note, NULL));
    pause_ticks(2000);
    EQUAL(1, fired);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_create();
    test_fire_after();
    OK(rtems_timer_delete(timers[1]));
    OK(rtems_timer_create(NAME("TIM2"), &timers[1]));
    test_cancel_and_reset();
    test_fire_when();
    test_server();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_MAXIMUM_TIMERS        2
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
