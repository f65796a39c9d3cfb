/* SPDX-License-Identifier: BSD-2-Clause */

/* Three tasks print the time of day every 5, 10 and 15 seconds until 35
 * seconds have passed. */

#include <rtems.h>
#include <tmacros.h>

const char rtems_test_name[] = "CLOCK TICK";

#define TASK_COUNT 3

static rtems_name names[TASK_COUNT + 1];

static rtems_task print_times(rtems_task_argument number)
{
    for (;;) {
        rtems_time_of_day time;
        rtems_status_code status = rtems_clock_get_tod(&time);

        directive_failed(status, "rtems_clock_get_tod");
        if (time.second >= 35) {
            TEST_END();
            rtems_test_exit(0);
        }
        put_name(names[number], false);
        print_time(" - rtems_clock_get_tod - ", &time, "\n");
        status = rtems_task_wake_after(number * 5 * rtems_clock_get_ticks_per_second());
        directive_failed(status, "rtems_task_wake_after");
    }
}

static void start_task(rtems_task_argument number)
{
    rtems_status_code status;
    rtems_id task;

    names[number] = rtems_build_name('T', 'A', (char)('0' + number), ' ');
    status = rtems_task_create(names[number], 1, RTEMS_MINIMUM_STACK_SIZE * 2, RTEMS_DEFAULT_MODES,
                               RTEMS_DEFAULT_ATTRIBUTES, &task);
    directive_failed(status, "rtems_task_create");
    status = rtems_task_start(task, print_times, number);
    directive_failed(status, "rtems_task_start");
}

static rtems_task Init(rtems_task_argument argument)
{
    const rtems_time_of_day begin = {.year = 1988, .month = 12, .day = 31, .hour = 9};
    rtems_status_code status;

    (void)argument;
    TEST_BEGIN();
    status = rtems_clock_set(&begin);
    directive_failed(status, "rtems_clock_set");
    for (rtems_task_argument number = 1; number <= TASK_COUNT; number++)
        start_task(number);
    rtems_task_exit();
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS      (TASK_COUNT + 1)
#define CONFIGURE_EXTRA_TASK_STACKS  (TASK_COUNT * RTEMS_MINIMUM_STACK_SIZE)
#define CONFIGURE_INITIAL_EXTENSIONS RTEMS_TEST_INITIAL_EXTENSION
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
