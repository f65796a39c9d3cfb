/* SPDX-License-Identifier: BSD-2-Clause */

#include "../check.h"

#define SIZE     16
#define CAPACITY 3
#define WAITERS  3

static BUFFER_ID_TYPE fifo, by_priority, used;
static PROCESS_ID_TYPE receivers[WAITERS], senders[WAITERS];

static void receive_and_mark(void)
{
    char message[SIZE] = "?";
    MESSAGE_SIZE_TYPE length = 0;

    CODE(NO_ERROR, RECEIVE_BUFFER, used, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)message, &length);
    EXPECT(length == 1);
    EXPECT(message[1] == '\0');
    mark(message[0]);
}

static void send_own_letter(void)
{
    PROCESS_ID_TYPE id;
    APEX_BYTE letter;

    CODE(NO_ERROR, GET_MY_ID, &id);
    letter = (APEX_BYTE)status_of(id).ATTRIBUTES.NAME[0];
    CODE(NO_ERROR, SEND_BUFFER, used, &letter, 1, 50 * MS);
}

static BUFFER_STATUS_TYPE buffer_status(BUFFER_ID_TYPE id)
{
    BUFFER_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_BUFFER_STATUS, id, &status);
    return status;
}

static void send(BUFFER_ID_TYPE id, char letter)
{
    APEX_BYTE message = (APEX_BYTE)letter;

    CODE(NO_ERROR, SEND_BUFFER, id, &message, 1, 0);
}

static void receive(BUFFER_ID_TYPE id)
{
    APEX_BYTE message[SIZE];
    MESSAGE_SIZE_TYPE length = 0;

    CODE(NO_ERROR, RECEIVE_BUFFER, id, 0, message, &length);
    EXPECT(length == 1);
    mark((char)message[0]);
}

static void test_create(void)
{
    BUFFER_ID_TYPE id = 77;
    BUFFER_STATUS_TYPE status;

    group("CREATE_BUFFER, GET_BUFFER_ID, GET_BUFFER_STATUS");
    CODE(INVALID_CONFIG, CREATE_BUFFER, NAME("b"), 8192, 512, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), 0, 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), -1, 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), SYSTEM_LIMIT_MESSAGE_SIZE + 1, 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), 1, 0, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), 1, -1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), 1, SYSTEM_LIMIT_NUMBER_OF_MESSAGES + 1, FIFO,
         &id);
    CODE(INVALID_PARAM, CREATE_BUFFER, NAME("b"), 1, 1, (QUEUING_DISCIPLINE_TYPE)2, &id);
    EXPECT(id == 77);
    CODE(INVALID_CONFIG, GET_BUFFER_ID, NAME("b"), &id);
    CODE(NO_ERROR, CREATE_BUFFER, NAME("fifo"), SIZE, CAPACITY, FIFO, &fifo);
    CODE(NO_ACTION, CREATE_BUFFER, NAME("fifo"), SIZE, CAPACITY, FIFO, &id);
    CODE(NO_ERROR, CREATE_BUFFER, NAME("priority"), SIZE, CAPACITY, PRIORITY, &by_priority);
    CODE(NO_ERROR, GET_BUFFER_ID, NAME("fifo"), &id);
    EXPECT(id == fifo);
    CODE(INVALID_PARAM, GET_BUFFER_STATUS, 0, &status);
    CODE(INVALID_PARAM, GET_BUFFER_STATUS, BAD_ID, &status);
    status = buffer_status(fifo);
    EXPECT(status.MAX_MESSAGE_SIZE == SIZE && status.MAX_NB_MESSAGE == CAPACITY);
    EXPECT(status.NB_MESSAGE == 0 && status.WAITING_PROCESSES == 0);
}

static void test_main_process(void)
{
    APEX_BYTE message[SIZE] = {0};
    MESSAGE_SIZE_TYPE length;

    group("the main process does not wait");
    CODE(INVALID_MODE, RECEIVE_BUFFER, fifo, MS, message, &length);
    for (int i = 0; i < CAPACITY; i++)
        send(fifo, 'm');
    CODE(INVALID_MODE, SEND_BUFFER, fifo, message, 1, MS);
    CODE(NOT_AVAILABLE, SEND_BUFFER, fifo, message, 1, 0);
    for (int i = 0; i < CAPACITY; i++)
        receive(fifo);
    TRACE("mmm");
}

