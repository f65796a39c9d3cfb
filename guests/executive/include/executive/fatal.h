/* SPDX-License-Identifier: BSD-2-Clause */

/* Errors after which a partition can't go on. */
#ifndef EXECUTIVE_FATAL_H
#define EXECUTIVE_FATAL_H

enum exec_fatal_error {
    EXEC_FATAL_BLOCKING_NOT_ALLOWED, /* in an interrupt handler, or with dispatching disabled */
    EXEC_FATAL_HEAP_CORRUPT,         /* a block's bookkeeping was overwritten, or freed twice */
};

/* The personality supplies it: reports the error and ends the partition. Any
 * context. */
void exec_fatal(enum exec_fatal_error error) __attribute__((noreturn));

/* The personality supplies it: the program called exit() or _exit(). */
void exec_exit(int status) __attribute__((noreturn));

#endif
