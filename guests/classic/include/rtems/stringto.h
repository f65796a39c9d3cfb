/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Numbers from texts as strtol() and its like read them: INVALID_ADDRESS (s, n),
 * NOT_DEFINED (no number), INVALID_NUMBER (wrong base, or out of the type's
 * range). Then *n is 0, if there is an n. endptr, unless it is NULL, tells where the number ends.
 * Bases are 0 and 2 to 36. Task context. (Classic API Guide, Stringto Utility.)
 */
#ifndef _RTEMS_STRINGTO_H
#define _RTEMS_STRINGTO_H

#include <rtems.h>

#ifdef __cplusplus
extern "C" {
#endif

rtems_status_code rtems_string_to_pointer(const char *s, void **n, char **endptr);
rtems_status_code rtems_string_to_unsigned_char(const char *s, unsigned char *n, char **endptr,
                                                int base);
rtems_status_code rtems_string_to_int(const char *s, int *n, char **endptr, int base);
rtems_status_code rtems_string_to_unsigned_int(const char *s, unsigned int *n, char **endptr,
                                               int base);
rtems_status_code rtems_string_to_long(const char *s, long *n, char **endptr, int base);
rtems_status_code rtems_string_to_unsigned_long(const char *s, unsigned long *n, char **endptr,
                                                int base);
rtems_status_code rtems_string_to_long_long(const char *s, long long *n, char **endptr, int base);
rtems_status_code rtems_string_to_unsigned_long_long(const char *s, unsigned long long *n,
                                                     char **endptr, int base);
rtems_status_code rtems_string_to_float(const char *s, float *n, char **endptr);
rtems_status_code rtems_string_to_double(const char *s, double *n, char **endptr);
rtems_status_code rtems_string_to_long_double(const char *s, long double *n, char **endptr);

#ifdef __cplusplus
}
#endif
#endif
