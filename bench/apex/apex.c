/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Figures of the APEX API, as an application calls it. "Wakes" are from before
 * the service that ends a more urgent process' wait to after that process'
 * service; errors are from the instruction, or the deadline, to the error
 * handler.
 */
#include <ARINC653.h>
#include <string.h>
#include "figure.h"

#define US           1000LL
#define STACK        8192u
#define MESSAGE_SIZE 64

static SEMAPHORE_ID_TYPE counting, waking;
static BUFFER_ID_TYPE buffer;
static PROCESS_ID_TYPE faulting, late;
static APEX_BYTE message[MESSAGE_SIZE];
static uint32_t empty;

static volatile uint32_t woken; /* when the waiting process was */
static volatile uint32_t begun; /* when the faulting process was */
static volatile unsigned handled;
static volatile SYSTEM_TIME_TYPE deadline, worst;

/* A benchmark that measures refused calls would be a quick one. */
static void expect(RETURN_CODE_TYPE code)
{
    if (code != NO_ERROR)
        _CPU_Virtual_exec_stop_error(1);
}

/* Error handler ----------------------------------------------------------- */

static void again(PROCESS_ID_TYPE process)
{
    RETURN_CODE_TYPE code;

    STOP(process, &code);
    expect(code);
    if (handled == SAMPLES)
        return;
    START(process, &code);
    expect(code);
}

static void handler(void)
{
    uint32_t entered = counter();
    SYSTEM_TIME_TYPE now;
    ERROR_STATUS_TYPE error;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    GET_ERROR_STATUS(&error, &code);
    expect(code);
    samples[handled++] = entered - begun;
    if (error.ERROR_CODE == NUMERIC_ERROR)
        again(error.FAILED_PROCESS_ID);
    else if (now - deadline > worst)
        worst = now - deadline;
}

static void divide_by_zero(void)
{
    uint32_t quotient;

    begun = counter();
    __asm__ volatile("divl %1" : "=a"(quotient) : "r"(0), "a"(1), "d"(0) : "cc");
}

/* Deadlines that come at all points of what a process does, in services too. */
static void miss_deadlines(void)
{
    PROCESS_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    for (unsigned i = 0; i < SAMPLES; i++) {
        REPLENISH(20 * US + 7 * i, &code);
        expect(code);
        GET_PROCESS_STATUS(late, &status, &code);
        expect(code);
        deadline = status.DEADLINE_TIME;
        while (handled == i) {
            SIGNAL_SEMAPHORE(counting, &code);
            WAIT_SEMAPHORE(counting, INFINITE_TIME_VALUE, &code);
        }
    }
    STOP_SELF();
}

static void measure_errors(PROCESS_ID_TYPE process)
{
    RETURN_CODE_TYPE code;

    handled = 0;
    START(process, &code);
    expect(code);
    if (handled != SAMPLES)
        _CPU_Virtual_exec_stop_error(1);
}

/* Semaphores and buffers --------------------------------------------------- */

static void wait_for_semaphore(void)
{
    RETURN_CODE_TYPE code;

    for (;;) {
        WAIT_SEMAPHORE(waking, INFINITE_TIME_VALUE, &code);
        woken = counter();
        expect(code);
    }
}

static void wait_for_buffer(void)
{
    static APEX_BYTE received[MESSAGE_SIZE];
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    for (;;) {
        RECEIVE_BUFFER(buffer, INFINITE_TIME_VALUE, received, &length, &code);
        woken = counter();
        expect(code);
    }
}

#define MEASURE_WAKE(service)                                                                      \
    do {                                                                                           \
        for (unsigned i_ = 0; i_ < SAMPLES; i_++) {                                                \
            uint32_t begin_ = counter();                                                           \
            service;                                                                               \
            expect(code);                                                                          \
            samples[i_] = woken - begin_;                                                          \
        }                                                                                          \
    } while (0)

static void signal_and_wait(void)
{
    RETURN_CODE_TYPE signalled, waited;

    for (unsigned i = 0; i < SAMPLES; i++) {
        uint32_t begin = counter();

        SIGNAL_SEMAPHORE(counting, &signalled);
        WAIT_SEMAPHORE(counting, INFINITE_TIME_VALUE, &waited);
        samples[i] = counter() - begin;
        expect(signalled);
        expect(waited);
    }
}

static void measure(void)
{
    RETURN_CODE_TYPE code;

    empty = empty_pair();
    signal_and_wait();
    figure("semaphore-uncontended", most_frequent() - empty, "instructions");
    MEASURE_WAKE(SIGNAL_SEMAPHORE(waking, &code));
    figure("semaphore-wake", most_frequent() - empty, "instructions");
    MEASURE_WAKE(SEND_BUFFER(buffer, message, MESSAGE_SIZE, 0, &code));
    figure("buffer-wake", most_frequent() - empty, "instructions");
    measure_errors(faulting);
    figure("hm-entry", most_frequent() - empty, "instructions");
    measure_errors(late);
    figure("deadline-entry", (uint64_t)worst, "instructions");
    SET_PARTITION_MODE(IDLE, &code);
}

/* Start -------------------------------------------------------------------- */

static PROCESS_ID_TYPE create(const NAME_TYPE name, void (*entry)(void), PRIORITY_TYPE priority)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = entry == miss_deadlines ? 1000 * US : INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = STACK,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    memcpy(attributes.NAME, name, sizeof(attributes.NAME));
    CREATE_PROCESS(&attributes, &id, &code);
    expect(code);
    return id;
}

static void create_and_start(const NAME_TYPE name, void (*entry)(void), PRIORITY_TYPE priority)
{
    RETURN_CODE_TYPE code;

    START(create(name, entry, priority), &code);
    expect(code);
}

int main(void)
{
    /* Objects of one kind only have to have different ones. */
    NAME_TYPE first = "FIRST", second = "SECOND", third = "THIRD", fourth = "FOURTH",
              fifth = "FIFTH";
    RETURN_CODE_TYPE code;

    CREATE_SEMAPHORE(first, 0, 1, FIFO, &counting, &code);
    expect(code);
    CREATE_SEMAPHORE(second, 0, 1, FIFO, &waking, &code);
    expect(code);
    CREATE_BUFFER(first, MESSAGE_SIZE, 4, FIFO, &buffer, &code);
    expect(code);
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)handler, STACK, &code);
    expect(code);
    create_and_start(first, measure, 10);
    create_and_start(second, wait_for_semaphore, 30);
    create_and_start(third, wait_for_buffer, 30);
    faulting = create(fourth, divide_by_zero, 20);
    late = create(fifth, miss_deadlines, 20);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
