/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_PRINT_H
#define _RTEMS_PRINT_H

#include <stdarg.h>
#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rtems_printer rtems_printer;

/* Number of characters, 0 if the printer prints nowhere. */
int rtems_printf(const rtems_printer *printer, const char *format, ...) RTEMS_PRINTFLIKE(2, 3);
int rtems_vprintf(const rtems_printer *printer, const char *format, va_list arguments);

#ifdef __cplusplus
}
#endif
#endif
