/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The application's configuration: CONFIGURE_* macros, defined before this
 * header is included, become a table. One source file of a program defines
 * CONFIGURE_INIT first. docs/classic.md lists the options.
 */
#ifndef _RTEMS_CONFDEFS_H
#define _RTEMS_CONFDEFS_H

#include <rtems.h>

/* Bytes that a queue takes from the workspace. */
#define CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(messages, size)                                        \
    ((messages) * (RTEMS_ALIGN_UP(size, sizeof(uintptr_t)) + sizeof(rtems_message_queue_header)))

#ifdef CONFIGURE_INIT

#if !defined(CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER) &&                                          \
    !defined(CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER) &&                                  \
    !defined(CONFIGURE_APPLICATION_NEEDS_TIMER_DRIVER)
#error "CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER or _DOES_NOT_NEED_CLOCK_DRIVER must be defined"
#endif
#if defined(CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER) &&                                           \
    defined(CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER)
#error "the clock driver can't be needed and not needed"
#endif

#ifdef CONFIGURE_UNLIMITED_OBJECTS
#ifndef CONFIGURE_UNLIMITED_ALLOCATION_SIZE
#define CONFIGURE_UNLIMITED_ALLOCATION_SIZE 8
#endif
#define _CONFIGURE_MAXIMUM_DEFAULT rtems_resource_unlimited(CONFIGURE_UNLIMITED_ALLOCATION_SIZE)
#else
#define _CONFIGURE_MAXIMUM_DEFAULT 0
#endif

#ifndef CONFIGURE_MAXIMUM_TASKS
#define CONFIGURE_MAXIMUM_TASKS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_TIMERS
#define CONFIGURE_MAXIMUM_TIMERS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_SEMAPHORES
#define CONFIGURE_MAXIMUM_SEMAPHORES _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_MESSAGE_QUEUES
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_PARTITIONS
#define CONFIGURE_MAXIMUM_PARTITIONS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_REGIONS
#define CONFIGURE_MAXIMUM_REGIONS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_PORTS
#define CONFIGURE_MAXIMUM_PORTS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_PERIODS
#define CONFIGURE_MAXIMUM_PERIODS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_BARRIERS
#define CONFIGURE_MAXIMUM_BARRIERS _CONFIGURE_MAXIMUM_DEFAULT
#endif
#ifndef CONFIGURE_MAXIMUM_USER_EXTENSIONS
#define CONFIGURE_MAXIMUM_USER_EXTENSIONS 0
#endif
#ifndef CONFIGURE_MICROSECONDS_PER_TICK
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#endif
#ifndef CONFIGURE_TICKS_PER_TIMESLICE
#define CONFIGURE_TICKS_PER_TIMESLICE 50
#endif
#ifndef CONFIGURE_MAXIMUM_PRIORITY
#define CONFIGURE_MAXIMUM_PRIORITY 255
#endif
#ifndef CONFIGURE_SCHEDULER_NAME
#define CONFIGURE_SCHEDULER_NAME rtems_build_name('U', 'P', 'D', ' ')
#endif
#ifndef CONFIGURE_MINIMUM_TASK_STACK_SIZE
#define CONFIGURE_MINIMUM_TASK_STACK_SIZE RTEMS_MINIMUM_STACK_SIZE
#endif
#ifndef CONFIGURE_IDLE_TASK_STACK_SIZE
#define CONFIGURE_IDLE_TASK_STACK_SIZE CONFIGURE_MINIMUM_TASK_STACK_SIZE
#endif
#ifndef CONFIGURE_INTERRUPT_STACK_SIZE
#define CONFIGURE_INTERRUPT_STACK_SIZE 16384
#endif
#ifndef CONFIGURE_EXTRA_TASK_STACKS
#define CONFIGURE_EXTRA_TASK_STACKS 0
#endif
#ifndef CONFIGURE_MESSAGE_BUFFER_MEMORY
#define CONFIGURE_MESSAGE_BUFFER_MEMORY 0
#endif
#ifndef CONFIGURE_MEMORY_OVERHEAD
#define CONFIGURE_MEMORY_OVERHEAD 0 /* KiB */
#endif
#ifndef CONFIGURE_IDLE_TASK_BODY
#define CONFIGURE_IDLE_TASK_BODY NULL
#endif
#ifndef CONFIGURE_TASK_STACK_ALLOCATOR
#define CONFIGURE_TASK_STACK_ALLOCATOR _RTEMS_Workspace_stack_allocate
#endif
#ifndef CONFIGURE_TASK_STACK_DEALLOCATOR
#define CONFIGURE_TASK_STACK_DEALLOCATOR _RTEMS_Workspace_stack_free
#endif
#ifndef CONFIGURE_TASK_STACK_ALLOCATOR_INIT
#define CONFIGURE_TASK_STACK_ALLOCATOR_INIT NULL
#endif

