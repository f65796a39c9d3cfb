/* SPDX-License-Identifier: BSD-2-Clause */

#include "internal.h"

struct event {
    struct apex_object object;
    struct exec_wait_queue waiters;
    EVENT_STATE_TYPE state;
};

APEX_CLASS(events, MAX_NUMBER_OF_EVENTS);

void CREATE_EVENT(EVENT_NAME_TYPE EVENT_NAME, EVENT_ID_TYPE *EVENT_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    struct event *event;

    *RETURN_CODE = apex_object_check(&events, EVENT_NAME, sizeof(*event));
    if (*RETURN_CODE == NO_ERROR && apex_is_normal())
        *RETURN_CODE = INVALID_MODE;
    if (*RETURN_CODE != NO_ERROR)
        return;
    event = apex_object_create(&events, EVENT_NAME, sizeof(*event));
    *EVENT_ID = event->object.id;
}

void SET_EVENT(EVENT_ID_TYPE EVENT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct event *event = apex_object_get(&events, EVENT_ID);

    *RETURN_CODE = event == NULL ? INVALID_PARAM : NO_ERROR;
    if (event != NULL) {
        event->state = UP;
        (void)exec_wait_end_all(&event->waiters, EXEC_OK);
    }
    exec_leave(level);
}

void RESET_EVENT(EVENT_ID_TYPE EVENT_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct event *event = apex_object_get(&events, EVENT_ID);

    *RETURN_CODE = event == NULL ? INVALID_PARAM : NO_ERROR;
    if (event != NULL)
        event->state = DOWN;
    exec_leave(level);
}

void WAIT_EVENT(EVENT_ID_TYPE EVENT_ID, SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct event *event = apex_object_get(&events, EVENT_ID);

    if (event == NULL || !apex_time_is_valid(TIME_OUT))
        *RETURN_CODE = INVALID_PARAM;
    else if (event->state == UP)
        *RETURN_CODE = NO_ERROR;
    else
        *RETURN_CODE = apex_wait(&event->waiters, FIFO, TIME_OUT, NULL);
    exec_leave(level);
}

void GET_EVENT_ID(EVENT_NAME_TYPE EVENT_NAME, EVENT_ID_TYPE *EVENT_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct event *event = apex_object_find(&events, EVENT_NAME);

    *RETURN_CODE = event == NULL ? INVALID_CONFIG : NO_ERROR;
    if (event != NULL)
        *EVENT_ID = event->object.id;
}

void GET_EVENT_STATUS(EVENT_ID_TYPE EVENT_ID, EVENT_STATUS_TYPE *EVENT_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct event *event = apex_object_get(&events, EVENT_ID);

    *RETURN_CODE = event == NULL ? INVALID_PARAM : NO_ERROR;
    if (event != NULL)
        *EVENT_STATUS = (EVENT_STATUS_TYPE){
            .EVENT_STATE = event->state,
            .WAITING_PROCESSES = apex_waiting(&event->waiters),
        };
    exec_leave(level);
}
