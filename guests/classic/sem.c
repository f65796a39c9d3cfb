/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

enum kind {
    KIND_COUNTING,
    KIND_SIMPLE_BINARY,
    KIND_MUTEX,
};

struct semaphore {
    struct classic_object object;
    enum kind kind;
    enum exec_wait_discipline discipline;
    union {
        struct exec_mutex mutex;
        struct {
            struct exec_wait_queue waiters;
            uint32_t count;
        };
    };
};

struct classic_class classic_semaphore_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_SEMAPHORES,
    .object_size = sizeof(struct semaphore),
};

/* The open semaphore, or NULL. With interrupts disabled. */
static struct semaphore *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_semaphore_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct semaphore, object);
}

static struct exec_wait_queue *waiters_of(struct semaphore *semaphore)
{
    return semaphore->kind == KIND_MUTEX ? &semaphore->mutex.waiters : &semaphore->waiters;
}

static bool has_ceiling(const struct semaphore *semaphore)
{
    return semaphore->kind == KIND_MUTEX && semaphore->mutex.protocol == EXEC_MUTEX_CEILING;
}

/* Creation --------------------------------------------------------------- */

/* What the attributes mean; false: such a semaphore does not exist. */
static bool decode(rtems_attribute attributes, enum kind *kind, enum exec_mutex_protocol *protocol)
{
    rtems_attribute type =
        attributes & (RTEMS_SEMAPHORE_CLASS | RTEMS_INHERIT_PRIORITY | RTEMS_PRIORITY_CEILING |
                      RTEMS_MULTIPROCESSOR_RESOURCE_SHARING);
    bool by_priority = (attributes & RTEMS_PRIORITY) != 0;

    *kind = KIND_MUTEX;
    *protocol = EXEC_MUTEX_PLAIN;
    switch (type) {
    case RTEMS_COUNTING_SEMAPHORE:
        *kind = KIND_COUNTING;
        return true;
    case RTEMS_SIMPLE_BINARY_SEMAPHORE:
        *kind = KIND_SIMPLE_BINARY;
        return true;
    case RTEMS_BINARY_SEMAPHORE:
        return true;
    case RTEMS_BINARY_SEMAPHORE | RTEMS_INHERIT_PRIORITY:
        *protocol = EXEC_MUTEX_INHERIT;
        return by_priority;
    case RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY_CEILING:
    case RTEMS_BINARY_SEMAPHORE | RTEMS_MULTIPROCESSOR_RESOURCE_SHARING:
        *protocol = EXEC_MUTEX_CEILING;
        return by_priority;
    default:
        return false;
    }
}

static rtems_status_code initialize(struct semaphore *semaphore, uint32_t count,
                                    enum exec_mutex_protocol protocol, rtems_task_priority ceiling)
{
    enum exec_status status = EXEC_OK;
    int level;

    if (semaphore->kind != KIND_MUTEX) {
        semaphore->waiters = (struct exec_wait_queue){0};
        semaphore->count = count;
        return RTEMS_SUCCESSFUL;
    }
    if (protocol == EXEC_MUTEX_CEILING && !classic_priority_is_valid(ceiling))
        return RTEMS_INVALID_PRIORITY;
    exec_mutex_initialize(&semaphore->mutex, protocol, (uint8_t)ceiling);
    if (count == 0) {
        level = exec_enter();
        status = exec_mutex_try(&semaphore->mutex);
        exec_leave(level);
    }
    return classic_status(status);
}

rtems_status_code rtems_semaphore_create(rtems_name name, uint32_t count,
                                         rtems_attribute attribute_set,
                                         rtems_task_priority priority_ceiling, rtems_id *id)
{
    enum exec_mutex_protocol protocol;
    rtems_status_code status;
    struct classic_object *object;
    struct semaphore *semaphore;
    enum kind kind;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!decode(attribute_set, &kind, &protocol))
        return RTEMS_NOT_DEFINED;
    if (count > 1 && kind != KIND_COUNTING)
        return RTEMS_INVALID_NUMBER;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_semaphore_class);
    if (object == NULL) {
        classic_allocator_unlock();
        return RTEMS_TOO_MANY;
    }
    semaphore = EXEC_CONTAINER(object, struct semaphore, object);
    semaphore->kind = kind;
    semaphore->discipline =
        (attribute_set & RTEMS_PRIORITY) != 0 ? EXEC_WAIT_PRIORITY : EXEC_WAIT_FIFO;
    status = initialize(semaphore, count, protocol, priority_ceiling);
    if (status == RTEMS_SUCCESSFUL)
        *id = classic_object_open(&classic_semaphore_class, object, name);
    else
        classic_object_free(&classic_semaphore_class, object);
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_semaphore_ident(rtems_name name, uint32_t node, rtems_id *id)
{
    return classic_object_ident(&classic_semaphore_class, name, node, id);
}

