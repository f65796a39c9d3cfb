/* SPDX-License-Identifier: BSD-2-Clause */

#include "../check.h"

#define WAITERS 3

static SEMAPHORE_ID_TYPE fifo, by_priority, used;
static PROCESS_ID_TYPE waiters[WAITERS];

static void waiter(void)
{
    PROCESS_ID_TYPE id;
    char letter;

    CODE(NO_ERROR, GET_MY_ID, &id);
    letter = status_of(id).ATTRIBUTES.NAME[0];
    CODE(NO_ERROR, WAIT_SEMAPHORE, used, INFINITE_TIME_VALUE);
    mark(letter);
}

static SEMAPHORE_STATUS_TYPE semaphore_status(SEMAPHORE_ID_TYPE id)
{
    SEMAPHORE_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_SEMAPHORE_STATUS, id, &status);
    return status;
}

static void test_create(void)
{
    SEMAPHORE_ID_TYPE id = 77;
    SEMAPHORE_STATUS_TYPE status;

    group("CREATE_SEMAPHORE, GET_SEMAPHORE_ID, GET_SEMAPHORE_STATUS");
    CODE(INVALID_PARAM, CREATE_SEMAPHORE, NAME("s"), -1, 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_SEMAPHORE, NAME("s"), MAX_SEMAPHORE_VALUE + 1,
         MAX_SEMAPHORE_VALUE + 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_SEMAPHORE, NAME("s"), 0, -1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_SEMAPHORE, NAME("s"), 0, MAX_SEMAPHORE_VALUE + 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_SEMAPHORE, NAME("s"), 2, 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_SEMAPHORE, NAME("s"), 0, 1, (QUEUING_DISCIPLINE_TYPE)2, &id);
    CODE(INVALID_CONFIG, GET_SEMAPHORE_ID, NAME("s"), &id);
    EXPECT(id == 77);
    CODE(NO_ERROR, CREATE_SEMAPHORE, NAME("s"), 1, 2, FIFO, &fifo);
    CODE(NO_ACTION, CREATE_SEMAPHORE, NAME("s"), 1, 2, FIFO, &id);
    CODE(NO_ERROR, CREATE_SEMAPHORE, NAME("p"), 0, MAX_SEMAPHORE_VALUE, PRIORITY, &by_priority);
    CODE(NO_ERROR, GET_SEMAPHORE_ID, NAME("s"), &id);
    EXPECT(id == fifo);
    CODE(INVALID_PARAM, GET_SEMAPHORE_STATUS, BAD_ID, &status);
    EXPECT(semaphore_status(fifo).CURRENT_VALUE == 1);
    EXPECT(semaphore_status(fifo).MAXIMUM_VALUE == 2);
}

static void test_codes(void)
{
    SEMAPHORE_ID_TYPE id;

    group("WAIT_SEMAPHORE, SIGNAL_SEMAPHORE");
    CODE(INVALID_MODE, CREATE_SEMAPHORE, NAME("late"), 0, 1, FIFO, &id);
    CODE(INVALID_PARAM, WAIT_SEMAPHORE, BAD_ID, 0);
    CODE(INVALID_PARAM, WAIT_SEMAPHORE, fifo, NO_TIME);
    CODE(INVALID_PARAM, SIGNAL_SEMAPHORE, BAD_ID);
    CODE(NO_ERROR, WAIT_SEMAPHORE, fifo, 0);
    EXPECT(semaphore_status(fifo).CURRENT_VALUE == 0);
    CODE(NOT_AVAILABLE, WAIT_SEMAPHORE, fifo, 0);
    CODE(TIMED_OUT, WAIT_SEMAPHORE, fifo, MS);
    CODE(NO_ERROR, SIGNAL_SEMAPHORE, fifo);
    CODE(NO_ERROR, SIGNAL_SEMAPHORE, fifo);
    CODE(NO_ACTION, SIGNAL_SEMAPHORE, fifo);
    EXPECT(semaphore_status(fifo).CURRENT_VALUE == 2);
    CODE(NO_ERROR, WAIT_SEMAPHORE, fifo, 0);
    CODE(NO_ERROR, WAIT_SEMAPHORE, fifo, INFINITE_TIME_VALUE);
}

static void test_order(SEMAPHORE_ID_TYPE id, const char *order)
{
    used = id;
    for (int i = 0; i < WAITERS; i++)
        CODE(NO_ERROR, START, waiters[i]);
    EXPECT(semaphore_status(id).WAITING_PROCESSES == WAITERS);
    for (int i = 0; i < WAITERS; i++)
        CODE(NO_ERROR, SIGNAL_SEMAPHORE, id);
    TRACE(order);
    EXPECT(semaphore_status(id).CURRENT_VALUE == 0);
}

static void test(void)
{
    test_codes();
    group("waiting processes, FIFO");
    test_order(fifo, "abc");
    group("waiting processes, PRIORITY");
    test_order(by_priority, "cba");
    group("a waiting process that is stopped gets nothing");
    CODE(NO_ERROR, START, waiters[0]);
    CODE(NO_ERROR, STOP, waiters[0]);
    CODE(NO_ERROR, SIGNAL_SEMAPHORE, by_priority);
    TRACE("");
    EXPECT(semaphore_status(by_priority).CURRENT_VALUE == 1);
    finish(__FILE__);
}

int main(void)
{
    test_create();
    group("the main process does not wait");
    CODE(NO_ERROR, WAIT_SEMAPHORE, fifo, MS);
    CODE(INVALID_MODE, WAIT_SEMAPHORE, fifo, MS);
    CODE(NO_ERROR, SIGNAL_SEMAPHORE, fifo);
    waiters[0] = create("a", 150, waiter);
    waiters[1] = create("b", 151, waiter);
    waiters[2] = create("c", 152, waiter);
    run(test);
    return 1;
}
