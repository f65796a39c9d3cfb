/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Fatal errors. Each run is about one, which the partition's argument names;
 * the fatal extension sees it and ends the partition.
 */

#include "check.h"
#include <bsp.h>
#include <rtems/bspIo.h>

static rtems_fatal_source expected_source;
static rtems_fatal_code expected_code;
static const char *name;

static void check_fatal(rtems_fatal_source source, bool always_set_to_false, rtems_fatal_code code)
{
    bool good = source == expected_source && code == expected_code && !always_set_to_false;

    if (good)
        printk("ok fatal: %s\n", name);
    else
        printk("not ok fatal: %s: source %s, code %lu\n", name, rtems_fatal_source_text(source),
               (unsigned long)code);
    printk("fatal.c (%s): %d passed, %d failed\n", name, good, !good);
    _CPU_Virtual_exec_stop_error(good ? 0 : 1);
}

static void expect(rtems_fatal_source source, rtems_fatal_code code)
{
    expected_source = source;
    expected_code = code;
}

static void error_occurred(void)
{
    expect(INTERNAL_ERROR_RTEMS_API, 0x1234);
    rtems_fatal_error_occurred(0x1234);
}

static void fatal(void)
{
    expect(RTEMS_FATAL_SOURCE_APPLICATION, 99);
    rtems_fatal(RTEMS_FATAL_SOURCE_APPLICATION, 99);
}

static void panic(void)
{
    static const char format[] = "panic: %s %d\n";

    expect(RTEMS_FATAL_SOURCE_PANIC, (uintptr_t)format);
    rtems_panic(format, "number", 1);
}

static void shutdown(void)
{
    expect(RTEMS_FATAL_SOURCE_EXIT, 7);
    rtems_shutdown_executive(7);
}

static void exit_status(void)
{
    expect(RTEMS_FATAL_SOURCE_EXIT, 3);
    exit(3);
}

static void task_returns(void)
{
    expect(INTERNAL_ERROR_CORE, INTERNAL_ERROR_THREAD_EXITTED);
}

static void wait_in_interrupt(rtems_id timer, void *argument)
{
    (void)timer;
    (void)argument;
    (void)rtems_task_wake_after(1);
}

static void blocking_in_interrupt(void)
{
    rtems_id timer;

    expect(INTERNAL_ERROR_CORE, INTERNAL_ERROR_BAD_THREAD_DISPATCH_DISABLE_LEVEL);
    (void)rtems_timer_create(rtems_build_name('T', 'I', 'M', 'R'), &timer);
    (void)rtems_timer_fire_after(timer, 1, wait_in_interrupt, NULL);
    (void)rtems_task_wake_after(10);
}

static void double_free(void)
{
    void *volatile memory = malloc(100); /* the compiler drops unused pairs */

    expect(RTEMS_FATAL_SOURCE_INVALID_HEAP_FREE, (uintptr_t)memory);
    free(memory);
    free(memory);
}

static void delete_owner(void)
{
    rtems_id mutex;

    expect(INTERNAL_ERROR_CORE, INTERNAL_ERROR_RESOURCE_IN_USE);
    (void)rtems_semaphore_create(rtems_build_name('M', 'U', 'T', 'X'), 0, RTEMS_BINARY_SEMAPHORE, 0,
                                 &mutex);
    rtems_task_exit();
}

static const struct {
    const char *name;
    void (*run)(void);
} cases[] = {
    {"rtems_fatal_error_occurred", error_occurred},
    {"rtems_fatal", fatal},
    {"rtems_panic", panic},
    {"rtems_shutdown_executive", shutdown},
    {"exit", exit_status},
    {"a task returns", task_returns},
    {"blocking in an interrupt", blocking_in_interrupt},
    {"double free", double_free},
    {"deleting the owner of a mutex", delete_owner},
};

static rtems_task Init(rtems_task_argument argument)
{
    _Partition_Virtual_Identity self;

    (void)argument;
    _Partition_Virtual_Get_identity(&self);
    name = self.argument;
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(cases); i++) {
        if (strcmp(self.argument, cases[i].name) == 0) {
            cases[i].run();
            return;
        }
    }
    printk("not ok fatal: no case \"%s\"\n", self.argument);
    _CPU_Virtual_exec_stop_error(1);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MAXIMUM_TASKS      1
#define CONFIGURE_MAXIMUM_TIMERS     1
#define CONFIGURE_MAXIMUM_SEMAPHORES 1
#define CONFIGURE_INITIAL_EXTENSIONS                                                               \
    {                                                                                              \
        .fatal = check_fatal                                                                       \
    }
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
