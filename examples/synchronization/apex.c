/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * ARINC 653: an event lets all go, a counting semaphore lets two of three in,
 * and the owner of a mutex has the mutex' priority, so that nobody in between
 * can keep it from giving the mutex back.
 */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS      1000000LL
#define CRANES  3
#define CEILING 40

static EVENT_ID_TYPE opening;
static SEMAPHORE_ID_TYPE berths;
static MUTEX_ID_TYPE log_book;
static unsigned unloaded;

static PRIORITY_TYPE my_priority(PROCESS_ID_TYPE id)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PROCESS_STATUS(id, &status, &code);
    return status.CURRENT_PRIORITY;
}

static void work_for(SYSTEM_TIME_TYPE duration)
{
    SYSTEM_TIME_TYPE now, end;
    RETURN_CODE_TYPE code;

    GET_TIME(&end, &code);
    end += duration;
    do
        GET_TIME(&now, &code);
    while (now < end);
}

/* Three processes, one program. */
static void unload(void)
{
    SEMAPHORE_STATUS_TYPE status;
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE self;

    GET_MY_ID(&self, &code);
    WAIT_EVENT(opening, INFINITE_TIME_VALUE, &code);
    GET_SEMAPHORE_STATUS(berths, &status, &code);
    printf("ship %d comes, %d berths are free\n", self, status.CURRENT_VALUE);
    WAIT_SEMAPHORE(berths, INFINITE_TIME_VALUE, &code);
    printf("ship %d has a berth\n", self);
    TIMED_WAIT(10 * MS, &code);
    SIGNAL_SEMAPHORE(berths, &code);
    if (++unloaded == CRANES)
        printf("all ships are unloaded\n");
    STOP_SELF();
}

static void write_log(void)
{
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE self;

    GET_MY_ID(&self, &code);
    TIMED_WAIT(50 * MS, &code);
    printf("clerk: priority %d\n", my_priority(self));
    ACQUIRE_MUTEX(log_book, INFINITE_TIME_VALUE, &code);
    printf("clerk: owns the book, priority %d\n", my_priority(self));
    work_for(10 * MS);
    printf("clerk: gives the book back\n");
    RELEASE_MUTEX(log_book, &code);
    printf("clerk: priority %d\n", my_priority(self));
    exit(0);
}

/* Would keep the clerk from its work, if that had its own priority. */
static void disturb(void)
{
    RETURN_CODE_TYPE code;

    TIMED_WAIT(55 * MS, &code);
    printf("visitor: talks for 20 ms\n");
    work_for(20 * MS);
    printf("visitor: leaves\n");
    STOP_SELF();
}

static void read_log(void)
{
    RETURN_CODE_TYPE code;

    TIMED_WAIT(57 * MS, &code);
    ACQUIRE_MUTEX(log_book, INFINITE_TIME_VALUE, &code);
    printf("captain: has the book before the visitor could begin\n");
    RELEASE_MUTEX(log_book, &code);
    STOP_SELF();
}

static PROCESS_ID_TYPE start(const char *name, PRIORITY_TYPE priority, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE id = 0;
    RETURN_CODE_TYPE code;

    memcpy(attributes.NAME, name, strlen(name));
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    return id;
}

static void open_harbour(void)
{
    EVENT_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_EVENT_STATUS(opening, &status, &code);
    printf("%d ships wait, the harbour opens\n", status.WAITING_PROCESSES);
    SET_EVENT(opening, &code);
    STOP_SELF();
}

int main(void)
{
    static NAME_TYPE opening_name = "opening";
    static NAME_TYPE berths_name = "berths";
    static NAME_TYPE log_book_name = "log book";
    RETURN_CODE_TYPE code;

    CREATE_EVENT(opening_name, &opening, &code);
    CREATE_SEMAPHORE(berths_name, 2, 2, FIFO, &berths, &code);
    CREATE_MUTEX(log_book_name, CEILING, PRIORITY, &log_book, &code);
    start("ship 1", 30, unload);
    start("ship 2", 30, unload);
    start("ship 3", 30, unload);
    start("harbour", 20, open_harbour);
    start("clerk", 10, write_log);
    start("visitor", 25, disturb);
    start("captain", 35, read_log);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
