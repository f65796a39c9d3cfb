/* SPDX-License-Identifier: BSD-2-Clause */

/* The application's configuration, as rtems/confdefs.h builds it. Any context. */
#ifndef _RTEMS_CONFIG_H
#define _RTEMS_CONFIG_H

#include <rtems/extension.h>
#include <rtems/io.h>
#include <rtems/rtems/tasks.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A maximum that grows by itself, n objects at a time. */
#define RTEMS_UNLIMITED_OBJECTS                         0x80000000u
#define rtems_resource_unlimited(resource)              ((resource) | RTEMS_UNLIMITED_OBJECTS)
#define rtems_resource_is_unlimited(resource)           (((resource)&RTEMS_UNLIMITED_OBJECTS) != 0)
#define rtems_resource_maximum_per_allocation(resource) ((resource) & ~RTEMS_UNLIMITED_OBJECTS)

typedef struct {
    uint32_t maximum_tasks;
    bool notepads_enabled;
    uint32_t maximum_timers;
    uint32_t maximum_semaphores;
    uint32_t maximum_message_queues;
    uint32_t maximum_partitions;
    uint32_t maximum_regions;
    uint32_t maximum_ports;
    uint32_t maximum_periods;
    uint32_t maximum_barriers;
    uint32_t maximum_extensions;
    uint32_t number_of_initialization_tasks;
    const rtems_initialization_tasks_table *User_initialization_tasks_table;
} rtems_api_configuration_table;

/* The POSIX API, if the program configures it. */
typedef struct {
    uint32_t maximum_threads;
    uint32_t maximum_keys;
    uint32_t maximum_message_queues;
    uint32_t maximum_semaphores; /* named ones */
    uint32_t maximum_timers;
    uint32_t maximum_queued_signals;
    size_t thread_stack_size;
    void *(*init_thread)(void *argument); /* NULL: none */
    size_t init_thread_stack_size;
    void (*initialize)(void);
    void (*start)(void); /* the initialization thread */
} _RTEMS_POSIX_Configuration;

/* Of the POSIX API's library, for the configuration. */
void _RTEMS_POSIX_Initialize(void);
void _RTEMS_POSIX_Start(void);

/* Sizes in bytes. */
typedef struct {
    rtems_api_configuration_table api;
    uint32_t microseconds_per_tick;
    uint32_t ticks_per_timeslice;
    rtems_task_priority maximum_priority;
    rtems_name scheduler_name;
    size_t minimum_task_stack_size;
    size_t task_stack_taken;         /* by the allocator for one of that size */
    uint32_t tasks_with_own_storage; /* at least; not in the workspace */
    size_t maximum_tls_size;         /* 0: as large as it is */
    size_t maximum_thread_name_size; /* with the final NUL */
    void *init_task_storage;         /* NULL: of the workspace */
    size_t init_task_storage_size;
    size_t idle_task_stack_size;
    size_t interrupt_stack_size;
    size_t extra_task_stacks;
    size_t workspace_extra; /* message buffers, overhead */
    size_t initial_extension_count;
    const rtems_extensions_table *initial_extensions;
    size_t driver_count;
    rtems_driver_address_table *drivers;
    void (*stack_checker_reporter)(const rtems_tcb *running, bool pattern_ok);
    void *(*idle_task_body)(uintptr_t); /* NULL: the executive's */
    void *(*stack_allocate)(size_t size);
    void (*stack_free)(void *stack);
    void (*stack_initialize)(size_t stack_space_size); /* or NULL */
    const _RTEMS_POSIX_Configuration *posix;           /* or NULL */
    bool clock_driver;
    bool stacks_avoid_workspace;
    bool dirty_memory;
    bool unified_work_areas;
    bool zero_workspace;
} _RTEMS_Configuration_table;

extern const _RTEMS_Configuration_table _RTEMS_Configuration;

const rtems_api_configuration_table *rtems_configuration_get_rtems_api_configuration(void);
uint32_t rtems_configuration_get_maximum_tasks(void);
uint32_t rtems_configuration_get_maximum_timers(void);
uint32_t rtems_configuration_get_maximum_semaphores(void);
uint32_t rtems_configuration_get_maximum_message_queues(void);
uint32_t rtems_configuration_get_maximum_partitions(void);
uint32_t rtems_configuration_get_maximum_regions(void);
uint32_t rtems_configuration_get_maximum_ports(void);
uint32_t rtems_configuration_get_maximum_periods(void);
uint32_t rtems_configuration_get_maximum_barriers(void);
uint32_t rtems_configuration_get_maximum_extensions(void);

/* Bytes of the workspace: stacks, message buffers, objects that grow. */
uintptr_t rtems_configuration_get_work_space_size(void);

/* Bytes of it for the stacks of tasks. */
uintptr_t rtems_configuration_get_stack_space_size(void);

/* Where stacks come from without CONFIGURE_TASK_STACK_ALLOCATOR. */
void *_RTEMS_Workspace_stack_allocate(size_t size);
void _RTEMS_Workspace_stack_free(void *stack);

#define rtems_configuration_get_microseconds_per_tick() (_RTEMS_Configuration.microseconds_per_tick)
#define rtems_configuration_get_milliseconds_per_tick()                                            \
    (rtems_configuration_get_microseconds_per_tick() / 1000)
#define rtems_configuration_get_nanoseconds_per_tick()                                             \
    (rtems_configuration_get_microseconds_per_tick() * 1000u)
#define rtems_configuration_get_ticks_per_timeslice()      (_RTEMS_Configuration.ticks_per_timeslice)
#define rtems_configuration_get_stack_allocate_hook()      (_RTEMS_Configuration.stack_allocate)
#define rtems_configuration_get_stack_free_hook()          (_RTEMS_Configuration.stack_free)
#define rtems_configuration_get_stack_allocate_init_hook() (_RTEMS_Configuration.stack_initialize)
#define rtems_configuration_get_idle_task_stack_size()     (_RTEMS_Configuration.idle_task_stack_size)
#define rtems_configuration_get_interrupt_stack_size()     (_RTEMS_Configuration.interrupt_stack_size)
#define rtems_configuration_get_maximum_processors()       1u
#define rtems_configuration_get_unified_work_area()        (_RTEMS_Configuration.unified_work_areas)
#define rtems_configuration_get_do_zero_of_workspace()     (_RTEMS_Configuration.zero_workspace)
#define rtems_configuration_get_number_of_initial_extensions()                                     \
    ((uint32_t)_RTEMS_Configuration.initial_extension_count)
#define rtems_configuration_get_user_extension_table() (_RTEMS_Configuration.initial_extensions)

const char *rtems_get_version_string(void);
const char *rtems_get_copyright_notice(void);

#ifdef __cplusplus
}
#endif
#endif
