/* SPDX-License-Identifier: BSD-2-Clause */

/* The scheduler manager: one scheduler over one processor. Any context. */
#ifndef _RTEMS_RTEMS_SCHEDULER_H
#define _RTEMS_RTEMS_SCHEDULER_H

#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVALID_ADDRESS, INVALID_NAME. The scheduler's name is "UPD " unless
 * CONFIGURE_SCHEDULER_NAME gives another. */
rtems_status_code rtems_scheduler_ident(rtems_name name, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME (no such processor). */
rtems_status_code rtems_scheduler_ident_by_processor(uint32_t cpu_index, rtems_id *id);

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_scheduler_get_maximum_priority(rtems_id scheduler_id,
                                                       rtems_task_priority *priority);

/* INVALID_ADDRESS, INVALID_SIZE, INVALID_NAME (no processor of the set). */
rtems_status_code rtems_scheduler_ident_by_processor_set(size_t cpusetsize, const cpu_set_t *cpuset,
                                                         rtems_id *id);

/* Between Classic priorities and those of POSIX, which count the other way.
 * INVALID_ADDRESS, INVALID_ID, INVALID_PRIORITY. */
rtems_status_code rtems_scheduler_map_priority_from_posix(rtems_id scheduler_id, int posix_priority,
                                                          rtems_task_priority *priority);
rtems_status_code rtems_scheduler_map_priority_to_posix(rtems_id scheduler_id,
                                                        rtems_task_priority priority,
                                                        int *posix_priority);

/* INVALID_ADDRESS, INVALID_ID, INVALID_SIZE. */
rtems_status_code rtems_scheduler_get_processor_set(rtems_id scheduler_id, size_t cpusetsize,
                                                    cpu_set_t *cpuset);

/* The one processor stays: INVALID_ID, NOT_CONFIGURED (no such processor),
 * RESOURCE_IN_USE. */
rtems_status_code rtems_scheduler_add_processor(rtems_id scheduler_id, uint32_t cpu_index);

/* INVALID_ID, INVALID_NUMBER (no such processor), RESOURCE_IN_USE. */
rtems_status_code rtems_scheduler_remove_processor(rtems_id scheduler_id, uint32_t cpu_index);

static inline uint32_t rtems_scheduler_get_processor(void)
{
    return 0;
}

static inline uint32_t rtems_scheduler_get_processor_maximum(void)
{
    return 1;
}

#define rtems_get_current_processor() rtems_scheduler_get_processor()
#define rtems_get_processor_count()   rtems_scheduler_get_processor_maximum()

#ifdef __cplusplus
}
#endif
#endif
