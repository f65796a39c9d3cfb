/* SPDX-License-Identifier: BSD-2-Clause */

/* What the two files on interrupt servers share. */
#ifndef CLASSIC_INTRSERVER_H
#define CLASSIC_INTRSERVER_H

#include "classic.h"

/* Of an entry that is not a vector's. */
#define NO_VECTOR _CPU_VIRTUAL_IRQ_COUNT

typedef rtems_interrupt_server_control server_control;
typedef rtems_interrupt_server_action server_action;
typedef rtems_interrupt_server_entry server_entry;

/* What a client lets a server do. */
struct server_request {
    server_control *server;
    rtems_vector_number vector;
    rtems_option options;
    rtems_interrupt_handler handler;
    void *argument;
    rtems_interrupt_per_handler_routine visitor;
    server_control *destination;
    rtems_id client;
    rtems_status_code status;
};

/* NULL: there is no such server. Any context. */
server_control *classic_server_find(uint32_t index);

/* Lets the server call the entry's actions. Any context. */
void classic_server_submit(server_entry *entry);

/* Lets the server do it, and waits until it has. Task context. */
rtems_status_code classic_server_request(struct server_request *request,
                                         rtems_interrupt_handler operation);

/* Tells the client; by the server's task. */
void classic_server_done(const struct server_request *request);

/* A pending entry moves on with its place in the queue lost. Any context. */
void classic_server_change(server_entry *entry, server_control *destination);

#endif
