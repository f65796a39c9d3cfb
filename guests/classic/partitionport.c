/* SPDX-License-Identifier: BSD-2-Clause */

/* Ports of the partition. An id is the layer's number, counted from 1. */

#include "classic.h"
#include <partition_port.h>
#include <string.h>
#include "executive/port.h"
#include "partition.h"

_Static_assert(PARTITION_PORT_NAME_SIZE == _PARTITION_NAME_SIZE, "names are the layer's");
_Static_assert(PARTITION_PORT_VALID == _PARTITION_PORT_VALID &&
                   PARTITION_PORT_UPDATED == _PARTITION_PORT_UPDATED &&
                   PARTITION_PORT_OVERFLOWED == _PARTITION_PORT_OVERFLOWED,
               "flags are the layer's");

/* Waiting needs memory for all ports, which the first ident() brings. */
static bool initialize_waiting(void)
{
    size_t size = _Partition_Virtual_Port_count() * sizeof(struct exec_port);
    void *memory;

    classic_allocator_lock();
    if (!exec_port_is_initialized() && (memory = classic_workspace_allocate(size)) != NULL) {
        int level = exec_enter();

        memset(memory, 0, size);
        exec_port_initialize(memory);
        exec_leave(level);
    }
    classic_allocator_unlock();
    return exec_port_is_initialized();
}

rtems_status_code partition_port_ident(const char *name, rtems_id *id)
{
    int number;

    if (name == NULL || id == NULL)
        return RTEMS_INVALID_ADDRESS;
    number = _Partition_Virtual_Port_find(name);
    if (number < 0)
        return RTEMS_INVALID_NAME;
    if (!initialize_waiting())
        return RTEMS_NO_MEMORY;
    *id = (rtems_id)number + 1;
    return RTEMS_SUCCESSFUL;
}

/* What the model says of it; NULL: no such port. */
static const _Partition_Virtual_Port *find(rtems_id id, _Partition_Virtual_Port *description)
{
    if (id == 0 || !exec_port_is_initialized() ||
        _Partition_Virtual_Port_describe((int)(id - 1), description) != _PARTITION_OK)
        return NULL;
    return description;
}

rtems_status_code partition_port_get_information(rtems_id id,
                                                 partition_port_information *information)
{
    _Partition_Virtual_Port port;

    if (information == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (find(id, &port) == NULL)
        return RTEMS_INVALID_ID;
    *information = (partition_port_information){
        .is_queuing = port.queuing != 0,
        .is_source = port.source != 0,
        .maximum_message_size = port.message_size,
        .maximum_pending_messages = port.message_count,
        .refresh_nanoseconds = port.refresh_period,
    };
    memcpy(information->name, port.name, sizeof(information->name));
    return RTEMS_SUCCESSFUL;
}

/* Waiting ------------------------------------------------------------------- */

static rtems_status_code status_of(int result)
{
    switch (result) {
    case _PARTITION_EMPTY:
    case _PARTITION_FULL:
        return RTEMS_UNSATISFIED;
    case _PARTITION_WRONG_KIND:
        return RTEMS_NOT_DEFINED;
    case _PARTITION_WRONG_SIZE:
        return RTEMS_INVALID_SIZE;
    case _PARTITION_NO_SUCH:
        return RTEMS_INVALID_ID;
    case _PARTITION_BAD_ADDRESS:
        return RTEMS_INVALID_ADDRESS;
    default:
        return RTEMS_SUCCESSFUL;
    }
}

static rtems_status_code wait(int number, struct exec_port_message *message, rtems_interval timeout)
{
    enum exec_status status;

    exec_executing()->wait_data = message;
    exec_wait_begin(exec_port_waiters(number), EXEC_WAIT_PRIORITY);
    exec_wait_timeout(&exec_clock_timers, classic_expiry(timeout));
    status = exec_wait_finish();
    return status == EXEC_OK ? status_of(message->result) : classic_status(status);
}

/* Messages ------------------------------------------------------------------ */

rtems_status_code partition_port_send(rtems_id id, const void *buffer, size_t size,
                                      rtems_option option_set, rtems_interval timeout)
{
    struct exec_port_message message = {.address = (void *)(uintptr_t)buffer, .size = size};
    bool may_wait = (option_set & RTEMS_NO_WAIT) == 0;
    int number = (int)(id - 1);
    _Partition_Virtual_Port port;
    rtems_status_code status;
    int level;

    if (buffer == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (find(id, &port) == NULL)
        return RTEMS_INVALID_ID;
    if (!port.source)
        return RTEMS_NOT_DEFINED;
    level = exec_enter();
    message.result = exec_port_send(number, &message, !may_wait);
    if (message.result == _PARTITION_FULL && may_wait)
        status = wait(number, &message, timeout);
    else
        status = status_of(message.result);
    exec_leave(level);
    return status;
}

rtems_status_code partition_port_receive(rtems_id id, void *buffer, size_t *size, uint32_t *flags,
                                         rtems_option option_set, rtems_interval timeout)
{
    struct exec_port_message message = {.address = buffer};
    bool may_wait = (option_set & RTEMS_NO_WAIT) == 0;
    int number = (int)(id - 1);
    _Partition_Virtual_Port port;
    rtems_status_code status;
    int level;

    if (buffer == NULL || size == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (find(id, &port) == NULL)
        return RTEMS_INVALID_ID;
    if (port.source)
        return RTEMS_NOT_DEFINED;
    message.size = port.message_size;
    level = exec_enter();
    message.result = exec_port_receive(number, &message);
    if (message.result == _PARTITION_EMPTY && may_wait && port.queuing)
        status = wait(number, &message, timeout);
    else
        status = status_of(message.result);
    exec_leave(level);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    *size = (size_t)message.result;
    if (flags != NULL)
        *flags = message.flags;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code partition_port_get_number_pending(rtems_id id, uint32_t *count)
{
    _Partition_Virtual_Port_status status;
    _Partition_Virtual_Port port;

    if (count == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (find(id, &port) == NULL)
        return RTEMS_INVALID_ID;
    (void)_Partition_Virtual_Port_get_status((int)(id - 1), &status);
    *count = status.messages;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code partition_port_flush(rtems_id id, uint32_t *count)
{
    _Partition_Virtual_Port_status status;
    _Partition_Virtual_Port port;
    int level;

    if (count == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (find(id, &port) == NULL)
        return RTEMS_INVALID_ID;
    if (port.source || !port.queuing)
        return RTEMS_NOT_DEFINED;
    level = exec_enter();
    (void)_Partition_Virtual_Port_get_status((int)(id - 1), &status);
    (void)_Partition_Virtual_Port_clear((int)(id - 1));
    exec_leave(level);
    *count = status.messages;
    return RTEMS_SUCCESSFUL;
}
