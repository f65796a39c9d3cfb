/* SPDX-License-Identifier: BSD-2-Clause */

/* A task creates another, which prints its argument and its identifier. */

#include <rtems.h>
#include <stdio.h>
#include <stdlib.h>
#include <tmacros.h>

const char rtems_test_name[] = "SAMPLE SINGLE PROCESSOR APPLICATION";

#define ARGUMENT 0

static rtems_task Application_task(rtems_task_argument argument)
{
    rtems_id self;
    rtems_status_code status = rtems_task_ident(RTEMS_WHO_AM_I, RTEMS_SEARCH_ALL_NODES, &self);

    directive_failed(status, "rtems_task_ident");
    printf("Application task was invoked with argument (%" PRIdrtems_task_argument
           ") and has id of 0x%" PRIxrtems_id "\n",
           argument, self);
    TEST_END();
    exit(0);
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_status_code status;
    rtems_id task;

    (void)argument;
    TEST_BEGIN();
    printf("Creating and starting an application task\n");
    status = rtems_task_create(rtems_build_name('T', 'A', '1', ' '), 1, RTEMS_MINIMUM_STACK_SIZE,
                               RTEMS_INTERRUPT_LEVEL(0), RTEMS_DEFAULT_ATTRIBUTES, &task);
    directive_failed(status, "rtems_task_create");
    status = rtems_task_start(task, Application_task, ARGUMENT);
    directive_failed(status, "rtems_task_start");
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS      2
#define CONFIGURE_INITIAL_EXTENSIONS RTEMS_TEST_INITIAL_EXTENSION
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
