/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Kernel character I/O: straight to the partition's console, without the C
 * library. The conversions d i u o x X p c s % with flags, width, precision
 * and the lengths hh h l ll z j t. Any context.
 */
#ifndef _RTEMS_BSPIO_H
#define _RTEMS_BSPIO_H

#include <stdarg.h>
#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

int printk(const char *format, ...) RTEMS_PRINTFLIKE(1, 2);
int vprintk(const char *format, va_list arguments);
int putk(const char *string);
void rtems_putc(char c);
void rtems_put_char(int c, void *unused);
int rtems_printk_printer(void *unused, const char *format, va_list arguments);

/* The next character of input, -1 if there is none. */
int getchark(void);

#ifdef __cplusplus
}
#endif
#endif
