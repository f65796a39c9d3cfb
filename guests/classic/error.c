/* SPDX-License-Identifier: BSD-2-Clause */

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <rtems/error.h>

static int print_errno(int error)
{
    const char *text = strerror(error);

    if (text == NULL || *text == '\0')
        return fprintf(stderr, " (unknown errno=%d)", error);
    return fprintf(stderr, " (errno: %s)", text);
}

int rtems_verror(rtems_error_code_t error_code, const char *format, va_list arguments)
{
    rtems_status_code status = (rtems_status_code)(error_code & ~RTEMS_ERROR_MASK);
    int error = errno;
    int count;

    (void)fflush(stdout);
    count = vfprintf(stderr, format, arguments);
    if (status != RTEMS_SUCCESSFUL)
        count += fprintf(stderr, " (status: %s)", rtems_status_text(status));
    if ((error_code & RTEMS_ERROR_ERRNO) != 0 && error != 0)
        count += print_errno(error);
    count += fprintf(stderr, "\n");
    if ((error_code & RTEMS_ERROR_PANIC) != 0) {
        (void)fprintf(stderr, "fatal error, exiting\n");
        _exit(error);
    }
    if ((error_code & RTEMS_ERROR_ABORT) != 0) {
        (void)fprintf(stderr, "fatal error, aborting\n");
        abort();
    }
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
