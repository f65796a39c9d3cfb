/* SPDX-License-Identifier: BSD-2-Clause */

/* Errors after which a partition can't go on. */
#ifndef EXECUTIVE_FATAL_H
#define EXECUTIVE_FATAL_H

#include <stdint.h>

enum exec_fatal_error {
    EXEC_FATAL_BLOCKING_NOT_ALLOWED, /* in an interrupt handler, in the idle thread, or with
                                        dispatching disabled */
    EXEC_FATAL_HEAP_CORRUPT,         /* a block's bookkeeping was overwritten, or freed twice */
};

/* The personality supplies it: reports the error and ends the partition.
 * detail: the block of EXEC_FATAL_HEAP_CORRUPT, else 0. Any context. */
void exec_fatal(enum exec_fatal_error error, uintptr_t detail) __attribute__((noreturn));

/* The personality supplies it: the program called exit() or _exit(). */
void exec_exit(int status) __attribute__((noreturn));

#endif
