/* SPDX-License-Identifier: BSD-2-Clause */

/* Regions are heaps of the executive; the allocator's lock protects them. */

#include <string.h>
#include "classic.h"

struct region {
    struct classic_object object;
    struct exec_heap heap;
    struct exec_wait_queue waiters;
    enum exec_wait_discipline discipline;
    size_t page_size;
    size_t maximum; /* the largest segment that there can be */
    Heap_Statistics statistics;
};

/* What a waiting task wants; its wait_data. */
struct request {
    size_t size;
    void *segment;
};

struct classic_class classic_region_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_REGIONS,
    .object_size = sizeof(struct region),
};

/* The open region with the allocator locked, or NULL with nothing locked. */
static struct region *get_and_lock(rtems_id id)
{
    struct classic_object *object;

    classic_allocator_lock();
    object = classic_object_get(&classic_region_class, id);
    if (object != NULL)
        return EXEC_CONTAINER(object, struct region, object);
    classic_allocator_unlock();
    return NULL;
}

/* Statistics ------------------------------------------------------------- */

/* A segment of the size has been taken from what is free. */
static void note_taken(Heap_Statistics *statistics, size_t size)
{
    statistics->lifetime_allocated += size;
    statistics->free_size -= size;
    if (statistics->free_size < statistics->min_free_size)
        statistics->min_free_size = statistics->free_size;
}

static void note_given_back(Heap_Statistics *statistics, size_t size)
{
    statistics->lifetime_freed += size;
    statistics->free_size += size;
}

static void *allocate(struct region *region, size_t size)
{
    size_t rest = size % region->page_size;
    size_t whole = rest == 0 ? size : size + (region->page_size - rest);
    void *segment = whole < size ? NULL : exec_heap_allocate(&region->heap, whole);

    if (segment == NULL) {
        region->statistics.failed_allocs++;
        return NULL;
    }
    region->statistics.allocs++;
    region->statistics.used_blocks++;
    note_taken(&region->statistics, exec_heap_size_of(segment));
    return segment;
}

/* Life ------------------------------------------------------------------- */

static bool initialize(struct region *region, void *area, uintptr_t length, uintptr_t page_size,
                       rtems_attribute attributes)
{
    struct exec_heap_statistics statistics;

    if (!exec_heap_initialize(&region->heap, area, length))
        return false;
    exec_heap_get_statistics(&region->heap, &statistics);
    region->page_size = page_size == 0 ? EXEC_HEAP_ALIGNMENT : page_size;
    if (region->page_size > statistics.free_largest)
        return false;
    region->waiters = (struct exec_wait_queue){0};
    region->discipline = (attributes & RTEMS_PRIORITY) != 0 ? EXEC_WAIT_PRIORITY : EXEC_WAIT_FIFO;
    region->maximum = statistics.free_largest;
    region->statistics = (Heap_Statistics){
        .size = statistics.free_size,
        .free_size = statistics.free_size,
        .min_free_size = statistics.free_size,
    };
    return true;
}

rtems_status_code rtems_region_create(rtems_name name, void *starting_address, uintptr_t length,
                                      uintptr_t page_size, rtems_attribute attribute_set,
                                      rtems_id *id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct classic_object *object;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL || starting_address == NULL)
        return RTEMS_INVALID_ADDRESS;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_region_class);
    if (object == NULL) {
        status = RTEMS_TOO_MANY;
    } else if (!initialize(EXEC_CONTAINER(object, struct region, object), starting_address, length,
                           page_size, attribute_set)) {
        classic_object_free(&classic_region_class, object);
        status = RTEMS_INVALID_SIZE;
    } else {
        *id = classic_object_open(&classic_region_class, object, name);
    }
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_region_ident(rtems_name name, rtems_id *id)
{
    return classic_object_ident(&classic_region_class, name, RTEMS_SEARCH_LOCAL_NODE, id);
}

