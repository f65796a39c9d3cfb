/* SPDX-License-Identifier: BSD-2-Clause */

/* The task manager. id: RTEMS_SELF is the calling task. */
#ifndef _RTEMS_RTEMS_TASKS_H
#define _RTEMS_RTEMS_TASKS_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/modes.h>
#include <rtems/rtems/object.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uintptr_t rtems_task_argument;
typedef void rtems_task;
typedef rtems_task (*rtems_task_entry)(rtems_task_argument);

#define RTEMS_SELF                          0u
#define RTEMS_CURRENT_PRIORITY              0u
#define RTEMS_NO_PRIORITY                   RTEMS_CURRENT_PRIORITY
#define RTEMS_MINIMUM_PRIORITY              1u
#define RTEMS_MAXIMUM_PRIORITY              _RTEMS_Maximum_priority()
#define RTEMS_MINIMUM_STACK_SIZE            8192u
#define RTEMS_CONFIGURED_MINIMUM_STACK_SIZE 0u
#define RTEMS_YIELD_PROCESSOR               RTEMS_NO_TIMEOUT

rtems_task_priority _RTEMS_Maximum_priority(void);

/* Memory for rtems_task_construct(): stacks need no more than their size. */
#define RTEMS_TASK_STORAGE_ALIGNMENT              16
#define RTEMS_TASK_STORAGE_SIZE(size, attributes) (size)

typedef struct {
    rtems_name name;
    size_t stack_size;
    rtems_task_priority initial_priority;
    rtems_attribute attribute_set;
    rtems_task_entry entry_point;
    rtems_mode mode_set;
    rtems_task_argument argument;
} rtems_initialization_tasks_table;

typedef struct {
    rtems_name name;
    rtems_task_priority initial_priority;
    void *storage_area;
    size_t storage_size;
    size_t maximum_thread_local_storage_size;
    void (*storage_free)(void *storage); /* or NULL */
    rtems_mode initial_modes;
    rtems_attribute attributes;
} rtems_task_config;

typedef struct _Thread_Control rtems_tcb;
typedef bool (*rtems_task_visitor)(rtems_tcb *tcb, void *argument);

/* INVALID_NAME, INVALID_ADDRESS, INVALID_PRIORITY, TOO_MANY, UNSATISFIED (no
 * memory for the stack, or a create extension refused). Task context. */
rtems_status_code rtems_task_create(rtems_name name, rtems_task_priority initial_priority,
                                    size_t stack_size, rtems_mode initial_modes,
                                    rtems_attribute attribute_set, rtems_id *id);

/* INVALID_ADDRESS (config), INVALID_NAME, INVALID_ADDRESS (id),
 * INVALID_PRIORITY, TOO_MANY, INVALID_SIZE (storage), UNSATISFIED. Task
 * context. */
rtems_status_code rtems_task_construct(const rtems_task_config *config, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. RTEMS_WHO_AM_I: the calling task. */
rtems_status_code rtems_task_ident(rtems_name name, uint32_t node, rtems_id *id);

rtems_id rtems_task_self(void);

/* INVALID_ADDRESS, INVALID_ID, INCORRECT_STATE (not dormant). */
rtems_status_code rtems_task_start(rtems_id id, rtems_task_entry entry_point,
                                   rtems_task_argument argument);

/* INVALID_ID, INCORRECT_STATE (never started). Does not return on success if
 * it is the calling task. */
rtems_status_code rtems_task_restart(rtems_id id, rtems_task_argument argument);

/* INVALID_ID, CALLED_FROM_ISR. Does not return if it is the calling task. */
rtems_status_code rtems_task_delete(rtems_id id);

void rtems_task_exit(void) RTEMS_NO_RETURN;

/* INVALID_ID, ALREADY_SUSPENDED. */
rtems_status_code rtems_task_suspend(rtems_id id);

/* INVALID_ID, INCORRECT_STATE (not suspended). */
rtems_status_code rtems_task_resume(rtems_id id);

/* INVALID_ID, ALREADY_SUSPENDED; SUCCESSFUL: it is not suspended. */
rtems_status_code rtems_task_is_suspended(rtems_id id);

/* INVALID_ADDRESS, INVALID_ID, INVALID_PRIORITY. RTEMS_CURRENT_PRIORITY asks only. */
rtems_status_code rtems_task_set_priority(rtems_id id, rtems_task_priority new_priority,
                                          rtems_task_priority *old_priority);

/* INVALID_ADDRESS, INVALID_ID (scheduler), INVALID_ID (task). */
rtems_status_code rtems_task_get_priority(rtems_id task_id, rtems_id scheduler_id,
                                          rtems_task_priority *priority);

/* INVALID_ADDRESS. Task context. */
rtems_status_code rtems_task_mode(rtems_mode mode_set, rtems_mode mask,
                                  rtems_mode *previous_mode_set);

/* 0 ticks yield the processor. Task context. */
rtems_status_code rtems_task_wake_after(rtems_interval ticks);

/* NOT_DEFINED (no time of day), INVALID_ADDRESS, INVALID_CLOCK (no date, or
 * not in the future). Task context. */
rtems_status_code rtems_task_wake_when(const rtems_time_of_day *time_buffer);

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_task_get_scheduler(rtems_id task_id, rtems_id *scheduler_id);

/* INVALID_ID (scheduler), INVALID_PRIORITY, INVALID_ID (task), RESOURCE_IN_USE. */
rtems_status_code rtems_task_set_scheduler(rtems_id task_id, rtems_id scheduler_id,
                                           rtems_task_priority priority);

/* INVALID_ADDRESS, INVALID_ID, INVALID_SIZE. */
rtems_status_code rtems_task_get_affinity(rtems_id id, size_t cpusetsize, cpu_set_t *cpuset);

/* INVALID_ADDRESS, INVALID_ID, INVALID_NUMBER. */
rtems_status_code rtems_task_set_affinity(rtems_id id, size_t cpusetsize, const cpu_set_t *cpuset);

/* Calls the visitor for each task until it returns true. Task context. */
void rtems_task_iterate(rtems_task_visitor visitor, void *argument);

#ifdef __cplusplus
}
#endif
#endif
