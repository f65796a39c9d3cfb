/* SPDX-License-Identifier: BSD-2-Clause */

/* More of the C library's heap, and of its use to the end, for tests. Task context. */
#ifndef _RTEMS_MALLOC_H
#define _RTEMS_MALLOC_H

#include <malloc.h>
#include <rtems/libcsupport.h>
#include <rtems/rtems/status.h>
#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

/* As malloc() and calloc(), without setting errno. */
void *rtems_malloc(size_t size) RTEMS_WARN_UNUSED_RESULT;
void *rtems_calloc(size_t count, size_t size) RTEMS_WARN_UNUSED_RESULT;

/* Aligned (0: as malloc()), and not across a multiple of boundary (0: may be
 * anywhere; both powers of two). NULL: there is no such block. */
void *rtems_heap_allocate_aligned_with_boundary(size_t size, uintptr_t alignment,
                                                uintptr_t boundary) RTEMS_WARN_UNUSED_RESULT;

/* RTEMS_SUCCESSFUL, or RTEMS_INVALID_ADDRESS (overlaps, or is too small). */
rtems_status_code rtems_heap_extend(void *area_begin, uintptr_t area_size);

/* Takes all but blocks of the given sizes, or but the largest block, whose size
 * becomes *allocatable_size; the result is for _free(). */
void *rtems_heap_greedy_allocate(const uintptr_t *block_sizes, size_t block_count);
void *rtems_heap_greedy_allocate_all_except_largest(uintptr_t *allocatable_size);
void rtems_heap_greedy_free(void *opaque);
void *rtems_workspace_greedy_allocate(const uintptr_t *block_sizes, size_t block_count);
void *rtems_workspace_greedy_allocate_all_except_largest(uintptr_t *allocatable_size);
void rtems_workspace_greedy_free(void *opaque);

#ifdef __cplusplus
}
#endif
#endif
