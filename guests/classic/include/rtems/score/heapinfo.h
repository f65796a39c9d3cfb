/* SPDX-License-Identifier: BSD-2-Clause */

/* What region and heap directives tell about a heap. Sizes in bytes. */
#ifndef _RTEMS_SCORE_HEAPINFO_H
#define _RTEMS_SCORE_HEAPINFO_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct {
    uint64_t lifetime_allocated;
    uint64_t lifetime_freed;
    uintptr_t size; /* all that can be allocated */
    uintptr_t free_size;
    uintptr_t min_free_size;
    uint32_t free_blocks;
    uint32_t max_free_blocks; /* that were seen when asked */
    uint32_t used_blocks;
    uint32_t max_search; /* searches are not counted here: 0 */
    uint32_t searches;
    uint32_t allocs;
    uint32_t failed_allocs;
    uint32_t frees;
    uint32_t resizes;
} Heap_Statistics;

typedef struct {
    uintptr_t number;
    uintptr_t largest;
    uintptr_t total;
} Heap_Information;

typedef struct {
    Heap_Information Free;
    Heap_Information Used;
    Heap_Statistics Stats;
} Heap_Information_block;

#ifdef __cplusplus
}
#endif
#endif
