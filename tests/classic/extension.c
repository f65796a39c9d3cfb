/* SPDX-License-Identifier: BSD-2-Clause */

/* Initial extensions: which are called, when, in which order and for whom. */

#include "check.h"

static bool refuse;
static unsigned switches;

static bool created(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    EXPECT(task != NULL);
    mark('c');
    return !refuse;
}

static bool created_second(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('C');
    return true;
}

static void started(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('s');
}

static void restarted(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('r');
}

static void deleted(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('d');
}

static void deleted_second(rtems_tcb *executing, rtems_tcb *task)
{
    (void)executing;
    (void)task;
    mark('D');
}

static void begun(rtems_tcb *task)
{
    (void)task;
    mark('b');
}

static void terminated(rtems_tcb *task)
{
    (void)task;
    mark('t');
}

static void switched(rtems_tcb *executing, rtems_tcb *heir)
{
    (void)executing;
    EXPECT(heir != NULL);
    switches++;
}

static rtems_task run(rtems_task_argument argument)
{
    mark((char)argument);
    if (argument == '1')
        (void)rtems_task_wake_after(1000000);
    rtems_task_exit();
}

static void test_life(void)
{
    rtems_id task;

    group("extensions of a task's life");
    trace_reset();
    OK(rtems_task_create(NAME("TASK"), 2, 0, 0, 0, &task));
    TRACE("cC");
    OK(rtems_task_start(task, run, '1'));
    TRACE("sb1");
    OK(rtems_task_restart(task, '2'));
    TRACE("rb2tDd");
}

static void test_refusal(void)
{
    rtems_id task;

    group("a create extension refuses");
    refuse = true;
    for (int i = 0; i < 10; i++)
        STATUS(RTEMS_UNSATISFIED, rtems_task_create(NAME("TASK"), 2, 0, 0, 0, &task));
    refuse = false;
    trace_reset();
    OK(rtems_task_create(NAME("TASK"), 2, 0, 0, 0, &task));
    OK(rtems_task_delete(task));
    TRACE("cCDd");
}

static void test_switch(void)
{
    unsigned before;

    group("the switch extension sees each switch");
    before = switches;
    (void)spawn("TASK", 2, run, '2'); /* runs at once and ends: there and back */
    EQUAL(before + 2, switches);
    (void)rtems_task_wake_after(2); /* the idle task, and back */
    EQUAL(before + 4, switches);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_life();
    test_refusal();
    test_switch();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_INITIAL_EXTENSIONS                                                               \
    {.thread_create = created,                                                                     \
     .thread_start = started,                                                                      \
     .thread_restart = restarted,                                                                  \
     .thread_delete = deleted,                                                                     \
     .thread_begin = begun,                                                                        \
     .thread_terminate = terminated,                                                               \
     .thread_switch = switched},                                                                   \
    {                                                                                              \
        .thread_create = created_second, .thread_delete = deleted_second                           \
    }
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
