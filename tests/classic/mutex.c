/* SPDX-License-Identifier: BSD-2-Clause */

/* Binary semaphores as mutexes: ownership, nesting, inheritance, ceilings. */

#include "check.h"

#define INHERIT (RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_INHERIT_PRIORITY)
#define CEILING (RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_PRIORITY_CEILING)

static rtems_id mutexes[3];
static rtems_status_code result;

static void create(unsigned index, rtems_attribute attributes, rtems_task_priority ceiling)
{
    OK(rtems_semaphore_create(NAME("MUTX"), 1, attributes, ceiling, &mutexes[index]));
}

static void delete (unsigned index)
{
    OK(rtems_semaphore_delete(mutexes[index]));
}

static void lock(unsigned index)
{
    OK(rtems_semaphore_obtain(mutexes[index], RTEMS_WAIT, RTEMS_NO_TIMEOUT));
}

static void unlock(unsigned index)
{
    OK(rtems_semaphore_release(mutexes[index]));
}

static rtems_task release_foreign(rtems_task_argument index)
{
    result = rtems_semaphore_release(mutexes[index]);
    rtems_task_exit();
}

static rtems_task lock_and_exit(rtems_task_argument index)
{
    lock((unsigned)index);
    mark((char)('0' + index));
    unlock((unsigned)index);
    rtems_task_exit();
}

static rtems_task lock_timed(rtems_task_argument index)
{
    result = rtems_semaphore_obtain(mutexes[index], RTEMS_WAIT, 3);
    rtems_task_exit();
}

static void test_ownership(rtems_attribute attributes, const char *name)
{
    group(name);
    create(0, attributes, 5);
    lock(0);
    lock(0);
    (void)spawn("FORN", 5, release_foreign, 0);
    STATUS(RTEMS_NOT_OWNER_OF_RESOURCE, result);
    unlock(0);
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_semaphore_delete(mutexes[0]));
    unlock(0);
    STATUS(RTEMS_NOT_OWNER_OF_RESOURCE, rtems_semaphore_release(mutexes[0]));
    delete (0);
}

static void test_inheritance(void)
{
    rtems_task_priority old;
    rtems_id waiter;

    group("inheritance: the owner gets the waiter's priority and loses it");
    create(0, INHERIT, 0);
    lock(0);
    waiter = spawn("WAIT", 5, lock_and_exit, 0);
    EQUAL(5, priority_of(RTEMS_SELF));
    OK(rtems_task_set_priority(waiter, 3, &old));
    EQUAL(3, priority_of(RTEMS_SELF));
    OK(rtems_task_set_priority(waiter, 8, &old));
    EQUAL(8, priority_of(RTEMS_SELF));
    unlock(0);
    TRACE("0");
    EQUAL(10, priority_of(RTEMS_SELF));

    group("inheritance ends with the waiter's timeout");
    lock(0);
    (void)spawn("WAIT", 5, lock_timed, 0);
    EQUAL(5, priority_of(RTEMS_SELF));
    pause_ticks(5);
    STATUS(RTEMS_TIMEOUT, result);
    EQUAL(10, priority_of(RTEMS_SELF));
    unlock(0);

    group("inheritance ends with the waiter's deletion");
    lock(0);
    waiter = spawn("WAIT", 5, lock_and_exit, 0);
    EQUAL(5, priority_of(RTEMS_SELF));
    OK(rtems_task_delete(waiter));
    EQUAL(10, priority_of(RTEMS_SELF));

    group("own priority below an inherited one");
    waiter = spawn("WAIT", 5, lock_and_exit, 0);
    OK(rtems_task_set_priority(RTEMS_SELF, 12, &old));
    EQUAL(5, priority_of(RTEMS_SELF));
    unlock(0);
    EQUAL(12, priority_of(RTEMS_SELF));
    OK(rtems_task_set_priority(RTEMS_SELF, 10, &old));
    trace_reset();
    delete (0);
}

static void test_two_mutexes(void)
{
    group("the most urgent waiter of several mutexes counts");
    create(0, INHERIT, 0);
    create(1, INHERIT, 0);
    lock(0);
    lock(1);
    (void)spawn("W0  ", 7, lock_and_exit, 0);
    (void)spawn("W1  ", 5, lock_and_exit, 1);
    EQUAL(5, priority_of(RTEMS_SELF));
    unlock(1);
    EQUAL(7, priority_of(RTEMS_SELF));
    TRACE("1");
    unlock(0);
    EQUAL(10, priority_of(RTEMS_SELF));
    TRACE("0");

    group("release in the other order");
    lock(0);
    lock(1);
    (void)spawn("W0  ", 7, lock_and_exit, 0);
    (void)spawn("W1  ", 5, lock_and_exit, 1);
    unlock(0);
    EQUAL(5, priority_of(RTEMS_SELF));
    unlock(1);
    EQUAL(10, priority_of(RTEMS_SELF));
    TRACE("10");
    delete (0);
    delete (1);
}

