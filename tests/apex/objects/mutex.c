/* SPDX-License-Identifier: BSD-2-Clause */

#include "../check.h"
#include <sys/lock.h>

#define WAITERS 3

static struct _Mutex_Control lock = _MUTEX_INITIALIZER;
static MUTEX_ID_TYPE fifo, by_priority, used;
static PROCESS_ID_TYPE self, waiters[WAITERS], owner, holder;

static void waiter(void)
{
    PROCESS_ID_TYPE id;
    char letter;

    CODE(NO_ERROR, GET_MY_ID, &id);
    letter = status_of(id).ATTRIBUTES.NAME[0];
    CODE(NO_ERROR, ACQUIRE_MUTEX, used, INFINITE_TIME_VALUE);
    mark(letter);
    CODE(NO_ERROR, RELEASE_MUTEX, used);
}

/* With one core and ceilings, a mutex is only ever found owned if its owner
 * waits for something that is not APEX': here a lock of the C library's. */
static void own_and_wait(void)
{
    CODE(NO_ERROR, ACQUIRE_MUTEX, used, 0);
    _Mutex_Acquire(&lock);
    _Mutex_Release(&lock);
    mark('o');
    CODE(NO_ERROR, RELEASE_MUTEX, used);
}

static void hold_lock(void)
{
    _Mutex_Acquire(&lock);
    CODE(NO_ERROR, TIMED_WAIT, 20 * MS);
    _Mutex_Release(&lock);
}

static MUTEX_STATUS_TYPE mutex_status(MUTEX_ID_TYPE id)
{
    MUTEX_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_MUTEX_STATUS, id, &status);
    return status;
}

static MUTEX_ID_TYPE owned_by(PROCESS_ID_TYPE process)
{
    MUTEX_ID_TYPE id = 0;

    CODE(NO_ERROR, GET_PROCESS_MUTEX_STATE, process, &id);
    return id;
}

static void test_create(void)
{
    MUTEX_ID_TYPE id = 77;
    MUTEX_STATUS_TYPE status;

    group("CREATE_MUTEX, GET_MUTEX_ID, GET_MUTEX_STATUS");
    CODE(INVALID_PARAM, CREATE_MUTEX, NAME("m"), 0, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_MUTEX, NAME("m"), MAX_PRIORITY_VALUE + 1, FIFO, &id);
    CODE(INVALID_PARAM, CREATE_MUTEX, NAME("m"), 200, (QUEUING_DISCIPLINE_TYPE)2, &id);
    CODE(INVALID_CONFIG, GET_MUTEX_ID, NAME("m"), &id);
    EXPECT(id == 77);
    CODE(NO_ERROR, CREATE_MUTEX, NAME("m"), 200, FIFO, &fifo);
    CODE(NO_ACTION, CREATE_MUTEX, NAME("m"), 200, FIFO, &id);
    CODE(NO_ERROR, CREATE_MUTEX, NAME("p"), 200, PRIORITY, &by_priority);
    CODE(NO_ERROR, GET_MUTEX_ID, NAME("m"), &id);
    EXPECT(id == fifo);
    CODE(INVALID_PARAM, GET_MUTEX_STATUS, BAD_ID, &status);
    status = mutex_status(fifo);
    EXPECT(status.MUTEX_STATE == AVAILABLE && status.MUTEX_OWNER == NULL_PROCESS_ID);
    EXPECT(status.MUTEX_PRIORITY == 200 && status.LOCK_COUNT == 0);
}

