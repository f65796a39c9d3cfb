/* SPDX-License-Identifier: BSD-2-Clause */

/* Sampling ports, with the extensions of Part 2. A message is kept and its age
 * known by the host. */

#include "internal.h"
#include "apexSamplingPortExtension.h"

struct port {
    struct apex_object object;
    int number;
    PORT_DIRECTION_TYPE direction;
    MESSAGE_SIZE_TYPE maximum_size;
    SYSTEM_TIME_TYPE refresh_period;
    VALIDITY_TYPE last_validity;
};

APEX_CLASS(ports, MAX_NUMBER_OF_SAMPLING_PORTS);

/* Creation and status ------------------------------------------------------ */

static bool refresh_period_is_valid(const _Partition_Virtual_Port *description,
                                    SYSTEM_TIME_TYPE refresh_period)
{
    if (refresh_period <= 0 && refresh_period != INFINITE_TIME_VALUE)
        return false;
    if (description->source)
        return true;
    if (description->refresh_period == 0)
        return refresh_period == INFINITE_TIME_VALUE;
    return (uint64_t)refresh_period == description->refresh_period;
}

static RETURN_CODE_TYPE check(const _Partition_Virtual_Port *description,
                              MESSAGE_SIZE_TYPE maximum_size, PORT_DIRECTION_TYPE direction,
                              SYSTEM_TIME_TYPE refresh_period)
{
    if (maximum_size <= 0 || (uint32_t)maximum_size != description->message_size)
        return INVALID_CONFIG;
    if (direction != (description->source ? SOURCE : DESTINATION))
        return INVALID_CONFIG;
    if (!refresh_period_is_valid(description, refresh_period))
        return INVALID_CONFIG;
    return apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

void CREATE_SAMPLING_PORT(SAMPLING_PORT_NAME_TYPE SAMPLING_PORT_NAME,
                          MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE, PORT_DIRECTION_TYPE PORT_DIRECTION,
                          SYSTEM_TIME_TYPE REFRESH_PERIOD, SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    _Partition_Virtual_Port description;
    int number = apex_port_find(SAMPLING_PORT_NAME, false, &description);
    struct port *port;

    *RETURN_CODE = apex_object_check(&ports, SAMPLING_PORT_NAME, sizeof(*port));
    if (*RETURN_CODE == NO_ERROR && number < 0)
        *RETURN_CODE = INVALID_CONFIG;
    if (*RETURN_CODE == NO_ERROR)
        *RETURN_CODE = check(&description, MAX_MESSAGE_SIZE, PORT_DIRECTION, REFRESH_PERIOD);
    if (*RETURN_CODE != NO_ERROR)
        return;
    port = apex_object_create(&ports, SAMPLING_PORT_NAME, sizeof(*port));
    port->number = number;
    port->direction = PORT_DIRECTION;
    port->maximum_size = MAX_MESSAGE_SIZE;
    port->refresh_period = REFRESH_PERIOD;
    *SAMPLING_PORT_ID = port->object.id;
}

void GET_SAMPLING_PORT_ID(SAMPLING_PORT_NAME_TYPE SAMPLING_PORT_NAME,
                          SAMPLING_PORT_ID_TYPE *SAMPLING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct port *port = apex_object_find(&ports, SAMPLING_PORT_NAME);

    *RETURN_CODE = port == NULL ? INVALID_CONFIG : NO_ERROR;
    if (port != NULL)
        *SAMPLING_PORT_ID = port->object.id;
}

void GET_SAMPLING_PORT_STATUS(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                              SAMPLING_PORT_STATUS_TYPE *SAMPLING_PORT_STATUS,
                              RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct port *port = apex_object_get(&ports, SAMPLING_PORT_ID);

    *RETURN_CODE = port == NULL ? INVALID_PARAM : NO_ERROR;
    if (port != NULL)
        *SAMPLING_PORT_STATUS = (SAMPLING_PORT_STATUS_TYPE){
            .REFRESH_PERIOD = port->refresh_period,
            .MAX_MESSAGE_SIZE = port->maximum_size,
            .PORT_DIRECTION = port->direction,
            .LAST_MSG_VALIDITY = port->last_validity,
        };
}

/* Messages ----------------------------------------------------------------- */

static RETURN_CODE_TYPE write(const struct port *port, MESSAGE_ADDR_TYPE address,
                              MESSAGE_SIZE_TYPE length)
{
    if (length > port->maximum_size)
        return INVALID_CONFIG;
    if (length <= 0)
        return INVALID_PARAM;
    if (port->direction != SOURCE)
        return INVALID_MODE;
    if (_Partition_Virtual_Port_send(port->number, address, (size_t)length) != _PARTITION_OK)
        return apex_port_fault(address, length, false);
    return NO_ERROR;
}

void WRITE_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                            MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct port *port = apex_object_get(&ports, SAMPLING_PORT_ID);

    *RETURN_CODE = port == NULL ? INVALID_PARAM : write(port, MESSAGE_ADDR, LENGTH);
}