/* Owns mutex index and waits for index - 1. */
static rtems_task link_of_chain(rtems_task_argument index)
{
    lock((unsigned)index);
    lock((unsigned)index - 1);
    mark((char)('0' + index));
    unlock((unsigned)index - 1);
    unlock((unsigned)index);
    rtems_task_exit();
}

static void test_transitive(void)
{
    rtems_id first;
    rtems_id second;

    group("inheritance along a chain of owners");
    for (unsigned i = 0; i < 3; i++)
        create(i, INHERIT, 0);
    lock(0);
    first = spawn("C1  ", 9, link_of_chain, 1);
    second = spawn("C2  ", 8, link_of_chain, 2);
    EQUAL(8, priority_of(first));
    EQUAL(8, priority_of(RTEMS_SELF));
    (void)spawn("TOP ", 3, lock_and_exit, 2);
    EQUAL(3, priority_of(second));
    EQUAL(3, priority_of(first));
    EQUAL(3, priority_of(RTEMS_SELF));
    unlock(0);
    TRACE("122");
    EQUAL(10, priority_of(RTEMS_SELF));
    for (unsigned i = 0; i < 3; i++)
        delete (i);
}

static rtems_task close_the_circle(rtems_task_argument argument)
{
    (void)argument;
    lock(1);
    lock(0);
    unlock(0);
    unlock(1);
    mark('C');
    rtems_task_exit();
}

static void test_deadlock(void)
{
    group("a deadlock is refused");
    create(0, INHERIT, 0);
    create(1, INHERIT, 0);
    lock(0);
    (void)spawn("CIRC", 5, close_the_circle, 0);
    STATUS(RTEMS_INCORRECT_STATE, rtems_semaphore_obtain(mutexes[1], RTEMS_WAIT, RTEMS_NO_TIMEOUT));
    STATUS(RTEMS_UNSATISFIED, rtems_semaphore_obtain(mutexes[1], RTEMS_NO_WAIT, 0));
    unlock(0);
    TRACE("C");
    delete (0);
    delete (1);
}

static void test_ceiling(void)
{
    rtems_task_priority old;

    group("ceiling");
    create(0, CEILING, 4);
    lock(0);
    EQUAL(4, priority_of(RTEMS_SELF));
    lock(0);
    unlock(0);
    EQUAL(4, priority_of(RTEMS_SELF));
    unlock(0);
    EQUAL(10, priority_of(RTEMS_SELF));
    OK(rtems_task_set_priority(RTEMS_SELF, 3, &old));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_semaphore_obtain(mutexes[0], RTEMS_WAIT, 0));
    OK(rtems_task_set_priority(RTEMS_SELF, 10, &old));
    delete (0);
}

static void test_set_priority(void)
{
    rtems_task_priority old = 0;
    rtems_id scheduler;

    group("semaphore_set_priority");
    OK(rtems_scheduler_ident_by_processor(0, &scheduler));
    create(0, CEILING, 6);
    create(1, INHERIT, 0);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_semaphore_set_priority(mutexes[0], scheduler, 5, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_set_priority(mutexes[0], 0, 5, &old));
    STATUS(RTEMS_INVALID_ID, rtems_semaphore_set_priority(BAD_ID, scheduler, 5, &old));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_semaphore_set_priority(mutexes[0], scheduler, 256, &old));
    STATUS(RTEMS_NOT_DEFINED, rtems_semaphore_set_priority(mutexes[1], scheduler, 5, &old));
    OK(rtems_semaphore_set_priority(mutexes[0], scheduler, RTEMS_CURRENT_PRIORITY, &old));
    EQUAL(6, old);
    lock(0);
    EQUAL(6, priority_of(RTEMS_SELF));
    OK(rtems_semaphore_set_priority(mutexes[0], scheduler, 5, &old));
    EQUAL(6, old);
    EQUAL(5, priority_of(RTEMS_SELF));
    unlock(0);
    EQUAL(10, priority_of(RTEMS_SELF));
    delete (0);
    delete (1);
}

static void test_inversion(void)
{
    group("no priority inversion");
    create(0, INHERIT, 0);
    lock(0);
    (void)spawn("HIGH", 3, lock_and_exit, 0);
    /* Less urgent than the waiter: must not come before it. */
    (void)spawn("MID ", 6, lock_and_exit, 0);
    mark('L');
    unlock(0);
    TRACE("L00");
    delete (0);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_ownership(RTEMS_BINARY_SEMAPHORE, "ownership, no protocol");
    test_ownership(INHERIT, "ownership, inheritance");
    test_ownership(CEILING, "ownership, ceiling");
    test_inheritance();
    test_two_mutexes();
    test_transitive();
    test_deadlock();
    test_ceiling();
    test_set_priority();
    test_inversion();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         4
#define CONFIGURE_MAXIMUM_SEMAPHORES    3
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