static void test_codes(void)
{
    MUTEX_ID_TYPE id;
    LOCK_LEVEL_TYPE lock_level;

    group("ACQUIRE_MUTEX, RELEASE_MUTEX, RESET_MUTEX: return codes");
    CODE(INVALID_MODE, CREATE_MUTEX, NAME("late"), 200, FIFO, &id);
    CODE(INVALID_PARAM, ACQUIRE_MUTEX, BAD_ID, 0);
    CODE(INVALID_PARAM, ACQUIRE_MUTEX, PREEMPTION_LOCK_MUTEX, 0);
    CODE(INVALID_PARAM, ACQUIRE_MUTEX, fifo, NO_TIME);
    CODE(INVALID_PARAM, RELEASE_MUTEX, BAD_ID);
    CODE(INVALID_PARAM, RELEASE_MUTEX, PREEMPTION_LOCK_MUTEX);
    CODE(INVALID_MODE, RELEASE_MUTEX, fifo);
    CODE(INVALID_PARAM, RESET_MUTEX, BAD_ID, self);
    CODE(INVALID_PARAM, RESET_MUTEX, fifo, BAD_ID);
    CODE(INVALID_MODE, RESET_MUTEX, fifo, self);
    CODE(INVALID_PARAM, GET_PROCESS_MUTEX_STATE, BAD_ID, &id);
    EXPECT(owned_by(self) == NO_MUTEX_OWNED);

    group("the owner");
    CODE(NO_ERROR, ACQUIRE_MUTEX, fifo, 0);
    EXPECT(owned_by(self) == fifo);
    EXPECT(status_of(self).CURRENT_PRIORITY == 200);
    EXPECT(mutex_status(fifo).MUTEX_OWNER == self && mutex_status(fifo).MUTEX_STATE == OWNED);
    for (int i = 2; i <= MAX_LOCK_LEVEL; i++)
        CODE(NO_ERROR, ACQUIRE_MUTEX, fifo, 0);
    CODE(INVALID_CONFIG, ACQUIRE_MUTEX, fifo, 0);
    EXPECT(mutex_status(fifo).LOCK_COUNT == MAX_LOCK_LEVEL);
    CODE(INVALID_MODE, ACQUIRE_MUTEX, by_priority, 0);
    CODE(INVALID_MODE, LOCK_PREEMPTION, &lock_level);
    CODE(INVALID_MODE, TIMED_WAIT, MS);
    CODE(INVALID_MODE, SUSPEND_SELF, MS);
    for (int i = MAX_LOCK_LEVEL; i > 0; i--)
        CODE(NO_ERROR, RELEASE_MUTEX, fifo);
    EXPECT(mutex_status(fifo).MUTEX_STATE == AVAILABLE);
    EXPECT(status_of(self).CURRENT_PRIORITY == 100);
    CODE(NO_ERROR, ACQUIRE_MUTEX, fifo, 0);
    CODE(NO_ERROR, ACQUIRE_MUTEX, fifo, 0);
    CODE(NO_ERROR, RESET_MUTEX, fifo, self);
    EXPECT(mutex_status(fifo).MUTEX_STATE == AVAILABLE);
    EXPECT(status_of(self).CURRENT_PRIORITY == 100);

    group("a process that is more urgent than the mutex");
    CODE(NO_ERROR, SET_PRIORITY, self, 201);
    CODE(INVALID_MODE, ACQUIRE_MUTEX, fifo, 0);
    CODE(NO_ERROR, SET_PRIORITY, self, 100);

    group("the preemption lock is a mutex");
    CODE(NO_ERROR, LOCK_PREEMPTION, &lock_level);
    EXPECT(owned_by(self) == PREEMPTION_LOCK_MUTEX);
    EXPECT(mutex_status(PREEMPTION_LOCK_MUTEX).LOCK_COUNT == 1);
    CODE(INVALID_MODE, ACQUIRE_MUTEX, fifo, 0);
    CODE(NO_ERROR, UNLOCK_PREEMPTION, &lock_level);
    EXPECT(owned_by(self) == NO_MUTEX_OWNED);
}

static void test_order(MUTEX_ID_TYPE id, const char *order)
{
    used = id;
    CODE(NO_ERROR, START, holder);
    CODE(NO_ERROR, START, owner);
    EXPECT(mutex_status(id).MUTEX_OWNER == owner);
    CODE(INVALID_MODE, RESET_MUTEX, id, self);
    CODE(INVALID_MODE, SUSPEND, owner);
    CODE(NOT_AVAILABLE, ACQUIRE_MUTEX, id, 0);
    for (int i = 0; i < WAITERS; i++) {
        CODE(NO_ERROR, START, waiters[i]);
        CODE(TIMED_OUT, ACQUIRE_MUTEX, id, MS);
        EXPECT(mutex_status(id).WAITING_PROCESSES == i + 1);
        CODE(INVALID_MODE, SUSPEND, waiters[i]);
    }
    TRACE("");
    CODE(NO_ERROR, TIMED_WAIT, 30 * MS);
    TRACE(order);
    EXPECT(mutex_status(id).MUTEX_STATE == AVAILABLE);
}

static void test_stop(void)
{
    group("a stopped owner loses the mutex");
    used = fifo;
    CODE(NO_ERROR, START, holder);
    CODE(NO_ERROR, START, owner);
    EXPECT(mutex_status(fifo).MUTEX_OWNER == owner);
    CODE(NO_ERROR, START, waiters[0]);
    CODE(TIMED_OUT, ACQUIRE_MUTEX, fifo, MS);
    CODE(NO_ERROR, STOP, owner);
    TRACE("a");
    EXPECT(mutex_status(fifo).MUTEX_STATE == AVAILABLE);
    EXPECT(owned_by(owner) == NO_MUTEX_OWNED);
}

static void test(void)
{
    CODE(NO_ERROR, GET_MY_ID, &self);
    test_codes();
    group("waiting processes, FIFO");
    test_order(fifo, "oabc");
    group("waiting processes, PRIORITY");
    test_order(by_priority, "ocba");
    test_stop();
    finish(__FILE__);
}

int main(void)
{
    test_create();
    group("the main process owns nothing");
    CODE(INVALID_MODE, ACQUIRE_MUTEX, fifo, 0);
    CODE(INVALID_MODE, RELEASE_MUTEX, fifo);
    waiters[0] = create("a", 150, waiter);
    waiters[1] = create("b", 151, waiter);
    waiters[2] = create("c", 152, waiter);
    owner = create("owner", 150, own_and_wait);
    holder = create("holder", 160, hold_lock);
    run(test);
    return 1;
}
