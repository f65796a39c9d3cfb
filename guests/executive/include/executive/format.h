/* SPDX-License-Identifier: BSD-2-Clause */

/* Formatted output without the C library, for kernel-level messages. */
#ifndef EXECUTIVE_FORMAT_H
#define EXECUTIVE_FORMAT_H

#include <stdarg.h>

/*
 * Writes to the partition's console in whole buffers; returns the number of
 * characters. The conversions d i u o x X p c s % with the flags - + space 0 #,
 * width, precision and the lengths hh h l ll z j t. Any context.
 */
int exec_vprint(const char *format, va_list arguments);
int exec_print(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
