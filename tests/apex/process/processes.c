/* SPDX-License-Identifier: BSD-2-Clause */

/* Partition and process management. */

#include "../check.h"

static PROCESS_ID_TYPE self, high, low, periodic, late, endless, locker;
static RETURN_CODE_TYPE result;

static void self_suspender(void)
{
    mark('a');
    SUSPEND_SELF(INFINITE_TIME_VALUE, &result);
    mark('b');
    SUSPEND_SELF(5 * MS, &result);
    mark('c');
}

static void marker(void)
{
    for (;;) {
        mark('l');
        CODE(NO_ERROR, TIMED_WAIT, MS);
    }
}

static void periodic_body(void)
{
    for (;;) {
        mark('p');
        CODE(INVALID_MODE, SUSPEND_SELF, MS);
        CODE0(NO_ERROR, PERIODIC_WAIT);
    }
}

static void lock_owner(void)
{
    LOCK_LEVEL_TYPE lock_level;

    mark('L');
    CODE(NO_ERROR, LOCK_PREEMPTION, &lock_level);
    CODE(NO_ERROR, RESUME, self);
    mark('M'); /* before test, which is more urgent */
    CODE(NO_ERROR, UNLOCK_PREEMPTION, &lock_level);
    mark('N');
}

/* Start modes ------------------------------------------------------------- */

static void test_partition_status(void)
{
    PARTITION_STATUS_TYPE status;

    group("partition status in COLD_START");
    CODE(NO_ERROR, GET_PARTITION_STATUS, &status);
    EXPECT(status.OPERATING_MODE == COLD_START);
    EXPECT(status.START_CONDITION == NORMAL_START);
    EXPECT(status.LOCK_LEVEL == 1);
    EXPECT(status.IDENTIFIER == 1);
    EXPECT(status.NUM_ASSIGNED_CORES == 1);

    group("SET_PARTITION_MODE refuses");
    CODE(INVALID_PARAM, SET_PARTITION_MODE, (OPERATING_MODE_TYPE)4);
    CODE(INVALID_MODE, SET_PARTITION_MODE, WARM_START);
}

static void test_create(void)
{
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("one", 10, marker);
    PROCESS_ID_TYPE id = 77;

    group("CREATE_PROCESS refuses");
    a.STACK_SIZE = 0x7fffffff;
    CODE(INVALID_CONFIG, CREATE_PROCESS, &a, &id);
    a.STACK_SIZE = 0xffffffff;
    CODE(INVALID_CONFIG, CREATE_PROCESS, &a, &id);
    a.STACK_SIZE = 0;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.STACK_SIZE = STACK;
    a.BASE_PRIORITY = MIN_PRIORITY_VALUE - 1;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.BASE_PRIORITY = MAX_PRIORITY_VALUE + 1;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.BASE_PRIORITY = 10;
    a.PERIOD = 0;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.PERIOD = NO_TIME;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.PERIOD = INFINITE_TIME_VALUE;
    a.TIME_CAPACITY = 0;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.TIME_CAPACITY = NO_TIME;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.PERIOD = 1000 * MS;
    a.TIME_CAPACITY = 1000 * MS + 1;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    a.PERIOD = 300 * MS; /* the partition's is 500 ms */
    a.TIME_CAPACITY = 100 * MS;
    CODE(INVALID_CONFIG, CREATE_PROCESS, &a, &id);
    a.PERIOD = 1000 * MS;
    a.DEADLINE = (DEADLINE_TYPE)2;
    CODE(INVALID_PARAM, CREATE_PROCESS, &a, &id);
    EXPECT(id == 77);
    CODE(INVALID_CONFIG, GET_PROCESS_ID, NAME("one"), &id);

    group("names compare in full");
    a = attributes_of(WHOLE_NAME, 10, marker);
    CODE(NO_ERROR, CREATE_PROCESS, &a, &id);
    CODE(NO_ACTION, CREATE_PROCESS, &a, &id);
    a.NAME[MAX_NAME_LENGTH - 1] = 'x';
    CODE(INVALID_CONFIG, GET_PROCESS_ID, a.NAME, &id);
    CODE(NO_ERROR, CREATE_PROCESS, &a, &id);
    CODE(INVALID_CONFIG, GET_PROCESS_ID, NAME("abcdefghijklmnopqrstuvwxyz01234"), &id);
    CODE(NO_ERROR, GET_PROCESS_ID, NAME(WHOLE_NAME), &id);
    EXPECT(id == 1);
}

