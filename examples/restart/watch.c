/* SPDX-License-Identifier: BSD-2-Clause */

/* Looks at its windows: they begin every 10 ms, whatever becomes of the others. */

#include <partition.h>
#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>

#define FRAME   10000000u
#define WINDOWS 20u

static rtems_task Init(rtems_task_argument argument)
{
    _Partition_Virtual_Window window;
    uint64_t first;
    unsigned late = 0;

    (void)argument;
    _Partition_Virtual_Get_window(&window);
    first = window.start;
    for (unsigned i = 1; i <= WINDOWS; i++) {
        /* A tick is a major frame: this is where the next window begins. */
        (void)rtems_task_wake_after(1);
        _Partition_Virtual_Get_window(&window);
        late += window.start != first + (uint64_t)i * FRAME;
    }
    printf("%u windows, %u of them not when they should be\n", WINDOWS, late);
    exit(late == 0 ? 0 : 1);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
