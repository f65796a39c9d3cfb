/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Waiting at the partition's queuing ports. The host answers FULL and EMPTY at
 * once; who wants to wait does it here, and is served in interrupt context
 * when the host tells that a message or room has come (partition.h). Called
 * between exec_enter() and exec_leave(), thread or interrupt context:
 *
 *     struct exec_port_message message = {.address = buffer, .size = size};
 *
 *     result = exec_port_receive(number, &message);
 *     if (result == _PARTITION_EMPTY) {
 *         exec_executing()->wait_data = &message;
 *         exec_wait_begin(exec_port_waiters(number), EXEC_WAIT_FIFO);
 *         exec_wait_timeout(&exec_clock_timers, expiry);
 *         if (exec_wait_finish() == EXEC_OK)
 *             result = message.result;
 *     }
 *
 * Ports have the layer's numbers, which the caller has checked, with kind and
 * direction.
 */
#ifndef EXECUTIVE_PORT_H
#define EXECUTIVE_PORT_H

#include <stdbool.h>
#include <stddef.h>
#include "executive/wait.h"

/* What the executive keeps of a port; the members are its own. */
struct exec_port {
    struct exec_wait_queue waiters;
    bool source;
};

/* A message that goes out or comes in; a waiting thread's is its wait_data. */
struct exec_port_message {
    void *address;
    size_t size;    /* to send: its length; to receive: bytes at address */
    int result;     /* of the layer's function */
    uint32_t flags; /* received: _PARTITION_PORT_* */
};

/* Gives the executive memory for all ports of the partition, zeroed, for ever:
 * _Partition_Virtual_Port_count() elements. Once. */
void exec_port_initialize(struct exec_port *memory);

/* Was that done? */
bool exec_port_is_initialized(void);

/* Sends at once: as _Partition_Virtual_Port_send(), or FULL while others wait.
 * last: the message will not be offered again; if the host has no room for it
 * the receiver learns of its loss. */
int exec_port_send(int number, const struct exec_port_message *message, bool last);

/* Receives at once: as _Partition_Virtual_Port_receive(), EMPTY also while
 * others wait. */
int exec_port_receive(int number, struct exec_port_message *message);

/* Whose wait ends with EXEC_OK has message.result. */
struct exec_wait_queue *exec_port_waiters(int number);

#endif
