/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Message queues. Messages lie in slots of one block of the workspace; the
 * waiting order of messages is by priority, then by arrival.
 */

#include <mqueue.h>
#include <stdarg.h>
#include <string.h>
#include "internal.h"

#define DEFAULT_MESSAGES 10
#define DEFAULT_SIZE     16

struct message {
    struct exec_order_node node; /* the key: least for the most urgent */
    struct exec_link link;       /* while it is free */
    size_t length;
    unsigned priority;
    char content[];
};

struct queue {
    struct classic_object object;
    struct posix_named named;
    int flags;
    uint32_t maximum;
    size_t size; /* of a message at most */
    uint32_t count;
    void *storage;
    struct exec_list free;
    struct exec_order messages;
    struct exec_wait_queue senders;
    struct exec_wait_queue receivers;
    bool notify;
    struct sigevent notification;
};

static struct classic_class queues = {
    .api = OBJECTS_POSIX_API,
    .the_class = 3,
    .object_size = sizeof(struct queue),
};
static struct exec_list names = {{&names.head, &names.head}};

void _RTEMS_POSIX_Message_queues_initialize(void);

void _RTEMS_POSIX_Message_queues_initialize(void)
{
    classic_class_initialize(&queues, posix_configuration()->maximum_message_queues);
}

/* The open queue, or NULL. With interrupts disabled. */
static struct queue *get(mqd_t id)
{
    struct classic_object *object = classic_object_get(&queues, id);
    struct queue *queue = object == NULL ? NULL : EXEC_CONTAINER(object, struct queue, object);

    return queue == NULL || queue->named.open_count == 0 ? NULL : queue;
}

/* Life ------------------------------------------------------------------- */

static bool make_messages(struct queue *queue)
{
    size_t slot;
    size_t total;
    char *storage;

    if (__builtin_add_overflow(sizeof(struct message), queue->size, &slot) ||
        slot > SIZE_MAX - sizeof(void *))
        return false;
    slot = (slot + sizeof(void *) - 1) & ~(sizeof(void *) - 1);
    if (__builtin_mul_overflow(slot, queue->maximum, &total))
        return false;
    storage = classic_workspace_allocate(total);
    if (storage == NULL)
        return false;
    queue->storage = storage;
    exec_list_initialize(&queue->free);
    for (uint32_t i = 0; i < queue->maximum; i++) {
        struct message *message = (struct message *)(void *)(storage + i * slot);

        message->node = (struct exec_order_node){0};
        exec_list_append(&queue->free, &message->link);
    }
    return true;
}

/* With the allocator lock. */
static int create(const char *name, int flags, const struct mq_attr *attributes,
                  struct queue **made)
{
    struct classic_object *object;
    struct queue *queue;

    if (attributes != NULL && (attributes->mq_maxmsg <= 0 || attributes->mq_msgsize <= 0))
        return EINVAL;
    object = classic_object_allocate(&queues);
    if (object == NULL)
        return ENFILE;
    queue = EXEC_CONTAINER(object, struct queue, object);
    *queue = (struct queue){.object = queue->object, .flags = flags};
    queue->maximum = attributes == NULL ? DEFAULT_MESSAGES : (uint32_t)attributes->mq_maxmsg;
    queue->size = attributes == NULL ? DEFAULT_SIZE : (size_t)attributes->mq_msgsize;
    if (!posix_named_add(&names, &queue->named, name)) {
        classic_object_free(&queues, object);
        return ENOMEM;
    }
    if (!make_messages(queue)) {
        posix_named_unlink(&queue->named);
        classic_object_free(&queues, object);
        return ENOSPC;
    }
    (void)classic_object_open(&queues, object, 0);
    *made = queue;
    return 0;
}

mqd_t mq_open(const char *name, int flags, ...)
{
    const struct mq_attr *attributes = NULL;
    struct queue *queue = NULL;
    struct posix_named *named;
    va_list arguments;
    int error;

    if ((flags & O_CREAT) != 0) {
        va_start(arguments, flags);
        (void)va_arg(arguments, mode_t);
        attributes = va_arg(arguments, const struct mq_attr *);
        va_end(arguments);
    }
    classic_allocator_lock();
    error = posix_named_find(&names, name, &named);
    if (error == 0 && named != NULL) {
        queue = EXEC_CONTAINER(named, struct queue, named);
        if ((flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL))
            error = EEXIST;
        else
            named->open_count++;
    } else if (error == 0) {
        error = (flags & O_CREAT) == 0 ? ENOENT : create(name, flags, attributes, &queue);
    }
    classic_allocator_unlock();
    return error == 0 ? queue->object.id : (mqd_t)posix_fail(error);
}

