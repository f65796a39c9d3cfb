/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Three errors, each with a recovery of its own:
 *
 * - a missed deadline: the process is started again, with what is left to do;
 * - a division by zero: the process stays stopped, and another takes its place;
 * - a stack overflow: what was overwritten is not known, so the partition
 *   begins anew with a warm start.
 */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MS 1000000LL

static PROCESS_ID_TYPE planner, estimator, reserve, explorer;
static unsigned steps = 4;
static volatile int wind;

static unsigned milliseconds(void)
{
    SYSTEM_TIME_TYPE time;
    RETURN_CODE_TYPE code;

    GET_TIME(&time, &code);
    return (unsigned)(time / MS);
}

/* Has 10 ms. A step takes 3 ms of them, so four are too many. */
static void plan(void)
{
    SYSTEM_TIME_TYPE now, end;
    RETURN_CODE_TYPE code;

    printf("%3u ms: planner: %u steps\n", milliseconds(), steps);
    for (unsigned i = 0; i < steps; i++) {
        GET_TIME(&end, &code);
        end += 3 * MS;
        do
            GET_TIME(&now, &code);
        while (now < end);
    }
    printf("%3u ms: planner: ready in time\n", milliseconds());
    START(estimator, &code);
    STOP_SELF();
}

static void estimate(void)
{
    printf("%3u ms: estimator: %d minutes\n", milliseconds(), 60 / wind);
    STOP_SELF();
}

static void estimate_roughly(void)
{
    RETURN_CODE_TYPE code;

    printf("%3u ms: reserve estimator: about an hour\n", milliseconds());
    START(explorer, &code);
    STOP_SELF();
}

/* Each way has two more, up to a depth that no stack here has. */
static unsigned explore(volatile unsigned *depth)
{
    volatile unsigned next = *depth + 1;

    return next == 1000000 ? 1 : explore(&next) + explore(&next);
}

static void explore_all(void)
{
    volatile unsigned depth = 0;

    printf("%3u ms: explorer: begins\n", milliseconds());
    (void)explore(&depth);
    STOP_SELF();
}

static void handle(const ERROR_STATUS_TYPE *error)
{
    RETURN_CODE_TYPE code;

    switch (error->ERROR_CODE) {
    case DEADLINE_MISSED:
        printf("%3u ms: error handler: deadline missed; again, with less to do\n", milliseconds());
        steps = 2;
        STOP(error->FAILED_PROCESS_ID, &code);
        START(error->FAILED_PROCESS_ID, &code);
        break;
    case NUMERIC_ERROR:
        printf("%3u ms: error handler: numeric error; the reserve takes over\n", milliseconds());
        STOP(error->FAILED_PROCESS_ID, &code);
        START(reserve, &code);
        break;
    case STACK_OVERFLOW:
        printf("%3u ms: error handler: stack overflow; warm start\n", milliseconds());
        SET_PARTITION_MODE(WARM_START, &code);
        break;
    default:
        printf("%3u ms: error handler: error %d; the partition ends\n", milliseconds(),
               error->ERROR_CODE);
        SET_PARTITION_MODE(IDLE, &code);
    }
}

static void error_handler(void)
{
    ERROR_STATUS_TYPE error;
    RETURN_CODE_TYPE code;

    for (;;) {
        GET_ERROR_STATUS(&error, &code);
        if (code != NO_ERROR)
            break;
        handle(&error);
    }
    STOP_SELF();
}

static PROCESS_ID_TYPE create(const char *name, SYSTEM_TIME_TYPE capacity, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = capacity,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = HARD,
    };
    PROCESS_ID_TYPE id = 0;
    RETURN_CODE_TYPE code;

    memcpy(attributes.NAME, name, strlen(name));
    CREATE_PROCESS(&attributes, &id, &code);
    return id;
}

int main(void)
{
    PARTITION_STATUS_TYPE status;
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&status, &code);
    if (status.OPERATING_MODE == WARM_START) {
        printf("%3u ms: warm start; the explorer stays at home\n", milliseconds());
        return 0;
    }
    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)error_handler, 8192, &code);
    planner = create("planner", 10 * MS, plan);
    estimator = create("estimator", INFINITE_TIME_VALUE, estimate);
    reserve = create("reserve", INFINITE_TIME_VALUE, estimate_roughly);
    explorer = create("explorer", INFINITE_TIME_VALUE, explore_all);
    START(planner, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
