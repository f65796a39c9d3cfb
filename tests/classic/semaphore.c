/* SPDX-License-Identifier: BSD-2-Clause */

/* The semaphore manager: status codes, counting and simple binary ones. */

#include "check.h"

#define WAITERS 3

static rtems_id semaphore;
static rtems_id waiters[WAITERS];
static rtems_status_code results[WAITERS];

static rtems_task obtain(rtems_task_argument index)
{
    results[index] = rtems_semaphore_obtain(semaphore, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    mark((char)('A' + (char)index));
    rtems_task_exit();
}

/* Waiters A, B, C begin to wait in this order with ever more urgent priorities. */
static void start_waiters(void)
{
    trace_reset();
    for (rtems_task_argument i = 0; i < WAITERS; i++)
        waiters[i] = spawn("WAIT", 8 - i, obtain, i);
}

static void create(uint32_t count, rtems_attribute attributes)
{
    OK(rtems_semaphore_create(NAME("SEM "), count, attributes, 5, &semaphore));
}

static void test_create(void)
{
    const rtems_attribute inherit = RTEMS_BINARY_SEMAPHORE | RTEMS_INHERIT_PRIORITY;
    const rtems_attribute ceiling = RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY_CEILING;
    rtems_id id;
    rtems_id other;

    group("semaphore_create");
    STATUS(RTEMS_INVALID_NAME, rtems_semaphore_create(0, 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_semaphore_create(NAME("SEM "), 0, 0, 0, NULL));
    STATUS(RTEMS_NOT_DEFINED, rtems_semaphore_create(NAME("SEM "), 2, inherit, 0, &id));
    STATUS(RTEMS_NOT_DEFINED, rtems_semaphore_create(NAME("SEM "), 1, ceiling, 5, &id));
    STATUS(
        RTEMS_NOT_DEFINED,
        rtems_semaphore_create(NAME("SEM "), 1, RTEMS_INHERIT_PRIORITY | RTEMS_PRIORITY, 0, &id));
    STATUS(RTEMS_NOT_DEFINED,
           rtems_semaphore_create(NAME("SEM "), 1, inherit | ceiling | RTEMS_PRIORITY, 5, &id));
    STATUS(RTEMS_NOT_DEFINED,
           rtems_semaphore_create(NAME("SEM "), 1, RTEMS_SEMAPHORE_CLASS, 0, &id));
    STATUS(RTEMS_INVALID_NUMBER,
           rtems_semaphore_create(NAME("SEM "), 2, RTEMS_BINARY_SEMAPHORE, 0, &id));
    STATUS(RTEMS_INVALID_NUMBER,
           rtems_semaphore_create(NAME("SEM "), 2, RTEMS_SIMPLE_BINARY_SEMAPHORE, 0, &id));
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_semaphore_create(NAME("SEM "), 1, ceiling | RTEMS_PRIORITY, 0, &id));
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_semaphore_create(NAME("SEM "), 1, ceiling | RTEMS_PRIORITY, 256, &id));
    /* Locked from the start, by the more urgent one. */
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_semaphore_create(NAME("SEM "), 0, ceiling | RTEMS_PRIORITY, 20, &id));
    OK(rtems_semaphore_create(NAME("SEM1"), UINT32_MAX, RTEMS_COUNTING_SEMAPHORE, 0, &id));
    EQUAL(OBJECTS_RTEMS_SEMAPHORES, rtems_object_id_get_class(id));
    OK(rtems_semaphore_create(NAME("SEM2"), 0, inherit | RTEMS_PRIORITY, 0, &other));
    STATUS(RTEMS_TOO_MANY, rtems_semaphore_create(NAME("SEM3"), 0, 0, 0, &semaphore));

    group("semaphore_ident");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_semaphore_ident(NAME("SEM1"), 0, NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_semaphore_ident(0, 0, &semaphore));
    STATUS(RTEMS_INVALID_NAME, rtems_semaphore_ident(NAME("SEM3"), 0, &semaphore));
    OK(rtems_semaphore_ident(NAME("SEM2"), 0, &semaphore));
    EQUAL(other, semaphore);

    group("semaphore_delete");
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_delete(BAD_ID));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_semaphore_delete(other));
    OK(rtems_semaphore_release(other));
    OK(rtems_semaphore_delete(other));
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_delete(other));
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_release(id));
    OK(rtems_semaphore_delete(id));
}

