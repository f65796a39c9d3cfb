/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_RTEMS_SEM_H
#define _RTEMS_RTEMS_SEM_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/object.h>
#include <rtems/rtems/options.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVALID_NAME, INVALID_ADDRESS, NOT_DEFINED (attributes), INVALID_NUMBER
 * (count), TOO_MANY, INVALID_PRIORITY (ceiling). Task context. */
rtems_status_code rtems_semaphore_create(rtems_name name, uint32_t count,
                                         rtems_attribute attribute_set,
                                         rtems_task_priority priority_ceiling, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. */
rtems_status_code rtems_semaphore_ident(rtems_name name, uint32_t node, rtems_id *id);

/* INVALID_ID, RESOURCE_IN_USE (a binary semaphore with an owner). Task context. */
rtems_status_code rtems_semaphore_delete(rtems_id id);

/* INVALID_ID, UNSATISFIED (RTEMS_NO_WAIT, or flushed), INVALID_PRIORITY (more
 * urgent than the ceiling), INCORRECT_STATE (deadlock), TIMEOUT,
 * OBJECT_WAS_DELETED. Task context; interrupt context with RTEMS_NO_WAIT for
 * counting and simple binary ones. */
rtems_status_code rtems_semaphore_obtain(rtems_id id, rtems_option option_set,
                                         rtems_interval timeout);

/* INVALID_ID, NOT_OWNER_OF_RESOURCE, UNSATISFIED (count at its maximum). Any
 * context for counting and simple binary ones, else task context. */
rtems_status_code rtems_semaphore_release(rtems_id id);

/* INVALID_ID. */
rtems_status_code rtems_semaphore_flush(rtems_id id);

/* INVALID_ADDRESS, INVALID_ID (scheduler), INVALID_ID (semaphore),
 * INVALID_PRIORITY, NOT_DEFINED (has no ceiling). */
rtems_status_code rtems_semaphore_set_priority(rtems_id semaphore_id, rtems_id scheduler_id,
                                               rtems_task_priority new_priority,
                                               rtems_task_priority *old_priority);

#ifdef __cplusplus
}
#endif
#endif
