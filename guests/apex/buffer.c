/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "internal.h"

struct buffer {
    struct apex_object object;
    QUEUING_DISCIPLINE_TYPE discipline;
    /* One of senders and receivers, or neither, waits at a time. */
    struct exec_wait_queue senders;
    struct exec_wait_queue receivers;
    MESSAGE_SIZE_TYPE maximum_size;
    MESSAGE_RANGE_TYPE maximum;
    MESSAGE_RANGE_TYPE count;
    MESSAGE_RANGE_TYPE first;
    MESSAGE_SIZE_TYPE *lengths; /* by slot */
    APEX_BYTE *contents;        /* maximum_size bytes for each slot */
};

APEX_CLASS(buffers, MAX_NUMBER_OF_BUFFERS);

/* Creation ---------------------------------------------------------------- */

/* Bytes for the messages; what is no size at all is refused later. */
static uint64_t messages_size(MESSAGE_SIZE_TYPE maximum_size, MESSAGE_RANGE_TYPE maximum)
{
    if (maximum_size <= 0 || maximum <= 0)
        return 0;
    return ((uint64_t)maximum_size + sizeof(MESSAGE_SIZE_TYPE)) * (uint64_t)maximum;
}

static RETURN_CODE_TYPE check(const char *name, MESSAGE_SIZE_TYPE maximum_size,
                              MESSAGE_RANGE_TYPE maximum, QUEUING_DISCIPLINE_TYPE discipline)
{
    RETURN_CODE_TYPE code = apex_object_check(
        &buffers, name, sizeof(struct buffer) + messages_size(maximum_size, maximum));

    if (code != NO_ERROR)
        return code;
    if (maximum_size <= 0 || maximum_size > SYSTEM_LIMIT_MESSAGE_SIZE)
        return INVALID_PARAM;
    if (maximum <= 0 || maximum > SYSTEM_LIMIT_NUMBER_OF_MESSAGES)
        return INVALID_PARAM;
    if (!apex_discipline_is_valid(discipline))
        return INVALID_PARAM;
    return apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

void CREATE_BUFFER(BUFFER_NAME_TYPE BUFFER_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                   MESSAGE_RANGE_TYPE MAX_NB_MESSAGE, QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE,
                   BUFFER_ID_TYPE *BUFFER_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct buffer *buffer;

    *RETURN_CODE = check(BUFFER_NAME, MAX_MESSAGE_SIZE, MAX_NB_MESSAGE, QUEUING_DISCIPLINE);
    if (*RETURN_CODE != NO_ERROR)
        return;
    buffer = apex_object_create(&buffers, BUFFER_NAME,
                                sizeof(*buffer) +
                                    (size_t)messages_size(MAX_MESSAGE_SIZE, MAX_NB_MESSAGE));
    buffer->discipline = QUEUING_DISCIPLINE;
    buffer->maximum_size = MAX_MESSAGE_SIZE;
    buffer->maximum = MAX_NB_MESSAGE;
    buffer->lengths = (MESSAGE_SIZE_TYPE *)(void *)(buffer + 1);
    buffer->contents = (APEX_BYTE *)(buffer->lengths + MAX_NB_MESSAGE);
    *BUFFER_ID = buffer->object.id;
}

void GET_BUFFER_ID(BUFFER_NAME_TYPE BUFFER_NAME, BUFFER_ID_TYPE *BUFFER_ID,
                   RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct buffer *buffer = apex_object_find(&buffers, BUFFER_NAME);

    *RETURN_CODE = buffer == NULL ? INVALID_CONFIG : NO_ERROR;
    if (buffer != NULL)
        *BUFFER_ID = buffer->object.id;
}

void GET_BUFFER_STATUS(BUFFER_ID_TYPE BUFFER_ID, BUFFER_STATUS_TYPE *BUFFER_STATUS,
                       RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct buffer *buffer = apex_object_get(&buffers, BUFFER_ID);

    *RETURN_CODE = buffer == NULL ? INVALID_PARAM : NO_ERROR;
    if (buffer != NULL)
        *BUFFER_STATUS = (BUFFER_STATUS_TYPE){
            .NB_MESSAGE = buffer->count,
            .MAX_NB_MESSAGE = buffer->maximum,
            .MAX_MESSAGE_SIZE = buffer->maximum_size,
            .WAITING_PROCESSES = apex_waiting(&buffer->senders) + apex_waiting(&buffer->receivers),
        };
    exec_leave(level);
}

/* The ring ---------------------------------------------------------------- */

static void put(struct buffer *buffer, const APEX_BYTE *address, MESSAGE_SIZE_TYPE length)
{
    MESSAGE_RANGE_TYPE slot = (buffer->first + buffer->count) % buffer->maximum;

    /* What the caller gave may fault: before anything has changed. */
    memcpy(buffer->contents + slot * buffer->maximum_size, address, (size_t)length);
    buffer->lengths[slot] = length;
    buffer->count++;
}

static MESSAGE_SIZE_TYPE get(struct buffer *buffer, APEX_BYTE *address)
{
    MESSAGE_RANGE_TYPE slot = buffer->first;
    MESSAGE_SIZE_TYPE length = buffer->lengths[slot];

    memcpy(address, buffer->contents + slot * buffer->maximum_size, (size_t)length);
    buffer->first = (slot + 1) % buffer->maximum;
    buffer->count--;
    return length;
}

/* Sending and receiving --------------------------------------------------- */

static RETURN_CODE_TYPE send(struct buffer *buffer, MESSAGE_ADDR_TYPE address,
                             MESSAGE_SIZE_TYPE length, SYSTEM_TIME_TYPE time_out)
{
    struct apex_message own = {address, length};
    struct exec_thread *receiver = exec_wait_first(&buffer->receivers);

    if (receiver != NULL) {
        struct apex_message *wanted = receiver->wait_data;

        memcpy(wanted->address, address, (size_t)length);
        wanted->length = length;
        exec_wait_end(receiver, EXEC_OK);
        return NO_ERROR;
    }
    if (buffer->count == buffer->maximum)
        return apex_wait(&buffer->senders, buffer->discipline, time_out, &own);
    put(buffer, address, length);
    return NO_ERROR;
}

void SEND_BUFFER(BUFFER_ID_TYPE BUFFER_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE LENGTH,
                 SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct buffer *buffer = apex_object_get(&buffers, BUFFER_ID);

    if (buffer == NULL || !apex_time_is_valid(TIME_OUT) || LENGTH > buffer->maximum_size ||
        LENGTH <= 0)
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = send(buffer, MESSAGE_ADDR, LENGTH, TIME_OUT);
    exec_leave(level);
}

/* There is room again: the first waiting sender's message comes in. */
static void admit_sender(struct buffer *buffer)
{
    struct exec_thread *sender = exec_wait_first(&buffer->senders);
    const struct apex_message *message;

    if (sender == NULL)
        return;
    message = sender->wait_data;
    put(buffer, message->address, message->length);
    exec_wait_end(sender, EXEC_OK);
}

static RETURN_CODE_TYPE receive(struct buffer *buffer, SYSTEM_TIME_TYPE time_out,
                                MESSAGE_ADDR_TYPE address, MESSAGE_SIZE_TYPE *length)
{
    struct apex_message own = {address, 0};
    RETURN_CODE_TYPE code = NO_ERROR;

    apex_touch(address);
    if (buffer->count > 0) {
        *length = get(buffer, address);
        admit_sender(buffer);
    } else {
        code = apex_wait(&buffer->receivers, buffer->discipline, time_out, &own);
        *length = own.length;
    }
    return code;
}

void RECEIVE_BUFFER(BUFFER_ID_TYPE BUFFER_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct buffer *buffer = apex_object_get(&buffers, BUFFER_ID);

    if (buffer == NULL || !apex_time_is_valid(TIME_OUT))
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = receive(buffer, TIME_OUT, MESSAGE_ADDR, LENGTH);
    exec_leave(level);
}
