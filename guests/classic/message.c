/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "classic.h"

struct message {
    struct message *next;
    size_t size;
    char content[];
};
_Static_assert(sizeof(struct message) == sizeof(rtems_message_queue_header),
               "RTEMS_MESSAGE_QUEUE_BUFFER() has the room");

struct queue {
    struct classic_object object;
    enum exec_wait_discipline discipline;
    struct exec_wait_queue receivers;
    struct message *first; /* pending ones */
    struct message *last;
    struct message *unused;
    uint32_t pending;
    size_t maximum_size;
    void *storage;
    void (*storage_free)(void *storage);
};

/* Where a waiting receiver wants its message. */
struct destination {
    void *buffer;
    size_t size;
};

struct classic_class classic_message_queue_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_MESSAGE_QUEUES,
    .object_size = sizeof(struct queue),
};

/* The open queue, or NULL. With interrupts disabled. */
static struct queue *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_message_queue_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct queue, object);
}

/* Creation --------------------------------------------------------------- */

static rtems_status_code storage_size(uint32_t count, size_t maximum_size, size_t *each,
                                      size_t *all)
{
    if (maximum_size > SIZE_MAX - sizeof(struct message) - sizeof(uintptr_t))
        return RTEMS_INVALID_SIZE;
    *each = RTEMS_ALIGN_UP(maximum_size, sizeof(uintptr_t)) + sizeof(struct message);
    if (__builtin_mul_overflow(*each, (size_t)count, all))
        return RTEMS_INVALID_NUMBER;
    return RTEMS_SUCCESSFUL;
}

static rtems_status_code initialize(struct queue *queue, const rtems_message_queue_config *config,
                                    bool own)
{
    rtems_status_code status;
    size_t each;
    size_t all;

    status =
        storage_size(config->maximum_pending_messages, config->maximum_message_size, &each, &all);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    queue->storage = config->storage_area;
    if (!own)
        queue->storage = classic_workspace_allocate(all);
    else if (config->storage_size != all)
        return RTEMS_UNSATISFIED;
    if (queue->storage == NULL)
        return RTEMS_UNSATISFIED;
    queue->storage_free = config->storage_free;
    queue->discipline =
        (config->attributes & RTEMS_PRIORITY) != 0 ? EXEC_WAIT_PRIORITY : EXEC_WAIT_FIFO;
    queue->receivers = (struct exec_wait_queue){0};
    queue->first = NULL;
    queue->pending = 0;
    queue->maximum_size = config->maximum_message_size;
    queue->unused = NULL;
    for (size_t offset = 0; offset < all; offset += each) {
        struct message *message = (struct message *)(void *)((char *)queue->storage + offset);

        message->next = queue->unused;
        queue->unused = message;
    }
    return RTEMS_SUCCESSFUL;
}

