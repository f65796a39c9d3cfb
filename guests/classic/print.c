/* SPDX-License-Identifier: BSD-2-Clause */

#include <rtems/bspIo.h>
#include <rtems/print.h>
#include <rtems/printer.h>
#include "executive/format.h"
#include "virtualizationlayerbsp.h"

int vprintk(const char *format, va_list arguments)
{
    return exec_vprint(format, arguments);
}

int printk(const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = exec_vprint(format, arguments);
    va_end(arguments);
    return count;
}

int putk(const char *string)
{
    return printk("%s\n", string);
}

void rtems_putc(char c)
{
    _BSP_Virtual_Console_write_buffer(&c, 1);
}

void rtems_put_char(int c, void *unused)
{
    (void)unused;
    rtems_putc((char)c);
}

int rtems_printk_printer(void *unused, const char *format, va_list arguments)
{
    (void)unused;
    return exec_vprint(format, arguments);
}

int getchark(void)
{
    return _BSP_Virtual_Console_read();
}

int rtems_vprintf(const rtems_printer *printer, const char *format, va_list arguments)
{
    if (!rtems_print_printer_valid(printer))
        return 0;
    return printer->printer(printer->context, format, arguments);
}

int rtems_printf(const rtems_printer *printer, const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = rtems_vprintf(printer, format, arguments);
    va_end(arguments);
    return count;
}

void rtems_print_printer_printk(rtems_printer *printer)
{
    printer->context = NULL;
    printer->printer = rtems_printk_printer;
}
