/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef TEST_SUPPORT_H
#define TEST_SUPPORT_H

#include <rtems.h>
#include <stdarg.h>

/* Busy until that many ticks have come; the first one counts from wherever it
 * is just now. */
void rtems_test_spin_for_ticks(rtems_interval ticks);
void rtems_test_spin_until_next_tick(void);

/* What a program uses of the following it brings itself. */

typedef void (*rtems_time_test_method_t)(int iteration, void *argument);

/* Prints what the operation takes, in ns, less what the loop around it does and
 * less overhead. */
void rtems_time_test_measure_operation(const char *description, rtems_time_test_method_t operation,
                                       void *argument, int iterations, int overhead);

/* Names of PATH_MAX - 1 and of PATH_MAX + 1 characters. */
const char *Get_Longest_Name(void);
const char *Get_Too_Long_Name(void);

/* printf() by one task at a time. */
void locked_print_initialize(void);
int locked_printf(const char *format, ...);
int locked_vprintf(const char *format, va_list arguments);

#endif
