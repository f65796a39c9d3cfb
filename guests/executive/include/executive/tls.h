/* SPDX-License-Identifier: BSD-2-Clause */

/* Thread-local storage (variables with __thread), as the linker laid it out. */
#ifndef EXECUTIVE_TLS_H
#define EXECUTIVE_TLS_H

#include <stddef.h>

/* Bytes of memory that a thread's storage needs, a multiple of 16; 0 if the
 * program has no such variables. Any context. */
size_t exec_tls_size(void);

/* Makes a thread's storage, with the variables' initial values, in an area of
 * that many bytes aligned to 16; returns the thread pointer. Any context. */
void *exec_tls_initialize(void *area);

#endif