static void test_affinity(void)
{
    PROCESSOR_CORE_ID_TYPE core = 7;

    group("cores");
    CODE(INVALID_PARAM, INITIALIZE_PROCESS_CORE_AFFINITY, BAD_ID, 0);
    CODE(INVALID_CONFIG, INITIALIZE_PROCESS_CORE_AFFINITY, high, 1);
    CODE(NO_ERROR, INITIALIZE_PROCESS_CORE_AFFINITY, high, 0);
    CODE(NO_ERROR, INITIALIZE_PROCESS_CORE_AFFINITY, high, CORE_AFFINITY_NO_PREFERENCE);
    CODE(NO_ERROR, GET_MY_PROCESSOR_CORE_ID, &core);
    EXPECT(core == 0);
}

static void test_main_process(void)
{
    PROCESS_ID_TYPE id = 0;
    PROCESS_INDEX_TYPE index;
    LOCK_LEVEL_TYPE lock_level;

    group("the main process");
    CODE(NO_ERROR, GET_MY_ID, &id);
    EXPECT(id == MAIN_PROCESS_ID);
    CODE(INVALID_MODE, GET_MY_INDEX, &index);
    CODE(NO_ACTION, LOCK_PREEMPTION, &lock_level);
    EXPECT(lock_level == 1);
    CODE(NO_ACTION, UNLOCK_PREEMPTION, &lock_level);
    EXPECT(lock_level == 1);
    CODE(INVALID_MODE, SUSPEND_SELF, MS);

    group("starts and stops before NORMAL");
    EXPECT(state_of(late) == DORMANT);
    CODE(NO_ERROR, DELAYED_START, late, 3 * MS);
    EXPECT(state_of(late) == WAITING);
    CODE(NO_ACTION, START, late);
    CODE(NO_ERROR, START, low);
    CODE(NO_ERROR, STOP, low);
    CODE(NO_ACTION, STOP, low);
    EXPECT(state_of(low) == DORMANT);
}

/* NORMAL ------------------------------------------------------------------ */

static void test_modes(void)
{
    PARTITION_STATUS_TYPE status;
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("never", 10, marker);
    PROCESS_ID_TYPE id;

    CODE(NO_ACTION, SET_PARTITION_MODE, NORMAL);
    CODE(NO_ERROR, GET_PARTITION_STATUS, &status);
    EXPECT(status.OPERATING_MODE == NORMAL);
    EXPECT(status.LOCK_LEVEL == 0);
    note_service("SET_PARTITION_MODE", NO_ERROR);
    CODE(INVALID_MODE, CREATE_PROCESS, &a, &id);
    CODE(INVALID_MODE, CREATE_ERROR_HANDLER, NULL, STACK);
    CODE(INVALID_MODE, INITIALIZE_PROCESS_CORE_AFFINITY, high, 0);
    CODE(INVALID_CONFIG, GET_PROCESS_ID, NAME("never"), &id);

    group("a delayed start from before NORMAL");
    CODE(NO_ERROR, TIMED_WAIT, 2 * MS);
    TRACE("");
    CODE(NO_ERROR, TIMED_WAIT, 1500000);
    TRACE("l");
    CODE(NO_ERROR, STOP, late);
}

static void test_identity(void)
{
    PROCESS_ID_TYPE id = 0;
    PROCESS_INDEX_TYPE index = -1;
    PROCESS_STATUS_TYPE status;

    group("identity and status");
    CODE(NO_ERROR, GET_MY_ID, &self);
    CODE(NO_ERROR, GET_PROCESS_ID, NAME("test"), &id);
    EXPECT(id == self);
    CODE(NO_ERROR, GET_MY_INDEX, &index);
    EXPECT(index == self - 1);
    CODE(INVALID_PARAM, GET_PROCESS_STATUS, BAD_ID, &status);
    CODE(INVALID_PARAM, GET_PROCESS_STATUS, NULL_PROCESS_ID, &status);
    CODE(INVALID_PARAM, GET_PROCESS_STATUS, MAIN_PROCESS_ID, &status);
    status = status_of(self);
    EXPECT(status.PROCESS_STATE == RUNNING);
    EXPECT(status.CURRENT_PRIORITY == 100);
    EXPECT(status.DEADLINE_TIME == INFINITE_TIME_VALUE);
    EXPECT(strcmp(status.ATTRIBUTES.NAME, "test") == 0);
}

