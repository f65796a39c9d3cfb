/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_INIT_H
#define _RTEMS_INIT_H

#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Starts multitasking as configured; the library's start code calls it. */
void rtems_initialize_executive(void) RTEMS_NO_RETURN;

/* Ends the partition by the fatal source RTEMS_FATAL_SOURCE_EXIT; a code of 0
 * says that it has done its work. Any context. */
void rtems_shutdown_executive(uint32_t fatal_code) RTEMS_NO_RETURN;

#ifdef __cplusplus
}
#endif
#endif
