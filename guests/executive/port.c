/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/port.h"
#include "executive/interrupt.h"
#include "partition.h"

static struct exec_port *ports;

/* false: not now. */
static bool transfer(int number, struct exec_port_message *message)
{
    if (ports[number].source)
        message->result = _Partition_Virtual_Port_offer(number, message->address, message->size);
    else
        message->result = _Partition_Virtual_Port_receive(number, message->address, message->size,
                                                          &message->flags);
    return message->result != _PARTITION_EMPTY && message->result != _PARTITION_FULL;
}

/* Serves those who wait, as far as it goes; true if no one waits any more. */
static bool serve(int number)
{
    struct exec_thread *first;

    while ((first = exec_wait_first(&ports[number].waiters)) != NULL) {
        if (!transfer(number, first->wait_data))
            return false;
        exec_wait_end(first, EXEC_OK);
    }
    return true;
}

static void handle(void *argument, uint32_t count)
{
    int number;

    (void)argument;
    (void)count;
    while ((number = _Partition_Virtual_Port_next_event()) >= 0)
        (void)serve(number);
}

void exec_port_initialize(struct exec_port *memory)
{
    static struct exec_interrupt_entry entry = {.handler = handle};
    int count = (int)_Partition_Virtual_Port_count();

    ports = memory;
    for (int number = 0; number < count; number++) {
        _Partition_Virtual_Port description;

        (void)_Partition_Virtual_Port_describe(number, &description);
        ports[number].source = description.source != 0;
    }
    (void)exec_interrupt_install(_CPU_VIRTUAL_IRQ_PORT, &entry);
}

bool exec_port_is_initialized(void)
{
    return ports != NULL;
}

int exec_port_send(int number, const struct exec_port_message *message, bool last)
{
    /* Not asked of the host: if there were room just now, it would be for them. */
    if (!serve(number))
        return _PARTITION_FULL;
    return last ? _Partition_Virtual_Port_send(number, message->address, message->size)
                : _Partition_Virtual_Port_offer(number, message->address, message->size);
}

int exec_port_receive(int number, struct exec_port_message *message)
{
    if (!serve(number))
        return _PARTITION_EMPTY;
    return _Partition_Virtual_Port_receive(number, message->address, message->size,
                                           &message->flags);
}

struct exec_wait_queue *exec_port_waiters(int number)
{
    return &ports[number].waiters;
}