static void test_start(void)
{
    group("START, DELAYED_START, STOP refuse");
    CODE(INVALID_PARAM, START, BAD_ID);
    CODE(INVALID_PARAM, START, 0);
    CODE(INVALID_PARAM, DELAYED_START, BAD_ID, 0);
    CODE(INVALID_PARAM, DELAYED_START, low, INFINITE_TIME_VALUE);
    CODE(INVALID_PARAM, DELAYED_START, low, NO_TIME);
    CODE(INVALID_PARAM, DELAYED_START, periodic, 1000 * MS);
    CODE(INVALID_CONFIG, START, endless);
    CODE(INVALID_CONFIG, DELAYED_START, endless, MS);
    EXPECT(state_of(endless) == DORMANT);
    CODE(INVALID_PARAM, STOP, BAD_ID);
    CODE(INVALID_PARAM, STOP, self);
    CODE(NO_ACTION, STOP, low);

    group("START of a less and a more urgent process");
    CODE(NO_ERROR, START, low);
    EXPECT(state_of(low) == READY);
    CODE(NO_ACTION, START, low);
    CODE(NO_ACTION, DELAYED_START, low, MS);
    TRACE("");
    CODE(NO_ERROR, START, high);
    TRACE("a");
    EXPECT(state_of(high) == WAITING);
}

static void test_suspend(void)
{
    group("SUSPEND, RESUME refuse");
    CODE(INVALID_PARAM, SUSPEND, BAD_ID);
    CODE(INVALID_PARAM, SUSPEND, self);
    CODE(INVALID_PARAM, RESUME, BAD_ID);
    CODE(INVALID_PARAM, RESUME, self);
    CODE(INVALID_MODE, SUSPEND, late);
    CODE(INVALID_MODE, RESUME, late);
    CODE(INVALID_MODE, SUSPEND, periodic);
    CODE(NO_ACTION, SUSPEND, high);
    CODE(NO_ACTION, RESUME, low);

    group("SUSPEND_SELF until resumed, and with time-out");
    CODE(NO_ERROR, RESUME, high);
    TRACE("b");
    EXPECT(result == NO_ERROR);
    note_service("SUSPEND_SELF", NO_ERROR);
    CODE(NO_ERROR, SUSPEND, low);
    CODE(NO_ACTION, SUSPEND, low);
    EXPECT(state_of(low) == WAITING);
    CODE(NO_ERROR, TIMED_WAIT, 6 * MS);
    TRACE("c");
    EXPECT(result == TIMED_OUT);
    EXPECT(state_of(high) == DORMANT);
    CODE(NO_ERROR, RESUME, low);
    CODE(NO_ERROR, TIMED_WAIT, MS / 2);
    TRACE("l");
    CODE(INVALID_PARAM, SUSPEND_SELF, NO_TIME);
    CODE(NO_ERROR, SUSPEND_SELF, 0);
    CODE(TIMED_OUT, SUSPEND_SELF, MS);

    group("a suspended process that waits goes on when both are over");
    memset(trace, 0, sizeof(trace));
    CODE(NO_ERROR, SUSPEND, low);
    CODE(NO_ERROR, TIMED_WAIT, 3 * MS);
    TRACE("");
    CODE(NO_ERROR, RESUME, low);
    CODE(NO_ERROR, TIMED_WAIT, MS / 2);
    TRACE("l");
}

static void test_priority(void)
{
    group("SET_PRIORITY");
    CODE(INVALID_PARAM, SET_PRIORITY, BAD_ID, 1);
    CODE(INVALID_PARAM, SET_PRIORITY, low, 0);
    CODE(INVALID_PARAM, SET_PRIORITY, low, 240);
    CODE(INVALID_MODE, SET_PRIORITY, high, 50);
    CODE(NO_ERROR, STOP, low);
    CODE(NO_ERROR, START, low);
    TRACE("");
    CODE(NO_ERROR, SET_PRIORITY, low, 101);
    TRACE("l");
    EXPECT(status_of(low).CURRENT_PRIORITY == 101);
    EXPECT(status_of(low).ATTRIBUTES.BASE_PRIORITY == 50);
    CODE(NO_ERROR, STOP, low);
    CODE(NO_ERROR, START, low);
    EXPECT(status_of(low).CURRENT_PRIORITY == 50);

    group("the same priority puts it behind");
    CODE(NO_ERROR, SET_PRIORITY, low, 100);
    TRACE("");
    CODE(NO_ERROR, SET_PRIORITY, self, 100);
    TRACE("l");
    CODE(NO_ERROR, STOP, low);
}

