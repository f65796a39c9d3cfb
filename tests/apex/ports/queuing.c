/* SPDX-License-Identifier: BSD-2-Clause */

/* Queuing ports: return codes, and what they do. */

#include <limits.h>
#include "peer.h"

static QUEUING_PORT_ID_TYPE bulk, urgent;
static PROCESS_ID_TYPE low, high, wild_sender, wild_receiver;
static APEX_BYTE message[BULK_SIZE + 1];
static ERROR_STATUS_TYPE error;
static RETURN_CODE_TYPE code_in_handler;
static unsigned handled;

/* Creation ------------------------------------------------------------------ */

static void test_create(void)
{
    QUEUING_PORT_ID_TYPE id = 0;
    char endless[] = "requestsrequestsrequestsrequestsrequests";

    group("CREATE_QUEUING_PORT in a start mode");
    CODE(INVALID_CONFIG, GET_QUEUING_PORT_ID, NAME("requests"), &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("nothing"), 16, 4, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME(""), 16, 4, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("Requests"), 16, 4, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("request"), 16, 4, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, endless, 16, 4, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("peer_requests"), 16, 4, DESTINATION, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("other_kind"), LEVEL_SIZE, 1, SOURCE, FIFO, &id);
    for (int wrong = -1; wrong <= 1; wrong++) {
        MESSAGE_SIZE_TYPE size = wrong == 0 ? 0 : REQUEST_SIZE + wrong;
        MESSAGE_RANGE_TYPE depth = wrong == 0 ? 0 : REQUESTS + wrong;

        CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), size, REQUESTS, SOURCE, FIFO,
             &id);
        CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), REQUEST_SIZE, depth, SOURCE,
             FIFO, &id);
    }
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), INT_MIN, 4, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), 16, INT_MAX, SOURCE, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), 16, 4, DESTINATION, FIFO, &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), 16, 4, (PORT_DIRECTION_TYPE)2, FIFO,
         &id);
    CODE(INVALID_CONFIG, CREATE_QUEUING_PORT, NAME("requests"), 16, 4, SOURCE,
         (QUEUING_DISCIPLINE_TYPE)2, &id);
    EXPECT(id == 0);
    create_request_ports();
    CODE(NO_ACTION, CREATE_QUEUING_PORT, NAME("requests"), 16, 4, SOURCE, FIFO, &id);
    CODE(NO_ACTION, CREATE_QUEUING_PORT, NAME("requests"), 0, 4, SOURCE, FIFO, &id);
    CODE(NO_ERROR, CREATE_QUEUING_PORT, NAME("bulk"), BULK_SIZE, BULK, SOURCE, FIFO, &bulk);
    CODE(NO_ERROR, CREATE_QUEUING_PORT, NAME("urgent"), ANSWER_SIZE, 1, SOURCE, PRIORITY, &urgent);
    CODE(NO_ERROR, GET_QUEUING_PORT_ID, NAME("requests"), &id);
    EXPECT(id == requests);
    CODE(INVALID_CONFIG, GET_QUEUING_PORT_ID, NAME("late"), &id);
    CODE(INVALID_CONFIG, GET_QUEUING_PORT_ID, endless, &id);
}

