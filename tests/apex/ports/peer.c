/* SPDX-License-Identifier: BSD-2-Clause */

/* Does what the tester asks for (peer.h). Not every tester has every port. */

#include "peer.h"

static QUEUING_PORT_ID_TYPE in, out, bulk, urgent;
static SAMPLING_PORT_ID_TYPE signal_port, level;
static APEX_BYTE message[BULK_SIZE];

static void answer(RETURN_CODE_TYPE code, MESSAGE_SIZE_TYPE length)
{
    struct received received = {(int)code, length, length > 0 ? message[0] : 0,
                                sum_of(message, length)};
    RETURN_CODE_TYPE result;

    SEND_QUEUING_MESSAGE(out, (MESSAGE_ADDR_TYPE)&received, sizeof(received), INFINITE_TIME_VALUE,
                         &result);
}

static void send_messages(int count, int length)
{
    RETURN_CODE_TYPE code;

    for (int i = 0; i < count; i++) {
        fill(message, length, (unsigned)i);
        SEND_QUEUING_MESSAGE(out, message, length, 0, &code);
    }
}

static void receive(QUEUING_PORT_ID_TYPE port)
{
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    RECEIVE_QUEUING_MESSAGE(port, 0, message, &length, &code);
    answer(code, length);
}

static void count_bulk(void)
{
    QUEUING_PORT_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_QUEUING_PORT_STATUS(bulk, &status, &code);
    answer((RETURN_CODE_TYPE)status.NB_MESSAGE, 0);
}

static void read_level(void)
{
    VALIDITY_TYPE validity;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    READ_SAMPLING_MESSAGE(level, message, &length, &validity, &code);
    answer(code, length);
}

static void work(void)
{
    struct request wanted;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    for (;;) {
        RECEIVE_QUEUING_MESSAGE(in, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)&wanted, &length,
                                &code);
        switch (wanted.operation) {
        case OPERATION_SEND:
            send_messages(wanted.count, wanted.length);
            break;
        case OPERATION_RECEIVE:
            receive(bulk);
            break;
        case OPERATION_RECEIVE_URGENT:
            receive(urgent);
            break;
        case OPERATION_COUNT:
            count_bulk();
            break;
        case OPERATION_WRITE:
            memset(message, wanted.count, (size_t)wanted.length);
            WRITE_SAMPLING_MESSAGE(signal_port, message, wanted.length, &code);
            break;
        case OPERATION_READ:
            read_level();
            break;
        case OPERATION_END:
            SET_PARTITION_MODE(IDLE, &code);
        }
    }
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT(NAME("peer_requests"), REQUEST_SIZE, REQUESTS, DESTINATION, FIFO, &in,
                        &code);
    CREATE_QUEUING_PORT(NAME("peer_answers"), ANSWER_SIZE, ANSWERS, SOURCE, FIFO, &out, &code);
    CREATE_QUEUING_PORT(NAME("peer_bulk"), BULK_SIZE, BULK, DESTINATION, FIFO, &bulk, &code);
    CREATE_QUEUING_PORT(NAME("peer_urgent"), ANSWER_SIZE, 1, DESTINATION, FIFO, &urgent, &code);
    CREATE_SAMPLING_PORT(NAME("peer_signal"), LEVEL_SIZE, SOURCE, INFINITE_TIME_VALUE, &signal_port,
                         &code);
    CREATE_SAMPLING_PORT(NAME("peer_level"), LEVEL_SIZE, DESTINATION, 2 * FRAME, &level, &code);
    run(work);
    return 1;
}