static void test_preemption(void)
{
    LOCK_LEVEL_TYPE lock_level = 0;

    group("LOCK_PREEMPTION, UNLOCK_PREEMPTION");
    CODE(NO_ACTION, UNLOCK_PREEMPTION, &lock_level);
    EXPECT(lock_level == 0);
    for (int i = 1; i <= MAX_LOCK_LEVEL; i++) {
        CODE(NO_ERROR, LOCK_PREEMPTION, &lock_level);
        EXPECT(lock_level == i);
    }
    CODE(INVALID_CONFIG, LOCK_PREEMPTION, &lock_level);
    EXPECT(lock_level == MAX_LOCK_LEVEL);
    EXPECT(status_of(self).CURRENT_PRIORITY == 100);
    CODE(NO_ERROR, START, high);
    TRACE("");
    CODE(INVALID_MODE, SUSPEND_SELF, MS);
    CODE(INVALID_MODE, TIMED_WAIT, MS);
    for (int i = MAX_LOCK_LEVEL - 1; i > 0; i--)
        CODE(NO_ERROR, UNLOCK_PREEMPTION, &lock_level);
    TRACE("");
    CODE(NO_ERROR, UNLOCK_PREEMPTION, &lock_level);
    EXPECT(lock_level == 0);
    TRACE("a");
    CODE(NO_ERROR, STOP, high);

    group("the lock of a less urgent process");
    CODE(NO_ERROR, START, locker);
    CODE(NO_ERROR, SUSPEND_SELF, INFINITE_TIME_VALUE);
    TRACE("LM");
    CODE(NO_ERROR, TIMED_WAIT, MS);
    TRACE("N");
    EXPECT(state_of(locker) == DORMANT);
}

static void test_periodic(void)
{
    SYSTEM_TIME_TYPE release;

    group("a periodic process");
    CODE(NO_ERROR, START, periodic);
    EXPECT(state_of(periodic) == WAITING);
    CODE(INVALID_MODE, RESUME, periodic);
    release = status_of(periodic).DEADLINE_TIME - 900 * MS;
    EXPECT(release > now());
    CODE(NO_ERROR, TIMED_WAIT, release - now() - MS);
    TRACE("");
    CODE(NO_ERROR, TIMED_WAIT, 2 * MS);
    TRACE("p");
    EXPECT(status_of(periodic).DEADLINE_TIME == release + 1900 * MS);
    CODE(NO_ERROR, TIMED_WAIT, 1000 * MS);
    TRACE("p");
    CODE(NO_ERROR, STOP, periodic);
    CODE(NO_ERROR, DELAYED_START, periodic, 100 * MS);
    EXPECT((status_of(periodic).DEADLINE_TIME - release) % (500 * MS) == 0);
    CODE(NO_ERROR, STOP, periodic);
}

static void test(void)
{
    test_modes();
    test_identity();
    test_start();
    test_suspend();
    test_priority();
    test_preemption();
    test_periodic();
    finish(__FILE__);
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("periodic", 120, periodic_body);

    test_partition_status();
    test_create();
    group("creation");
    high = create("high", 200, self_suspender);
    low = create("low", 50, marker);
    locker = create("locker", 90, lock_owner);
    late = create("late", 150, marker);
    a.PERIOD = 1000 * MS;
    a.TIME_CAPACITY = 900 * MS;
    CODE(NO_ERROR, CREATE_PROCESS, &a, &periodic);
    a = attributes_of("endless", 10, marker);
    a.TIME_CAPACITY = INT64_MAX;
    CODE(NO_ERROR, CREATE_PROCESS, &a, &endless);
    test_affinity();
    test_main_process();
    group("NORMAL");
    run(test);
    return 1;
}
