/* SPDX-License-Identifier: BSD-2-Clause */

/* The barrier manager. An automatic barrier opens when its maximum of waiters is
 * there; a manual one when it is told to. */
#ifndef _RTEMS_RTEMS_BARRIER_H
#define _RTEMS_RTEMS_BARRIER_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVALID_NAME, INVALID_ADDRESS, INVALID_NUMBER (automatic with no waiters),
 * TOO_MANY. Task context. */
rtems_status_code rtems_barrier_create(rtems_name name, rtems_attribute attribute_set,
                                       uint32_t maximum_waiters, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. Any context. */
rtems_status_code rtems_barrier_ident(rtems_name name, rtems_id *id);

/* INVALID_ID. Who waits gets OBJECT_WAS_DELETED. Task context. */
rtems_status_code rtems_barrier_delete(rtems_id id);

/* INVALID_ID, TIMEOUT, OBJECT_WAS_DELETED. The task that completes an
 * automatic barrier does not wait. Task context. */
rtems_status_code rtems_barrier_wait(rtems_id id, rtems_interval timeout);

/* INVALID_ADDRESS, INVALID_ID. *released: how many tasks waited. Any context. */
rtems_status_code rtems_barrier_release(rtems_id id, uint32_t *released);

/* INVALID_ADDRESS, INVALID_ID. Any context. */
rtems_status_code rtems_barrier_get_number_waiting(rtems_id id, uint32_t *waiting);

#ifdef __cplusplus
}
#endif
#endif
