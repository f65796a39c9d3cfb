/* SPDX-License-Identifier: BSD-2-Clause */

/* Numbers from texts (Classic API Guide, Stringto Utility). */

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <rtems/stringto.h>

/* After a conversion of s that ended at end, with errno 0 before it. */
static rtems_status_code judge(const char *s, char *end, char **endptr)
{
    if (endptr != NULL)
        *endptr = end;
    if (end == s)
        return RTEMS_NOT_DEFINED;
    return errno != 0 ? RTEMS_INVALID_NUMBER : RTEMS_SUCCESSFUL;
}

/* Checks, reads with the C library's function, and stores. */
#define CONVERT(type, reads)                                                                       \
    rtems_status_code status;                                                                      \
    char *end;                                                                                     \
    type value;                                                                                    \
                                                                                                   \
    if (s == NULL || n == NULL)                                                                    \
        return RTEMS_INVALID_ADDRESS;                                                              \
    errno = 0;                                                                                     \
    *n = 0;                                                                                        \
    value = (reads);                                                                               \
    status = judge(s, end, endptr);                                                                \
    if (status == RTEMS_SUCCESSFUL)                                                                \
        *n = value;                                                                                \
    return status

rtems_status_code rtems_string_to_long(const char *s, long *n, char **endptr, int base)
{
    CONVERT(long, strtol(s, &end, base));
}

rtems_status_code rtems_string_to_unsigned_long(const char *s, unsigned long *n, char **endptr,
                                                int base)
{
    CONVERT(unsigned long, strtoul(s, &end, base));
}

rtems_status_code rtems_string_to_long_long(const char *s, long long *n, char **endptr, int base)
{
    CONVERT(long long, strtoll(s, &end, base));
}

rtems_status_code rtems_string_to_unsigned_long_long(const char *s, unsigned long long *n,
                                                     char **endptr, int base)
{
    CONVERT(unsigned long long, strtoull(s, &end, base));
}

rtems_status_code rtems_string_to_float(const char *s, float *n, char **endptr)
{
    CONVERT(float, strtof(s, &end));
}

rtems_status_code rtems_string_to_double(const char *s, double *n, char **endptr)
{
    CONVERT(double, strtod(s, &end));
}

rtems_status_code rtems_string_to_long_double(const char *s, long double *n, char **endptr)
{
    CONVERT(long double, strtold(s, &end));
}

/* Types that are not wider than a long ------------------------------------ */

rtems_status_code rtems_string_to_int(const char *s, int *n, char **endptr, int base)
{
    rtems_status_code status;
    long value;

    if (n == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = rtems_string_to_long(s, &value, endptr, base);
    if (status == RTEMS_SUCCESSFUL && (value < INT_MIN || value > INT_MAX))
        status = RTEMS_INVALID_NUMBER;
    *n = status == RTEMS_SUCCESSFUL ? (int)value : 0;
    return status;
}

static rtems_status_code convert_unsigned(const char *s, unsigned long *value, char **endptr,
                                          int base, unsigned long maximum)
{
    rtems_status_code status = rtems_string_to_unsigned_long(s, value, endptr, base);

    if (status == RTEMS_SUCCESSFUL && *value > maximum)
        status = RTEMS_INVALID_NUMBER;
    if (status != RTEMS_SUCCESSFUL)
        *value = 0;
    return status;
}

rtems_status_code rtems_string_to_unsigned_int(const char *s, unsigned int *n, char **endptr,
                                               int base)
{
    unsigned long value = 0;
    rtems_status_code status = RTEMS_INVALID_ADDRESS;

    if (n != NULL) {
        status = convert_unsigned(s, &value, endptr, base, UINT_MAX);
        *n = (unsigned int)value;
    }
    return status;
}

rtems_status_code rtems_string_to_unsigned_char(const char *s, unsigned char *n, char **endptr,
                                                int base)
{
    unsigned long value = 0;
    rtems_status_code status = RTEMS_INVALID_ADDRESS;

    if (n != NULL) {
        status = convert_unsigned(s, &value, endptr, base, UCHAR_MAX);
        *n = (unsigned char)value;
    }
    return status;
}

rtems_status_code rtems_string_to_pointer(const char *s, void **n, char **endptr)
{
    unsigned long value = 0;
    rtems_status_code status = RTEMS_INVALID_ADDRESS;

    if (n != NULL) {
        status = convert_unsigned(s, &value, endptr, 16, UINTPTR_MAX);
        *n = (void *)value;
    }
    return status;
}
