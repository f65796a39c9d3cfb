/* SPDX-License-Identifier: BSD-2-Clause */

/* What RTEMS' test programs print with, linked with --wrap=printf, --wrap=puts
 * and --wrap=putchar as RTEMS links them: no buffer, no lock, any context. */

#include <rtems/bspIo.h>
#include <rtems/test-printer.h>

int __wrap_printf(const char *format, ...);
int __wrap_puts(const char *text);
int __wrap_putchar(int character);

int __wrap_printf(const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = rtems_vprintf(&rtems_test_printer, format, arguments);
    va_end(arguments);
    return count;
}

int __wrap_puts(const char *text)
{
    return rtems_printf(&rtems_test_printer, "%s\n", text);
}

int __wrap_putchar(int character)
{
    return rtems_printf(&rtems_test_printer, "%c", character);
}