static void test_status(void)
{
    group("semaphore_obtain, _release: status codes");
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_obtain(BAD_ID, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_release(BAD_ID));
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_flush(BAD_ID));
    create(1, RTEMS_COUNTING_SEMAPHORE);
    OK(rtems_semaphore_obtain(semaphore, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_TIMEOUT, rtems_semaphore_obtain(semaphore, RTEMS_WAIT, 3));
    OK(rtems_semaphore_release(semaphore));
    OK(rtems_semaphore_release(semaphore));
    OK(rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
    OK(rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
    OK(rtems_semaphore_delete(semaphore));

    group("simple binary semaphore");
    create(0, RTEMS_SIMPLE_BINARY_SEMAPHORE);
    OK(rtems_semaphore_release(semaphore));
    OK(rtems_semaphore_release(semaphore));
    OK(rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
    OK(rtems_semaphore_delete(semaphore));
}

static void test_order(void)
{
    rtems_task_priority old;

    group("waiting by FIFO");
    create(0, RTEMS_COUNTING_SEMAPHORE | RTEMS_FIFO);
    start_waiters();
    for (int i = 0; i < WAITERS; i++)
        OK(rtems_semaphore_release(semaphore));
    TRACE("ABC");
    OK(rtems_semaphore_delete(semaphore));

    group("waiting by priority");
    create(0, RTEMS_COUNTING_SEMAPHORE | RTEMS_PRIORITY);
    start_waiters();
    for (int i = 0; i < WAITERS; i++)
        OK(rtems_semaphore_release(semaphore));
    TRACE("CBA");

    group("a waiter's new priority changes its place");
    start_waiters();
    OK(rtems_task_set_priority(waiters[0], 2, &old));
    for (int i = 0; i < WAITERS; i++)
        OK(rtems_semaphore_release(semaphore));
    TRACE("ACB");
    OK(rtems_semaphore_delete(semaphore));
}

static void test_flush_and_delete(void)
{
    group("semaphore_flush");
    create(0, RTEMS_COUNTING_SEMAPHORE | RTEMS_PRIORITY);
    start_waiters();
    OK(rtems_semaphore_flush(semaphore));
    TRACE("CBA");
    for (int i = 0; i < WAITERS; i++)
        STATUS(RTEMS_UNSATISFIED, results[i]);
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));

    group("semaphore_delete with waiters");
    start_waiters();
    OK(rtems_semaphore_delete(semaphore));
    TRACE("CBA");
    for (int i = 0; i < WAITERS; i++)
        STATUS(RTEMS_OBJECT_WAS_DELETED, results[i]);
}

static void release_from_interrupt(rtems_id timer, void *argument)
{
    (void)timer;
    (void)argument;
    OK(rtems_semaphore_release(semaphore));
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_obtain(semaphore, RTEMS_NO_WAIT, 0));
}

static void test_interrupt(void)
{
    rtems_id timer;

    group("semaphore_release from an interrupt");
    create(0, RTEMS_COUNTING_SEMAPHORE);
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 2, release_from_interrupt, NULL));
    OK(rtems_semaphore_obtain(semaphore, RTEMS_WAIT, 10));
    OK(rtems_timer_delete(timer));
    OK(rtems_semaphore_delete(semaphore));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_create();
    test_status();
    test_order();
    test_flush_and_delete();
    test_interrupt();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         (WAITERS + 1)
#define CONFIGURE_MAXIMUM_TIMERS        1
#define CONFIGURE_MAXIMUM_SEMAPHORES    2
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
