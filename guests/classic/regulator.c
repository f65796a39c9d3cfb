/* SPDX-License-Identifier: BSD-2-Clause */

/* Regulators: a partition of buffers, a queue of those that wait, a periodic task. */

#include <rtems/regulator.h>
#include <rtems/thread.h>
#include "classic.h"

#define NAME rtems_build_name('R', 'E', 'G', 'U')

struct message {
    void *buffer;
    size_t length;
};

struct regulator {
    uintptr_t magic; /* its address, while it is one */
    rtems_regulator_attributes attributes;
    rtems_id partition;
    rtems_id queue;
    rtems_id task;
    rtems_id period; /* 0: not yet */
    void *buffers;
    void *queue_storage;
    size_t obtained;
    size_t released;
    size_t delivered;
    bool runs;
    bool shall_end;
    rtems_binary_semaphore ended;
};

static rtems_status_code get(rtems_regulator_instance *instance, struct regulator **regulator)
{
    *regulator = (struct regulator *)(void *)instance;
    if (instance == NULL)
        return RTEMS_INVALID_ADDRESS;
    return (*regulator)->magic == (uintptr_t)instance ? RTEMS_SUCCESSFUL : RTEMS_INCORRECT_STATE;
}

static rtems_status_code release(struct regulator *regulator, void *buffer)
{
    rtems_status_code status = rtems_partition_return_buffer(regulator->partition, buffer);

    if (status == RTEMS_SUCCESSFUL)
        regulator->released++;
    return status;
}

/* False: there is none. */
static bool deliver_one(struct regulator *regulator)
{
    const rtems_regulator_attributes *attributes = &regulator->attributes;
    struct message message;
    size_t size;

    if (rtems_message_queue_receive(regulator->queue, &message, &size, RTEMS_NO_WAIT, 0) !=
        RTEMS_SUCCESSFUL)
        return false;
    if (attributes->deliverer(attributes->deliverer_context, message.buffer, message.length))
        (void)release(regulator, message.buffer);
    regulator->delivered++;
    return true;
}

static rtems_task deliver(rtems_task_argument argument)
{
    struct regulator *regulator = (struct regulator *)argument;
    const rtems_regulator_attributes *attributes = &regulator->attributes;

    regulator->runs = rtems_rate_monotonic_create(NAME, &regulator->period) == RTEMS_SUCCESSFUL;
    while (regulator->runs) {
        size_t room = attributes->maximum_to_dequeue_per_period;

        (void)rtems_rate_monotonic_period(regulator->period, attributes->delivery_thread_period);
        if (regulator->shall_end)
            break;
        while (room > 0 && deliver_one(regulator))
            room--;
    }
    /* Whoever deletes the regulator frees what this task would look at. */
    (void)rtems_rate_monotonic_delete(regulator->period);
    rtems_binary_semaphore_post(&regulator->ended);
    rtems_task_exit();
}

