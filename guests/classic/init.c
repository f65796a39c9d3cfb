/* SPDX-License-Identifier: BSD-2-Clause */

/* Configuration and start. */

#include "classic.h"
#include <rtems/version.h>
#include "executive/tls.h"
#include "partition.h"
#include "virtualizationlayerbsp.h"

char *classic_interrupt_stack;

const rtems_api_configuration_table *rtems_configuration_get_rtems_api_configuration(void)
{
    return &_RTEMS_Configuration.api;
}

uint32_t rtems_configuration_get_maximum_tasks(void)
{
    return _RTEMS_Configuration.api.maximum_tasks;
}

uint32_t rtems_configuration_get_maximum_timers(void)
{
    return _RTEMS_Configuration.api.maximum_timers;
}

uint32_t rtems_configuration_get_maximum_semaphores(void)
{
    return _RTEMS_Configuration.api.maximum_semaphores;
}

uint32_t rtems_configuration_get_maximum_message_queues(void)
{
    return _RTEMS_Configuration.api.maximum_message_queues;
}

uint32_t rtems_configuration_get_maximum_partitions(void)
{
    return _RTEMS_Configuration.api.maximum_partitions;
}

uint32_t rtems_configuration_get_maximum_regions(void)
{
    return _RTEMS_Configuration.api.maximum_regions;
}

uint32_t rtems_configuration_get_maximum_ports(void)
{
    return _RTEMS_Configuration.api.maximum_ports;
}

uint32_t rtems_configuration_get_maximum_periods(void)
{
    return _RTEMS_Configuration.api.maximum_periods;
}

uint32_t rtems_configuration_get_maximum_barriers(void)
{
    return _RTEMS_Configuration.api.maximum_barriers;
}

uint32_t rtems_configuration_get_maximum_extensions(void)
{
    return _RTEMS_Configuration.api.maximum_extensions;
}

const char *rtems_version(void)
{
    return RTEMS_VERSION;
}

int rtems_version_major(void)
{
    return __RTEMS_MAJOR__;
}

int rtems_version_minor(void)
{
    return __RTEMS_MINOR__;
}

int rtems_version_revision(void)
{
    return __RTEMS_REVISION__;
}

const char *rtems_version_control_key(void)
{
    return "";
}

const char *rtems_board_support_package(void)
{
    return "partition";
}

const char *rtems_get_version_string(void)
{
    return RTEMS_VERSION;
}

const char *rtems_get_copyright_notice(void)
{
    return "Bulkhead's executive with the RTEMS Classic API, BSD-2-Clause";
}

bool _Thread_Dispatch_is_enabled(void)
{
    return exec_processor.dispatch_disabled == 0;
}

static void user_idle_body(struct exec_thread *self)
{
    (void)self;
    (void)_RTEMS_Configuration.idle_task_body(0);
}

static void initialize_threads(void)
{
    size_t idle_size = _RTEMS_Configuration.idle_task_stack_size;
    size_t interrupt_size = _RTEMS_Configuration.interrupt_stack_size;

    classic_interrupt_stack = classic_boot_memory(interrupt_size);
    exec_interrupt_initialize(classic_interrupt_stack, interrupt_size);
    exec_initialize(classic_idle_task_create(), classic_boot_memory(idle_size), idle_size,
                    _RTEMS_Configuration.idle_task_body == NULL ? NULL : user_idle_body);
}

static void initialize_objects(void)
{
    const rtems_api_configuration_table *api = &_RTEMS_Configuration.api;

    classic_class_initialize(&classic_task_class, api->maximum_tasks);
    classic_class_initialize(&classic_timer_class, api->maximum_timers);
    classic_class_initialize(&classic_semaphore_class, api->maximum_semaphores);
    classic_class_initialize(&classic_message_queue_class, api->maximum_message_queues);
    classic_class_initialize(&classic_partition_class, api->maximum_partitions);
    classic_class_initialize(&classic_region_class, api->maximum_regions);
    classic_class_initialize(&classic_port_class, api->maximum_ports);
    classic_class_initialize(&classic_period_class, api->maximum_periods);
    classic_class_initialize(&classic_extension_class, api->maximum_extensions);
    classic_class_initialize(&classic_barrier_class, api->maximum_barriers);
}

/* The task that CONFIGURE_INIT_TASK_CONSTRUCT_STORAGE_SIZE gives storage to. */
static void construct_initialization_task(const rtems_initialization_tasks_table *init)
{
    const rtems_task_config config = {
        .name = init->name,
        .initial_priority = init->initial_priority,
        .storage_area = _RTEMS_Configuration.init_task_storage,
        .storage_size = _RTEMS_Configuration.init_task_storage_size,
        .maximum_thread_local_storage_size = SIZE_MAX,
        .initial_modes = init->mode_set,
        .attributes = init->attribute_set,
    };
    rtems_id id;

    if (rtems_task_construct(&config, &id) != RTEMS_SUCCESSFUL ||
        rtems_task_start(id, init->entry_point, init->argument) != RTEMS_SUCCESSFUL)
        rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_RTEMS_INIT_TASK_CONSTRUCT_FAILED);
}

static void create_initialization_tasks(void)
{
    const rtems_api_configuration_table *api = &_RTEMS_Configuration.api;

    for (uint32_t i = 0; i < api->number_of_initialization_tasks; i++) {
        const rtems_initialization_tasks_table *init = &api->User_initialization_tasks_table[i];
        rtems_id id;

        if (_RTEMS_Configuration.init_task_storage != NULL) {
            construct_initialization_task(init);
            continue;
        }
        if (rtems_task_create(init->name, init->initial_priority, init->stack_size, init->mode_set,
                              init->attribute_set, &id) != RTEMS_SUCCESSFUL ||
            rtems_task_start(id, init->entry_point, init->argument) != RTEMS_SUCCESSFUL)
            rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_RTEMS_INIT_TASK_CREATE_FAILED);
    }
}

void rtems_initialize_executive(void)
{
    (void)_CPU_Virtual_Interrupts_disable();
    (void)_BSP_Virtual_Console_init();
    classic_memory_initialize();
    initialize_threads();
    initialize_objects();
    classic_extensions_initialize();
    if (_RTEMS_Configuration.maximum_tls_size != 0 &&
        exec_tls_size() > _RTEMS_Configuration.maximum_tls_size)
        rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_TOO_LARGE_TLS_SIZE);
    if (_RTEMS_Configuration.posix != NULL)
        _RTEMS_Configuration.posix->initialize();
    classic_heaps_initialize();
    if (!classic_clock_initialize())
        rtems_fatal(RTEMS_FATAL_SOURCE_BSP, 0);
    if (_RTEMS_Configuration.stack_initialize != NULL)
        _RTEMS_Configuration.stack_initialize(rtems_configuration_get_stack_space_size());
    classic_drivers_initialize();
    create_initialization_tasks();
    if (_RTEMS_Configuration.posix != NULL)
        _RTEMS_Configuration.posix->start();
    (void)_Partition_Virtual_Set_mode(_PARTITION_NORMAL);
    exec_run();
}

int main(void)
{
    rtems_initialize_executive();
}