_Static_assert(CONFIGURE_MICROSECONDS_PER_TICK > 0 && 1000000 / CONFIGURE_MICROSECONDS_PER_TICK > 0,
               "CONFIGURE_MICROSECONDS_PER_TICK must be from 1 to 1000000");
_Static_assert(CONFIGURE_TICKS_PER_TIMESLICE > 0, "CONFIGURE_TICKS_PER_TIMESLICE must not be 0");
_Static_assert(CONFIGURE_MAXIMUM_PRIORITY >= 3 && CONFIGURE_MAXIMUM_PRIORITY <= 255 &&
                   ((CONFIGURE_MAXIMUM_PRIORITY) & (CONFIGURE_MAXIMUM_PRIORITY + 1)) == 0,
               "CONFIGURE_MAXIMUM_PRIORITY must be 3, 7, 15, 31, 63, 127 or 255");

#ifdef CONFIGURE_RTEMS_INIT_TASKS_TABLE

#ifndef CONFIGURE_INIT_TASK_ENTRY_POINT
#define CONFIGURE_INIT_TASK_ENTRY_POINT Init
/* The application may have declared it, perhaps as static, or may not. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wredundant-decls"
rtems_task Init(rtems_task_argument argument);
#pragma GCC diagnostic pop
#endif
#ifndef CONFIGURE_INIT_TASK_NAME
#define CONFIGURE_INIT_TASK_NAME rtems_build_name('U', 'I', '1', ' ')
#endif
#ifndef CONFIGURE_INIT_TASK_STACK_SIZE
#define CONFIGURE_INIT_TASK_STACK_SIZE CONFIGURE_MINIMUM_TASK_STACK_SIZE
#endif
#ifndef CONFIGURE_INIT_TASK_PRIORITY
#define CONFIGURE_INIT_TASK_PRIORITY 1
#endif
#ifndef CONFIGURE_INIT_TASK_ATTRIBUTES
#define CONFIGURE_INIT_TASK_ATTRIBUTES RTEMS_DEFAULT_ATTRIBUTES
#endif
#ifndef CONFIGURE_INIT_TASK_INITIAL_MODES
#define CONFIGURE_INIT_TASK_INITIAL_MODES RTEMS_DEFAULT_MODES
#endif
#ifndef CONFIGURE_INIT_TASK_ARGUMENTS
#define CONFIGURE_INIT_TASK_ARGUMENTS 0
#endif

static const rtems_initialization_tasks_table _Configuration_Init_tasks[] = {{
    .name = CONFIGURE_INIT_TASK_NAME,
    .stack_size = CONFIGURE_INIT_TASK_STACK_SIZE,
    .initial_priority = CONFIGURE_INIT_TASK_PRIORITY,
    .attribute_set = CONFIGURE_INIT_TASK_ATTRIBUTES,
    .entry_point = CONFIGURE_INIT_TASK_ENTRY_POINT,
    .mode_set = CONFIGURE_INIT_TASK_INITIAL_MODES,
    .argument = CONFIGURE_INIT_TASK_ARGUMENTS,
}};
#define _CONFIGURE_INIT_TASKS      _Configuration_Init_tasks
#define _CONFIGURE_INIT_TASK_COUNT RTEMS_ARRAY_SIZE(_Configuration_Init_tasks)
#define _CONFIGURE_INIT_TASK_STACK_MORE                                                            \
    (CONFIGURE_INIT_TASK_STACK_SIZE > CONFIGURE_MINIMUM_TASK_STACK_SIZE                            \
         ? CONFIGURE_INIT_TASK_STACK_SIZE - CONFIGURE_MINIMUM_TASK_STACK_SIZE                      \
         : 0)
#else
#error "CONFIGURE_RTEMS_INIT_TASKS_TABLE must be defined"
#endif

#ifdef CONFIGURE_STACK_CHECKER_ENABLED
#include <rtems/stackchk.h>
#ifndef CONFIGURE_STACK_CHECKER_REPORTER
#define CONFIGURE_STACK_CHECKER_REPORTER rtems_stack_checker_reporter_print_details
#endif
#else
#undef CONFIGURE_STACK_CHECKER_REPORTER
#define CONFIGURE_STACK_CHECKER_REPORTER NULL
#endif

#if defined(CONFIGURE_INITIAL_EXTENSIONS) || defined(CONFIGURE_STACK_CHECKER_ENABLED)
static const rtems_extensions_table _Configuration_Initial_extensions[] = {
#ifdef CONFIGURE_STACK_CHECKER_ENABLED
    RTEMS_STACK_CHECKER_EXTENSION,
#endif
#ifdef CONFIGURE_INITIAL_EXTENSIONS
    CONFIGURE_INITIAL_EXTENSIONS
#endif
};
#define _CONFIGURE_EXTENSIONS      _Configuration_Initial_extensions
#define _CONFIGURE_EXTENSION_COUNT RTEMS_ARRAY_SIZE(_Configuration_Initial_extensions)
#else
#define _CONFIGURE_EXTENSIONS      NULL
#define _CONFIGURE_EXTENSION_COUNT 0
#endif

#if defined(CONFIGURE_MAXIMUM_DRIVERS) || defined(CONFIGURE_APPLICATION_PREREQUISITE_DRIVERS) ||   \
    defined(CONFIGURE_APPLICATION_EXTRA_DRIVERS) ||                                                \
    defined(CONFIGURE_APPLICATION_NEEDS_NULL_DRIVER)
#ifndef CONFIGURE_MAXIMUM_DRIVERS
#define CONFIGURE_MAXIMUM_DRIVERS
#endif
/* Without a maximum there are as many places as entries; the NULL driver is a
 * free place. */
