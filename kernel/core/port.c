/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/boot.h"
#include "kernel/port.h"

#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/hypercall.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/uaccess.h"

/* A call takes at most so long (ns) on the slowest supported processor: itself,
 * for each partition that it marks, and for each 4 bytes that it copies. */
#define CALL_TIME 400u
#define MARK_TIME 15u
#define WORD_TIME 2u
/* What the shortest window with the longest lead has time for. */
#define LONGEST_CALL 9000u

#define SAMPLING_SLOTS 2u

_Static_assert(BULKHEAD_MAX_MESSAGE_SIZE <= BULKHEAD_PORT_LENGTH, "a length and flags in one word");
_Static_assert(BULKHEAD_MAX_PARTITION_PORTS <= 32 * BULKHEAD_PORT_EVENT_WORDS, "a bit per port");

struct message {
    uint32_t length;
    char data[];
};

static struct message *slot(const struct channel *channel, uint32_t index)
{
    return (struct message *)(channel->slots + (size_t)index * channel->stride);
}

BOOT_ONLY static const char *make_channel(struct channel *channel,
                                          const struct bulkhead_config_channel *config)
{
    uint32_t depth =
        config->kind == BULKHEAD_PORT_SAMPLING ? SAMPLING_SLOTS : config->message_count;
    size_t size;

    channel->kind = config->kind;
    channel->message_size = config->message_size;
    channel->stride = (uint32_t)sizeof(struct message) + ((config->message_size + 3) & ~3u);
    channel->ring.depth = depth;
    channel->time = CALL_TIME + config->message_size / 4 * WORD_TIME;
    if (__builtin_mul_overflow((size_t)channel->stride, depth, &size) ||
        (channel->slots = arch_memory_allocate(size)) == NULL)
        return "the machine has not enough memory for the ports' messages";
    return NULL;
}

BOOT_ONLY static const char *make_port(struct port *port, const struct bulkhead_config_port *config,
                                       struct channel *channels)
{
    struct channel *channel = &channels[config->channel];
    struct partition *owner = &partitions[config->partition];

    *port = (struct port){.channel = channel,
                          .owner = owner,
                          .event_word = owner->port_count / 32,
                          .event_bit = (uint32_t)1 << owner->port_count % 32,
                          .direction = config->direction,
                          .refresh_period = config->refresh_period};
    if (owner->port_count++ == 0)
        owner->ports = port;
    if (config->direction == BULKHEAD_PORT_SOURCE) {
        channel->source = port;
    } else {
        port->next = channel->destinations;
        channel->destinations = port;
        channel->time += MARK_TIME;
    }
    return channel->time > LONGEST_CALL ? "a port has too many destinations for its messages' size"
                                        : NULL;
}

BOOT_ONLY const char *ports_init(const struct bulkhead_config *config)
{
    struct channel *channels = arch_memory_allocate(config->channels.count * sizeof(*channels));
    struct port *ports = arch_memory_allocate(config->ports.count * sizeof(*ports));
    const char *wrong = NULL;

    if (channels == NULL || ports == NULL)
        return "the machine has not enough memory for the ports";
    for (uint32_t i = 0; wrong == NULL && i < config->channels.count; i++)
        wrong = make_channel(&channels[i], config_channel(config, i));
    for (uint32_t i = 0; wrong == NULL && i < config->ports.count; i++)
        wrong = make_port(&ports[i], config_port(config, i), channels);
    return wrong;
}

static void mark(struct port *port)
{
    port->owner->vcpu->port_events[port->event_word] |= port->event_bit;
    virq_raise(port->owner, BULKHEAD_LINE_PORT, 1);
}

static uint32_t next_slot(const struct channel *channel)
{
    if (channel->kind == BULKHEAD_PORT_QUEUING)
        return ring_free(&channel->ring);
    return SAMPLING_SLOTS - 1 - channel->ring.first;
}

static void publish(struct channel *channel, uint32_t index, uint64_t now)
{
    if (channel->kind == BULKHEAD_PORT_QUEUING) {
        ring_push(&channel->ring);
        return;
    }
    channel->ring.first = index;
    channel->ring.count = 1;
    channel->written_at = now;
    if (++channel->writes == 0)
        channel->writes = 1;
}

