/* SPDX-License-Identifier: BSD-2-Clause */

/* Queuing ports. The queue is the host's; processes wait in the executive. */

#include "internal.h"
#include "executive/port.h"

struct port {
    struct apex_object object;
    int number;
    PORT_DIRECTION_TYPE direction;
    QUEUING_DISCIPLINE_TYPE discipline;
    MESSAGE_SIZE_TYPE maximum_size;
    MESSAGE_RANGE_TYPE maximum;
};

APEX_CLASS(ports, MAX_NUMBER_OF_QUEUING_PORTS);

/* Creation ----------------------------------------------------------------- */

/* The first port brings memory for all of them to the executive. */
static size_t waiting_size(void)
{
    return exec_port_is_initialized() ? 0
                                      : _Partition_Virtual_Port_count() * sizeof(struct exec_port);
}

static RETURN_CODE_TYPE check(const _Partition_Virtual_Port *description,
                              MESSAGE_SIZE_TYPE maximum_size, MESSAGE_RANGE_TYPE maximum,
                              PORT_DIRECTION_TYPE direction, QUEUING_DISCIPLINE_TYPE discipline)
{
    if (maximum_size <= 0 || (uint32_t)maximum_size != description->message_size)
        return INVALID_CONFIG;
    if (maximum <= 0 || (uint32_t)maximum != description->message_count)
        return INVALID_CONFIG;
    if (direction != (description->source ? SOURCE : DESTINATION))
        return INVALID_CONFIG;
    if (!apex_discipline_is_valid(discipline))
        return INVALID_CONFIG;
    return apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

void CREATE_QUEUING_PORT(QUEUING_PORT_NAME_TYPE QUEUING_PORT_NAME,
                         MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE, MESSAGE_RANGE_TYPE MAX_NB_MESSAGE,
                         PORT_DIRECTION_TYPE PORT_DIRECTION,
                         QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                         QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    _Partition_Virtual_Port description;
    int number = apex_port_find(QUEUING_PORT_NAME, true, &description);
    size_t waiting = waiting_size();
    struct port *port;

    *RETURN_CODE = apex_object_check(&ports, QUEUING_PORT_NAME, sizeof(*port) + waiting + 16);
    if (*RETURN_CODE == NO_ERROR && number < 0)
        *RETURN_CODE = INVALID_CONFIG;
    if (*RETURN_CODE == NO_ERROR)
        *RETURN_CODE = check(&description, MAX_MESSAGE_SIZE, MAX_NB_MESSAGE, PORT_DIRECTION,
                             QUEUING_DISCIPLINE);
    if (*RETURN_CODE != NO_ERROR)
        return;
    if (waiting != 0)
        exec_port_initialize(apex_allocate(waiting));
    port = apex_object_create(&ports, QUEUING_PORT_NAME, sizeof(*port));
    port->number = number;
    port->direction = PORT_DIRECTION;
    port->discipline = QUEUING_DISCIPLINE;
    port->maximum_size = MAX_MESSAGE_SIZE;
    port->maximum = MAX_NB_MESSAGE;
    *QUEUING_PORT_ID = port->object.id;
}

/* Status ------------------------------------------------------------------- */

void GET_QUEUING_PORT_ID(QUEUING_PORT_NAME_TYPE QUEUING_PORT_NAME,
                         QUEUING_PORT_ID_TYPE *QUEUING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct port *port = apex_object_find(&ports, QUEUING_PORT_NAME);

    *RETURN_CODE = port == NULL ? INVALID_CONFIG : NO_ERROR;
    if (port != NULL)
        *QUEUING_PORT_ID = port->object.id;
}

void GET_QUEUING_PORT_STATUS(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID,
                             QUEUING_PORT_STATUS_TYPE *QUEUING_PORT_STATUS,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct port *port = apex_object_get(&ports, QUEUING_PORT_ID);
    _Partition_Virtual_Port_status status = {0};

    *RETURN_CODE = port == NULL ? INVALID_PARAM : NO_ERROR;
    if (port != NULL) {
        (void)_Partition_Virtual_Port_get_status(port->number, &status);
        *QUEUING_PORT_STATUS = (QUEUING_PORT_STATUS_TYPE){
            .NB_MESSAGE = (MESSAGE_RANGE_TYPE)status.messages,
            .MAX_NB_MESSAGE = port->maximum,
            .MAX_MESSAGE_SIZE = port->maximum_size,
            .PORT_DIRECTION = port->direction,
            .WAITING_PROCESSES = apex_waiting(exec_port_waiters(port->number)),
        };
    }
    exec_leave(level);
}

/* Messages ----------------------------------------------------------------- */

static RETURN_CODE_TYPE check_send(const struct port *port, MESSAGE_SIZE_TYPE length,
                                   SYSTEM_TIME_TYPE time_out)
{
    if (port == NULL || !apex_time_is_valid(time_out))
        return INVALID_PARAM;
    if (length > port->maximum_size)
        return INVALID_CONFIG;
    if (length <= 0)
        return INVALID_PARAM;
    return port->direction == SOURCE ? NO_ERROR : INVALID_MODE;
}

static RETURN_CODE_TYPE send(const struct port *port, MESSAGE_ADDR_TYPE address,
                             MESSAGE_SIZE_TYPE length, SYSTEM_TIME_TYPE time_out)
{
    struct exec_port_message own = {.address = address, .size = (size_t)length};
    RETURN_CODE_TYPE code;

    own.result = exec_port_send(port->number, &own, time_out == 0);
    if (own.result == _PARTITION_FULL) {
        code = apex_wait(exec_port_waiters(port->number), port->discipline, time_out, &own);
        if (code != NO_ERROR)
            return code;
    }
    return own.result == _PARTITION_OK ? NO_ERROR : apex_port_fault(address, length, false);
}

void SEND_QUEUING_MESSAGE(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                          MESSAGE_SIZE_TYPE LENGTH, SYSTEM_TIME_TYPE TIME_OUT,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct port *port = apex_object_get(&ports, QUEUING_PORT_ID);

    *RETURN_CODE = check_send(port, LENGTH, TIME_OUT);
    if (*RETURN_CODE == NO_ERROR)
        *RETURN_CODE = send(port, MESSAGE_ADDR, LENGTH, TIME_OUT);
    exec_leave(level);
}

static RETURN_CODE_TYPE check_receive(const struct port *port, SYSTEM_TIME_TYPE time_out)
{
    if (port == NULL || !apex_time_is_valid(time_out))
        return INVALID_PARAM;
    return port->direction == DESTINATION ? NO_ERROR : INVALID_MODE;
}

static RETURN_CODE_TYPE receive(const struct port *port, SYSTEM_TIME_TYPE time_out,
                                MESSAGE_ADDR_TYPE address, MESSAGE_SIZE_TYPE *length)
{
    struct exec_port_message own = {.address = address, .size = (size_t)port->maximum_size};
    RETURN_CODE_TYPE code;

    *length = 0;
    own.result = exec_port_receive(port->number, &own);
    if (own.result == _PARTITION_EMPTY) {
        apex_touch(address);
        code = apex_wait(exec_port_waiters(port->number), port->discipline, time_out, &own);
        if (code != NO_ERROR)
            return code;
    }
    if (own.result < 0)
        return apex_port_fault(address, port->maximum_size, true);
    *length = own.result;
    return (own.flags & _PARTITION_PORT_OVERFLOWED) != 0 ? INVALID_CONFIG : NO_ERROR;
}

void RECEIVE_QUEUING_MESSAGE(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID, SYSTEM_TIME_TYPE TIME_OUT,
                             MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct port *port = apex_object_get(&ports, QUEUING_PORT_ID);

    *RETURN_CODE = check_receive(port, TIME_OUT);
    if (*RETURN_CODE == NO_ERROR)
        *RETURN_CODE = receive(port, TIME_OUT, MESSAGE_ADDR, LENGTH);
    exec_leave(level);
}

void CLEAR_QUEUING_PORT(QUEUING_PORT_ID_TYPE QUEUING_PORT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct port *port = apex_object_get(&ports, QUEUING_PORT_ID);

    *RETURN_CODE = check_receive(port, 0);
    if (*RETURN_CODE == NO_ERROR)
        (void)_Partition_Virtual_Port_clear(port->number);
}