/* INVALID_PARAM: no such port; INVALID_MODE: it is no destination. */
static RETURN_CODE_TYPE check_read(const struct port *port)
{
    if (port == NULL)
        return INVALID_PARAM;
    return port->direction == DESTINATION ? NO_ERROR : INVALID_MODE;
}

static RETURN_CODE_TYPE read(struct port *port, MESSAGE_ADDR_TYPE address,
                             MESSAGE_SIZE_TYPE *length)
{
    uint32_t flags = 0;
    int result =
        _Partition_Virtual_Port_receive(port->number, address, (size_t)port->maximum_size, &flags);

    *length = result > 0 ? result : 0;
    port->last_validity = (flags & _PARTITION_PORT_VALID) != 0 ? VALID : INVALID;
    if (result == _PARTITION_EMPTY)
        return NO_ACTION;
    return result < 0 ? apex_port_fault(address, port->maximum_size, true) : NO_ERROR;
}

void READ_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                           MESSAGE_SIZE_TYPE *LENGTH, VALIDITY_TYPE *VALIDITY,
                           RETURN_CODE_TYPE *RETURN_CODE)
{
    struct port *port = apex_object_get(&ports, SAMPLING_PORT_ID);

    *RETURN_CODE = check_read(port);
    if (*RETURN_CODE != NO_ERROR)
        return;
    *RETURN_CODE = read(port, MESSAGE_ADDR, LENGTH);
    *VALIDITY = port->last_validity;
}

/* Extensions of Part 2 ------------------------------------------------------ */

static _Partition_Virtual_Port_status status_of(const struct port *port)
{
    _Partition_Virtual_Port_status status = {0};

    (void)_Partition_Virtual_Port_get_status(port->number, &status);
    return status;
}

static UPDATED_TYPE updated(const _Partition_Virtual_Port_status *status)
{
    if (status->messages == 0)
        return EMPTY_PORT;
    return (status->flags & _PARTITION_PORT_UPDATED) != 0 ? NEW_MESSAGE : CONSUMED_MESSAGE;
}

void READ_UPDATED_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                   MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                   UPDATED_TYPE *UPDATED, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct port *port = apex_object_get(&ports, SAMPLING_PORT_ID);
    _Partition_Virtual_Port_status status;
    int level;

    *RETURN_CODE = check_read(port);
    if (*RETURN_CODE != NO_ERROR)
        return;
    /* No other process may read between the two. */
    level = exec_enter();
    status = status_of(port);
    *UPDATED = updated(&status);
    *LENGTH = 0;
    *RETURN_CODE = *UPDATED == NEW_MESSAGE ? read(port, MESSAGE_ADDR, LENGTH) : NO_ACTION;
    exec_leave(level);
}

void GET_SAMPLING_PORT_CURRENT_STATUS(
    SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
    SAMPLING_PORT_CURRENT_STATUS_TYPE *SAMPLING_PORT_CURRENT_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct port *port = apex_object_get(&ports, SAMPLING_PORT_ID);
    _Partition_Virtual_Port_status status;

    *RETURN_CODE = port == NULL ? INVALID_PARAM : NO_ERROR;
    if (port == NULL)
        return;
    status = status_of(port);
    *SAMPLING_PORT_CURRENT_STATUS = (SAMPLING_PORT_CURRENT_STATUS_TYPE){
        .REFRESH_PERIOD = port->refresh_period,
        .TIME_STAMP = (SYSTEM_TIME_TYPE)status.time,
        .MAX_MESSAGE_SIZE = port->maximum_size,
        .PORT_DIRECTION = port->direction,
        .MESSAGE_AGE = (status.flags & _PARTITION_PORT_VALID) != 0 ? FRESH : STALE,
        .UPDATED = updated(&status),
    };
}

static RETURN_CODE_TYPE read_after(struct port *port, uint64_t reference, MESSAGE_ADDR_TYPE address,
                                   MESSAGE_SIZE_TYPE *length, SYSTEM_TIME_TYPE *time_stamp)
{
    _Partition_Virtual_Port_status status = status_of(port);
    RETURN_CODE_TYPE code;

    *length = 0;
    for (;;) {
        *time_stamp = (SYSTEM_TIME_TYPE)status.time;
        if (status.messages == 0 || status.time <= reference)
            return NO_ACTION;
        code = read(port, address, length);
        /* The window may have ended meanwhile, and another message have come. */
        status = status_of(port);
        if (status.time == (uint64_t)*time_stamp)
            return code;
    }
}

void READ_SAMPLING_MESSAGE_CONDITIONAL(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                       SYSTEM_TIME_TYPE REF_TIME_STAMP,
                                       MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                       SYSTEM_TIME_TYPE *TIME_STAMP, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct port *port = apex_object_get(&ports, SAMPLING_PORT_ID);
    int level;

    *RETURN_CODE = check_read(port);
    if (*RETURN_CODE == NO_ERROR && REF_TIME_STAMP < 0)
        *RETURN_CODE = INVALID_PARAM;
    if (*RETURN_CODE != NO_ERROR)
        return;
    level = exec_enter();
    *RETURN_CODE = read_after(port, (uint64_t)REF_TIME_STAMP, MESSAGE_ADDR, LENGTH, TIME_STAMP);
    exec_leave(level);
}
