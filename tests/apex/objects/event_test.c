/* SPDX-License-Identifier: BSD-2-Clause */

#include "../check.h"

static EVENT_ID_TYPE event;
static PROCESS_ID_TYPE first, second;

static void waiter(void)
{
    CODE(NO_ERROR, WAIT_EVENT, event, INFINITE_TIME_VALUE);
    mark('w');
}

static EVENT_STATUS_TYPE event_status(void)
{
    EVENT_STATUS_TYPE status = {UP, 0};

    CODE(NO_ERROR, GET_EVENT_STATUS, event, &status);
    return status;
}

static void test(void)
{
    EVENT_ID_TYPE id;

    group("SET_, RESET_, WAIT_EVENT");
    CODE(INVALID_MODE, CREATE_EVENT, NAME("late"), &id);
    CODE(INVALID_PARAM, SET_EVENT, BAD_ID);
    CODE(INVALID_PARAM, RESET_EVENT, BAD_ID);
    CODE(INVALID_PARAM, WAIT_EVENT, BAD_ID, 0);
    CODE(INVALID_PARAM, WAIT_EVENT, event, NO_TIME);
    CODE(NOT_AVAILABLE, WAIT_EVENT, event, 0);
    CODE(TIMED_OUT, WAIT_EVENT, event, MS);
    CODE(NO_ERROR, SET_EVENT, event);
    EXPECT(event_status().EVENT_STATE == UP);
    CODE(NO_ERROR, WAIT_EVENT, event, 0);
    CODE(NO_ERROR, WAIT_EVENT, event, INFINITE_TIME_VALUE);
    CODE(NO_ERROR, RESET_EVENT, event);
    EXPECT(event_status().EVENT_STATE == DOWN);

    group("all waiting processes go on");
    CODE(NO_ERROR, START, first);
    CODE(NO_ERROR, START, second);
    EXPECT(event_status().WAITING_PROCESSES == 2);
    TRACE("");
    CODE(NO_ERROR, SET_EVENT, event);
    TRACE("ww");
    EXPECT(event_status().WAITING_PROCESSES == 0);
    finish(__FILE__);
}

int main(void)
{
    EVENT_ID_TYPE id = 77;
    EVENT_STATUS_TYPE status;

    group("CREATE_EVENT, GET_EVENT_ID, GET_EVENT_STATUS");
    CODE(INVALID_CONFIG, GET_EVENT_ID, NAME("e"), &id);
    EXPECT(id == 77);
    CODE(NO_ERROR, CREATE_EVENT, NAME("e"), &event);
    CODE(NO_ACTION, CREATE_EVENT, NAME("e"), &id);
    CODE(NO_ERROR, GET_EVENT_ID, NAME("e"), &id);
    EXPECT(id == event);
    CODE(INVALID_PARAM, GET_EVENT_STATUS, BAD_ID, &status);
    EXPECT(event_status().EVENT_STATE == DOWN);
    CODE(INVALID_MODE, WAIT_EVENT, event, MS);
    first = create("first", 150, waiter);
    second = create("second", 151, waiter);
    run(test);
    return 1;
}
