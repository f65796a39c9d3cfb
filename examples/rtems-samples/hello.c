/* SPDX-License-Identifier: BSD-2-Clause */

/* One task that prints, without a clock. */

#include <rtems.h>
#include <stdio.h>
#include <tmacros.h>

const char rtems_test_name[] = "HELLO WORLD";

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    rtems_print_printer_fprintf_putc(&rtems_test_printer);
    TEST_BEGIN();
    printf("Hello World\n");
    TEST_END();
    rtems_test_exit(0);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS        1
#define CONFIGURE_INIT_TASK_ATTRIBUTES RTEMS_FLOATING_POINT
#define CONFIGURE_INITIAL_EXTENSIONS   RTEMS_TEST_INITIAL_EXTENSION
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
