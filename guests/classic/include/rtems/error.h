/* SPDX-License-Identifier: BSD-2-Clause */

/* Error messages on stderr. Task context. */
#ifndef _RTEMS_RTEMS_ERROR_H
#define _RTEMS_RTEMS_ERROR_H

#include <stdarg.h>
#include <rtems/fatal.h>
#include <rtems/rtems/status.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t rtems_error_code_t;

/* Added to the status: also print errno; and end the program. */
#define RTEMS_ERROR_ERRNO 0x40000000u
#define RTEMS_ERROR_PANIC 0x20000000u
#define RTEMS_ERROR_ABORT 0x10000000u
#define RTEMS_ERROR_MASK  (RTEMS_ERROR_ERRNO | RTEMS_ERROR_PANIC | RTEMS_ERROR_ABORT)

int rtems_error(rtems_error_code_t error_code, const char *format, ...);
int rtems_verror(rtems_error_code_t error_code, const char *format, va_list arguments);

#ifdef __cplusplus
}
#endif
#endif
