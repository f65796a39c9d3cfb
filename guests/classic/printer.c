/* SPDX-License-Identifier: BSD-2-Clause */

/* The printers over stdio: apart, so that only who uses them gets stdio. */

#include <rtems/printer.h>

static int print_to_file(void *context, const char *format, va_list arguments)
{
    return vfprintf(context, format, arguments);
}

static int print_to_stdout(void *context, const char *format, va_list arguments)
{
    (void)context;
    return vprintf(format, arguments);
}

void rtems_print_printer_printf(rtems_printer *printer)
{
    printer->context = NULL;
    printer->printer = print_to_stdout;
}

void rtems_print_printer_fprintf(rtems_printer *printer, FILE *file)
{
    printer->context = file;
    printer->printer = print_to_file;
}

void rtems_print_printer_fprintf_putc(rtems_printer *printer)
{
    rtems_print_printer_printf(printer);
}
