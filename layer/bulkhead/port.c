/* SPDX-License-Identifier: BSD-2-Clause */

#include "partition.h"

#include "host.h"

_Static_assert(_PARTITION_MESSAGE_SIZE_MAX <= BULKHEAD_PORT_LENGTH, "a length fits its field");
_Static_assert((uint32_t)_PARTITION_PORT_VALID << 16 == BULKHEAD_PORT_VALID, "flags");
_Static_assert((uint32_t)_PARTITION_PORT_UPDATED << 16 == BULKHEAD_PORT_UPDATED, "flags");
_Static_assert((uint32_t)_PARTITION_PORT_OVERFLOWED << 16 == BULKHEAD_PORT_OVERFLOWED, "flags");

uint32_t _Partition_Virtual_Port_count(void)
{
    return host_start_info->ports.count;
}

static const struct bulkhead_port_info *port_info(uint32_t port)
{
    return (const struct bulkhead_port_info *)host_start_info->ports.address + port;
}

int _Partition_Virtual_Port_find(const char *name)
{
    for (uint32_t i = 0; i < host_start_info->ports.count; i++)
        if (host_same_name(name, port_info(i)->name))
            return (int)i;
    return _PARTITION_NO_SUCH;
}

int _Partition_Virtual_Port_describe(int port, _Partition_Virtual_Port *description)
{
    const struct bulkhead_port_info *info = port_info((uint32_t)port);

    if ((uint32_t)port >= host_start_info->ports.count)
        return _PARTITION_NO_SUCH;
    for (unsigned i = 0; i < _PARTITION_NAME_SIZE; i++)
        description->name[i] = info->name[i];
    description->queuing = info->kind == BULKHEAD_PORT_QUEUING;
    description->source = info->direction == BULKHEAD_PORT_SOURCE;
    description->message_size = info->message_size;
    description->message_count = info->message_count;
    description->refresh_period = info->refresh_period;
    return _PARTITION_OK;
}

static int port_error(int32_t result)
{
    switch (result) {
    case BULKHEAD_E_RANGE:
        return _PARTITION_NO_SUCH;
    case BULKHEAD_E_PERMISSION:
        return _PARTITION_WRONG_KIND;
    case BULKHEAD_E_ARGUMENT:
        return _PARTITION_WRONG_SIZE;
    case BULKHEAD_E_EMPTY:
        return _PARTITION_EMPTY;
    case BULKHEAD_E_FULL:
        return _PARTITION_FULL;
    default:
        return _PARTITION_BAD_ADDRESS;
    }
}

static int send(int port, const void *message, size_t length, uint32_t kept)
{
    int32_t result;

    /* The length's highest bit is not the caller's. */
    if (length >= BULKHEAD_PORT_KEPT)
        length = BULKHEAD_PORT_KEPT - 1;
    result = host_call_3(BULKHEAD_HC_PORT_SEND, (uint32_t)port, (uint32_t)message, length | kept);
    return result == BULKHEAD_OK ? _PARTITION_OK : port_error(result);
}

int _Partition_Virtual_Port_send(int port, const void *message, size_t length)
{
    return send(port, message, length, 0);
}

int _Partition_Virtual_Port_offer(int port, const void *message, size_t length)
{
    return send(port, message, length, BULKHEAD_PORT_KEPT);
}

int _Partition_Virtual_Port_receive(int port, void *message, size_t size, uint32_t *flags)
{
    int32_t result = host_call_3(BULKHEAD_HC_PORT_RECEIVE, (uint32_t)port, (uint32_t)message, size);

    if (result < 0)
        return port_error(result);
    if (flags != NULL)
        *flags = (uint32_t)result >> 16;
    return (int)((uint32_t)result & BULKHEAD_PORT_LENGTH);
}

int _Partition_Virtual_Port_get_status(int port, _Partition_Virtual_Port_status *status)
{
    struct bulkhead_port_status from;
    int32_t result = host_call(BULKHEAD_HC_PORT_STATUS, (uint32_t)port, (uint32_t)&from);

    if (result != BULKHEAD_OK)
        return port_error(result);
    status->messages = from.messages;
    status->flags = from.flags >> 16;
    status->time = from.time;
    return _PARTITION_OK;
}

int _Partition_Virtual_Port_clear(int port)
{
    switch (host_call(BULKHEAD_HC_PORT_CLEAR, (uint32_t)port, 0)) {
    case BULKHEAD_OK:
        return _PARTITION_OK;
    case BULKHEAD_E_RANGE:
        return _PARTITION_NO_SUCH;
    default:
        return _PARTITION_WRONG_KIND;
    }
}

int _Partition_Virtual_Port_next_event(void)
{
    uint32_t words = (host_start_info->ports.count + 31) / 32;

    for (uint32_t i = 0; i < words; i++) {
        volatile uint32_t *word = &host_vcpu->port_events[i];
        uint32_t events = *word;

        if (events != 0) {
            uint32_t lowest = events & (0u - events);

            /* In one instruction, for the kernel sets bits between any two. */
            __atomic_fetch_and(word, ~lowest, __ATOMIC_RELAXED);
            return (int)(i * 32 + (uint32_t)__builtin_ctz(lowest));
        }
    }
    return _PARTITION_EMPTY;
}
