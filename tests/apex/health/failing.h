/* SPDX-License-Identifier: BSD-2-Clause */

/* Processes that fail at their first start, each in its way; at the next they
 * only leave their letter. */
#ifndef FAILING_H
#define FAILING_H

#include "../check.h"

#define CAPACITY (2 * MS)

static PROCESS_ID_TYPE divider, raiser, busy, sleeper, owner;
static MUTEX_ID_TYPE mutex;
static volatile int one = 1, zero;
static bool failed;

static inline bool fails(char letter)
{
    bool first = !failed;

    failed = true;
    mark(letter);
    return first;
}

static inline void divide(void)
{
    if (!fails('d'))
        return;
    zero = one / zero;
    mark('x');
}

static inline void raise_error(void)
{
    if (!fails('r'))
        return;
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, NULL, 0);
    mark('x');
}

/* Misses its deadline while it executes. */
static inline void be_busy(void)
{
    SYSTEM_TIME_TYPE end = now() + 2 * CAPACITY;

    if (!fails('b'))
        return;
    while (now() < end)
        ;
    mark('x');
}

/* Misses its deadline while it waits. */
static inline void sleep(void)
{
    if (!fails('s'))
        return;
    CODE(NO_ERROR, TIMED_WAIT, 2 * CAPACITY);
    mark('x');
}

/* Fails while it owns a mutex. */
static inline void own(void)
{
    if (!fails('o'))
        return;
    CODE(NO_ERROR, ACQUIRE_MUTEX, mutex, 0);
    CODE(NO_ERROR, RAISE_APPLICATION_ERROR, APPLICATION_ERROR, NULL, 0);
    CODE(NO_ERROR, RELEASE_MUTEX, mutex);
    mark('x');
}

static inline PROCESS_ID_TYPE create_limited(const char *name, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = attributes_of(name, 50, entry);
    PROCESS_ID_TYPE id = 0;

    attributes.TIME_CAPACITY = CAPACITY;
    CODE(NO_ERROR, CREATE_PROCESS, &attributes, &id);
    return id;
}

static inline void create_failing(void)
{
    divider = create("divider", 150, divide);
    raiser = create("raiser", 150, raise_error);
    busy = create_limited("busy", be_busy);
    sleeper = create_limited("sleeper", sleep);
    owner = create("owner", 150, own);
    CODE(NO_ERROR, CREATE_MUTEX, NAME("mutex"), 200, FIFO, &mutex);
}

/* The process is over, and has left that trace. */
static inline void expect(PROCESS_ID_TYPE process, const char *letters)
{
    failed = false;
    CODE(NO_ERROR, START, process);
    CODE(NO_ERROR, TIMED_WAIT, 4 * CAPACITY);
    EXPECT(state_of(process) == DORMANT);
    TRACE(letters);
}

static inline void expect_free_mutex(void)
{
    MUTEX_STATUS_TYPE status;

    CODE(NO_ERROR, GET_MUTEX_STATUS, mutex, &status);
    EXPECT(status.MUTEX_STATE == AVAILABLE);
}

#endif
