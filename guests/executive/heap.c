/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/heap.h"

#define USED 1u
#define GAP  2u /* a used block over what is not the heap's, between its areas */

/*
 * A block begins with its size and the one of the block before it, so that
 * both neighbours are found. Sizes count from one block's begin to the next
 * one's and are multiples of the alignment; the low bit of size says "used".
 * Blocks lie so that the memory behind the two words is aligned.
 */
struct exec_heap_block {
    size_t previous_size;
    size_t size;
    struct exec_heap_block *next_free; /* these two: free blocks only */
    struct exec_heap_block *previous_free;
};

#define HEADER (offsetof(struct exec_heap_block, next_free))
#define MINIMUM                                                                                    \
    ((sizeof(struct exec_heap_block) + EXEC_HEAP_ALIGNMENT - 1) & ~(EXEC_HEAP_ALIGNMENT - 1))

static size_t size_of(const struct exec_heap_block *block)
{
    return block->size & ~(size_t)(USED | GAP);
}

static bool is_used(const struct exec_heap_block *block)
{
    return (block->size & USED) != 0;
}

static struct exec_heap_block *block_at(void *base, size_t offset)
{
    return (struct exec_heap_block *)(void *)((char *)base + offset);
}

static struct exec_heap_block *next_of(struct exec_heap_block *block)
{
    return block_at(block, size_of(block));
}

static void *memory_of(struct exec_heap_block *block)
{
    return (char *)block + HEADER;
}

static struct exec_heap_block *block_of(const void *memory)
{
    return (struct exec_heap_block *)((uintptr_t)memory - HEADER);
}

static void set_size(struct exec_heap_block *block, size_t size, size_t used)
{
    block->size = size | used;
    block_at(block, size)->previous_size = size;
}

static void link_free(struct exec_heap *heap, struct exec_heap_block *block)
{
    block->next_free = heap->free;
    block->previous_free = NULL;
    if (heap->free != NULL)
        heap->free->previous_free = block;
    heap->free = block;
}

static void unlink_free(struct exec_heap *heap, struct exec_heap_block *block)
{
    if (block->next_free != NULL)
        block->next_free->previous_free = block->previous_free;
    if (block->previous_free != NULL)
        block->previous_free->next_free = block->next_free;
    else
        heap->free = block->next_free;
}

/* Where an area's first block is, and how large it can be so that a header fits
 * behind it; 0: the area is too small. */
static size_t usable_part(void *area, size_t size, struct exec_heap_block **first)
{
    uintptr_t begin = (uintptr_t)area;
    uintptr_t block;

    if (size < 2 * MINIMUM + EXEC_HEAP_ALIGNMENT || begin > UINTPTR_MAX - size)
        return 0;
    block = ((begin + HEADER + EXEC_HEAP_ALIGNMENT - 1) & ~(uintptr_t)(EXEC_HEAP_ALIGNMENT - 1)) -
            HEADER;
    *first = (struct exec_heap_block *)block;
    return (size - (block - begin) - HEADER) & ~(size_t)(EXEC_HEAP_ALIGNMENT - 1);
}

bool exec_heap_initialize(struct exec_heap *heap, void *area, size_t size)
{
    size_t usable;

    *heap = (struct exec_heap){0};
    usable = usable_part(area, size, &heap->first);
    if (usable == 0)
        return false;
    heap->first->previous_size = 0;
    set_size(heap->first, usable, 0);
    heap->last = next_of(heap->first);
    heap->last->size = USED;
    link_free(heap, heap->first);
    return true;
}

/* Bytes of a block for a request, 0 if there can't be one. */
static size_t block_size_for(size_t size)
{
    size_t total;

    if (size > SIZE_MAX - HEADER - EXEC_HEAP_ALIGNMENT)
        return 0;
    total = (size + HEADER + EXEC_HEAP_ALIGNMENT - 1) & ~(size_t)(EXEC_HEAP_ALIGNMENT - 1);
    return total < MINIMUM ? MINIMUM : total;
}

/* Cuts a used block down to size; the rest becomes free if it can be a block. */
static void trim(struct exec_heap *heap, struct exec_heap_block *block, size_t size)
{
    size_t rest = size_of(block) - size;
    struct exec_heap_block *tail;
    struct exec_heap_block *next;

    if (rest < MINIMUM)
        return;
    set_size(block, size, USED);
    tail = next_of(block);
    next = block_at(tail, rest);
    if (!is_used(next)) {
        unlink_free(heap, next);
        rest += size_of(next);
    }
    set_size(tail, rest, 0);
    link_free(heap, tail);
}

/* Bytes to leave in front of an aligned block: none, or enough for a block. */
static size_t lead_for(struct exec_heap_block *block, size_t alignment)
{
    uintptr_t memory = (uintptr_t)memory_of(block);
    size_t lead = (size_t)(-memory & (alignment - 1));

    while (lead != 0 && lead < MINIMUM)
        lead += alignment;
    return lead;
}

static void *use(struct exec_heap *heap, struct exec_heap_block *block, size_t lead, size_t size)
{
    size_t whole = size_of(block);

    if (lead != 0) {
        set_size(block, lead, 0);
        block = next_of(block);
    } else {
        unlink_free(heap, block);
    }
    set_size(block, whole - lead, USED);
    trim(heap, block, size);
    return memory_of(block);
}