int32_t port_send(struct partition *partition, uint32_t number, uint32_t address, uint32_t length)
{
    bool kept = (length & BULKHEAD_PORT_KEPT) != 0;
    struct channel *channel;
    struct message *message;
    uint32_t index;
    uint64_t now;

    length &= ~BULKHEAD_PORT_KEPT;
    if (number >= partition->port_count)
        return BULKHEAD_E_RANGE;
    if (partition->ports[number].direction != BULKHEAD_PORT_SOURCE)
        return BULKHEAD_E_PERMISSION;
    channel = partition->ports[number].channel;
    if (length - 1 >= channel->message_size)
        return BULKHEAD_E_ARGUMENT;
    if (!sched_has_time_now(channel->time, &now))
        return hypercall_again(partition);
    if (ring_full(&channel->ring)) {
        channel->overflowed |= !kept;
        return BULKHEAD_E_FULL;
    }
    index = next_slot(channel);
    message = slot(channel, index);
    if (!uaccess_read(message->data, address, length))
        return BULKHEAD_E_ADDRESS;
    message->length = length;
    publish(channel, index, now);
    for (struct port *port = channel->destinations; port != NULL; port = port->next)
        mark(port);
    return BULKHEAD_OK;
}

/* What a receive from the port says beside the length; it has a message. */
static inline __attribute__((always_inline)) uint32_t flags(const struct port *port, uint64_t now)
{
    const struct channel *channel = port->channel;
    uint32_t result = 0;

    if (channel->kind == BULKHEAD_PORT_QUEUING)
        return channel->overflowed ? BULKHEAD_PORT_OVERFLOWED : 0;
    if (port_valid(port->refresh_period, now - channel->written_at))
        result |= BULKHEAD_PORT_VALID;
    if (port->seen != channel->writes)
        result |= BULKHEAD_PORT_UPDATED;
    return result;
}

/* Room is only news to a sender that found none. */
static void take(struct channel *channel)
{
    bool was_full = ring_full(&channel->ring);

    ring_pop(&channel->ring);
    channel->overflowed = false;
    if (was_full && channel->source != NULL)
        mark(channel->source);
}

int32_t port_receive(struct partition *partition, uint32_t number, uint32_t buffer, uint32_t size)
{
    const struct message *message;
    struct channel *channel;
    struct port *port;
    uint32_t result;
    uint64_t now;

    if (number >= partition->port_count)
        return BULKHEAD_E_RANGE;
    port = &partition->ports[number];
    if (port->direction == BULKHEAD_PORT_SOURCE)
        return BULKHEAD_E_PERMISSION;
    channel = port->channel;
    if (!sched_has_time_now(channel->time, &now))
        return hypercall_again(partition);
    if (channel->ring.count == 0)
        return BULKHEAD_E_EMPTY;
    message = slot(channel, channel->ring.first);
    if (size < message->length)
        return BULKHEAD_E_ARGUMENT;
    if (!uaccess_write(buffer, message->data, message->length))
        return BULKHEAD_E_ADDRESS;
    result = message->length | flags(port, now);
    if (channel->kind == BULKHEAD_PORT_QUEUING)
        take(channel);
    else
        port->seen = channel->writes;
    return (int32_t)result;
}

int32_t port_status(struct partition *partition, uint32_t number, uint32_t address)
{
    const struct port *port;
    struct bulkhead_port_status status;

    if (number >= partition->port_count)
        return BULKHEAD_E_RANGE;
    port = &partition->ports[number];
    status = (struct bulkhead_port_status){.messages = port->channel->ring.count,
                                           .time = port->channel->written_at};
    if (status.messages != 0 || port->channel->kind == BULKHEAD_PORT_QUEUING)
        status.flags = flags(port, sched_now());
    return uaccess_write(address, &status, sizeof(status)) ? BULKHEAD_OK : BULKHEAD_E_ADDRESS;
}

static void clear(struct channel *channel)
{
    if (channel->ring.count != 0)
        take(channel);
    ring_clear(&channel->ring);
    channel->overflowed = false;
}

int32_t port_clear(struct partition *partition, uint32_t number)
{
    const struct port *port;

    if (number >= partition->port_count)
        return BULKHEAD_E_RANGE;
    port = &partition->ports[number];
    if (port->direction == BULKHEAD_PORT_SOURCE)
        return BULKHEAD_E_PERMISSION;
    if (port->channel->kind != BULKHEAD_PORT_QUEUING)
        return BULKHEAD_E_ARGUMENT;
    clear(port->channel);
    return BULKHEAD_OK;
}

void ports_restart(struct partition *partition, bool cold)
{
    for (uint32_t i = 0; i < partition->port_count; i++) {
        struct port *port = &partition->ports[i];

        if (port->direction == BULKHEAD_PORT_SOURCE)
            continue;
        port->seen = 0;
        if (cold && port->channel->kind == BULKHEAD_PORT_QUEUING)
            clear(port->channel);
    }
}
