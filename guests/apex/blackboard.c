/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "internal.h"

struct blackboard {
    struct apex_object object;
    struct exec_wait_queue readers;
    MESSAGE_SIZE_TYPE maximum_size;
    MESSAGE_SIZE_TYPE length; /* 0: empty */
    APEX_BYTE content[];
};

APEX_CLASS(blackboards, MAX_NUMBER_OF_BLACKBOARDS);

/* Creation ---------------------------------------------------------------- */

void CREATE_BLACKBOARD(BLACKBOARD_NAME_TYPE BLACKBOARD_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                       BLACKBOARD_ID_TYPE *BLACKBOARD_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    size_t size = sizeof(struct blackboard) + (MAX_MESSAGE_SIZE > 0 ? (size_t)MAX_MESSAGE_SIZE : 0);
    struct blackboard *blackboard;

    *RETURN_CODE = apex_object_check(&blackboards, BLACKBOARD_NAME, size);
    if (*RETURN_CODE != NO_ERROR)
        return;
    if (MAX_MESSAGE_SIZE <= 0 || MAX_MESSAGE_SIZE > SYSTEM_LIMIT_MESSAGE_SIZE) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (apex_is_normal()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    blackboard = apex_object_create(&blackboards, BLACKBOARD_NAME, size);
    blackboard->maximum_size = MAX_MESSAGE_SIZE;
    *BLACKBOARD_ID = blackboard->object.id;
}

void GET_BLACKBOARD_ID(BLACKBOARD_NAME_TYPE BLACKBOARD_NAME, BLACKBOARD_ID_TYPE *BLACKBOARD_ID,
                       RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct blackboard *blackboard = apex_object_find(&blackboards, BLACKBOARD_NAME);

    *RETURN_CODE = blackboard == NULL ? INVALID_CONFIG : NO_ERROR;
    if (blackboard != NULL)
        *BLACKBOARD_ID = blackboard->object.id;
}

void GET_BLACKBOARD_STATUS(BLACKBOARD_ID_TYPE BLACKBOARD_ID,
                           BLACKBOARD_STATUS_TYPE *BLACKBOARD_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct blackboard *blackboard = apex_object_get(&blackboards, BLACKBOARD_ID);

    *RETURN_CODE = blackboard == NULL ? INVALID_PARAM : NO_ERROR;
    if (blackboard != NULL)
        *BLACKBOARD_STATUS = (BLACKBOARD_STATUS_TYPE){
            .EMPTY_INDICATOR = blackboard->length == 0 ? EMPTY : OCCUPIED,
            .MAX_MESSAGE_SIZE = blackboard->maximum_size,
            .WAITING_PROCESSES = apex_waiting(&blackboard->readers),
        };
    exec_leave(level);
}

/* Use --------------------------------------------------------------------- */

/* Readers get their copies now: a message is not displayed for long perhaps. */
static void display(struct blackboard *blackboard, const APEX_BYTE *address,
                    MESSAGE_SIZE_TYPE length)
{
    struct exec_thread *reader;

    memcpy(blackboard->content, address, (size_t)length);
    blackboard->length = length;
    while ((reader = exec_wait_first(&blackboard->readers)) != NULL) {
        struct apex_message *wanted = reader->wait_data;

        memcpy(wanted->address, blackboard->content, (size_t)length);
        wanted->length = length;
        exec_wait_end(reader, EXEC_OK);
    }
}

void DISPLAY_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                        MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct blackboard *blackboard = apex_object_get(&blackboards, BLACKBOARD_ID);

    if (blackboard == NULL || LENGTH > blackboard->maximum_size || LENGTH <= 0) {
        *RETURN_CODE = INVALID_PARAM;
    } else {
        display(blackboard, MESSAGE_ADDR, LENGTH);
        *RETURN_CODE = NO_ERROR;
    }
    exec_leave(level);
}

static RETURN_CODE_TYPE read(struct blackboard *blackboard, SYSTEM_TIME_TYPE time_out,
                             MESSAGE_ADDR_TYPE address, MESSAGE_SIZE_TYPE *length)
{
    struct apex_message own = {address, 0};
    RETURN_CODE_TYPE code = NO_ERROR;

    apex_touch(address);
    if (blackboard->length > 0) {
        memcpy(address, blackboard->content, (size_t)blackboard->length);
        own.length = blackboard->length;
    } else {
        code = apex_wait(&blackboard->readers, FIFO, time_out, &own);
    }
    *length = own.length;
    return code;
}

void READ_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, SYSTEM_TIME_TYPE TIME_OUT,
                     MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                     RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct blackboard *blackboard = apex_object_get(&blackboards, BLACKBOARD_ID);

    if (blackboard == NULL || !apex_time_is_valid(TIME_OUT))
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = read(blackboard, TIME_OUT, MESSAGE_ADDR, LENGTH);
    exec_leave(level);
}

void CLEAR_BLACKBOARD(BLACKBOARD_ID_TYPE BLACKBOARD_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct blackboard *blackboard = apex_object_get(&blackboards, BLACKBOARD_ID);

    *RETURN_CODE = blackboard == NULL ? INVALID_PARAM : NO_ERROR;
    if (blackboard != NULL)
        blackboard->length = 0;
    exec_leave(level);
}
