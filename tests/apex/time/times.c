/* SPDX-License-Identifier: BSD-2-Clause */

/* Time management, and deadlines that reach the error handler. */

#include "../check.h"

static PROCESS_ID_TYPE self, periodic, limited, far_periodic, peer;
static ERROR_STATUS_TYPE error;
static SYSTEM_TIME_TYPE handled_at;
static unsigned handled;
static bool stop_it;

static void handler(void)
{
    PROCESS_ID_TYPE id;
    PROCESS_INDEX_TYPE index;
    LOCK_LEVEL_TYPE lock_level;

    handled_at = now();
    while (true) {
        RETURN_CODE_TYPE code;

        GET_ERROR_STATUS(&error, &code);
        if (code == NO_ACTION)
            break;
        handled++;
    }
    note_service("GET_ERROR_STATUS", NO_ACTION);
    CODE(NO_ACTION, REPLENISH, MS);
    CODE(INVALID_MODE, TIMED_WAIT, MS);
    CODE0(INVALID_MODE, PERIODIC_WAIT);
    CODE(INVALID_MODE, GET_MY_ID, &id);
    CODE(INVALID_MODE, GET_MY_INDEX, &index);
    CODE(NO_ACTION, LOCK_PREEMPTION, &lock_level);
    if (stop_it)
        CODE(NO_ERROR, STOP, error.FAILED_PROCESS_ID);
}

/* Has 50 ms in each period. */
static void periodic_body(void)
{
    CODE(INVALID_MODE, REPLENISH, 600 * MS);
    CODE(INVALID_MODE, REPLENISH, INFINITE_TIME_VALUE);
    CODE(NO_ERROR, REPLENISH, 100 * MS);
    mark('1');
    CODE(NO_ERROR, TIMED_WAIT, 80 * MS);
    CODE0(NO_ERROR, PERIODIC_WAIT);
    mark('2');
    CODE(NO_ERROR, TIMED_WAIT, 80 * MS); /* misses it */
    mark('3');
}

static void limited_body(void)
{
    mark('s');
    for (;;)
        CODE(NO_ERROR, TIMED_WAIT, 3 * MS);
}

static void far_body(void)
{
    CODE0(INVALID_CONFIG, PERIODIC_WAIT);
    mark('f');
}

static void peer_body(void)
{
    mark('q');
    STOP_SELF();
}

static void test_waits(void)
{
    SYSTEM_TIME_TYPE begin = now();

    group("TIMED_WAIT");
    CODE(INVALID_PARAM, TIMED_WAIT, NO_TIME);
    CODE(INVALID_PARAM, TIMED_WAIT, INFINITE_TIME_VALUE);
    CODE(INVALID_PARAM, TIMED_WAIT, INT64_MAX);
    EXPECT(now() - begin < MS);
    begin = now();
    CODE(NO_ERROR, TIMED_WAIT, 10 * MS);
    EXPECT(now() - begin >= 10 * MS && now() - begin < 11 * MS);
    CODE(NO_ERROR, START, peer);
    TRACE("");
    CODE(NO_ERROR, TIMED_WAIT, 0);
    TRACE("q");
    CODE0(INVALID_MODE, PERIODIC_WAIT);
}

static void test_replenish(void)
{
    group("REPLENISH");
    CODE(INVALID_PARAM, REPLENISH, NO_TIME);
    CODE(INVALID_PARAM, REPLENISH, INT64_MAX);
    CODE(NO_ERROR, REPLENISH, 5 * MS);
    EXPECT(status_of(self).DEADLINE_TIME == INFINITE_TIME_VALUE);
}

