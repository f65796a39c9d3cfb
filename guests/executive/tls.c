/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The layout of x86: the variables end, aligned as a whole, at the thread
 * pointer, where a word points to itself.
 */

#include "executive/tls.h"
#include <stdint.h>
#include <string.h>

/* Of the linker script; the value of the last is its address. */
extern char _TLS_Data_begin[], _TLS_Data_end[], _TLS_BSS_end[], _TLS_Alignment[];

#define ALIGN_UP(value, alignment) (((value) + (alignment)-1) & ~((alignment)-1))

static size_t alignment(void)
{
    uintptr_t given = (uintptr_t)_TLS_Alignment;

    return given < sizeof(void *) ? sizeof(void *) : given;
}

static size_t variables_size(void)
{
    return ALIGN_UP((uintptr_t)_TLS_BSS_end - (uintptr_t)_TLS_Data_begin, alignment());
}

size_t exec_tls_size(void)
{
    if ((uintptr_t)_TLS_BSS_end == (uintptr_t)_TLS_Data_begin)
        return 0;
    return ALIGN_UP(alignment() + variables_size() + sizeof(void *), (size_t)16);
}

void *exec_tls_initialize(void *area)
{
    char *variables = (char *)ALIGN_UP((uintptr_t)area, alignment());
    char *thread_pointer = variables + variables_size();
    size_t initialized = (uintptr_t)_TLS_Data_end - (uintptr_t)_TLS_Data_begin;

    memcpy(variables, _TLS_Data_begin, initialized);
    memset(variables + initialized, 0, variables_size() - initialized);
    memcpy(thread_pointer, &thread_pointer, sizeof(thread_pointer));
    return thread_pointer;
}