static void test_main_process(void)
{
    APEX_BYTE small[ANSWER_SIZE] = {0};
    MESSAGE_SIZE_TYPE length = 1;

    group("the main process sends and receives, but does not wait");
    CODE(NOT_AVAILABLE, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    EXPECT(length == 0);
    CODE(INVALID_MODE, RECEIVE_QUEUING_MESSAGE, answers, INFINITE_TIME_VALUE, message, &length);
    CODE(NO_ERROR, SEND_QUEUING_MESSAGE, urgent, small, 1, 0);
    CODE(INVALID_MODE, SEND_QUEUING_MESSAGE, urgent, small, 1, MS);
    CODE(NOT_AVAILABLE, SEND_QUEUING_MESSAGE, urgent, small, 1, 0);
}

/* Parameters ---------------------------------------------------------------- */

static void test_parameters(void)
{
    static const QUEUING_PORT_ID_TYPE wrong[] = {0, -1, 5, INT_MAX, INT_MIN};
    QUEUING_PORT_STATUS_TYPE status;
    QUEUING_PORT_ID_TYPE id = 0;
    MESSAGE_SIZE_TYPE length;

    group("parameters");
    CODE(INVALID_MODE, CREATE_QUEUING_PORT, NAME("late"), ANSWER_SIZE, 1, SOURCE, FIFO, &id);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, wrong[i], message, 1, 0);
        CODE(INVALID_PARAM, RECEIVE_QUEUING_MESSAGE, wrong[i], 0, message, &length);
        CODE(INVALID_PARAM, GET_QUEUING_PORT_STATUS, wrong[i], &status);
        CODE(INVALID_PARAM, CLEAR_QUEUING_PORT, wrong[i]);
    }
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, bulk, message, 1, NO_TIME);
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, bulk, message, 0, 0);
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, bulk, message, -1, 0);
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, bulk, message, INT_MIN, 0);
    CODE(INVALID_CONFIG, SEND_QUEUING_MESSAGE, bulk, message, BULK_SIZE + 1, 0);
    CODE(INVALID_CONFIG, SEND_QUEUING_MESSAGE, bulk, message, INT_MAX, 0);
    CODE(INVALID_MODE, SEND_QUEUING_MESSAGE, answers, message, 1, 0);
    CODE(INVALID_PARAM, RECEIVE_QUEUING_MESSAGE, answers, NO_TIME, message, &length);
    CODE(INVALID_MODE, RECEIVE_QUEUING_MESSAGE, bulk, 0, message, &length);
    CODE(INVALID_MODE, CLEAR_QUEUING_PORT, bulk);
    EXPECT(ask(OPERATION_COUNT).code == 0);

    group("order of checks");
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, 0, message, INT_MAX, NO_TIME);
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, answers, message, INT_MAX, NO_TIME);
    CODE(INVALID_CONFIG, SEND_QUEUING_MESSAGE, answers, message, INT_MAX, 0);
    CODE(INVALID_PARAM, SEND_QUEUING_MESSAGE, answers, message, 0, 0);
    CODE(INVALID_PARAM, RECEIVE_QUEUING_MESSAGE, bulk, NO_TIME, message, &length);

    group("GET_QUEUING_PORT_STATUS");
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, bulk, &status);
    EXPECT(status.MAX_NB_MESSAGE == BULK && status.MAX_MESSAGE_SIZE == BULK_SIZE);
    EXPECT(status.PORT_DIRECTION == SOURCE && status.NB_MESSAGE == 0);
    EXPECT(status.WAITING_PROCESSES == 0);
}

/* Messages ------------------------------------------------------------------ */

static void expect_in_bulk(RETURN_CODE_TYPE code, MESSAGE_SIZE_TYPE length, unsigned seed)
{
    struct received received = ask(OPERATION_RECEIVE);

    fill(message, length, seed);
    EXPECT(received.code == (int)code && received.length == length);
    EXPECT(received.sum == sum_of(message, length));
}

static void test_messages(void)
{
    static const MESSAGE_SIZE_TYPE lengths[] = {1, 2, 3, 4095, 4096, 4097, 8191, BULK_SIZE};
    QUEUING_PORT_STATUS_TYPE status;

    group("messages of every length arrive as they are");
    for (unsigned i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
        fill(message, lengths[i], i);
        CODE(NO_ERROR, SEND_QUEUING_MESSAGE, bulk, message, lengths[i], 0);
        expect_in_bulk(NO_ERROR, lengths[i], i);
    }

    group("a full port");
    for (int i = 0; i < BULK; i++) {
        fill(message, 10 + i, (unsigned)i);
        CODE(NO_ERROR, SEND_QUEUING_MESSAGE, bulk, message, 10 + i, 0);
    }
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, bulk, &status);
    EXPECT(status.NB_MESSAGE == BULK);
    CODE(TIMED_OUT, SEND_QUEUING_MESSAGE, bulk, message, 1, MS);
    EXPECT(ask(OPERATION_COUNT).code == BULK);
    expect_in_bulk(NO_ERROR, 10, 0); /* who timed out knows */
    fill(message, 5, 5);
    CODE(NO_ERROR, SEND_QUEUING_MESSAGE, bulk, message, 5, 0);
    CODE(NOT_AVAILABLE, SEND_QUEUING_MESSAGE, bulk, message, 1, 0);
    expect_in_bulk(INVALID_CONFIG, 11, 1); /* one was lost */
    expect_in_bulk(NO_ERROR, 5, 5);
    EXPECT(ask(OPERATION_RECEIVE).code == NOT_AVAILABLE);
}

