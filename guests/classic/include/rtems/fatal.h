/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The fatal error manager. A fatal error calls the fatal extensions, reports
 * itself on the console and ends the partition; the host's health monitoring
 * then decides. Any context.
 */
#ifndef _RTEMS_FATAL_H
#define _RTEMS_FATAL_H

#include <rtems/extension.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The code of RTEMS_FATAL_SOURCE_ASSERT, which assert() raises, is the address
 * of one. */
typedef struct {
    const char *file;
    int line;
    const char *function;
    const char *failed_expression;
} rtems_assert_context;

void rtems_fatal(rtems_fatal_source fatal_source, rtems_fatal_code fatal_code) RTEMS_NO_RETURN;

/* With the source INTERNAL_ERROR_RTEMS_API. */
void rtems_fatal_error_occurred(uint32_t fatal_code) RTEMS_NO_RETURN;

/* Prints, then is fatal with the source RTEMS_FATAL_SOURCE_PANIC and the
 * address of the format as code. */
void rtems_panic(const char *format, ...) RTEMS_NO_RETURN RTEMS_PRINTFLIKE(1, 2);

/* The enumerator's name, or "?". */
const char *rtems_fatal_source_text(rtems_fatal_source fatal_source);
const char *rtems_internal_error_text(rtems_fatal_code internal_error_code);

#ifdef __cplusplus
}
#endif
#endif