static rtems_status_code create(const rtems_message_queue_config *config, bool own, rtems_id *id)
{
    struct classic_object *object;
    rtems_status_code status;

    if (!rtems_is_name_valid(config->name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (config->maximum_pending_messages == 0)
        return RTEMS_INVALID_NUMBER;
    if (config->maximum_message_size == 0)
        return RTEMS_INVALID_SIZE;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_message_queue_class);
    if (object == NULL) {
        classic_allocator_unlock();
        return RTEMS_TOO_MANY;
    }
    status = initialize(EXEC_CONTAINER(object, struct queue, object), config, own);
    if (status == RTEMS_SUCCESSFUL)
        *id = classic_object_open(&classic_message_queue_class, object, config->name);
    else
        classic_object_free(&classic_message_queue_class, object);
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_message_queue_create(rtems_name name, uint32_t count,
                                             size_t max_message_size, rtems_attribute attribute_set,
                                             rtems_id *id)
{
    const rtems_message_queue_config config = {
        .name = name,
        .maximum_pending_messages = count,
        .maximum_message_size = max_message_size,
        .storage_free = classic_workspace_free,
        .attributes = attribute_set,
    };

    return create(&config, false, id);
}

rtems_status_code rtems_message_queue_construct(const rtems_message_queue_config *config,
                                                rtems_id *id)
{
    return config == NULL ? RTEMS_INVALID_ADDRESS : create(config, true, id);
}

rtems_status_code rtems_message_queue_ident(rtems_name name, uint32_t node, rtems_id *id)
{
    return classic_object_ident(&classic_message_queue_class, name, node, id);
}

rtems_status_code rtems_message_queue_delete(rtems_id id)
{
    struct queue *queue;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    queue = get(id);
    if (queue != NULL) {
        classic_object_close(&classic_message_queue_class, &queue->object);
        (void)exec_wait_end_all(&queue->receivers, EXEC_DELETED);
    }
    exec_leave(level);
    if (queue != NULL) {
        if (queue->storage_free != NULL)
            queue->storage_free(queue->storage);
        classic_object_free(&classic_message_queue_class, &queue->object);
    }
    classic_allocator_unlock();
    return queue == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

/* Sending ---------------------------------------------------------------- */

/* Hands the message to the first waiting receiver; false if there is none. */
static bool hand_over(struct queue *queue, const void *buffer, size_t size)
{
    struct exec_thread *receiver = exec_wait_first(&queue->receivers);
    struct destination *destination;

    if (receiver == NULL)
        return false;
    destination = receiver->wait_data;
    memcpy(destination->buffer, buffer, size);
    destination->size = size;
    exec_wait_end(receiver, EXEC_OK);
    return true;
}

static rtems_status_code put(struct queue *queue, const void *buffer, size_t size, bool urgent)
{
    struct message *message = queue->unused;

    if (message == NULL)
        return RTEMS_TOO_MANY;
    queue->unused = message->next;
    memcpy(message->content, buffer, size);
    message->size = size;
    message->next = urgent ? queue->first : NULL;
    if (queue->first == NULL)
        queue->last = message;
    else if (!urgent)
        queue->last->next = message;
    if (urgent || queue->first == NULL)
        queue->first = message;
    if (!urgent)
        queue->last = message;
    queue->pending++;
    return RTEMS_SUCCESSFUL;
}

static rtems_status_code send(rtems_id id, const void *buffer, size_t size, bool urgent)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct queue *queue;
    int level;

    if (buffer == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    queue = get(id);
    if (queue == NULL)
        status = RTEMS_INVALID_ID;
    else if (size > queue->maximum_size)
        status = RTEMS_INVALID_SIZE;
    else if (!hand_over(queue, buffer, size))
        status = put(queue, buffer, size, urgent);
    exec_leave(level);
    return status;
}

rtems_status_code rtems_message_queue_send(rtems_id id, const void *buffer, size_t size)
{
    return send(id, buffer, size, false);
}

rtems_status_code rtems_message_queue_urgent(rtems_id id, const void *buffer, size_t size)
{
    return send(id, buffer, size, true);
}

rtems_status_code rtems_message_queue_broadcast(rtems_id id, const void *buffer, size_t size,
                                                uint32_t *count)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    struct queue *queue;
    int level;

    if (buffer == NULL || count == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    queue = get(id);
    if (queue == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (size > queue->maximum_size) {
        status = RTEMS_INVALID_SIZE;
    } else {
        *count = 0;
        while (hand_over(queue, buffer, size))
            ++*count;
    }
    exec_leave(level);
    return status;
}

/* Receiving -------------------------------------------------------------- */

static void take_first(struct queue *queue, struct destination *destination)
{
    struct message *message = queue->first;

    queue->first = message->next;
    queue->pending--;
    memcpy(destination->buffer, message->content, message->size);
    destination->size = message->size;
    message->next = queue->unused;
    queue->unused = message;
}

static enum exec_status receive(struct queue *queue, struct destination *destination, bool wait,
                                rtems_interval timeout)
{
    if (queue->first != NULL) {
        take_first(queue, destination);
        return EXEC_OK;
    }
    if (!wait)
        return EXEC_UNAVAILABLE;
    exec_executing()->wait_data = destination;
    exec_wait_begin(&queue->receivers, queue->discipline);
    exec_wait_timeout(&exec_clock_timers, classic_expiry(timeout));
    return exec_wait_finish();
}

rtems_status_code rtems_message_queue_receive(rtems_id id, void *buffer, size_t *size,
                                              rtems_option option_set, rtems_interval timeout)
{
    struct destination destination = {.buffer = buffer};
    rtems_status_code status = RTEMS_INVALID_ID;
    struct queue *queue;
    int level;

    if (buffer == NULL || size == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    queue = get(id);
    if (queue != NULL)
        status = classic_status(
            receive(queue, &destination, (option_set & RTEMS_NO_WAIT) == 0, timeout));
    exec_leave(level);
    if (status == RTEMS_SUCCESSFUL)
        *size = destination.size;
    return status;
}

rtems_status_code rtems_message_queue_get_number_pending(rtems_id id, uint32_t *count)
{
    const struct queue *queue;
    int level;

    if (count == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    queue = get(id);
    if (queue != NULL)
        *count = queue->pending;
    exec_leave(level);
    return queue == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_message_queue_flush(rtems_id id, uint32_t *count)
{
    struct queue *queue;
    int level;

    if (count == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    queue = get(id);
    if (queue != NULL) {
        *count = queue->pending;
        if (queue->first != NULL) {
            queue->last->next = queue->unused;
            queue->unused = queue->first;
            queue->first = NULL;
            queue->pending = 0;
        }
    }
    exec_leave(level);
    return queue == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}
