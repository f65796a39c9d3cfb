/* SPDX-License-Identifier: BSD-2-Clause */

/* The partition's console as a terminal (POSIX.1, General Terminal Interface). */
#ifndef LIBC_TERMINAL_H
#define LIBC_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/* Reads as the settings of tcsetattr() say: a line at a time (so if nothing was
 * set), or characters. Waits for them. Returns how many, 0 at the end of the
 * input. Thread context; before there are threads it does not wait. */
size_t terminal_read(char *text, size_t size);

/* Whether the descriptor is the terminal's. */
bool terminal_is(int file);

#endif
