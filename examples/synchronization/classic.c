/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * RTEMS Classic API: a binary semaphore with priority inheritance. Its holder
 * has its own priority until someone more urgent waits for it.
 */

#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>

#define LOW    30
#define MIDDLE 20
#define HIGH   10

static rtems_id lock;

static rtems_task_priority my_priority(void)
{
    rtems_task_priority priority;

    (void)rtems_task_set_priority(RTEMS_SELF, RTEMS_CURRENT_PRIORITY, &priority);
    return priority;
}

static void work_for(rtems_interval ticks)
{
    rtems_interval end = rtems_clock_tick_later(ticks);

    while (rtems_clock_tick_before(end))
        ;
}

static rtems_task hold(rtems_task_argument argument)
{
    (void)argument;
    (void)rtems_semaphore_obtain(lock, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    printf("low: holds the lock, priority %u\n", (unsigned)my_priority());
    work_for(8);
    printf("low: gives it back, priority %u\n", (unsigned)my_priority());
    (void)rtems_semaphore_release(lock);
    printf("low: priority %u\n", (unsigned)my_priority());
    exit(0);
}

static rtems_task disturb(rtems_task_argument argument)
{
    (void)argument;
    (void)rtems_task_wake_after(6);
    printf("middle: works for 10 ticks\n");
    work_for(10);
    printf("middle: is ready\n");
    rtems_task_exit();
}

static rtems_task wait(rtems_task_argument argument)
{
    (void)argument;
    (void)rtems_task_wake_after(4);
    printf("high: wants the lock\n");
    (void)rtems_semaphore_obtain(lock, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    printf("high: has the lock, before middle could begin\n");
    (void)rtems_semaphore_release(lock);
    rtems_task_exit();
}

static void start(rtems_name name, rtems_task_priority priority, rtems_task_entry entry)
{
    rtems_id id;

    (void)rtems_task_create(name, priority, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                            RTEMS_DEFAULT_ATTRIBUTES, &id);
    (void)rtems_task_start(id, entry, 0);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    (void)rtems_semaphore_create(rtems_build_name('L', 'O', 'C', 'K'), 1,
                                 RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_INHERIT_PRIORITY,
                                 0, &lock);
    start(rtems_build_name('L', 'O', 'W', ' '), LOW, hold);
    start(rtems_build_name('M', 'I', 'D', ' '), MIDDLE, disturb);
    start(rtems_build_name('H', 'I', 'G', 'H'), HIGH, wait);
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         4
#define CONFIGURE_MAXIMUM_SEMAPHORES    1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
