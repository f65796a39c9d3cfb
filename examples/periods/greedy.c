/* SPDX-License-Identifier: BSD-2-Clause */

/* Computes as long as it can: more than three seconds. */

#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>

static rtems_task Init(rtems_task_argument argument)
{
    rtems_interval end = rtems_clock_tick_later(320);

    (void)argument;
    while (rtems_clock_tick_before(end))
        ;
    printf("3.2 s are over\n");
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
