/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

#define ALIGNMENT 4u

struct port {
    struct classic_object object;
    uintptr_t internal;
    uintptr_t external;
    uint32_t last; /* offset of the last byte */
};

struct classic_class classic_port_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_PORTS,
    .object_size = sizeof(struct port),
};

/* The open port, or NULL. With interrupts disabled. */
static struct port *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_port_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct port, object);
}

rtems_status_code rtems_port_create(rtems_name name, void *internal_start, void *external_start,
                                    uint32_t length, rtems_id *id)
{
    struct classic_object *object;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL || ((uintptr_t)internal_start | (uintptr_t)external_start) % ALIGNMENT != 0)
        return RTEMS_INVALID_ADDRESS;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_port_class);
    if (object != NULL) {
        struct port *port = EXEC_CONTAINER(object, struct port, object);

        port->internal = (uintptr_t)internal_start;
        port->external = (uintptr_t)external_start;
        port->last = length - 1;
        *id = classic_object_open(&classic_port_class, object, name);
    }
    classic_allocator_unlock();
    return object == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_port_ident(rtems_name name, rtems_id *id)
{
    return classic_object_ident(&classic_port_class, name, RTEMS_SEARCH_ALL_NODES, id);
}

rtems_status_code rtems_port_delete(rtems_id id)
{
    struct port *port;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    port = get(id);
    if (port != NULL) {
        classic_object_close(&classic_port_class, &port->object);
        classic_object_free(&classic_port_class, &port->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return port == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

static uintptr_t convert(uintptr_t address, uintptr_t from, uintptr_t to, uint32_t last)
{
    uintptr_t offset = address - from;

    return offset > last ? address : to + offset;
}

rtems_status_code rtems_port_external_to_internal(rtems_id id, void *external, void **internal)
{
    const struct port *port;
    int level;

    if (internal == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    port = get(id);
    if (port != NULL)
        *internal =
            (void *)convert((uintptr_t)external, port->external, port->internal, port->last);
    exec_leave(level);
    return port == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_port_internal_to_external(rtems_id id, void *internal, void **external)
{
    const struct port *port;
    int level;

    if (external == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    port = get(id);
    if (port != NULL)
        *external =
            (void *)convert((uintptr_t)internal, port->internal, port->external, port->last);
    exec_leave(level);
    return port == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}