rtems_status_code rtems_region_delete(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct region *region = get_and_lock(id);

    if (region == NULL)
        return RTEMS_INVALID_ID;
    if (region->statistics.used_blocks != 0) {
        status = RTEMS_RESOURCE_IN_USE;
    } else {
        classic_object_close(&classic_region_class, &region->object);
        classic_object_free(&classic_region_class, &region->object);
    }
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_region_extend(rtems_id id, void *starting_address, uintptr_t length)
{
    struct region *region;
    size_t added;

    if (starting_address == NULL)
        return RTEMS_INVALID_ADDRESS;
    region = get_and_lock(id);
    if (region == NULL)
        return RTEMS_INVALID_ID;
    added = exec_heap_extend(&region->heap, starting_address, length);
    region->maximum += added;
    region->statistics.size += added;
    region->statistics.free_size += added;
    classic_allocator_unlock();
    return added == 0 ? RTEMS_INVALID_ADDRESS : RTEMS_SUCCESSFUL;
}

/* Segments --------------------------------------------------------------- */

/* Gives what is free to the first waiters, as far as it goes; unlocks. */
static void serve_waiters(struct region *region)
{
    int level = exec_enter();
    struct exec_thread *first;

    while ((first = exec_wait_first(&region->waiters)) != NULL) {
        struct request *request = first->wait_data;

        request->segment = allocate(region, request->size);
        if (request->segment == NULL)
            break;
        exec_wait_end(first, EXEC_OK);
    }
    classic_allocator_release();
    exec_leave(level);
}

/* Gives the lock up as it begins to wait: nothing is returned in between. */
static rtems_status_code wait(struct region *region, uintptr_t size, rtems_interval timeout,
                              void **segment)
{
    struct request request = {.size = size};
    enum exec_status status;
    int level = exec_enter();

    exec_executing()->wait_data = &request;
    exec_wait_begin(&region->waiters, region->discipline);
    exec_wait_timeout(&exec_clock_timers, classic_expiry(timeout));
    classic_allocator_release();
    status = exec_wait_finish();
    exec_leave(level);
    *segment = request.segment;
    return classic_status(status);
}

rtems_status_code rtems_region_get_segment(rtems_id id, uintptr_t size, rtems_option option_set,
                                           rtems_interval timeout, void **segment)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct region *region;

    if (segment == NULL)
        return RTEMS_INVALID_ADDRESS;
    *segment = NULL;
    if (size == 0)
        return RTEMS_INVALID_SIZE;
    region = get_and_lock(id);
    if (region == NULL)
        return RTEMS_INVALID_ID;
    if (size > region->maximum) {
        status = RTEMS_INVALID_SIZE;
    } else {
        *segment = allocate(region, size);
        if (*segment == NULL && (option_set & RTEMS_NO_WAIT) == 0)
            return wait(region, size, timeout, segment);
        if (*segment == NULL)
            status = RTEMS_UNSATISFIED;
    }
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_region_return_segment(rtems_id id, void *segment)
{
    struct region *region = get_and_lock(id);
    size_t size;

    if (region == NULL)
        return RTEMS_INVALID_ID;
    if (!exec_heap_owns(&region->heap, segment)) {
        classic_allocator_unlock();
        return RTEMS_INVALID_ADDRESS;
    }
    size = exec_heap_size_of(segment);
    (void)exec_heap_free(&region->heap, segment);
    region->statistics.frees++;
    region->statistics.used_blocks--;
    note_given_back(&region->statistics, size);
    serve_waiters(region);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_region_resize_segment(rtems_id id, void *segment, uintptr_t size,
                                              uintptr_t *old_size)
{
    rtems_status_code status = RTEMS_INVALID_ADDRESS;
    struct region *region;

    if (old_size == NULL)
        return RTEMS_INVALID_ADDRESS;
    region = get_and_lock(id);
    if (region == NULL)
        return RTEMS_INVALID_ID;
    if (exec_heap_owns(&region->heap, segment)) {
        *old_size = exec_heap_size_of(segment);
        if (exec_heap_resize(&region->heap, segment, size)) {
            region->statistics.resizes++;
            note_given_back(&region->statistics, *old_size);
            note_taken(&region->statistics, exec_heap_size_of(segment));
            serve_waiters(region);
            return RTEMS_SUCCESSFUL;
        }
        status = RTEMS_UNSATISFIED;
    }
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_region_get_segment_size(rtems_id id, void *segment, uintptr_t *size)
{
    struct region *region;
    bool owned;

    if (segment == NULL || size == NULL)
        return RTEMS_INVALID_ADDRESS;
    region = get_and_lock(id);
    if (region == NULL)
        return RTEMS_INVALID_ID;
    owned = exec_heap_owns(&region->heap, segment);
    if (owned)
        *size = exec_heap_size_of(segment);
    classic_allocator_unlock();
    return owned ? RTEMS_SUCCESSFUL : RTEMS_INVALID_ADDRESS;
}

/* Information ------------------------------------------------------------ */

static rtems_status_code get_information(rtems_id id, Heap_Information_block *info, bool only_free)
{
    struct exec_heap_statistics now;
    struct region *region;

    if (info == NULL)
        return RTEMS_INVALID_ADDRESS;
    region = get_and_lock(id);
    if (region == NULL)
        return RTEMS_INVALID_ID;
    exec_heap_get_statistics(&region->heap, &now);
    info->Free = (Heap_Information){now.free_blocks, now.free_largest, now.free_size};
    info->Used = (Heap_Information){0};
    region->statistics.free_blocks = now.free_blocks;
    if (now.free_blocks > region->statistics.max_free_blocks)
        region->statistics.max_free_blocks = now.free_blocks;
    if (!only_free) {
        info->Used = (Heap_Information){now.used_blocks, now.used_largest, now.used_size};
        info->Stats = region->statistics;
    }
    classic_allocator_unlock();
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_region_get_information(rtems_id id, Heap_Information_block *the_info)
{
    return get_information(id, the_info, false);
}

rtems_status_code rtems_region_get_free_information(rtems_id id, Heap_Information_block *the_info)
{
    return get_information(id, the_info, true);
}