static void test_deadline(void)
{
    SYSTEM_TIME_TYPE deadline;

    group("a missed deadline reaches the error handler");
    CODE(NO_ERROR, START, limited);
    deadline = status_of(limited).DEADLINE_TIME;
    EXPECT(deadline - now() > 19 * MS && deadline - now() <= 20 * MS);
    CODE(NO_ERROR, TIMED_WAIT, 19 * MS);
    EXPECT(handled == 0);
    CODE(NO_ERROR, TIMED_WAIT, 2 * MS);
    EXPECT(handled == 1);
    note_service("GET_ERROR_STATUS", NO_ERROR);
    EXPECT(handled_at >= deadline && handled_at - deadline < MS / 10);
    EXPECT(error.ERROR_CODE == DEADLINE_MISSED);
    EXPECT(error.FAILED_PROCESS_ID == limited);
    EXPECT(error.LENGTH == 0);
    TRACE("s");

    group("it goes on, and misses no second one");
    CODE(NO_ERROR, TIMED_WAIT, 50 * MS);
    EXPECT(handled == 1);
    EXPECT(state_of(limited) == WAITING);

    group("the error handler stops it");
    CODE(NO_ERROR, STOP, limited);
    stop_it = true;
    CODE(NO_ERROR, DELAYED_START, limited, 10 * MS);
    CODE(NO_ERROR, TIMED_WAIT, 29 * MS);
    EXPECT(handled == 1);
    CODE(NO_ERROR, TIMED_WAIT, 2 * MS);
    EXPECT(handled == 2);
    EXPECT(state_of(limited) == DORMANT);
    stop_it = false;

    group("a stopped process has no deadline");
    CODE(NO_ERROR, START, limited);
    CODE(NO_ERROR, STOP, limited);
    CODE(NO_ERROR, TIMED_WAIT, 30 * MS);
    EXPECT(handled == 2);
    memset(trace, 0, sizeof(trace));
}

static void test_periodic(void)
{
    SYSTEM_TIME_TYPE release;

    group("release points, budget and deadline of a periodic process");
    CODE(NO_ERROR, START, periodic);
    release = status_of(periodic).DEADLINE_TIME - 50 * MS;
    CODE(NO_ERROR, TIMED_WAIT, release - now() + MS);
    TRACE("1");
    EXPECT(status_of(periodic).DEADLINE_TIME > release + 100 * MS);
    CODE(NO_ERROR, TIMED_WAIT, 200 * MS);
    EXPECT(handled == 2);
    EXPECT(status_of(periodic).DEADLINE_TIME == release + 550 * MS);
    CODE(NO_ERROR, TIMED_WAIT, release + 501 * MS - now());
    TRACE("2");
    CODE(NO_ERROR, TIMED_WAIT, 50 * MS);
    EXPECT(handled == 3);
    EXPECT(error.FAILED_PROCESS_ID == periodic);
    EXPECT(handled_at >= release + 550 * MS && handled_at < release + 550 * MS + MS / 10);
    CODE(NO_ERROR, TIMED_WAIT, 50 * MS);
    TRACE("3");

    group("a release point out of range");
    CODE(NO_ERROR, START, far_periodic);
    CODE(NO_ERROR, TIMED_WAIT, 501 * MS);
    TRACE("f");
}

static void test(void)
{
    CODE(NO_ERROR, GET_MY_ID, &self);
    test_waits();
    test_replenish();
    test_deadline();
    test_periodic();
    finish(__FILE__);
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("periodic", 120, periodic_body);

    group("before NORMAL");
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    a.PERIOD = 500 * MS;
    a.TIME_CAPACITY = 50 * MS;
    CODE(NO_ERROR, CREATE_PROCESS, &a, &periodic);
    a = attributes_of("limited", 110, limited_body);
    a.TIME_CAPACITY = 20 * MS;
    CODE(NO_ERROR, CREATE_PROCESS, &a, &limited);
    a = attributes_of("far", 110, far_body);
    a.PERIOD = INT64_MAX / (500 * MS) * (500 * MS);
    CODE(NO_ERROR, CREATE_PROCESS, &a, &far_periodic);
    peer = create("peer", 100, peer_body);
    CODE(INVALID_MODE, TIMED_WAIT, MS);
    CODE0(INVALID_MODE, PERIODIC_WAIT);
    CODE(NO_ACTION, REPLENISH, MS);
    run(test);
    return 1;
}
