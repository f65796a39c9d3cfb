/* SPDX-License-Identifier: BSD-2-Clause */

/* The barrier manager. */

#include "../check.h"

static rtems_id barrier;
static rtems_id waiters[3];
static rtems_status_code results[3];
static uint32_t released;

static rtems_task wait(rtems_task_argument index)
{
    results[index] = rtems_barrier_wait(barrier, RTEMS_NO_TIMEOUT);
    mark((char)('A' + (char)index));
    rtems_task_exit();
}

static void start_waiters(size_t count)
{
    trace_reset();
    for (rtems_task_argument i = 0; i < count; i++)
        waiters[i] = spawn("WAIT", 8 - i, wait, i);
}

static uint32_t waiting(void)
{
    uint32_t number = 99;

    OK(rtems_barrier_get_number_waiting(barrier, &number));
    return number;
}

static void test_create(void)
{
    rtems_id id;

    group("barrier_create, _ident, _delete");
    STATUS(RTEMS_INVALID_NAME, rtems_barrier_create(0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_barrier_create(NAME("BARR"), 0, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER,
           rtems_barrier_create(NAME("BARR"), RTEMS_BARRIER_AUTOMATIC_RELEASE, 0, &barrier));
    OK(rtems_barrier_create(NAME("BARR"), RTEMS_BARRIER_MANUAL_RELEASE, 0, &barrier));
    EQUAL(OBJECTS_RTEMS_BARRIERS, rtems_object_id_get_class(barrier));
    STATUS(RTEMS_TOO_MANY, rtems_barrier_create(NAME("BAR2"), 0, 0, &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_barrier_ident(NAME("BARR"), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_barrier_ident(NAME("BAR2"), &id));
    OK(rtems_barrier_ident(NAME("BARR"), &id));
    EQUAL(barrier, id);
    STATUS(RTEMS_INVALID_ID, rtems_barrier_delete(BAD_ID));
}

static void release_from_interrupt(rtems_id timer, void *argument)
{
    (void)timer;
    (void)argument;
    OK(rtems_barrier_release(barrier, &released));
}

static void test_manual(void)
{
    rtems_id timer;

    group("manual release: status codes");
    STATUS(RTEMS_INVALID_ID, rtems_barrier_wait(BAD_ID, 0));
    STATUS(RTEMS_TIMEOUT, rtems_barrier_wait(barrier, 3));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_barrier_release(BAD_ID, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_barrier_release(BAD_ID, &released));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_barrier_get_number_waiting(BAD_ID, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_barrier_get_number_waiting(BAD_ID, &released));
    released = 9;
    OK(rtems_barrier_release(barrier, &released));
    EQUAL(0, released);

    group("manual release");
    start_waiters(3);
    EQUAL(3, waiting());
    TRACE("");
    OK(rtems_barrier_release(barrier, &released));
    EQUAL(3, released);
    TRACE("CBA");
    EQUAL(0, waiting());
    for (int i = 0; i < 3; i++)
        OK(results[i]);

    group("a task that is deleted waits no more");
    start_waiters(2);
    OK(rtems_task_delete(waiters[0]));
    EQUAL(1, waiting());
    OK(rtems_barrier_release(barrier, &released));
    EQUAL(1, released);
    TRACE("B");

    group("release from an interrupt");
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 2, release_from_interrupt, NULL));
    OK(rtems_barrier_wait(barrier, 10));
    EQUAL(1, released);

    group("barrier_delete with waiting tasks");
    start_waiters(2);
    OK(rtems_barrier_delete(barrier));
    TRACE("BA");
    STATUS(RTEMS_OBJECT_WAS_DELETED, results[0]);
    STATUS(RTEMS_OBJECT_WAS_DELETED, results[1]);
    STATUS(RTEMS_INVALID_ID, rtems_barrier_delete(barrier));
}

static void test_automatic(void)
{
    group("automatic release");
    OK(rtems_barrier_create(NAME("AUTO"), RTEMS_BARRIER_AUTOMATIC_RELEASE, 3, &barrier));
    for (int round = 0; round < 2; round++) {
        start_waiters(2);
        EQUAL(2, waiting());
        OK(rtems_barrier_wait(barrier, RTEMS_NO_TIMEOUT));
        TRACE("BA");
        EQUAL(0, waiting());
    }
    start_waiters(1);
    STATUS(RTEMS_TIMEOUT, rtems_barrier_wait(barrier, 2));
    EQUAL(1, waiting());
    OK(rtems_barrier_release(barrier, &released));
    EQUAL(1, released);
    OK(rtems_barrier_delete(barrier));

    group("automatic release by the first");
    OK(rtems_barrier_create(NAME("AUTO"), RTEMS_BARRIER_AUTOMATIC_RELEASE, 1, &barrier));
    OK(rtems_barrier_wait(barrier, 1));
    OK(rtems_barrier_delete(barrier));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_create();
    test_manual();
    test_automatic();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         4
#define CONFIGURE_MAXIMUM_TIMERS        1
#define CONFIGURE_MAXIMUM_BARRIERS      1
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
