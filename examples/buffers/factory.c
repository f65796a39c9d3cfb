/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Inside of one partition: parts go through a buffer, where every message has
 * one reader and waits for it; the speed stands on a blackboard, which everyone
 * can read at any time, and where the last message counts.
 */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS    1000000LL
#define PARTS 8

struct part {
    unsigned number;
    unsigned weight;
};

static BUFFER_ID_TYPE belt;
static BLACKBOARD_ID_TYPE speed;

static unsigned milliseconds(void)
{
    SYSTEM_TIME_TYPE time;
    RETURN_CODE_TYPE code;

    GET_TIME(&time, &code);
    return (unsigned)(time / MS);
}

/* Waits until there is a speed; then one part each so many milliseconds. */
static void produce(void)
{
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    unsigned pause;

    printf("%2u ms: the producer waits for a speed\n", milliseconds());
    for (unsigned i = 1; i <= PARTS; i++) {
        struct part part = {.number = i, .weight = 10 * i};

        READ_BLACKBOARD(speed, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)&pause, &length, &code);
        SEND_BUFFER(belt, (MESSAGE_ADDR_TYPE)&part, sizeof(part), INFINITE_TIME_VALUE, &code);
        printf("%2u ms: part %u is on the belt\n", milliseconds(), i);
        TIMED_WAIT(pause * MS, &code);
    }
    STOP_SELF();
}

/* A part takes 6 ms. When the belt is full the producer is too fast. */
static void consume(void)
{
    BUFFER_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;
    struct part part = {0};

    while (part.number < PARTS) {
        RECEIVE_BUFFER(belt, 20 * MS, (MESSAGE_ADDR_TYPE)&part, &length, &code);
        if (code == TIMED_OUT) {
            printf("%2u ms: nothing came for 20 ms\n", milliseconds());
            continue;
        }
        TIMED_WAIT(6 * MS, &code);
        GET_BUFFER_STATUS(belt, &status, &code);
        printf("%2u ms: part %u is ready, %u g; %d on the belt, %d waiting\n", milliseconds(),
               part.number, part.weight, status.NB_MESSAGE, status.WAITING_PROCESSES);
    }
    exit(0);
}

static void display_speed(unsigned pause)
{
    RETURN_CODE_TYPE code;

    printf("%2u ms: now one part each %u ms\n", milliseconds(), pause);
    DISPLAY_BLACKBOARD(speed, (MESSAGE_ADDR_TYPE)&pause, sizeof(pause), &code);
}

static void supervise(void)
{
    RETURN_CODE_TYPE code;

    TIMED_WAIT(5 * MS, &code);
    display_speed(2);
    TIMED_WAIT(20 * MS, &code);
    CLEAR_BLACKBOARD(speed, &code);
    printf("%2u ms: no speed: the producer stops\n", milliseconds());
    TIMED_WAIT(50 * MS, &code);
    display_speed(4);
    STOP_SELF();
}

static void start(const char *name, PRIORITY_TYPE priority, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    memcpy(attributes.NAME, name, strlen(name));
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
}

int main(void)
{
    static NAME_TYPE belt_name = "belt";
    static NAME_TYPE speed_name = "speed";
    RETURN_CODE_TYPE code;

    CREATE_BUFFER(belt_name, sizeof(struct part), 3, FIFO, &belt, &code);
    CREATE_BLACKBOARD(speed_name, sizeof(unsigned), &speed, &code);
    start("produce", 20, produce);
    start("consume", 10, consume);
    start("supervise", 30, supervise);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
