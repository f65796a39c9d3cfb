/* SPDX-License-Identifier: BSD-2-Clause */

/* Printers: where a routine that is given one prints to. */
#ifndef _RTEMS_PRINTER_H
#define _RTEMS_PRINTER_H

#include <stdio.h>
#include <rtems/print.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int (*rtems_print_printer)(void *context, const char *format, va_list arguments);

struct rtems_printer {
    void *context;
    rtems_print_printer printer;
};

static inline bool rtems_print_printer_valid(const rtems_printer *printer)
{
    return printer != NULL && printer->printer != NULL;
}

static inline void rtems_print_printer_empty(rtems_printer *printer)
{
    printer->context = NULL;
    printer->printer = NULL;
}

void rtems_print_printer_printk(rtems_printer *printer);
void rtems_print_printer_printf(rtems_printer *printer);
void rtems_print_printer_fprintf(rtems_printer *printer, FILE *file);
void rtems_print_printer_fprintf_putc(rtems_printer *printer);

#ifdef __cplusplus
}
#endif
#endif
