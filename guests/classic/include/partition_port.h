/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The partition's ports (ARINC 653 Part 1, 3.6) in the idiom of the Classic
 * API. A port that the model gives to the partition exists from the start; its
 * id is found by its name. Tasks wait at queuing ports, by priority, with a
 * timeout in ticks.
 *
 * Directives can be called by tasks; by interrupt handlers too if they do not
 * wait (RTEMS_NO_WAIT), except for partition_port_ident().
 */
#ifndef PARTITION_PORT_H
#define PARTITION_PORT_H

#include <rtems.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PARTITION_PORT_NAME_SIZE 32

typedef struct {
    char name[PARTITION_PORT_NAME_SIZE]; /* NUL-terminated */
    bool is_queuing;                     /* else sampling */
    bool is_source;                      /* else destination */
    size_t maximum_message_size;         /* bytes */
    uint32_t maximum_pending_messages;   /* of a queuing port's queue, else 1 */
    uint64_t refresh_nanoseconds;        /* of a sampling destination; 0: always valid */
} partition_port_information;

/* Of a message that was received. */
#define PARTITION_PORT_VALID      0x1u /* sampling: not older than the refresh period */
#define PARTITION_PORT_UPDATED    0x2u /* sampling: not read before */
#define PARTITION_PORT_OVERFLOWED 0x4u /* queuing: one before it was lost */

/* The id of the port with that name, compared in full: SUCCESSFUL,
 * INVALID_ADDRESS (id or name is NULL), INVALID_NAME (no such port of this
 * partition), NO_MEMORY (in the workspace, for the first port of all). Tasks. */
rtems_status_code partition_port_ident(const char *name, rtems_id *id);

/* What the model says: SUCCESSFUL, INVALID_ID, INVALID_ADDRESS. */
rtems_status_code partition_port_get_information(rtems_id id,
                                                 partition_port_information *information);

/* Replaces a sampling port's message (without waiting), or appends one to a
 * queuing port: SUCCESSFUL; INVALID_ADDRESS (NULL, or memory that can't be
 * read); INVALID_ID; NOT_DEFINED (a destination); INVALID_SIZE (0, or above the
 * port's); UNSATISFIED (RTEMS_NO_WAIT, the queue is full or others wait: the
 * message is lost); TIMEOUT (ticks; RTEMS_NO_TIMEOUT: none). */
rtems_status_code partition_port_send(rtems_id id, const void *buffer, size_t size,
                                      rtems_option option_set, rtems_interval timeout);

/* Copies a sampling port's message (without waiting), or takes the oldest of a
 * queuing port. buffer: room for the port's largest message; size gets its
 * size; flags (may be NULL) PARTITION_PORT_*. SUCCESSFUL; INVALID_ADDRESS (NULL,
 * or memory that can't be written); INVALID_ID; NOT_DEFINED (a source);
 * UNSATISFIED (a sampling port without message; RTEMS_NO_WAIT and none is there
 * or others wait); TIMEOUT. */
rtems_status_code partition_port_receive(rtems_id id, void *buffer, size_t *size, uint32_t *flags,
                                         rtems_option option_set, rtems_interval timeout);

/* Messages in the queue; of a sampling port 1 if one was ever written:
 * SUCCESSFUL, INVALID_ADDRESS, INVALID_ID. */
rtems_status_code partition_port_get_number_pending(rtems_id id, uint32_t *count);

/* Drops all messages of a queuing destination port; count gets how many:
 * SUCCESSFUL, INVALID_ADDRESS, INVALID_ID, NOT_DEFINED (another port). */
rtems_status_code partition_port_flush(rtems_id id, uint32_t *count);

#ifdef __cplusplus
}
#endif
#endif