void *exec_heap_allocate_aligned(struct exec_heap *heap, size_t size, size_t alignment)
{
    size_t needed = block_size_for(size);

    if (needed == 0 || alignment == 0 || (alignment & (alignment - 1)) != 0)
        return NULL;
    if (alignment < EXEC_HEAP_ALIGNMENT)
        alignment = EXEC_HEAP_ALIGNMENT;
    for (struct exec_heap_block *block = heap->free; block != NULL; block = block->next_free) {
        size_t lead = lead_for(block, alignment);

        if (size_of(block) >= needed && size_of(block) - needed >= lead)
            return use(heap, block, lead, needed);
    }
    return NULL;
}

void *exec_heap_allocate(struct exec_heap *heap, size_t size)
{
    return exec_heap_allocate_aligned(heap, size, EXEC_HEAP_ALIGNMENT);
}

bool exec_heap_owns(const struct exec_heap *heap, const void *pointer)
{
    struct exec_heap_block *block = block_of(pointer);

    if ((uintptr_t)pointer % EXEC_HEAP_ALIGNMENT != 0 ||
        (uintptr_t)block < (uintptr_t)heap->first || (uintptr_t)block >= (uintptr_t)heap->last)
        return false;
    return (block->size & (USED | GAP)) == USED &&
           size_of(block) <= (uintptr_t)heap->last - (uintptr_t)block &&
           next_of(block)->previous_size == size_of(block);
}

bool exec_heap_free(struct exec_heap *heap, void *pointer)
{
    struct exec_heap_block *block = block_of(pointer);
    struct exec_heap_block *next;
    size_t size;

    if (!exec_heap_owns(heap, pointer))
        return false;
    next = next_of(block);
    size = size_of(block);
    /* Even if the block becomes a part of its neighbour: to free it again is
     * an error to be seen. */
    block->size = size;
    if (!is_used(next)) {
        unlink_free(heap, next);
        size += size_of(next);
    }
    if (block != heap->first) {
        struct exec_heap_block *previous = block_of((char *)pointer - block->previous_size);

        if (!is_used(previous)) {
            unlink_free(heap, previous);
            size += size_of(previous);
            block = previous;
        }
    }
    set_size(block, size, 0);
    link_free(heap, block);
    return true;
}

/* An area above the heap: its end block becomes the first part of what is
 * added, or the gap to it. */
static void extend_above(struct exec_heap *heap, struct exec_heap_block *block, size_t usable,
                         bool adjoins)
{
    struct exec_heap_block *end = heap->last;

    heap->last = block_at(block, usable);
    heap->last->size = USED;
    if (adjoins) {
        set_size(end, (uintptr_t)heap->last - (uintptr_t)end, USED);
        block = end;
    } else {
        set_size(end, (uintptr_t)block - (uintptr_t)end, USED | GAP);
        set_size(block, usable, USED);
    }
    (void)exec_heap_free(heap, memory_of(block));
}

static void extend_below(struct exec_heap *heap, struct exec_heap_block *block, size_t usable)
{
    struct exec_heap_block *gap = block_at(block, usable);

    set_size(block, usable, USED);
    set_size(gap, (uintptr_t)heap->first - (uintptr_t)gap, USED | GAP);
    block->previous_size = 0;
    heap->first = block;
    (void)exec_heap_free(heap, memory_of(block));
}

size_t exec_heap_extend(struct exec_heap *heap, void *area, size_t size)
{
    uintptr_t begin = (uintptr_t)area;
    uintptr_t heap_end = (uintptr_t)memory_of(heap->last);
    struct exec_heap_block *first;
    size_t usable = usable_part(area, size, &first);

    if (usable == 0)
        return 0;
    if (begin >= heap_end)
        extend_above(heap, first, usable, begin - heap_end < EXEC_HEAP_ALIGNMENT);
    else if (begin + size <= (uintptr_t)heap->first)
        extend_below(heap, first, usable);
    else
        return 0;
    return usable - HEADER;
}

bool exec_heap_resize(struct exec_heap *heap, void *pointer, size_t size)
{
    struct exec_heap_block *block = block_of(pointer);
    struct exec_heap_block *next;
    size_t needed = block_size_for(size);

    if (needed == 0 || !exec_heap_owns(heap, pointer))
        return false;
    next = next_of(block);
    if (size_of(block) < needed) {
        if (is_used(next) || size_of(block) + size_of(next) < needed)
            return false;
        unlink_free(heap, next);
        set_size(block, size_of(block) + size_of(next), USED);
    }
    trim(heap, block, needed);
    return true;
}

size_t exec_heap_size_of(const void *pointer)
{
    return size_of(block_of(pointer)) - HEADER;
}

void exec_heap_get_statistics(const struct exec_heap *heap, struct exec_heap_statistics *statistics)
{
    *statistics = (struct exec_heap_statistics){0};
    for (struct exec_heap_block *block = heap->first; block != heap->last; block = next_of(block)) {
        size_t size = size_of(block) - HEADER;

        if ((block->size & GAP) != 0)
            continue;
        if (is_used(block)) {
            statistics->used_blocks++;
            statistics->used_size += size;
            if (size > statistics->used_largest)
                statistics->used_largest = size;
            continue;
        }
        statistics->free_blocks++;
        statistics->free_size += size;
        if (size > statistics->free_largest)
            statistics->free_largest = size;
    }
}