static void test_codes(void)
{
    APEX_BYTE message[SIZE] = "0123456789abcde";
    APEX_BYTE got[SIZE] = {0};
    MESSAGE_SIZE_TYPE length = 5;
    BUFFER_ID_TYPE id;

    group("SEND_BUFFER, RECEIVE_BUFFER: return codes");
    CODE(INVALID_MODE, CREATE_BUFFER, NAME("late"), SIZE, 1, FIFO, &id);
    CODE(INVALID_PARAM, SEND_BUFFER, BAD_ID, message, 1, 0);
    CODE(INVALID_PARAM, SEND_BUFFER, fifo, message, 1, NO_TIME);
    CODE(INVALID_PARAM, SEND_BUFFER, fifo, message, SIZE + 1, 0);
    CODE(INVALID_PARAM, SEND_BUFFER, fifo, message, 0, 0);
    CODE(INVALID_PARAM, SEND_BUFFER, fifo, message, -1, 0);
    CODE(INVALID_PARAM, RECEIVE_BUFFER, 0, 0, got, &length);
    CODE(INVALID_PARAM, RECEIVE_BUFFER, fifo, NO_TIME, got, &length);
    EXPECT(length == 5);
    CODE(NOT_AVAILABLE, RECEIVE_BUFFER, fifo, 0, got, &length);
    EXPECT(length == 0);
    CODE(TIMED_OUT, RECEIVE_BUFFER, fifo, MS, got, &length);
    EXPECT(length == 0);
    EXPECT(buffer_status(fifo).WAITING_PROCESSES == 0);
    CODE(NO_ERROR, SEND_BUFFER, fifo, message, SIZE, 0);
    CODE(NO_ERROR, RECEIVE_BUFFER, fifo, 0, got, &length);
    EXPECT(length == SIZE && memcmp(got, message, SIZE) == 0);

    group("messages are first in, first out, around the end of the memory");
    for (int i = 0; i < 5; i++) {
        send(fifo, (char)('a' + 2 * i));
        send(fifo, (char)('b' + 2 * i));
        EXPECT(buffer_status(fifo).NB_MESSAGE == 2);
        receive(fifo);
        receive(fifo);
    }
    TRACE("abcdefghij");
    for (int i = 0; i < CAPACITY; i++)
        send(fifo, 'x');
    CODE(NOT_AVAILABLE, SEND_BUFFER, fifo, message, 1, 0);
    CODE(TIMED_OUT, SEND_BUFFER, fifo, message, 1, MS);
    EXPECT(buffer_status(fifo).NB_MESSAGE == CAPACITY);
    for (int i = 0; i < CAPACITY; i++)
        receive(fifo);
    TRACE("xxx");
}

static void test_receivers(BUFFER_ID_TYPE id, const char *order)
{
    used = id;
    for (int i = 0; i < WAITERS; i++)
        CODE(NO_ERROR, START, receivers[i]);
    EXPECT(buffer_status(id).WAITING_PROCESSES == WAITERS);
    /* They run at once, so the order shows who got which. */
    for (int i = 0; i < WAITERS; i++) {
        for (int r = 0; r < WAITERS; r++)
            if (state_of(receivers[r]) == DORMANT)
                mark((char)('0' + r));
        mark('-');
        send(id, 'm');
    }
    TRACE(order);
    EXPECT(buffer_status(id).NB_MESSAGE == 0);
}

static void test_senders(BUFFER_ID_TYPE id, const char *order)
{
    used = id;
    for (int i = 0; i < CAPACITY; i++)
        send(id, 'x');
    for (int i = 0; i < WAITERS; i++)
        CODE(NO_ERROR, START, senders[i]);
    EXPECT(buffer_status(id).WAITING_PROCESSES == WAITERS);
    for (int i = 0; i < CAPACITY + WAITERS; i++)
        receive(id);
    TRACE(order);
}

static void test(void)
{
    test_codes();
    group("waiting receivers, FIFO");
    test_receivers(fifo, "-m0-m01-m");
    group("waiting receivers, PRIORITY");
    test_receivers(by_priority, "-m2-m12-m");
    group("waiting senders, FIFO");
    test_senders(fifo, "xxxabc");
    group("waiting senders, PRIORITY");
    test_senders(by_priority, "xxxcba");
    finish(__FILE__);
}

int main(void)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f"};

    test_create();
    test_main_process();
    for (int i = 0; i < WAITERS; i++) {
        senders[i] = create(names[i], 150 + i, send_own_letter);
        receivers[i] = create(names[WAITERS + i], 150 + i, receive_and_mark);
    }
    run(test);
    return 1;
}