static void test_receive(void)
{
    QUEUING_PORT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length = 77;
    SYSTEM_TIME_TYPE begun;

    group("time-outs of RECEIVE_QUEUING_MESSAGE");
    CODE(NOT_AVAILABLE, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    EXPECT(length == 0);
    begun = now();
    length = 77;
    CODE(TIMED_OUT, RECEIVE_QUEUING_MESSAGE, answers, MS, message, &length);
    EXPECT(length == 0 && now() - begun >= MS && now() - begun < MS + FRAME);

    group("overflow and CLEAR_QUEUING_PORT");
    request(OPERATION_SEND, ANSWERS + 1, 9);
    let_peer_run();
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, answers, &status);
    EXPECT(status.NB_MESSAGE == ANSWERS && status.PORT_DIRECTION == DESTINATION);
    CODE(INVALID_CONFIG, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    EXPECT(length == 9 && message[0] == 0);
    CODE(NO_ERROR, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    EXPECT(length == 9 && message[0] == 1);
    CODE(NO_ERROR, CLEAR_QUEUING_PORT, answers);
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, answers, &status);
    EXPECT(status.NB_MESSAGE == 0);
    CODE(NOT_AVAILABLE, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    CODE(NO_ERROR, CLEAR_QUEUING_PORT, answers);
}

/* Waiting ------------------------------------------------------------------- */

static void receive_one(void)
{
    APEX_BYTE own[ANSWER_SIZE];
    MESSAGE_SIZE_TYPE length;
    PROCESS_ID_TYPE self = 0;

    CODE(NO_ERROR, GET_MY_ID, &self);
    CODE(NO_ERROR, RECEIVE_QUEUING_MESSAGE, answers, INFINITE_TIME_VALUE, own, &length);
    EXPECT(length == 3);
    mark((char)((self == low ? 'l' : 'h') + own[0]));
}

static void send_letter(void)
{
    PROCESS_ID_TYPE self = 0;
    APEX_BYTE letter;

    CODE(NO_ERROR, GET_MY_ID, &self);
    letter = self == low ? 'l' : 'h';
    CODE(NO_ERROR, SEND_QUEUING_MESSAGE, bulk, &letter, 1, INFINITE_TIME_VALUE);
    CODE(NO_ERROR, SEND_QUEUING_MESSAGE, urgent, &letter, 1, INFINITE_TIME_VALUE);
    mark((char)letter);
}

static void (*volatile job)(void);

static void worker(void)
{
    job();
}

static void test_waiting_receivers(void)
{
    QUEUING_PORT_STATUS_TYPE status;

    group("receivers wait first come first served");
    job = receive_one;
    CODE(NO_ERROR, START, low);
    CODE(NO_ERROR, TIMED_WAIT, 0);
    CODE(NO_ERROR, START, high);
    CODE(NO_ERROR, TIMED_WAIT, MS / 10);
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, answers, &status);
    EXPECT(status.WAITING_PROCESSES == 2);
    TRACE("");
    request(OPERATION_SEND, 2, 3);
    let_peer_run();
    TRACE("il"); /* the first got message 0 ('l'), the second 1 ('h' + 1), which runs first */
    EXPECT(state_of(low) == DORMANT && state_of(high) == DORMANT);

    group("a stopped receiver waits no more");
    CODE(NO_ERROR, START, high);
    CODE(NO_ERROR, STOP, high);
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, answers, &status);
    EXPECT(status.WAITING_PROCESSES == 0);
    request(OPERATION_SEND, 1, 3);
    let_peer_run();
    CODE(NO_ERROR, GET_QUEUING_PORT_STATUS, answers, &status);
    EXPECT(status.NB_MESSAGE == 1);
    CODE(NO_ERROR, CLEAR_QUEUING_PORT, answers);
}