/* What nobody has open and no name leads to goes. With the allocator lock. */
static void free_if_unused(struct queue *queue)
{
    int level;

    if (queue->named.open_count != 0 || queue->named.name != NULL)
        return;
    level = exec_enter();
    classic_object_close(&queues, &queue->object);
    (void)exec_wait_end_all(&queue->senders, EXEC_DELETED);
    (void)exec_wait_end_all(&queue->receivers, EXEC_DELETED);
    exec_leave(level);
    classic_workspace_free(queue->storage);
    classic_object_free(&queues, &queue->object);
}

int mq_close(mqd_t id)
{
    struct queue *queue;

    classic_allocator_lock();
    queue = get(id);
    if (queue != NULL) {
        queue->named.open_count--;
        queue->notify = false;
        free_if_unused(queue);
    }
    classic_allocator_unlock();
    return queue == NULL ? posix_fail(EBADF) : 0;
}

int mq_unlink(const char *name)
{
    struct posix_named *named;
    int error;

    classic_allocator_lock();
    error = posix_named_find(&names, name, &named);
    if ((error == EINVAL && name != NULL) || (error == 0 && named == NULL))
        error = ENOENT;
    if (error == 0) {
        posix_named_unlink(named);
        free_if_unused(EXEC_CONTAINER(named, struct queue, named));
    }
    classic_allocator_unlock();
    return error == 0 ? 0 : posix_fail(error);
}

/* Messages --------------------------------------------------------------- */

/* Waits for a slot or a message in the order of arrival: 0 when it may be there. */
static int wait(struct queue *queue, struct exec_wait_queue *waiters, const struct timespec *time)
{
    struct posix_timeout timeout = posix_forever;
    int error = 0;

    if ((queue->flags & O_NONBLOCK) != 0 || exec_in_interrupt())
        return EAGAIN;
    if (time != NULL)
        error = posix_timeout_at(CLOCK_REALTIME, time, &timeout);
    if (error != 0)
        return error;
    error = posix_error(
        posix_wait(waiters, EXEC_WAIT_FIFO, &timeout, POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL));
    return error == EINVAL ? EBADF : error;
}

static void wake_one(struct exec_wait_queue *waiters)
{
    struct exec_thread *first = exec_wait_first(waiters);

    if (first != NULL)
        exec_wait_end(first, EXEC_OK);
}

/* The first message for which nobody waits. */
static void notify(struct queue *queue)
{
    if (!queue->notify || queue->count != 1 || exec_wait_first(&queue->receivers) != NULL)
        return;
    queue->notify = false;
    if (queue->notification.sigev_notify == SIGEV_SIGNAL)
        (void)posix_signal_process(queue->notification.sigev_signo, SI_MESGQ,
                                   queue->notification.sigev_value);
}

static int put(struct queue *queue, const char *content, size_t length, unsigned priority,
               const struct timespec *time)
{
    struct exec_link *link;
    struct message *message;
    int error = 0;

    if ((queue->flags & O_ACCMODE) == O_RDONLY)
        return EBADF;
    if (length > queue->size)
        return EMSGSIZE;
    while ((link = exec_list_take_first(&queue->free)) == NULL && error == 0)
        error = wait(queue, &queue->senders, time);
    if (error != 0) {
        if (link != NULL)
            exec_list_prepend(&queue->free, link);
        return error;
    }
    message = EXEC_CONTAINER(link, struct message, link);
    memcpy(message->content, content, length);
    message->length = length;
    message->priority = priority;
    exec_order_insert(&queue->messages, &message->node, MQ_PRIO_MAX - priority);
    queue->count++;
    notify(queue);
    wake_one(&queue->receivers);
    return 0;
}

