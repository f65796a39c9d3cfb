/* SPDX-License-Identifier: BSD-2-Clause */

/* The dual-ported memory manager: an area that has an address for this processor
 * and another one for the other side. Addresses outside stay as they are. */
#ifndef _RTEMS_RTEMS_DPMEM_H
#define _RTEMS_RTEMS_DPMEM_H

#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* INVALID_NAME, INVALID_ADDRESS (id, or an address is not aligned to 4),
 * TOO_MANY. length in bytes. Task context. */
rtems_status_code rtems_port_create(rtems_name name, void *internal_start, void *external_start,
                                    uint32_t length, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. Any context. */
rtems_status_code rtems_port_ident(rtems_name name, rtems_id *id);

/* INVALID_ID. Task context. */
rtems_status_code rtems_port_delete(rtems_id id);

/* INVALID_ADDRESS (no place for the result), INVALID_ID. Any context. */
rtems_status_code rtems_port_external_to_internal(rtems_id id, void *external, void **internal);
rtems_status_code rtems_port_internal_to_external(rtems_id id, void *internal, void **external);

#ifdef __cplusplus
}
#endif
#endif
