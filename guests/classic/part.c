/* SPDX-License-Identifier: BSD-2-Clause */

/* Partitions of fixed-size buffers; the free ones carry the list's links. */

#include "classic.h"

struct partition {
    struct classic_object object;
    uintptr_t base;
    size_t length;
    size_t buffer_size;
    size_t used;
    struct exec_list free;
};

struct classic_class classic_partition_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_PARTITIONS,
    .object_size = sizeof(struct partition),
};

/* The open partition, or NULL. With interrupts disabled. */
static struct partition *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_partition_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct partition, object);
}

static rtems_status_code check_area(const void *area, uintptr_t length, size_t buffer_size)
{
    if (area == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (length == 0 || buffer_size == 0 || length < buffer_size ||
        buffer_size % sizeof(void *) != 0 || buffer_size < sizeof(struct exec_link))
        return RTEMS_INVALID_SIZE;
    return (uintptr_t)area % sizeof(void *) != 0 ? RTEMS_INVALID_ADDRESS : RTEMS_SUCCESSFUL;
}

static void initialize(struct partition *partition, char *area, uintptr_t length,
                       size_t buffer_size)
{
    size_t count = length / buffer_size;

    partition->base = (uintptr_t)area;
    partition->length = length;
    partition->buffer_size = buffer_size;
    partition->used = 0;
    exec_list_initialize(&partition->free);
    for (size_t i = 0; i < count; i++)
        exec_list_append(&partition->free, (struct exec_link *)(void *)(area + i * buffer_size));
}

rtems_status_code rtems_partition_create(rtems_name name, void *starting_address, uintptr_t length,
                                         size_t buffer_size, rtems_attribute attribute_set,
                                         rtems_id *id)
{
    struct classic_object *object;
    rtems_status_code status;

    (void)attribute_set; /* only says whether other nodes know it */
    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = check_area(starting_address, length, buffer_size);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_partition_class);
    if (object != NULL) {
        initialize(EXEC_CONTAINER(object, struct partition, object), starting_address, length,
                   buffer_size);
        *id = classic_object_open(&classic_partition_class, object, name);
    }
    classic_allocator_unlock();
    return object == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_partition_ident(rtems_name name, uint32_t node, rtems_id *id)
{
    return classic_object_ident(&classic_partition_class, name, node, id);
}

rtems_status_code rtems_partition_delete(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct partition *partition;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    partition = get(id);
    if (partition == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (partition->used != 0) {
        status = RTEMS_RESOURCE_IN_USE;
    } else {
        classic_object_close(&classic_partition_class, &partition->object);
        classic_object_free(&classic_partition_class, &partition->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_partition_get_buffer(rtems_id id, void **buffer)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct partition *partition;
    int level;

    if (buffer == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    partition = get(id);
    if (partition == NULL) {
        status = RTEMS_INVALID_ID;
    } else {
        struct exec_link *link = exec_list_take_first(&partition->free);

        if (link == NULL) {
            status = RTEMS_UNSATISFIED;
        } else {
            partition->used++;
            *buffer = link;
        }
    }
    exec_leave(level);
    return status;
}

static bool is_buffer(const struct partition *partition, const void *buffer)
{
    uintptr_t offset = (uintptr_t)buffer - partition->base;

    return offset < partition->length && offset % partition->buffer_size == 0;
}

rtems_status_code rtems_partition_return_buffer(rtems_id id, void *buffer)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    struct partition *partition = get(id);

    if (partition == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (!is_buffer(partition, buffer)) {
        status = RTEMS_INVALID_ADDRESS;
    } else {
        exec_list_append(&partition->free, buffer);
        partition->used--;
    }
    exec_leave(level);
    return status;
}
