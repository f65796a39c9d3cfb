/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Regulators: bursts of messages from a source come to a destination at a rate,
 * by a task of the regulator's own. Each takes a task, a message queue, a
 * partition and a period of those that are configured, and memory of malloc().
 * Task context, or a driver's initialization. (Classic API Guide, Regulator
 * Manager.)
 */
#ifndef _RTEMS_REGULATOR_H
#define _RTEMS_REGULATOR_H

#include <rtems.h>
#include <stdlib.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Delivers a message of length bytes, in the regulator's task. True: the buffer
 * is released; false: the program releases it later. */
typedef bool (*rtems_regulator_deliverer)(void *context, void *message, size_t length);

typedef struct {
    rtems_regulator_deliverer deliverer;
    void *deliverer_context;
    size_t maximum_message_size; /* bytes */
    size_t maximum_messages;
    rtems_task_priority delivery_thread_priority;
    size_t delivery_thread_stack_size;     /* bytes */
    rtems_interval delivery_thread_period; /* ticks */
    size_t maximum_to_dequeue_per_period;
} rtems_regulator_attributes;

typedef struct {
    size_t obtained;
    size_t released;
    size_t delivered;
    rtems_rate_monotonic_period_statistics period_statistics;
} rtems_regulator_statistics;

struct _Regulator_Control;
typedef struct _Regulator_Control *rtems_regulator_instance;

/* INVALID_ADDRESS (attributes, regulator, deliverer), INVALID_NUMBER (no
 * messages), INVALID_SIZE (messages of no size), INVALID_NUMBER (none in a period,
 * or no period), NO_MEMORY,
 * or what creating its objects returns. */
rtems_status_code rtems_regulator_create(rtems_regulator_attributes *attributes,
                                         rtems_regulator_instance **regulator);

/* Waits for the end of the task, which is at its next period, that many ticks; 0:
 * deletes it at once. INVALID_ADDRESS, INCORRECT_STATE (is no regulator),
 * RESOURCE_IN_USE (buffers are out), TIMEOUT. */
rtems_status_code rtems_regulator_delete(rtems_regulator_instance *regulator, rtems_interval ticks);

/* INVALID_ADDRESS, INCORRECT_STATE, or what rtems_partition_get_buffer() returns. */
rtems_status_code rtems_regulator_obtain_buffer(rtems_regulator_instance *regulator, void **buffer);

/* INVALID_ADDRESS, INCORRECT_STATE, or what rtems_partition_return_buffer() returns. */
rtems_status_code rtems_regulator_release_buffer(rtems_regulator_instance *regulator, void *buffer);

/* Hands a buffer over for delivery: INVALID_ADDRESS (message),
 * INVALID_NUMBER (length 0), INVALID_ADDRESS (regulator), INCORRECT_STATE, or
 * what rtems_message_queue_send() returns. */
rtems_status_code rtems_regulator_send(rtems_regulator_instance *regulator, void *message,
                                       size_t length);

/* INVALID_ADDRESS (statistics, regulator), INCORRECT_STATE. The period begins with
 * the first run of the task. */
rtems_status_code rtems_regulator_get_statistics(rtems_regulator_instance *regulator,
                                                 rtems_regulator_statistics *statistics);

#ifdef __cplusplus
}
#endif
#endif