static rtems_driver_address_table _Configuration_Drivers[CONFIGURE_MAXIMUM_DRIVERS] = {
#ifdef CONFIGURE_APPLICATION_PREREQUISITE_DRIVERS
    CONFIGURE_APPLICATION_PREREQUISITE_DRIVERS,
#endif
#ifdef CONFIGURE_APPLICATION_EXTRA_DRIVERS
    CONFIGURE_APPLICATION_EXTRA_DRIVERS,
#endif
#ifdef CONFIGURE_APPLICATION_NEEDS_NULL_DRIVER
    {NULL, NULL, NULL, NULL, NULL, NULL}
#endif
};
#define _CONFIGURE_DRIVERS      _Configuration_Drivers
#define _CONFIGURE_DRIVER_COUNT RTEMS_ARRAY_SIZE(_Configuration_Drivers)
#else
#define _CONFIGURE_DRIVERS      NULL
#define _CONFIGURE_DRIVER_COUNT 0
#endif

const _RTEMS_Configuration_table _RTEMS_Configuration = {
    .api =
        {
            .maximum_tasks = CONFIGURE_MAXIMUM_TASKS,
            .maximum_timers = CONFIGURE_MAXIMUM_TIMERS,
            .maximum_semaphores = CONFIGURE_MAXIMUM_SEMAPHORES,
            .maximum_message_queues = CONFIGURE_MAXIMUM_MESSAGE_QUEUES,
            .maximum_partitions = CONFIGURE_MAXIMUM_PARTITIONS,
            .maximum_regions = CONFIGURE_MAXIMUM_REGIONS,
            .maximum_ports = CONFIGURE_MAXIMUM_PORTS,
            .maximum_periods = CONFIGURE_MAXIMUM_PERIODS,
            .maximum_barriers = CONFIGURE_MAXIMUM_BARRIERS,
            .maximum_extensions = CONFIGURE_MAXIMUM_USER_EXTENSIONS,
            .number_of_initialization_tasks = _CONFIGURE_INIT_TASK_COUNT,
            .User_initialization_tasks_table = _CONFIGURE_INIT_TASKS,
        },
    .microseconds_per_tick = CONFIGURE_MICROSECONDS_PER_TICK,
    .ticks_per_timeslice = CONFIGURE_TICKS_PER_TIMESLICE,
    .maximum_priority = CONFIGURE_MAXIMUM_PRIORITY,
    .scheduler_name = CONFIGURE_SCHEDULER_NAME,
    .minimum_task_stack_size = CONFIGURE_MINIMUM_TASK_STACK_SIZE,
    .idle_task_stack_size = CONFIGURE_IDLE_TASK_STACK_SIZE,
    .interrupt_stack_size = CONFIGURE_INTERRUPT_STACK_SIZE,
    .extra_task_stacks = (CONFIGURE_EXTRA_TASK_STACKS) + (_CONFIGURE_INIT_TASK_STACK_MORE),
    .workspace_extra = (CONFIGURE_MESSAGE_BUFFER_MEMORY) + (CONFIGURE_MEMORY_OVERHEAD)*1024u,
    .initial_extension_count = _CONFIGURE_EXTENSION_COUNT,
    .initial_extensions = _CONFIGURE_EXTENSIONS,
    .driver_count = _CONFIGURE_DRIVER_COUNT,
    .drivers = _CONFIGURE_DRIVERS,
    .stack_checker_reporter = CONFIGURE_STACK_CHECKER_REPORTER,
    .idle_task_body = CONFIGURE_IDLE_TASK_BODY,
    .stack_allocate = CONFIGURE_TASK_STACK_ALLOCATOR,
    .stack_free = CONFIGURE_TASK_STACK_DEALLOCATOR,
    .stack_initialize = CONFIGURE_TASK_STACK_ALLOCATOR_INIT,
#ifdef CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
    .clock_driver = true,
#endif
#ifdef CONFIGURE_UNIFIED_WORK_AREAS
    .unified_work_areas = true,
#endif
#ifdef CONFIGURE_ZERO_WORKSPACE_AUTOMATICALLY
    .zero_workspace = true,
#endif
};

#endif
#endif
