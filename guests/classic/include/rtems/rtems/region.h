/* SPDX-License-Identifier: BSD-2-Clause */

/* The region manager: segments of any size in an area of the caller; tasks may
 * wait for one. Sizes in bytes. Task context, but for rtems_region_ident(). */
#ifndef _RTEMS_RTEMS_REGION_H
#define _RTEMS_RTEMS_REGION_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/options.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>
#include <rtems/score/heapinfo.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVALID_NAME, INVALID_ADDRESS (id, area), TOO_MANY, INVALID_SIZE (the area is
 * too small). Segments are multiples of page_size; 0: of 16. RTEMS_PRIORITY:
 * waiting tasks queue by priority. */
rtems_status_code rtems_region_create(rtems_name name, void *starting_address, uintptr_t length,
                                      uintptr_t page_size, rtems_attribute attribute_set,
                                      rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. Any context. */
rtems_status_code rtems_region_ident(rtems_name name, rtems_id *id);

/* INVALID_ID, RESOURCE_IN_USE (segments are not returned). */
rtems_status_code rtems_region_delete(rtems_id id);

/* INVALID_ADDRESS (NULL), INVALID_ID, INVALID_ADDRESS (overlaps, or is too small). */
rtems_status_code rtems_region_extend(rtems_id id, void *starting_address, uintptr_t length);

/* INVALID_ADDRESS, INVALID_SIZE (0), INVALID_ID, INVALID_SIZE (more than there
 * can be), UNSATISFIED (RTEMS_NO_WAIT), TIMEOUT. timeout in ticks. */
rtems_status_code rtems_region_get_segment(rtems_id id, uintptr_t size, rtems_option option_set,
                                           rtems_interval timeout, void **segment);

/* INVALID_ID, INVALID_ADDRESS (not a segment). First waiters first, as far as
 * the free memory goes. */
rtems_status_code rtems_region_return_segment(rtems_id id, void *segment);

/* INVALID_ADDRESS (old_size), INVALID_ID, INVALID_ADDRESS (not a segment),
 * UNSATISFIED (cannot grow in place). */
rtems_status_code rtems_region_resize_segment(rtems_id id, void *segment, uintptr_t size,
                                              uintptr_t *old_size);

/* INVALID_ADDRESS (segment, size), INVALID_ID, INVALID_ADDRESS (not a segment). */
rtems_status_code rtems_region_get_segment_size(rtems_id id, void *segment, uintptr_t *size);

/* INVALID_ADDRESS, INVALID_ID. The second one fills in the free blocks only. */
rtems_status_code rtems_region_get_information(rtems_id id, Heap_Information_block *the_info);
rtems_status_code rtems_region_get_free_information(rtems_id id, Heap_Information_block *the_info);

#ifdef __cplusplus
}
#endif
#endif
