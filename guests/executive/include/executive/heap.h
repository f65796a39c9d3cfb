/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * A first-fit heap with boundary tags: freed blocks join their neighbours at
 * once. Sizes in bytes; blocks are aligned to 16. Not protected against
 * concurrent use: its owner has a lock.
 */
#ifndef EXECUTIVE_HEAP_H
#define EXECUTIVE_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define EXEC_HEAP_ALIGNMENT 16u

struct exec_heap_block;

struct exec_heap {
    struct exec_heap_block *first;
    struct exec_heap_block *last; /* a used block of no size at the end */
    struct exec_heap_block *free;
};

struct exec_heap_statistics {
    size_t free_blocks;
    size_t free_size;    /* all that could be allocated in blocks */
    size_t free_largest; /* the largest that can be allocated at once */
    size_t used_blocks;
    size_t used_size;
    size_t used_largest;
};

/* Gives the heap its area. false if that is too small for one block. */
bool exec_heap_initialize(struct exec_heap *heap, void *area, size_t size);

/* Adds an area outside of the heap's extent; returns how many bytes can be
 * allocated more, 0 if the area is too small or overlaps. */
size_t exec_heap_extend(struct exec_heap *heap, void *area, size_t size);

/* Is it the memory of a used block? Damaged bookkeeping says no. */
bool exec_heap_owns(const struct exec_heap *heap, const void *pointer);

/* NULL if there is no free block of the size. */
void *exec_heap_allocate(struct exec_heap *heap, size_t size);

/* The same, aligned to a power of two; NULL also if it is none. */
void *exec_heap_allocate_aligned(struct exec_heap *heap, size_t size, size_t alignment);

/* false if the pointer is not the one of a used block of this heap, or the
 * bookkeeping around it is damaged. */
bool exec_heap_free(struct exec_heap *heap, void *pointer);

/* Makes the block larger or smaller in place; false if that can't be. */
bool exec_heap_resize(struct exec_heap *heap, void *pointer, size_t size);

/* Usable bytes of a used block. */
size_t exec_heap_size_of(const void *pointer);

void exec_heap_get_statistics(const struct exec_heap *heap,
                              struct exec_heap_statistics *statistics);

#endif
