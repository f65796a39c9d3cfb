/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What a tester and its peer, in the next window, have in common: requests on
 * the tester's queuing port "requests", answers on "answers". The peer does one
 * request after the other, without printing anything.
 */
#ifndef PEER_H
#define PEER_H

#include "../check.h"

#define FRAME        (4 * MS)
#define REQUEST_SIZE 16
#define REQUESTS     4
#define ANSWER_SIZE  64
#define ANSWERS      3
#define BULK_SIZE    8192
#define BULK         2
#define LEVEL_SIZE   64

enum operation {
    OPERATION_SEND,    /* count messages of that length to "answers" */
    OPERATION_RECEIVE, /* one from "bulk": answers struct received */
    OPERATION_RECEIVE_URGENT,
    OPERATION_COUNT, /* answers how many are in "bulk" (received.code: the number) */
    OPERATION_WRITE, /* a sampling message of that length, filled with count, to "signal" */
    OPERATION_READ,  /* the tester's sampling message "level": answers struct received */
    OPERATION_END
};

struct request {
    enum operation operation;
    int count;
    int length;
    int reserved;
};
_Static_assert(sizeof(struct request) == REQUEST_SIZE, "as the model says");

struct received {
    int code;
    int length;
    unsigned first; /* its first byte */
    unsigned sum;   /* of all its bytes */
};

static inline unsigned sum_of(const APEX_BYTE *message, MESSAGE_SIZE_TYPE length)
{
    unsigned sum = 0;

    for (MESSAGE_SIZE_TYPE i = 0; i < length; i++)
        sum = sum * 31 + message[i];
    return sum;
}

/* A message of that length; its bytes depend on the seed. */
static inline void fill(APEX_BYTE *message, MESSAGE_SIZE_TYPE length, unsigned seed)
{
    for (MESSAGE_SIZE_TYPE i = 0; i < length; i++)
        message[i] = (APEX_BYTE)(seed + (unsigned)i * 7);
}

/* The tester's side. */
static QUEUING_PORT_ID_TYPE requests, answers;

static inline void request(enum operation operation, int count, int length)
{
    struct request wanted = {operation, count, length, 0};

    CODE(NO_ERROR, SEND_QUEUING_MESSAGE, requests, (MESSAGE_ADDR_TYPE)&wanted, sizeof(wanted),
         INFINITE_TIME_VALUE);
}

static inline struct received ask(enum operation operation)
{
    APEX_BYTE answer[ANSWER_SIZE];
    struct received received = {.code = -1};
    MESSAGE_SIZE_TYPE length = 0;

    request(operation, 0, 0);
    CODE(NO_ERROR, RECEIVE_QUEUING_MESSAGE, answers, INFINITE_TIME_VALUE, answer, &length);
    EXPECT(length == sizeof(received));
    memcpy(&received, answer, sizeof(received));
    return received;
}

/* The peer has a window. */
static inline void let_peer_run(void)
{
    CODE(NO_ERROR, TIMED_WAIT, FRAME);
}

static inline void create_request_ports(void)
{
    CODE(NO_ERROR, CREATE_QUEUING_PORT, NAME("requests"), REQUEST_SIZE, REQUESTS, SOURCE, FIFO,
         &requests);
    CODE(NO_ERROR, CREATE_QUEUING_PORT, NAME("answers"), ANSWER_SIZE, ANSWERS, DESTINATION, FIFO,
         &answers);
}

#endif
