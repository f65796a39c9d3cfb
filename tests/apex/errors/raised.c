/* SPDX-License-Identifier: BSD-2-Clause */

/* Application errors and messages. */

#include "../check.h"

static ERROR_STATUS_TYPE error;
static PROCESS_ID_TYPE self, locker;
static unsigned handled;
static bool deaf;

static void handler(void)
{
    MUTEX_ID_TYPE id = 0;

    mark('h');
    if (deaf)
        return;
    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    handled++;
    CODE(NO_ACTION, GET_ERROR_STATUS, &error);
    if (error.FAILED_PROCESS_ID == locker) {
        CODE(NO_ERROR, GET_PROCESS_MUTEX_STATE, locker, &id);
        EXPECT(id == PREEMPTION_LOCK_MUTEX);
        CODE(INVALID_MODE, SUSPEND, locker);
        CODE(NO_ERROR, STOP, locker);
    }
}

/* The handler runs although preemption is locked, and ends the lock. */
static void lock_and_raise(void)
{
    LOCK_LEVEL_TYPE lock_level;

    CODE(NO_ERROR, LOCK_PREEMPTION, &lock_level);
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, NULL, 0);
    mark('x');
}

static void test(void)
{
    APEX_BYTE text[MAX_ERROR_MESSAGE_SIZE + 1] = "a message";
    PARTITION_STATUS_TYPE status;

    group("REPORT_APPLICATION_MESSAGE");
    CODE(INVALID_PARAM, REPORT_APPLICATION_MESSAGE, text, MAX_ERROR_MESSAGE_SIZE + 1);
    CODE(INVALID_PARAM, REPORT_APPLICATION_MESSAGE, text, -1);
    CODE(NO_ERROR, REPORT_APPLICATION_MESSAGE, text, 9);

    group("RAISE_APPLICATION_ERROR");
    CODE(NO_ERROR, GET_MY_ID, &self);
    CODE(INVALID_CONFIG, GET_ERROR_STATUS, &error);
    CODE(INVALID_PARAM, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, text,
         MAX_ERROR_MESSAGE_SIZE + 1);
    CODE(INVALID_PARAM, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, text, -1);
    CODE(INVALID_PARAM, RAISE_APPLICATION_ERROR, DEADLINE_MISSED, text, 1);
    TRACE("");
    memset(text, 'm', sizeof(text));
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, text, MAX_ERROR_MESSAGE_SIZE);
    TRACE("h");
    EXPECT(handled == 1);
    EXPECT(error.ERROR_CODE == APPLICATION_ERROR);
    EXPECT(error.LENGTH == MAX_ERROR_MESSAGE_SIZE);
    EXPECT(memcmp(error.MESSAGE, text, MAX_ERROR_MESSAGE_SIZE) == 0);
    EXPECT(error.FAILED_PROCESS_ID == self);
    EXPECT((uintptr_t)error.FAILED_ADDRESS > (uintptr_t)test);
    EXPECT((uintptr_t)error.FAILED_ADDRESS < (uintptr_t)test + 0x1000);

    group("a handler that does not read the error is not started again");
    deaf = true;
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, text, 1);
    TRACE("h");
    deaf = false;
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, text, 2);
    TRACE("h");
    EXPECT(handled == 2 && error.LENGTH == 2);

    group("an error under the preemption lock");
    CODE(NO_ERROR, START, locker);
    TRACE("h");
    EXPECT(state_of(locker) == DORMANT);
    CODE(NO_ERROR, GET_PARTITION_STATUS, &status);
    EXPECT(status.LOCK_LEVEL == 0);
    CODE(INVALID_MODE, CONFIGURE_ERROR_HANDLER, PROCESSES_PAUSE, 0);
    finish(__FILE__);
}

int main(void)
{
    group("creation");
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    locker = create("locker", 150, lock_and_raise);
    run(test);
    return 1;
}
