/* SPDX-License-Identifier: BSD-2-Clause */

/* The message manager. Sizes in bytes. */
#ifndef _RTEMS_RTEMS_MESSAGE_H
#define _RTEMS_RTEMS_MESSAGE_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/object.h>
#include <rtems/rtems/options.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What a queue keeps in front of each pending message. */
typedef struct {
    void *_next;
    size_t _size;
} rtems_message_queue_header;

/* An array of as many of these as messages can be pending is the storage of
 * rtems_message_queue_construct(). */
#define RTEMS_MESSAGE_QUEUE_BUFFER(maximum_message_size)                                           \
    struct {                                                                                       \
        rtems_message_queue_header _header;                                                        \
        char _buffer[RTEMS_ALIGN_UP(maximum_message_size, sizeof(uintptr_t))];                     \
    }

typedef struct {
    rtems_name name;
    uint32_t maximum_pending_messages;
    size_t maximum_message_size;
    void *storage_area;
    size_t storage_size;
    void (*storage_free)(void *storage); /* or NULL */
    rtems_attribute attributes;
} rtems_message_queue_config;

/* INVALID_NAME, INVALID_ADDRESS, INVALID_NUMBER (count), INVALID_SIZE,
 * TOO_MANY, INVALID_SIZE or INVALID_NUMBER (the product is too large),
 * UNSATISFIED (no memory). Task context. */
rtems_status_code rtems_message_queue_create(rtems_name name, uint32_t count,
                                             size_t max_message_size, rtems_attribute attribute_set,
                                             rtems_id *id);

/* INVALID_ADDRESS (config), then as rtems_message_queue_create(); UNSATISFIED:
 * the storage is missing or not of the right size. */
rtems_status_code rtems_message_queue_construct(const rtems_message_queue_config *config,
                                                rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. */
rtems_status_code rtems_message_queue_ident(rtems_name name, uint32_t node, rtems_id *id);

/* INVALID_ID. Task context. */
rtems_status_code rtems_message_queue_delete(rtems_id id);

/* INVALID_ADDRESS, INVALID_ID, INVALID_SIZE, TOO_MANY. Any context. */
rtems_status_code rtems_message_queue_send(rtems_id id, const void *buffer, size_t size);
rtems_status_code rtems_message_queue_urgent(rtems_id id, const void *buffer, size_t size);

/* INVALID_ADDRESS, INVALID_ID, INVALID_SIZE. count: tasks that got it. */
rtems_status_code rtems_message_queue_broadcast(rtems_id id, const void *buffer, size_t size,
                                                uint32_t *count);

/* INVALID_ADDRESS, INVALID_ID, UNSATISFIED, TIMEOUT, OBJECT_WAS_DELETED. The
 * buffer has room for the queue's maximum message size. Task context;
 * interrupt context with RTEMS_NO_WAIT. */
rtems_status_code rtems_message_queue_receive(rtems_id id, void *buffer, size_t *size,
                                              rtems_option option_set, rtems_interval timeout);

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_message_queue_get_number_pending(rtems_id id, uint32_t *count);
rtems_status_code rtems_message_queue_flush(rtems_id id, uint32_t *count);

#ifdef __cplusplus
}
#endif
#endif
