/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_TEST_PRINTER_H
#define _RTEMS_TEST_PRINTER_H

#include <rtems/printer.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Where the begin and end messages of tests go: printk() at first. */
extern rtems_printer rtems_test_printer;

int rtems_test_printf(const char *format, ...) RTEMS_PRINTFLIKE(1, 2);

#ifdef __cplusplus
}
#endif
#endif
