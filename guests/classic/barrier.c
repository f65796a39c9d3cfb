/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

struct barrier {
    struct classic_object object;
    struct exec_wait_queue waiters;
    uint32_t opens_at; /* with this task it opens; 0: when released */
};

struct classic_class classic_barrier_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_BARRIERS,
    .object_size = sizeof(struct barrier),
};

/* The open barrier, or NULL. With interrupts disabled. */
static struct barrier *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_barrier_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct barrier, object);
}

rtems_status_code rtems_barrier_create(rtems_name name, rtems_attribute attribute_set,
                                       uint32_t maximum_waiters, rtems_id *id)
{
    bool automatic = (attribute_set & RTEMS_BARRIER_AUTOMATIC_RELEASE) != 0;
    struct classic_object *object;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (automatic && maximum_waiters == 0)
        return RTEMS_INVALID_NUMBER;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_barrier_class);
    if (object != NULL) {
        struct barrier *barrier = EXEC_CONTAINER(object, struct barrier, object);

        barrier->waiters = (struct exec_wait_queue){0};
        barrier->opens_at = automatic ? maximum_waiters : 0;
        *id = classic_object_open(&classic_barrier_class, object, name);
    }
    classic_allocator_unlock();
    return object == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_barrier_ident(rtems_name name, rtems_id *id)
{
    return classic_object_ident(&classic_barrier_class, name, RTEMS_SEARCH_LOCAL_NODE, id);
}

rtems_status_code rtems_barrier_delete(rtems_id id)
{
    struct barrier *barrier;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    barrier = get(id);
    if (barrier != NULL) {
        classic_object_close(&classic_barrier_class, &barrier->object);
        (void)exec_wait_end_all(&barrier->waiters, EXEC_DELETED);
        classic_object_free(&classic_barrier_class, &barrier->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return barrier == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

static enum exec_status wait(struct barrier *barrier, rtems_interval timeout)
{
    if (barrier->opens_at != 0 && exec_wait_count(&barrier->waiters) + 1 == barrier->opens_at) {
        (void)exec_wait_end_all(&barrier->waiters, EXEC_OK);
        return EXEC_OK;
    }
    exec_wait_begin(&barrier->waiters, EXEC_WAIT_FIFO);
    exec_wait_timeout(&exec_clock_timers, classic_expiry(timeout));
    return exec_wait_finish();
}

rtems_status_code rtems_barrier_wait(rtems_id id, rtems_interval timeout)
{
    rtems_status_code status = RTEMS_INVALID_ID;
    int level = exec_enter();
    struct barrier *barrier = get(id);

    if (barrier != NULL)
        status = classic_status(wait(barrier, timeout));
    exec_leave(level);
    return status;
}

rtems_status_code rtems_barrier_release(rtems_id id, uint32_t *released)
{
    struct barrier *barrier;
    int level;

    if (released == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    barrier = get(id);
    if (barrier != NULL)
        *released = exec_wait_end_all(&barrier->waiters, EXEC_OK);
    exec_leave(level);
    return barrier == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_barrier_get_number_waiting(rtems_id id, uint32_t *waiting)
{
    const struct barrier *barrier;
    int level;

    if (waiting == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    barrier = get(id);
    if (barrier != NULL)
        *waiting = exec_wait_count(&barrier->waiters);
    exec_leave(level);
    return barrier == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}
