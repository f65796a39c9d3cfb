/* SPDX-License-Identifier: BSD-2-Clause */

/* The partition manager: buffers of one size in an area of the caller. (Not to be
 * confused with the partition that the program runs in.) */
#ifndef _RTEMS_RTEMS_PART_H
#define _RTEMS_RTEMS_PART_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Of the area, in bytes, and what buffer sizes are multiples of. */
#define RTEMS_PARTITION_ALIGNMENT CPU_SIZEOF_POINTER

/* INVALID_NAME, INVALID_ADDRESS (id, area), INVALID_SIZE (length or buffer size
 * 0, length below the buffer size, buffer size no multiple of a pointer's or
 * below two pointers), INVALID_ADDRESS (area not aligned to a pointer),
 * TOO_MANY. Sizes in bytes. Task context. */
rtems_status_code rtems_partition_create(rtems_name name, void *starting_address, uintptr_t length,
                                         size_t buffer_size, rtems_attribute attribute_set,
                                         rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. Any context. */
rtems_status_code rtems_partition_ident(rtems_name name, uint32_t node, rtems_id *id);

/* INVALID_ID, RESOURCE_IN_USE (buffers are not returned). Task context. */
rtems_status_code rtems_partition_delete(rtems_id id);

/* INVALID_ADDRESS, INVALID_ID, UNSATISFIED (no buffer is free). Any context. */
rtems_status_code rtems_partition_get_buffer(rtems_id id, void **buffer);

/* INVALID_ID, INVALID_ADDRESS (no buffer begins there). Any context. */
rtems_status_code rtems_partition_return_buffer(rtems_id id, void *buffer);

#ifdef __cplusplus
}
#endif
#endif
