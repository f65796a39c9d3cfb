/* SPDX-License-Identifier: BSD-2-Clause */

/* What is in use, and more of the heaps. */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <rtems/libcsupport.h>
#include <rtems/malloc.h>
#include "classic.h"

static void describe(const struct exec_heap *heap, Heap_Information_block *info)
{
    struct exec_heap_statistics now;

    exec_heap_get_statistics(heap, &now);
    *info = (Heap_Information_block){
        .Free = {now.free_blocks, now.free_largest, now.free_size},
        .Used = {now.used_blocks, now.used_largest, now.used_size},
        .Stats = {.size = now.free_size + now.used_size,
                  .free_size = now.free_size,
                  .free_blocks = now.free_blocks,
                  .used_blocks = now.used_blocks},
    };
}

int malloc_info(Heap_Information_block *the_info)
{
    if (the_info == NULL)
        return -1;
    describe(exec_libc_heap_lock(), the_info);
    exec_libc_heap_unlock();
    return 0;
}

bool rtems_workspace_get_information(Heap_Information_block *the_info)
{
    if (the_info == NULL)
        return false;
    classic_allocator_lock();
    describe(classic_workspace(), the_info);
    classic_allocator_unlock();
    return true;
}

size_t malloc_free_space(void)
{
    Heap_Information_block info;

    (void)malloc_info(&info);
    return info.Free.total;
}

/* Snapshots -------------------------------------------------------------- */

static uint32_t count_open(uint32_t api, uint32_t class_number)
{
    const struct classic_class *the_class = classic_class_find(api, class_number);
    uint32_t count = 0;

    if (the_class == NULL)
        return 0;
    for (uint32_t i = 0; i < the_class->maximum; i++)
        count += the_class->open[i] != NULL;
    return count;
}

static uint32_t classic_open(uint32_t class_number)
{
    return count_open(OBJECTS_CLASSIC_API, class_number);
}

static uint32_t posix_open(uint32_t class_number)
{
    return count_open(OBJECTS_POSIX_API, class_number);
}

void rtems_resource_snapshot_take(rtems_resource_snapshot *snapshot)
{
    memset(snapshot, 0, sizeof(*snapshot));
    classic_allocator_lock();
    classic_tasks_bury();
    describe(classic_workspace(), &snapshot->workspace_info);
    (void)malloc_info(&snapshot->heap_info);
    snapshot->rtems_api = (rtems_resource_rtems_api){
        .active_barriers = classic_open(OBJECTS_RTEMS_BARRIERS),
        .active_extensions = classic_open(OBJECTS_RTEMS_EXTENSIONS),
        .active_message_queues = classic_open(OBJECTS_RTEMS_MESSAGE_QUEUES),
        .active_partitions = classic_open(OBJECTS_RTEMS_PARTITIONS),
        .active_periods = classic_open(OBJECTS_RTEMS_PERIODS),
        .active_ports = classic_open(OBJECTS_RTEMS_PORTS),
        .active_regions = classic_open(OBJECTS_RTEMS_REGIONS),
        .active_semaphores = classic_open(OBJECTS_RTEMS_SEMAPHORES),
        .active_tasks = classic_open(OBJECTS_RTEMS_TASKS),
        .active_timers = classic_open(OBJECTS_RTEMS_TIMERS),
    };
    snapshot->posix_api = (rtems_resource_posix_api){
        .active_threads = posix_open(1),
        .active_message_queues = posix_open(3),
        .active_semaphores = posix_open(4),
        .active_timers = posix_open(5),
    };
    snapshot->open_files = 3;
    classic_allocator_unlock();
}