static rtems_status_code check(const rtems_regulator_attributes *attributes)
{
    if (attributes->deliverer == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (attributes->maximum_messages == 0)
        return RTEMS_INVALID_NUMBER;
    if (attributes->maximum_message_size == 0)
        return RTEMS_INVALID_SIZE;
    if (attributes->maximum_to_dequeue_per_period == 0 || attributes->delivery_thread_period == 0)
        return RTEMS_INVALID_NUMBER;
    return RTEMS_SUCCESSFUL;
}

static rtems_status_code create_partition(struct regulator *regulator)
{
    const rtems_regulator_attributes *attributes = &regulator->attributes;
    size_t size = attributes->maximum_message_size;
    size_t length;

    if (size > SIZE_MAX - CPU_HEAP_ALIGNMENT)
        return RTEMS_NO_MEMORY;
    size = RTEMS_ALIGN_UP(size, (size_t)CPU_HEAP_ALIGNMENT);
    if (__builtin_mul_overflow(size, attributes->maximum_messages, &length) ||
        (regulator->buffers = malloc(length)) == NULL)
        return RTEMS_NO_MEMORY;
    return rtems_partition_create(NAME, regulator->buffers, length, size, RTEMS_DEFAULT_ATTRIBUTES,
                                  &regulator->partition);
}

static rtems_status_code create_queue(struct regulator *regulator)
{
    typedef RTEMS_MESSAGE_QUEUE_BUFFER(sizeof(struct message)) buffer;
    rtems_message_queue_config config = {
        .name = NAME,
        .maximum_pending_messages = (uint32_t)regulator->attributes.maximum_messages,
        .maximum_message_size = sizeof(struct message),
        .storage_size = regulator->attributes.maximum_messages * sizeof(buffer),
    };

    config.storage_area = regulator->queue_storage = calloc(1, config.storage_size);
    if (config.storage_area == NULL)
        return RTEMS_NO_MEMORY;
    return rtems_message_queue_construct(&config, &regulator->queue);
}

static rtems_status_code create_task(struct regulator *regulator)
{
    const rtems_regulator_attributes *attributes = &regulator->attributes;
    rtems_status_code status;

    rtems_binary_semaphore_init(&regulator->ended, "regulator");
    status = rtems_task_create(NAME, attributes->delivery_thread_priority,
                               attributes->delivery_thread_stack_size, RTEMS_DEFAULT_MODES,
                               RTEMS_DEFAULT_ATTRIBUTES, &regulator->task);
    if (status == RTEMS_SUCCESSFUL)
        status = rtems_task_start(regulator->task, deliver, (rtems_task_argument)regulator);
    return status;
}

/* Without its task. What was not made has id 0. */
static void dismantle(struct regulator *regulator)
{
    (void)rtems_message_queue_delete(regulator->queue);
    (void)rtems_partition_delete(regulator->partition);
    free(regulator->queue_storage);
    free(regulator->buffers);
    regulator->magic = 0;
    free(regulator);
}

rtems_status_code rtems_regulator_create(rtems_regulator_attributes *attributes,
                                         rtems_regulator_instance **regulator)
{
    struct regulator *new;
    rtems_status_code status;

    if (attributes == NULL || regulator == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = check(attributes);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    new = calloc(1, sizeof(*new));
    if (new == NULL)
        return RTEMS_NO_MEMORY;
    new->attributes = *attributes;
    new->magic = (uintptr_t) new;
    status = create_partition(new);
    if (status == RTEMS_SUCCESSFUL)
        status = create_queue(new);
    if (status == RTEMS_SUCCESSFUL)
        status = create_task(new);
    if (status != RTEMS_SUCCESSFUL) {
        dismantle(new);
        return status;
    }
    *regulator = (rtems_regulator_instance *)(void *)new;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_regulator_delete(rtems_regulator_instance *instance, rtems_interval ticks)
{
    struct regulator *regulator;
    rtems_status_code status = get(instance, &regulator);

    if (status != RTEMS_SUCCESSFUL)
        return status;
    if (regulator->obtained != regulator->released)
        return RTEMS_RESOURCE_IN_USE;
    if (ticks == 0 || !regulator->runs) {
        (void)rtems_task_delete(regulator->task);
        (void)rtems_rate_monotonic_delete(regulator->period);
    } else {
        regulator->shall_end = true;
        if (rtems_binary_semaphore_wait_timed_ticks(&regulator->ended, ticks) != 0)
            return RTEMS_TIMEOUT;
    }
    dismantle(regulator);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_regulator_obtain_buffer(rtems_regulator_instance *instance, void **buffer)
{
    struct regulator *regulator;
    rtems_status_code status = get(instance, &regulator);

    if (status == RTEMS_SUCCESSFUL)
        status = rtems_partition_get_buffer(regulator->partition, buffer);
    if (status == RTEMS_SUCCESSFUL)
        regulator->obtained++;
    return status;
}

rtems_status_code rtems_regulator_release_buffer(rtems_regulator_instance *instance, void *buffer)
{
    struct regulator *regulator;
    rtems_status_code status = get(instance, &regulator);

    return status == RTEMS_SUCCESSFUL ? release(regulator, buffer) : status;
}

rtems_status_code rtems_regulator_send(rtems_regulator_instance *instance, void *message,
                                       size_t length)
{
    struct message entry = {.buffer = message, .length = length};
    struct regulator *regulator;
    rtems_status_code status;

    if (message == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (length == 0)
        return RTEMS_INVALID_NUMBER;
    status = get(instance, &regulator);
    if (status == RTEMS_SUCCESSFUL)
        status = rtems_message_queue_send(regulator->queue, &entry, sizeof(entry));
    return status;
}

rtems_status_code rtems_regulator_get_statistics(rtems_regulator_instance *instance,
                                                 rtems_regulator_statistics *statistics)
{
    struct regulator *regulator;
    rtems_status_code status;

    if (statistics == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = get(instance, &regulator);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    *statistics = (rtems_regulator_statistics){.obtained = regulator->obtained,
                                               .released = regulator->released,
                                               .delivered = regulator->delivered};
    (void)rtems_rate_monotonic_get_statistics(regulator->period, &statistics->period_statistics);
    return RTEMS_SUCCESSFUL;
}