static int send(mqd_t id, const char *content, size_t length, unsigned priority,
                const struct timespec *time)
{
    struct queue *queue;
    int error;
    int level;

    if (priority > MQ_PRIO_MAX)
        return posix_fail(EINVAL);
    pthread_testcancel();
    level = exec_enter();
    queue = get(id);
    error = queue == NULL ? EBADF : put(queue, content, length, priority, time);
    exec_leave(level);
    if (error == EINTR)
        pthread_testcancel();
    return error == 0 ? 0 : posix_fail(error);
}

static int take(struct queue *queue, char *buffer, size_t *length, unsigned *priority,
                const struct timespec *time)
{
    struct message *message;
    int error = 0;

    if ((queue->flags & O_ACCMODE) == O_WRONLY)
        return EBADF;
    if (*length < queue->size)
        return EMSGSIZE;
    while (queue->messages.first == NULL && error == 0)
        error = wait(queue, &queue->receivers, time);
    if (error != 0)
        return error;
    message = EXEC_CONTAINER(queue->messages.first, struct message, node);
    exec_order_remove(&queue->messages, &message->node);
    queue->count--;
    memcpy(buffer, message->content, message->length);
    *length = message->length;
    if (priority != NULL)
        *priority = message->priority;
    exec_list_append(&queue->free, &message->link);
    wake_one(&queue->senders);
    return 0;
}

static ssize_t receive(mqd_t id, char *buffer, size_t length, unsigned *priority,
                       const struct timespec *time)
{
    struct queue *queue;
    int error;
    int level;

    pthread_testcancel();
    level = exec_enter();
    queue = get(id);
    error = queue == NULL ? EBADF : take(queue, buffer, &length, priority, time);
    exec_leave(level);
    if (error == EINTR)
        pthread_testcancel();
    return error == 0 ? (ssize_t)length : posix_fail(error);
}

int mq_send(mqd_t queue, const char *message, size_t length, unsigned int priority)
{
    return send(queue, message, length, priority, NULL);
}

int mq_timedsend(mqd_t queue, const char *message, size_t length, unsigned int priority,
                 const struct timespec *time)
{
    return send(queue, message, length, priority, posix_given(time));
}

ssize_t mq_receive(mqd_t queue, char *buffer, size_t length, unsigned int *priority)
{
    return receive(queue, buffer, length, priority, NULL);
}

ssize_t mq_timedreceive(mqd_t queue, char *restrict buffer, size_t length,
                        unsigned int *restrict priority, const struct timespec *restrict time)
{
    return receive(queue, buffer, length, priority, posix_given(time));
}

/* Attributes ------------------------------------------------------------- */

int mq_notify(mqd_t id, const struct sigevent *notification)
{
    int level = exec_enter();
    struct queue *queue = get(id);
    int error = 0;

    if (queue == NULL)
        error = EBADF;
    else if (notification != NULL && queue->notify)
        error = EBUSY;
    else
        queue->notify = notification != NULL;
    if (error == 0 && notification != NULL)
        queue->notification = *notification;
    exec_leave(level);
    return error == 0 ? 0 : posix_fail(error);
}

/* With interrupts disabled. */
static void describe(const struct queue *queue, struct mq_attr *attributes)
{
    *attributes = (struct mq_attr){.mq_flags = queue->flags,
                                   .mq_maxmsg = (long)queue->maximum,
                                   .mq_msgsize = (long)queue->size,
                                   .mq_curmsgs = (long)queue->count};
}

int mq_setattr(mqd_t id, const struct mq_attr *restrict attributes,
               struct mq_attr *restrict old_attributes)
{
    struct queue *queue;
    int level;

    if (attributes == NULL)
        return posix_fail(EINVAL);
    level = exec_enter();
    queue = get(id);
    if (queue != NULL && old_attributes != NULL)
        describe(queue, old_attributes);
    if (queue != NULL)
        queue->flags = (queue->flags & ~O_NONBLOCK) | ((int)attributes->mq_flags & O_NONBLOCK);
    exec_leave(level);
    return queue == NULL ? posix_fail(EBADF) : 0;
}

int mq_getattr(mqd_t id, struct mq_attr *attributes)
{
    const struct queue *queue;
    int level;

    if (attributes == NULL)
        return posix_fail(EINVAL);
    level = exec_enter();
    queue = get(id);
    if (queue != NULL)
        describe(queue, attributes);
    exec_leave(level);
    return queue == NULL ? posix_fail(EBADF) : 0;
}