bool rtems_resource_snapshot_equal(const rtems_resource_snapshot *a,
                                   const rtems_resource_snapshot *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

bool rtems_resource_snapshot_check(const rtems_resource_snapshot *snapshot)
{
    rtems_resource_snapshot now;

    rtems_resource_snapshot_take(&now);
    return rtems_resource_snapshot_equal(snapshot, &now);
}

/* Heaps ------------------------------------------------------------------ */

void *rtems_malloc(size_t size)
{
    void *memory = exec_heap_allocate(exec_libc_heap_lock(), size);

    exec_libc_heap_unlock();
    return memory;
}

void *rtems_calloc(size_t count, size_t size)
{
    size_t total;
    void *memory;

    if (__builtin_mul_overflow(count, size, &total))
        return NULL;
    memory = rtems_malloc(total);
    return memory == NULL ? NULL : memset(memory, 0, total);
}

/* A block as aligned as the smallest power of two that it fits into lies
 * within each boundary that is not smaller. */
void *rtems_heap_allocate_aligned_with_boundary(size_t size, uintptr_t alignment,
                                                uintptr_t boundary)
{
    uintptr_t needed = EXEC_HEAP_ALIGNMENT;
    void *memory;

    if (boundary != 0) {
        if (size > boundary)
            return NULL;
        while (needed < size)
            needed <<= 1;
    }
    memory = exec_heap_allocate_aligned(exec_libc_heap_lock(), size,
                                        alignment > needed ? alignment : needed);
    exec_libc_heap_unlock();
    return memory;
}

rtems_status_code rtems_heap_extend(void *area_begin, uintptr_t area_size)
{
    size_t added = exec_heap_extend(exec_libc_heap_lock(), area_begin, area_size);

    exec_libc_heap_unlock();
    return added == 0 ? RTEMS_INVALID_ADDRESS : RTEMS_SUCCESSFUL;
}

/* Blocks that are taken are a list: each holds the one before. */
static void *take_all(struct exec_heap *heap)
{
    void **last = NULL;
    void **block;

    for (;;) {
        struct exec_heap_statistics now;

        exec_heap_get_statistics(heap, &now);
        if (now.free_largest < sizeof(void *))
            return last;
        block = exec_heap_allocate(heap, now.free_largest);
        if (block == NULL)
            return last;
        *block = last;
        last = block;
    }
}

static void *greedy(struct exec_heap *heap, const uintptr_t *sizes, size_t count)
{
    void **spared = NULL;
    void **block;
    void *taken;

    for (size_t i = 0; i < count; i++) {
        block = exec_heap_allocate(heap, sizes[i] < sizeof(void *) ? sizeof(void *) : sizes[i]);
        if (block == NULL)
            continue;
        *block = spared;
        spared = block;
    }
    taken = take_all(heap);
    while ((block = spared) != NULL) {
        spared = *block;
        (void)exec_heap_free(heap, block);
    }
    return taken;
}

static void *greedy_but_largest(struct exec_heap *heap, uintptr_t *largest)
{
    struct exec_heap_statistics now;

    exec_heap_get_statistics(heap, &now);
    *largest = now.free_largest;
    return greedy(heap, largest, 1);
}

static void give_back(struct exec_heap *heap, void **taken)
{
    void **block;

    while ((block = taken) != NULL) {
        taken = *block;
        (void)exec_heap_free(heap, block);
    }
}

void *rtems_heap_greedy_allocate(const uintptr_t *block_sizes, size_t block_count)
{
    void *taken = greedy(exec_libc_heap_lock(), block_sizes, block_count);

    exec_libc_heap_unlock();
    return taken;
}

void *rtems_heap_greedy_allocate_all_except_largest(uintptr_t *allocatable_size)
{
    void *taken = greedy_but_largest(exec_libc_heap_lock(), allocatable_size);

    exec_libc_heap_unlock();
    return taken;
}

void rtems_heap_greedy_free(void *opaque)
{
    give_back(exec_libc_heap_lock(), opaque);
    exec_libc_heap_unlock();
}

void *rtems_workspace_greedy_allocate(const uintptr_t *block_sizes, size_t block_count)
{
    void *taken;

    classic_allocator_lock();
    (void)exec_libc_heap_lock(); /* of unified work areas */
    taken = greedy(classic_workspace(), block_sizes, block_count);
    exec_libc_heap_unlock();
    classic_allocator_unlock();
    return taken;
}

void *rtems_workspace_greedy_allocate_all_except_largest(uintptr_t *allocatable_size)
{
    void *taken;

    classic_allocator_lock();
    (void)exec_libc_heap_lock();
    taken = greedy_but_largest(classic_workspace(), allocatable_size);
    exec_libc_heap_unlock();
    classic_allocator_unlock();
    return taken;
}

void rtems_workspace_greedy_free(void *opaque)
{
    classic_allocator_lock();
    (void)exec_libc_heap_lock();
    give_back(classic_workspace(), opaque);
    exec_libc_heap_unlock();
    classic_allocator_unlock();
}
