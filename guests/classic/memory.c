/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The partition's memory, from its begin: what lives for ever (objects,
 * stacks of idle task and interrupts), the workspace, malloc()'s heap. With
 * CONFIGURE_UNIFIED_WORK_AREAS the last two are one.
 */

#include <string.h>
#include "classic.h"
#include "executive/fatal.h"
#include "executive/tls.h"
#include "virtualizationlayerbsp.h"

/* Bookkeeping and rounding of one block in a heap. */
#define BLOCK_OVERHEAD 48u

/* What CONFIGURE_DIRTY_MEMORY fills memory with. */
#define DIRT 0xcf

static struct {
    char *next;
    size_t left;
    struct exec_heap workspace;
    struct exec_mutex allocator;
} memory;

static RTEMS_NO_RETURN void too_small(void)
{
    rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_TOO_LITTLE_WORKSPACE);
}

void *classic_boot_memory(size_t size)
{
    char *begin = memory.next;
    size_t rounded = (size + 15) & ~(size_t)15;

    if (rounded < size || rounded > memory.left)
        too_small();
    memory.next += rounded;
    memory.left -= rounded;
    return memset(begin, 0, size);
}

uintptr_t rtems_configuration_get_stack_space_size(void)
{
    const _RTEMS_Configuration_table *c = &_RTEMS_Configuration;
    size_t tasks = rtems_resource_maximum_per_allocation(c->api.maximum_tasks);
    size_t posix = 0;

    tasks -= c->tasks_with_own_storage < tasks ? c->tasks_with_own_storage : tasks;

    if (c->posix != NULL)
        posix = rtems_resource_maximum_per_allocation(c->posix->maximum_threads) *
                (c->posix->thread_stack_size + exec_tls_size() + BLOCK_OVERHEAD);
    return tasks * (c->task_stack_taken + exec_tls_size() + BLOCK_OVERHEAD) + posix +
           c->extra_task_stacks;
}

uintptr_t rtems_configuration_get_work_space_size(void)
{
    const _RTEMS_Configuration_table *c = &_RTEMS_Configuration;
    size_t queues = rtems_resource_maximum_per_allocation(c->api.maximum_message_queues);

    return (c->stacks_avoid_workspace ? 0 : rtems_configuration_get_stack_space_size()) +
           queues * BLOCK_OVERHEAD + c->workspace_extra + 2 * BLOCK_OVERHEAD;
}

void classic_memory_initialize(void)
{
    void *base;

    _BSP_Virtual_getworkspacearea(&base, &memory.left);
    memory.next = base;
    if (_RTEMS_Configuration.dirty_memory)
        memset(base, DIRT, memory.left);
}

void classic_heaps_initialize(void)
{
    size_t size = rtems_configuration_get_work_space_size();

    if (!_RTEMS_Configuration.unified_work_areas) {
        void *area = classic_boot_memory(size);

        if (!exec_heap_initialize(&memory.workspace, area, size))
            too_small();
    }
    if (!exec_libc_initialize(memory.next, memory.left))
        rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_NO_MEMORY_FOR_HEAP);
    memory.left = 0;
}

/* In unified work areas it is malloc()'s, whose lock is not needed to look. */
struct exec_heap *classic_workspace(void)
{
    struct exec_heap *heap = &memory.workspace;

    if (_RTEMS_Configuration.unified_work_areas) {
        heap = exec_libc_heap_lock();
        exec_libc_heap_unlock();
    }
    return heap;
}

void *classic_workspace_allocate(size_t size)
{
    void *allocated;

    if (!_RTEMS_Configuration.unified_work_areas)
        return exec_heap_allocate(&memory.workspace, size);
    allocated = exec_heap_allocate(exec_libc_heap_lock(), size);
    exec_libc_heap_unlock();
    return allocated;
}

static bool give_back(void *block)
{
    bool freed;

    if (!_RTEMS_Configuration.unified_work_areas)
        return exec_heap_free(&memory.workspace, block);
    freed = exec_heap_free(exec_libc_heap_lock(), block);
    exec_libc_heap_unlock();
    return freed;
}

void classic_workspace_free(void *block)
{
    if (block != NULL && !give_back(block))
        exec_fatal(EXEC_FATAL_HEAP_CORRUPT, (uintptr_t)block);
}

void *_RTEMS_Workspace_stack_allocate(size_t size)
{
    return classic_workspace_allocate(size);
}

void _RTEMS_Workspace_stack_free(void *stack)
{
    classic_workspace_free(stack);
}

bool rtems_workspace_allocate(size_t bytes, void **pointer)
{
    if (pointer == NULL || bytes == 0)
        return false;
    classic_allocator_lock();
    *pointer = classic_workspace_allocate(bytes);
    classic_allocator_unlock();
    return *pointer != NULL;
}

bool rtems_workspace_free(void *pointer)
{
    bool freed;

    if (pointer == NULL)
        return true;
    classic_allocator_lock();
    freed = give_back(pointer);
    classic_allocator_unlock();
    return freed;
}

/* Before multitasking there is no one to exclude. */
void classic_allocator_lock(void)
{
    int level;

    if (exec_executing() == NULL)
        return;
    if (exec_in_interrupt())
        exec_fatal(EXEC_FATAL_BLOCKING_NOT_ALLOWED, 0);
    level = exec_enter();
    if (exec_mutex_try(&memory.allocator) == EXEC_UNAVAILABLE)
        (void)exec_mutex_wait(&memory.allocator, EXEC_WAIT_PRIORITY, &exec_clock_timers,
                              EXEC_FOREVER);
    exec_leave(level);
}

void classic_allocator_unlock(void)
{
    int level;

    if (exec_executing() == NULL)
        return;
    level = exec_enter();
    classic_allocator_release();
    exec_leave(level);
}

void classic_allocator_release(void)
{
    (void)exec_mutex_unlock(&memory.allocator);
}

bool _RTEMS_Allocator_is_owner(void)
{
    return exec_executing() != NULL && memory.allocator.owner == exec_executing();
}
