/* SPDX-License-Identifier: BSD-2-Clause */

/* Preemption, order within a priority, time slices, and what changes them. */

#include "check.h"

#define SLICE 5u /* ticks */

static rtems_id controller;

static rtems_task mark_once(rtems_task_argument letter)
{
    mark((char)letter);
    rtems_task_exit();
}

static rtems_task mark_and_yield(rtems_task_argument letter)
{
    for (int i = 0; i < 3; i++) {
        mark((char)letter);
        (void)rtems_task_wake_after(RTEMS_YIELD_PROCESSOR);
    }
    rtems_task_exit();
}

static void test_preemption(void)
{
    rtems_mode mode;

    group("a more urgent task preempts at once");
    mark('1');
    (void)spawn("HIGH", 5, mark_once, 'H');
    mark('2');
    (void)spawn("LOW ", 200, mark_once, 'L');
    mark('3');
    pause_ticks(1);
    TRACE("1H23L");

    group("RTEMS_NO_PREEMPT holds it off");
    OK(rtems_task_mode(RTEMS_NO_PREEMPT, RTEMS_PREEMPT_MASK, &mode));
    mark('1');
    (void)spawn("HIGH", 5, mark_once, 'H');
    mark('2');
    OK(rtems_task_mode(RTEMS_PREEMPT, RTEMS_PREEMPT_MASK, &mode));
    mark('3');
    TRACE("12H3");

    group("RTEMS_NO_PREEMPT ends with a wait or a yield");
    OK(rtems_task_mode(RTEMS_NO_PREEMPT, RTEMS_PREEMPT_MASK, &mode));
    (void)spawn("HIGH", 5, mark_once, 'H');
    mark('1');
    pause_ticks(1);
    mark('2');
    (void)spawn("HIGH", 5, mark_once, 'H');
    (void)rtems_task_wake_after(RTEMS_YIELD_PROCESSOR);
    mark('3');
    OK(rtems_task_mode(RTEMS_PREEMPT, RTEMS_PREEMPT_MASK, &mode));
    TRACE("1H2H3");
}

static void test_fifo(void)
{
    rtems_task_priority old;

    group("tasks of one priority run in the order of their start");
    (void)spawn("A   ", 20, mark_and_yield, 'A');
    (void)spawn("B   ", 20, mark_and_yield, 'B');
    (void)spawn("C   ", 20, mark_and_yield, 'C');
    pause_ticks(2);
    TRACE("ABCABCABC");

    group("a new priority queues at the end");
    (void)spawn("A   ", 20, mark_once, 'A');
    (void)spawn("B   ", 30, mark_once, 'B');
    {
        rtems_id c = spawn("C   ", 40, mark_once, 'C');
        rtems_id d = spawn("D   ", 20, mark_once, 'D');

        OK(rtems_task_set_priority(c, 20, &old));
        EQUAL(40, old);
        OK(rtems_task_set_priority(d, 35, &old));
    }
    pause_ticks(2);
    TRACE("ACBD");

    group("lowering oneself lets others run");
    (void)spawn("A   ", 20, mark_once, 'A');
    mark('1');
    OK(rtems_task_set_priority(RTEMS_SELF, 30, &old));
    mark('2');
    OK(rtems_task_set_priority(RTEMS_SELF, old, &old));
    TRACE("1A2");
}

static volatile bool stop;
static volatile unsigned work[2];

static rtems_task spin(rtems_task_argument index)
{
    while (!stop)
        work[index]++;
    rtems_task_exit();
}

static void run_two(rtems_mode mode, rtems_interval ticks)
{
    stop = false;
    work[0] = 0;
    work[1] = 0;
    (void)spawn_mode("SP0 ", 20, mode, spin, 0);
    (void)spawn_mode("SP1 ", 20, mode, spin, 1);
    pause_ticks(ticks);
    stop = true;
    pause_ticks(2);
}

static void test_slices(void)
{
    unsigned more;
    unsigned less;

    group("without RTEMS_TIMESLICE the first keeps the processor");
    run_two(RTEMS_NO_TIMESLICE, 4 * SLICE);
    EXPECT(work[0] != 0);
    EQUAL(0, work[1]);

    group("RTEMS_TIMESLICE shares it");
    run_two(RTEMS_TIMESLICE, 8 * SLICE + 1);
    more = work[0] > work[1] ? work[0] : work[1];
    less = work[0] > work[1] ? work[1] : work[0];
    EXPECT(less != 0);
    /* Four slices each, and what is left of the tick at the begin. */
    EXPECT(more - less < more / 2);
}

static rtems_task sleeper(rtems_task_argument ticks)
{
    (void)rtems_task_wake_after((rtems_interval)ticks);
    mark('W');
    stop = true;
    rtems_task_exit();
}

static void test_interrupt_wakes(void)
{
    group("a task that an interrupt wakes preempts");
    stop = false;
    (void)spawn("SLEP", 15, sleeper, 3);
    (void)spawn("SPIN", 20, spin, 0);
    pause_ticks(6);
    TRACE("W");
    EXPECT(stop);
}

static rtems_task resume_controller(rtems_task_argument argument)
{
    (void)argument;
    mark('R');
    OK(rtems_task_resume(controller));
    mark('X');
    rtems_task_exit();
}

static void test_suspend_self(void)
{
    group("a task suspends itself until another resumes it");
    controller = rtems_task_self();
    (void)spawn("RESM", 20, resume_controller, 0);
    OK(rtems_task_suspend(RTEMS_SELF));
    mark('S');
    pause_ticks(1);
    TRACE("RSX");
}

/* The state of the processor's floating-point unit belongs to the task. */
static volatile double sums[2];

static rtems_task add(rtems_task_argument index)
{
    double sum = 0;

    for (unsigned i = 1; i <= 300000; i++)
        sum += 1.0 / (i + (double)index);
    sums[index] = sum;
    rtems_task_exit();
}

static void test_floating_point(void)
{
    group("floating-point state per task");
    (void)spawn_mode("FP0 ", 20, RTEMS_TIMESLICE, add, 0);
    (void)spawn_mode("FP1 ", 20, RTEMS_TIMESLICE, add, 1);
    while (sums[0] == 0 || sums[1] == 0)
        pause_ticks(5);
    EXPECT(sums[0] - sums[1] > 0.9999966 && sums[0] - sums[1] < 0.9999968);
    EXPECT(sums[0] > 13.1887 && sums[0] < 13.1888);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_preemption();
    test_fifo();
    test_slices();
    test_interrupt_wakes();
    test_suspend_self();
    test_floating_point();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_TICKS_PER_TIMESLICE   SLICE
#define CONFIGURE_MAXIMUM_TASKS         6
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
