/* SPDX-License-Identifier: BSD-2-Clause */

/* The event manager. */

#include "check.h"

static rtems_id receiver;
static rtems_event_set received;
static rtems_status_code status_of_receive;

struct wish {
    rtems_event_set events;
    rtems_option options;
    rtems_interval ticks;
};

static rtems_task receive(rtems_task_argument argument)
{
    const struct wish *wish = (const struct wish *)argument;

    received = 0;
    status_of_receive = rtems_event_receive(wish->events, wish->options, wish->ticks, &received);
    mark('R');
    rtems_task_exit();
}

static void start_receiver(const struct wish *wish)
{
    trace_reset();
    receiver = spawn("RECV", 2, receive, (rtems_task_argument)wish);
}

static void test_status(void)
{
    rtems_event_set out = 0;

    group("event_send, event_receive: status codes");
    STATUS(RTEMS_INVALID_ID, rtems_event_send(BAD_ID, RTEMS_EVENT_0));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_event_receive(RTEMS_EVENT_0, RTEMS_NO_WAIT, 0, NULL));
    STATUS(RTEMS_UNSATISFIED, rtems_event_receive(RTEMS_EVENT_0, RTEMS_NO_WAIT, 0, &out));
    STATUS(RTEMS_TIMEOUT, rtems_event_receive(RTEMS_EVENT_0, RTEMS_WAIT, 2, &out));
    OK(rtems_event_receive(RTEMS_PENDING_EVENTS, RTEMS_NO_WAIT, 0, &out));
    EQUAL(0, out);
}

static void test_pending(void)
{
    rtems_event_set out = 0;

    group("pending events");
    OK(rtems_event_send(RTEMS_SELF, RTEMS_EVENT_1 | RTEMS_EVENT_31));
    OK(rtems_event_send(RTEMS_SELF, RTEMS_EVENT_1 | RTEMS_EVENT_2));
    OK(rtems_event_receive(RTEMS_PENDING_EVENTS, RTEMS_NO_WAIT, 0, &out));
    EQUAL(RTEMS_EVENT_1 | RTEMS_EVENT_2 | RTEMS_EVENT_31, out);
    OK(rtems_event_receive(RTEMS_EVENT_1 | RTEMS_EVENT_5, RTEMS_EVENT_ANY, 0, &out));
    EQUAL(RTEMS_EVENT_1, out);
    STATUS(RTEMS_UNSATISFIED,
           rtems_event_receive(RTEMS_EVENT_2 | RTEMS_EVENT_5, RTEMS_NO_WAIT, 0, &out));
    EQUAL(RTEMS_EVENT_2, out);
    OK(rtems_event_receive(RTEMS_EVENT_2 | RTEMS_EVENT_31, RTEMS_EVENT_ALL, 0, &out));
    EQUAL(RTEMS_EVENT_2 | RTEMS_EVENT_31, out);
    OK(rtems_event_receive(RTEMS_PENDING_EVENTS, 0, 0, &out));
    EQUAL(0, out);
}

static void test_waiting(void)
{
    const struct wish all = {RTEMS_EVENT_3 | RTEMS_EVENT_4, RTEMS_EVENT_ALL, RTEMS_NO_TIMEOUT};
    const struct wish any = {RTEMS_EVENT_3 | RTEMS_EVENT_4, RTEMS_EVENT_ANY, RTEMS_NO_TIMEOUT};
    const struct wish timed = {RTEMS_EVENT_3, RTEMS_EVENT_ALL, 4};

    group("waiting for all");
    start_receiver(&all);
    OK(rtems_event_send(receiver, RTEMS_EVENT_3 | RTEMS_EVENT_9));
    TRACE("");
    OK(rtems_event_send(receiver, RTEMS_EVENT_4));
    TRACE("R");
    EQUAL(all.events, received);

    group("waiting for any");
    start_receiver(&any);
    OK(rtems_event_send(receiver, RTEMS_EVENT_9));
    TRACE("");
    OK(rtems_event_send(receiver, RTEMS_EVENT_4));
    TRACE("R");
    EQUAL(RTEMS_EVENT_4, received);

    group("waiting with timeout");
    start_receiver(&timed);
    pause_ticks(2);
    OK(rtems_event_send(receiver, RTEMS_EVENT_3));
    TRACE("R");
    OK(status_of_receive);
    start_receiver(&timed);
    pause_ticks(6);
    TRACE("R");
    STATUS(RTEMS_TIMEOUT, status_of_receive);
    EQUAL(0, received);
}

static void test_suspended(void)
{
    const struct wish wish = {RTEMS_EVENT_3, RTEMS_EVENT_ALL, RTEMS_NO_TIMEOUT};

    group("a suspended receiver runs when it is resumed");
    start_receiver(&wish);
    OK(rtems_task_suspend(receiver));
    OK(rtems_event_send(receiver, RTEMS_EVENT_3));
    TRACE("");
    OK(rtems_task_resume(receiver));
    TRACE("R");
    OK(status_of_receive);
}

static void send_from_interrupt(rtems_id timer, void *task)
{
    (void)timer;
    OK(rtems_event_send(*(rtems_id *)task, RTEMS_EVENT_3));
    mark('I');
}

static void test_interrupt(void)
{
    const struct wish wish = {RTEMS_EVENT_3, RTEMS_EVENT_ALL, RTEMS_NO_TIMEOUT};
    rtems_id timer;

    group("event_send from an interrupt");
    start_receiver(&wish);
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 1, send_from_interrupt, &receiver));
    rtems_task_wake_after(2);
    TRACE("IR");
    OK(rtems_timer_delete(timer));
}

static void test_system(void)
{
    rtems_event_set out;

    group("system events are a set of their own");
    STATUS(RTEMS_INVALID_ID, rtems_event_system_send(BAD_ID, RTEMS_EVENT_0));
    STATUS(RTEMS_INVALID_ADDRESS,
           rtems_event_system_receive(RTEMS_EVENT_0, RTEMS_NO_WAIT, 0, NULL));
    OK(rtems_event_system_send(RTEMS_SELF, RTEMS_EVENT_7));
    OK(rtems_event_receive(RTEMS_PENDING_EVENTS, 0, 0, &out));
    EQUAL(0, out);
    OK(rtems_event_system_receive(RTEMS_EVENT_7, RTEMS_NO_WAIT, 0, &out));
    STATUS(RTEMS_UNSATISFIED, rtems_event_system_receive(RTEMS_EVENT_7, RTEMS_NO_WAIT, 0, &out));
    OK(rtems_event_transient_send(RTEMS_SELF));
    OK(rtems_event_transient_receive(RTEMS_WAIT, 1));
    OK(rtems_event_transient_send(RTEMS_SELF));
    rtems_event_transient_clear();
    STATUS(RTEMS_TIMEOUT, rtems_event_transient_receive(RTEMS_WAIT, 1));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_status();
    test_pending();
    test_waiting();
    test_suspended();
    test_interrupt();
    test_system();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_MAXIMUM_TIMERS        1
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
