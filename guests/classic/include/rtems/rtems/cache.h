/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The cache manager. A partition's processor keeps caches and memory alike, for
 * devices too, and code that was written is seen at the next jump: so flushing
 * and invalidating find their work done. Caches are the kernel's, and all
 * partitions': they are not disabled or frozen from here. Sizes in bytes. Any
 * context.
 */
#ifndef _RTEMS_RTEMS_CACHE_H
#define _RTEMS_RTEMS_CACHE_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What no processor's line is larger than. */
size_t rtems_cache_get_data_line_size(void);
size_t rtems_cache_get_instruction_line_size(void);
size_t rtems_cache_get_maximal_line_size(void);

/* 0: a partition is not told. level: 1, 2, ...; 0: all of them. */
size_t rtems_cache_get_data_cache_size(uint32_t level);
size_t rtems_cache_get_instruction_cache_size(uint32_t level);

/* A block of malloc() that shares no line of the cache; NULL: no memory. Task context. */
void *rtems_cache_aligned_malloc(size_t size);

/* Accesses before it are done before those behind it, in memory too. */
void rtems_cache_flush_multiple_data_lines(const void *begin, size_t size);
void rtems_cache_invalidate_multiple_data_lines(const void *begin, size_t size);
void rtems_cache_invalidate_multiple_instruction_lines(const void *begin, size_t size);
void rtems_cache_instruction_sync_after_code_change(const void *begin, size_t size);
void rtems_cache_flush_entire_data(void);
void rtems_cache_invalidate_entire_data(void);
void rtems_cache_invalidate_entire_instruction(void);

/* No effect. */
void rtems_cache_enable_data(void);
void rtems_cache_disable_data(void);
void rtems_cache_enable_instruction(void);
void rtems_cache_disable_instruction(void);
void rtems_cache_freeze_data(void);
void rtems_cache_unfreeze_data(void);
void rtems_cache_freeze_instruction(void);
void rtems_cache_unfreeze_instruction(void);

#ifdef __cplusplus
}
#endif
#endif
