/* SPDX-License-Identifier: BSD-2-Clause */

#include <errno.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include "executive/clock.h"
#include "executive/fatal.h"
#include "executive/libc.h"
#include "executive/mutex.h"

static struct exec_heap heap;
static struct exec_mutex heap_mutex;

bool exec_libc_initialize(void *heap_area, size_t size)
{
    return exec_heap_initialize(&heap, heap_area, size);
}

struct exec_heap *exec_libc_heap_lock(void)
{
    int level;

    /* Before exec_run() there is nobody to exclude. */
    if (exec_executing() == NULL)
        return &heap;
    if (exec_in_interrupt())
        exec_fatal(EXEC_FATAL_BLOCKING_NOT_ALLOWED, 0);
    level = exec_enter();
    if (exec_mutex_try(&heap_mutex) == EXEC_UNAVAILABLE)
        (void)exec_mutex_wait(&heap_mutex, EXEC_WAIT_PRIORITY, &exec_clock_timers, EXEC_FOREVER);
    exec_leave(level);
    return &heap;
}

void exec_libc_heap_unlock(void)
{
    int level;

    if (exec_executing() == NULL)
        return;
    level = exec_enter();
    (void)exec_mutex_unlock(&heap_mutex);
    exec_leave(level);
}

bool exec_libc_heap_is_mine(void)
{
    return exec_executing() != NULL && heap_mutex.owner == exec_executing();
}

static void *allocate(struct _reent *state, size_t size, size_t alignment)
{
    void *memory = exec_heap_allocate_aligned(exec_libc_heap_lock(), size, alignment);

    exec_libc_heap_unlock();
    if (memory == NULL)
        state->_errno = ENOMEM;
    return memory;
}

void *_malloc_r(struct _reent *state, size_t size)
{
    return allocate(state, size, EXEC_HEAP_ALIGNMENT);
}

void _free_r(struct _reent *state, void *memory)
{
    bool freed;

    (void)state;
    if (memory == NULL)
        return;
    freed = exec_heap_free(exec_libc_heap_lock(), memory);
    exec_libc_heap_unlock();
    if (!freed)
        exec_fatal(EXEC_FATAL_HEAP_CORRUPT, (uintptr_t)memory);
}

void *_calloc_r(struct _reent *state, size_t count, size_t size)
{
    size_t total;
    void *memory;

    if (__builtin_mul_overflow(count, size, &total)) {
        state->_errno = ENOMEM;
        return NULL;
    }
    memory = _malloc_r(state, total);
    return memory == NULL ? NULL : memset(memory, 0, total);
}

void *_realloc_r(struct _reent *state, void *memory, size_t size)
{
    bool resized;
    size_t old_size;
    void *moved;

    if (memory == NULL)
        return _malloc_r(state, size);
    if (size == 0) {
        _free_r(state, memory);
        return NULL;
    }
    old_size = exec_heap_size_of(memory);
    resized = exec_heap_resize(exec_libc_heap_lock(), memory, size);
    exec_libc_heap_unlock();
    if (resized)
        return memory;
    moved = _malloc_r(state, size);
    if (moved == NULL)
        return NULL;
    memcpy(moved, memory, old_size < size ? old_size : size);
    _free_r(state, memory);
    return moved;
}

void *malloc(size_t size)
{
    return _malloc_r(_REENT, size);
}

void free(void *memory)
{
    _free_r(_REENT, memory);
}

void *calloc(size_t count, size_t size)
{
    return _calloc_r(_REENT, count, size);
}

void *realloc(void *memory, size_t size)
{
    return _realloc_r(_REENT, memory, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    if (alignment < sizeof(void *) || (alignment & (alignment - 1)) != 0)
        return EINVAL;
    *memory = allocate(_REENT, size, alignment);
    return *memory == NULL ? ENOMEM : 0;
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return allocate(_REENT, size, alignment);
}

size_t malloc_usable_size(void *memory)
{
    return memory == NULL ? 0 : exec_heap_size_of(memory);
}
