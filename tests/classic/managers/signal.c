/* SPDX-License-Identifier: BSD-2-Clause */

/* The signal manager. */

#include "../check.h"

static rtems_id init_task;
static rtems_signal_set received;
static rtems_mode mode_inside;
static volatile double sum;

static rtems_asr note(rtems_signal_set signals)
{
    received |= signals;
    OK(rtems_task_mode(0, RTEMS_CURRENT_MODE, &mode_inside));
    EXPECT(!rtems_interrupt_is_in_progress());
    EQUAL(init_task, rtems_task_self());
    mark('s');
}

static void test_status_codes(void)
{
    group("signal_send, signal_catch: status codes");
    STATUS(RTEMS_INVALID_NUMBER, rtems_signal_send(BAD_ID, 0));
    STATUS(RTEMS_INVALID_ID, rtems_signal_send(BAD_ID, RTEMS_SIGNAL_1));
    STATUS(RTEMS_NOT_DEFINED, rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_1));
    OK(rtems_signal_catch(note, RTEMS_NO_ASR));
    OK(rtems_signal_catch(NULL, RTEMS_DEFAULT_MODES));
    STATUS(RTEMS_NOT_DEFINED, rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_1));
}

static void test_self(void)
{
    rtems_mode mode;

    group("a signal to oneself is served before the directive returns");
    OK(rtems_signal_catch(note, RTEMS_NO_ASR | RTEMS_NO_PREEMPT | RTEMS_TIMESLICE));
    received = 0;
    OK(rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_0 | RTEMS_SIGNAL_31));
    EQUAL(RTEMS_SIGNAL_0 | RTEMS_SIGNAL_31, received);
    TRACE("s");
    EQUAL(RTEMS_NO_ASR | RTEMS_NO_PREEMPT | RTEMS_TIMESLICE, mode_inside);
    OK(rtems_task_mode(0, RTEMS_CURRENT_MODE, &mode));
    EQUAL(RTEMS_DEFAULT_MODES, mode);

    group("RTEMS_NO_ASR holds signals back");
    received = 0;
    OK(rtems_task_mode(RTEMS_NO_ASR, RTEMS_ASR_MASK, &mode));
    OK(rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_1));
    OK(rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_2));
    TRACE("");
    OK(rtems_task_mode(RTEMS_ASR, RTEMS_ASR_MASK, &mode));
    TRACE("s");
    EQUAL(RTEMS_SIGNAL_1 | RTEMS_SIGNAL_2, received);
}

static rtems_asr repeat(rtems_signal_set signals)
{
    mark((char)('0' + (char)signals));
    if (signals < 4)
        OK(rtems_signal_send(RTEMS_SELF, signals << 1));
    mark('e');
}

static void test_nesting(void)
{
    group("a routine with RTEMS_NO_ASR is served again afterwards");
    OK(rtems_signal_catch(repeat, RTEMS_NO_ASR));
    OK(rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_0));
    TRACE("1e2e4e");

    group("a routine with RTEMS_ASR is interrupted by the next one");
    OK(rtems_signal_catch(repeat, RTEMS_ASR));
    OK(rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_0));
    TRACE("124eee");
}

static rtems_task send(rtems_task_argument argument)
{
    (void)argument;
    mark('<');
    OK(rtems_signal_send(init_task, RTEMS_SIGNAL_5));
    mark('>');
    rtems_task_exit();
}

static void test_others(void)
{
    rtems_event_set events;

    group("a signal of a more urgent task is served afterwards");
    OK(rtems_signal_catch(note, RTEMS_NO_ASR));
    trace_reset();
    (void)spawn("SEND", 2, send, 0);
    TRACE("<>s");

    group("a waiting task is served, and waits on");
    (void)spawn("SEND", 20, send, 0);
    STATUS(RTEMS_TIMEOUT, rtems_event_receive(RTEMS_EVENT_1, RTEMS_WAIT, 10, &events));
    mark('t');
    TRACE("<>st");
}

static rtems_asr wait(rtems_signal_set signals)
{
    (void)signals;
    mark('(');
    STATUS(RTEMS_UNSATISFIED, rtems_event_receive(RTEMS_EVENT_2, RTEMS_NO_WAIT, 0, &received));
    pause_ticks(3);
    sum += 100.25;
    mark(')');
}

static void send_from_interrupt(rtems_id timer, void *argument)
{
    (void)timer;
    (void)argument;
    OK(rtems_signal_send(init_task, RTEMS_SIGNAL_7));
    mark('i');
}

static void test_interrupt(void)
{
    double left = 0;
    rtems_id timer;

    group("a signal from an interrupt");
    OK(rtems_signal_catch(note, RTEMS_NO_ASR));
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 2, send_from_interrupt, NULL));
    for (rtems_interval end = rtems_clock_tick_later(4); rtems_clock_tick_before(end);)
        ;
    TRACE("is");

    group("a routine that waits and computes disturbs nothing");
    OK(rtems_signal_catch(wait, RTEMS_NO_ASR));
    OK(rtems_timer_fire_after(timer, 2, send_from_interrupt, NULL));
    for (rtems_interval end = rtems_clock_tick_later(10); rtems_clock_tick_before(end);)
        left = left * 0.5 + 3.0;
    EXPECT(left == 6.0 && sum == 100.25);
    TRACE("i()");
    OK(rtems_timer_fire_after(timer, 2, send_from_interrupt, NULL));
    OK(rtems_task_wake_after(4));
    mark('w');
    TRACE("i()w");
    OK(rtems_timer_delete(timer));
}

static void test_restart(void)
{
    static int starts;

    if (starts++ == 0)
        return;
    group("a restarted task has no routine");
    STATUS(RTEMS_NOT_DEFINED, rtems_signal_send(RTEMS_SELF, RTEMS_SIGNAL_1));
    finish(__FILE__);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    init_task = rtems_task_self();
    test_restart();
    test_status_codes();
    test_self();
    test_nesting();
    test_others();
    test_interrupt();
    OK(rtems_task_restart(RTEMS_SELF, 0));
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_MAXIMUM_TIMERS        1
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_INIT_TASK_STACK_SIZE  32768
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
