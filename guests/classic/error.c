/* SPDX-License-Identifier: BSD-2-Clause */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <rtems/error.h>

int rtems_verror(rtems_error_code_t error_code, const char *format, va_list arguments)
{
    rtems_status_code status = (rtems_status_code)(error_code & ~RTEMS_ERROR_MASK);
    int error = errno;
    int count = 0;

    (void)fflush(stdout);
    if ((error_code & RTEMS_ERROR_PANIC) != 0)
        count += fprintf(stderr, "PANIC ");
    if (status != RTEMS_SUCCESSFUL)
        count += fprintf(stderr, "RTEMS error: %s ", rtems_status_text(status));
    if ((error_code & RTEMS_ERROR_ERRNO) != 0 && error != 0)
        count += fprintf(stderr, "(errno: %s) ", strerror(error));
    count += vfprintf(stderr, format, arguments);
    count += fprintf(stderr, "\n");
    if ((error_code & RTEMS_ERROR_PANIC) != 0)
        rtems_fatal(RTEMS_FATAL_SOURCE_PANIC, status);
    if ((error_code & RTEMS_ERROR_ABORT) != 0)
        abort();
    return count;
}

int rtems_error(rtems_error_code_t error_code, const char *format, ...)
{
    va_list arguments;
    int count;

    va_start(arguments, format);
    count = rtems_verror(error_code, format, arguments);
    va_end(arguments);
    return count;
}
