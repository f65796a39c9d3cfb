/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Ports (ARINC 653 Part 1, 2.3.5): messages between partitions.
 *
 * The kernel copies a message at once, or says why not, and marks the
 * partition at the other end; waiting is the guests' own affair. What a call
 * costs does not depend on how many ports there are.
 */
#ifndef KERNEL_PORT_H
#define KERNEL_PORT_H

#include <stdbool.h>
#include <stdint.h>
#include "bulkhead/config.h"
#include "bulkhead/hypercall.h"
#include "kernel/ring.h"

struct partition;

struct port {
    struct channel *channel;
    struct partition *owner;
    struct port *next;   /* the following destination of the channel */
    uint32_t event_word; /* of vcpu->port_events, that has its bit */
    uint32_t event_bit;
    uint32_t direction; /* enum bulkhead_port_direction */
    uint32_t seen;      /* sampling destination: the last write that was read */
    uint64_t refresh_period;
};

/* A sampling channel's ring has two slots: the last message's and the next one's. */
struct channel {
    struct ring ring;
    uint32_t kind;         /* enum bulkhead_port_kind */
    uint32_t message_size; /* bytes */
    uint32_t stride;       /* bytes from slot to slot */
    uint32_t time;         /* ns that a send or receive takes at most */
    char *slots;
    struct port *source;
    struct port *destinations;
    uint32_t writes;     /* sampling: messages written, 0 only before the first */
    uint64_t written_at; /* sampling: when the last one was */
    bool overflowed;     /* queuing: a message was lost since the last receive */
};

/* Makes channels and ports of the checked configuration; partitions exist.
 * Boot only. Returns NULL, or what is wrong. */
const char *ports_init(const struct bulkhead_config *config);

/* The hypercalls of the running partition, with their results; any arguments.
 * A send or receive may be hypercall_again(). */
int32_t port_send(struct partition *partition, uint32_t number, uint32_t message, uint32_t length);
int32_t port_receive(struct partition *partition, uint32_t number, uint32_t buffer, uint32_t size);
int32_t port_status(struct partition *partition, uint32_t number, uint32_t address);
int32_t port_clear(struct partition *partition, uint32_t number);

/* The partition starts again. Cold: what its ports have received is dropped. */
void ports_restart(struct partition *partition, bool cold);

/* Pure: is a message valid that is of that age (ns)? */
/*@ assigns \nothing;
    ensures \result <==> (refresh_period == 0 || age <= refresh_period); */
static inline bool port_valid(uint64_t refresh_period, uint64_t age)
{
    return refresh_period == 0 || age <= refresh_period;
}

#endif
