/* SPDX-License-Identifier: BSD-2-Clause */

/* The C library (newlib) over the executive: what a personality calls. */
#ifndef EXECUTIVE_LIBC_H
#define EXECUTIVE_LIBC_H

#include <reent.h>
#include <stdbool.h>
#include <stddef.h>
#include "executive/heap.h"
#include "executive/thread.h"

/* Gives malloc() its memory. Before the first allocation. false if it is too
 * small. */
bool exec_libc_initialize(void *heap_area, size_t size);

/* Gives the thread its own state of the C library (errno and so on), which the
 * caller keeps with the thread. */
void exec_libc_thread_begin(struct exec_thread *thread, struct _reent *state);

/* Frees what the C library has allocated for the thread. Thread context, the
 * thread being dormant. */
void exec_libc_thread_end(struct exec_thread *thread);

/* Runs what atexit() registered and the destructors, and writes out stdio's buffers. Thread
 * context. */
void exec_libc_finish(int status);

/* The heap behind malloc(), with its lock: for statistics and regions of the
 * personalities. Thread context, or before exec_run(). */
struct exec_heap *exec_libc_heap_lock(void);
void exec_libc_heap_unlock(void);
bool exec_libc_heap_is_mine(void);

#endif