/* "urgent" has a message of the main process, "bulk" is filled here. */
static void test_waiting_senders(void)
{
    APEX_BYTE letter = 'x';
    struct received received;

    group("senders wait as the discipline says");
    for (int i = 0; i < BULK; i++)
        CODE(NO_ERROR, SEND_QUEUING_MESSAGE, bulk, &letter, 1, 0);
    job = send_letter;
    CODE(NO_ERROR, START, low);
    CODE(NO_ERROR, TIMED_WAIT, MS / 10);
    CODE(NO_ERROR, START, high);
    CODE(NO_ERROR, TIMED_WAIT, MS / 10);
    EXPECT(ask(OPERATION_RECEIVE).first == 'x');
    EXPECT(ask(OPERATION_RECEIVE).first == 'x');
    EXPECT(ask(OPERATION_RECEIVE).first == 'l');
    EXPECT(ask(OPERATION_RECEIVE).first == 'h');
    let_peer_run();
    /* Now both wait at "urgent", where low was first. */
    TRACE("");
    received = ask(OPERATION_RECEIVE_URGENT);
    EXPECT(received.code == INVALID_CONFIG && received.first == 0);
    EXPECT(ask(OPERATION_RECEIVE_URGENT).first == 'h');
    EXPECT(ask(OPERATION_RECEIVE_URGENT).first == 'l');
    TRACE("hl");
}

/* Errors -------------------------------------------------------------------- */

static void handler(void)
{
    MESSAGE_SIZE_TYPE length;

    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    if (handled++ == 0)
        RECEIVE_QUEUING_MESSAGE(answers, MS, message, &length, &code_in_handler);
}

static void send_from_nowhere(void)
{
    RETURN_CODE_TYPE code;

    SEND_QUEUING_MESSAGE(bulk, (MESSAGE_ADDR_TYPE)(uintptr_t)16, 4, 0, &code);
    mark('x');
}

/* Waits at a valid byte, behind which there is nothing. */
static void receive_into_nothing(void)
{
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    RECEIVE_QUEUING_MESSAGE(answers, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)(uintptr_t)24, &length,
                            &code);
    mark('x');
}

static void test_errors(void)
{
    LOCK_LEVEL_TYPE lock_level;
    MESSAGE_SIZE_TYPE length;

    group("no wait with preemption locked, nor in the error handler");
    CODE(NO_ERROR, LOCK_PREEMPTION, &lock_level);
    CODE(INVALID_MODE, RECEIVE_QUEUING_MESSAGE, answers, MS, message, &length);
    CODE(NOT_AVAILABLE, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    CODE(NO_ERROR, UNLOCK_PREEMPTION, &lock_level);
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, NULL, 0);
    EXPECT(handled == 1 && code_in_handler == INVALID_MODE);

    group("wild addresses are the caller's error");
    CODE(NO_ERROR, START, wild_sender);
    EXPECT(handled == 2 && error.ERROR_CODE == MEMORY_VIOLATION);
    EXPECT(error.FAILED_PROCESS_ID == wild_sender && (uintptr_t)error.FAILED_ADDRESS == 16);
    EXPECT(ask(OPERATION_COUNT).code == 0);
    request(OPERATION_SEND, 1, 3);
    let_peer_run();
    CODE(NO_ERROR, START, wild_receiver);
    EXPECT(handled == 3 && error.FAILED_PROCESS_ID == wild_receiver);
    EXPECT((uintptr_t)error.FAILED_ADDRESS == 24);
    TRACE("");
    CODE(NO_ERROR, RECEIVE_QUEUING_MESSAGE, answers, 0, message, &length);
    EXPECT(length == 3); /* it stayed */
}

static void test(void)
{
    test_parameters();
    test_messages();
    test_receive();
    test_waiting_receivers();
    test_waiting_senders();
    test_errors();
    request(OPERATION_END, 0, 0);
    finish(__FILE__);
}

int main(void)
{
    test_create();
    test_main_process();
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    low = create("low", 110, worker);
    high = create("high", 120, worker);
    wild_sender = create("wild sender", 130, send_from_nowhere);
    wild_receiver = create("wild receiver", 130, receive_into_nothing);
    run(test);
    return 1;
}