rtems_status_code rtems_semaphore_delete(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct semaphore *semaphore;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    semaphore = get(id);
    if (semaphore == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (semaphore->kind == KIND_MUTEX && semaphore->mutex.owner != NULL) {
        status = RTEMS_RESOURCE_IN_USE;
    } else {
        classic_object_close(&classic_semaphore_class, &semaphore->object);
        (void)exec_wait_end_all(waiters_of(semaphore), EXEC_DELETED);
        classic_object_free(&classic_semaphore_class, &semaphore->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return status;
}

/* Use -------------------------------------------------------------------- */

static enum exec_status obtain_counted(struct semaphore *semaphore, bool wait,
                                       rtems_interval timeout)
{
    if (semaphore->count > 0) {
        semaphore->count--;
        return EXEC_OK;
    }
    if (!wait)
        return EXEC_UNAVAILABLE;
    exec_wait_begin(&semaphore->waiters, semaphore->discipline);
    exec_wait_timeout(&exec_clock_timers, classic_expiry(timeout));
    return exec_wait_finish();
}

static enum exec_status obtain_mutex(struct semaphore *semaphore, bool wait, rtems_interval timeout)
{
    enum exec_status status = exec_mutex_try(&semaphore->mutex);

    if (status != EXEC_UNAVAILABLE || !wait)
        return status;
    return exec_mutex_wait(&semaphore->mutex, semaphore->discipline, &exec_clock_timers,
                           classic_expiry(timeout));
}

rtems_status_code rtems_semaphore_obtain(rtems_id id, rtems_option option_set,
                                         rtems_interval timeout)
{
    bool wait = (option_set & RTEMS_NO_WAIT) == 0;
    rtems_status_code status = RTEMS_INVALID_ID;
    int level = exec_enter();
    struct semaphore *semaphore = get(id);

    if (semaphore != NULL && semaphore->kind == KIND_MUTEX)
        status = classic_status(obtain_mutex(semaphore, wait, timeout));
    else if (semaphore != NULL)
        status = classic_status(obtain_counted(semaphore, wait, timeout));
    exec_leave(level);
    return status;
}

/* A full simple binary semaphore stays full; a full counting one is an error. */
static rtems_status_code release_counted(struct semaphore *semaphore)
{
    struct exec_thread *first = exec_wait_first(&semaphore->waiters);

    if (first != NULL)
        exec_wait_end(first, EXEC_OK);
    else if (semaphore->kind == KIND_SIMPLE_BINARY)
        semaphore->count = 1;
    else if (semaphore->count == UINT32_MAX)
        return RTEMS_UNSATISFIED;
    else
        semaphore->count++;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_semaphore_release(rtems_id id)
{
    rtems_status_code status = RTEMS_INVALID_ID;
    int level = exec_enter();
    struct semaphore *semaphore = get(id);

    if (semaphore != NULL && semaphore->kind == KIND_MUTEX)
        status = classic_status(exec_mutex_unlock(&semaphore->mutex));
    else if (semaphore != NULL)
        status = release_counted(semaphore);
    exec_leave(level);
    return status;
}

rtems_status_code rtems_semaphore_flush(rtems_id id)
{
    int level = exec_enter();
    struct semaphore *semaphore = get(id);

    if (semaphore != NULL)
        (void)exec_wait_end_all(waiters_of(semaphore), EXEC_UNAVAILABLE);
    exec_leave(level);
    return semaphore == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_semaphore_set_priority(rtems_id semaphore_id, rtems_id scheduler_id,
                                               rtems_task_priority new_priority,
                                               rtems_task_priority *old_priority)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_task_priority maximum;
    struct semaphore *semaphore;
    int level;

    if (old_priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (rtems_scheduler_get_maximum_priority(scheduler_id, &maximum) != RTEMS_SUCCESSFUL)
        return RTEMS_INVALID_ID;
    level = exec_enter();
    semaphore = get(semaphore_id);
    if (semaphore == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (new_priority != RTEMS_CURRENT_PRIORITY && !classic_priority_is_valid(new_priority)) {
        status = RTEMS_INVALID_PRIORITY;
    } else if (!has_ceiling(semaphore)) {
        status = RTEMS_NOT_DEFINED;
    } else {
        *old_priority = semaphore->mutex.ceiling;
        if (new_priority != RTEMS_CURRENT_PRIORITY)
            exec_mutex_set_ceiling(&semaphore->mutex, (uint8_t)new_priority);
    }
    exec_leave(level);
    return status;
}
