/* SPDX-License-Identifier: BSD-2-Clause */

/* The task manager: status codes and effects. */

#include "check.h"

static rtems_task_argument seen_argument;
static unsigned runs;

static void test_create(void)
{
    rtems_id id = 0;
    rtems_id others[8];
    unsigned count = 0;

    group("task_create");
    STATUS(RTEMS_INVALID_NAME, rtems_task_create(0, 0, 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_create(NAME("NEW "), 0, 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_task_create(NAME("NEW "), 0, 0, 0, 0, &id));
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_task_create(NAME("NEW "), RTEMS_MAXIMUM_PRIORITY + 1, 0, 0, 0, &id));
    OK(rtems_task_create(NAME("SYS "), 0, 0, 0, RTEMS_SYSTEM_TASK, &id));
    EQUAL(0, priority_of(id));
    OK(rtems_task_delete(id));
    OK(rtems_task_create(NAME("LOW "), RTEMS_MAXIMUM_PRIORITY, 0, 0, 0, &id));
    EQUAL(OBJECTS_CLASSIC_API, rtems_object_id_get_api(id));
    EQUAL(OBJECTS_RTEMS_TASKS, rtems_object_id_get_class(id));
    EQUAL(1, rtems_object_id_get_node(id));
    OK(rtems_task_delete(id));
    STATUS(RTEMS_UNSATISFIED, rtems_task_create(NAME("BIG "), 1, 1u << 28, 0, 0, &id));
    while (count < RTEMS_ARRAY_SIZE(others) &&
           rtems_task_create(NAME("MANY"), 1, 0, 0, 0, &others[count]) == RTEMS_SUCCESSFUL)
        count++;
    EQUAL(5, count);
    STATUS(RTEMS_TOO_MANY, rtems_task_create(NAME("MORE"), 1, 0, 0, 0, &id));
    while (count > 0)
        OK(rtems_task_delete(others[--count]));
}

static bool freed;

static void storage_freed(void *storage)
{
    freed = storage != NULL;
}

static void test_construct(void)
{
    static char stack[RTEMS_TASK_STORAGE_SIZE(RTEMS_MINIMUM_STACK_SIZE, 0)] RTEMS_ALIGNED(
        RTEMS_TASK_STORAGE_ALIGNMENT);
    rtems_task_config config = {.name = NAME("CONS"),
                                .initial_priority = 5,
                                .storage_area = stack,
                                .storage_size = 64,
                                .storage_free = storage_freed};
    rtems_id id;

    group("task_construct");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_construct(NULL, &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_construct(&config, NULL));
    STATUS(RTEMS_INVALID_SIZE, rtems_task_construct(&config, &id));
    config.storage_size = sizeof(stack);
    OK(rtems_task_construct(&config, &id));
    OK(rtems_task_delete(id));
    EXPECT(freed);
    config.name = 0;
    STATUS(RTEMS_INVALID_NAME, rtems_task_construct(&config, &id));
}

static rtems_task remember(rtems_task_argument argument)
{
    seen_argument = argument;
    runs++;
    rtems_task_exit();
}

static void test_ident(void)
{
    rtems_id id = 0;
    rtems_id found = 0;

    group("task_ident");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_ident(NAME("FIND"), RTEMS_SEARCH_ALL_NODES, NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_task_ident(NAME("FIND"), RTEMS_SEARCH_ALL_NODES, &found));
    OK(rtems_task_create(NAME("FIND"), 5, 0, 0, 0, &id));
    OK(rtems_task_ident(NAME("FIND"), RTEMS_SEARCH_ALL_NODES, &found));
    EQUAL(id, found);
    OK(rtems_task_ident(NAME("FIND"), RTEMS_SEARCH_LOCAL_NODE, &found));
    OK(rtems_task_ident(NAME("FIND"), 1, &found));
    STATUS(RTEMS_INVALID_NAME, rtems_task_ident(NAME("FIND"), 2, &found));
    STATUS(RTEMS_INVALID_NAME, rtems_task_ident(NAME("FIND"), RTEMS_SEARCH_OTHER_NODES, &found));
    OK(rtems_task_ident(RTEMS_WHO_AM_I, 0, &found));
    EQUAL(rtems_task_self(), found);
    OK(rtems_task_delete(id));
    STATUS(RTEMS_INVALID_NAME, rtems_task_ident(NAME("FIND"), 0, &found));
}

static void test_start(void)
{
    rtems_id id;

    group("task_start");
    OK(rtems_task_create(NAME("STRT"), 2, 0, 0, 0, &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_start(id, NULL, 0));
    STATUS(RTEMS_INVALID_ID, rtems_task_start(BAD_ID, remember, 0));
    STATUS(RTEMS_INCORRECT_STATE, rtems_task_start(RTEMS_SELF, remember, 0));
    OK(rtems_task_start(id, remember, 0xdeadbeef));
    STATUS(RTEMS_INCORRECT_STATE, rtems_task_start(id, remember, 0));
    pause_ticks(1);
    EQUAL(0xdeadbeef, seen_argument);
    STATUS(RTEMS_INVALID_ID, rtems_task_start(id, remember, 0));
}

static rtems_task count_and_wait(rtems_task_argument argument)
{
    rtems_mode mode;
    rtems_event_set events;

    seen_argument = argument;
    runs++;
    OK(rtems_event_receive(RTEMS_PENDING_EVENTS, RTEMS_NO_WAIT, 0, &events));
    EQUAL(0, events);
    EQUAL(3, priority_of(RTEMS_SELF));
    OK(rtems_task_mode(0, RTEMS_CURRENT_MODE, &mode));
    EQUAL(RTEMS_DEFAULT_MODES, mode);
    OK(rtems_task_mode(RTEMS_TIMESLICE, RTEMS_TIMESLICE_MASK, &mode));
    for (;;)
        (void)rtems_event_receive(RTEMS_EVENT_0, RTEMS_WAIT, RTEMS_NO_TIMEOUT, &events);
}

static rtems_task restart_itself(rtems_task_argument argument)
{
    runs++;
    if (argument == 3) {
        seen_argument = argument;
        rtems_task_exit();
    }
    (void)rtems_task_restart(RTEMS_SELF, argument + 1);
    runs = 1000;
}

static void test_restart(void)
{
    rtems_task_priority old;
    rtems_id id;

    group("task_restart");
    STATUS(RTEMS_INVALID_ID, rtems_task_restart(BAD_ID, 0));
    OK(rtems_task_create(NAME("REST"), 3, 0, 0, 0, &id));
    STATUS(RTEMS_INCORRECT_STATE, rtems_task_restart(id, 0));
    runs = 0;
    OK(rtems_task_start(id, count_and_wait, 1));
    pause_ticks(1);
    EQUAL(1, runs);
    OK(rtems_task_set_priority(id, 100, &old));
    OK(rtems_event_send(id, RTEMS_EVENT_5));
    OK(rtems_task_suspend(id));
    OK(rtems_task_restart(id, 2));
    pause_ticks(1);
    EQUAL(2, runs);
    EQUAL(2, seen_argument);
    OK(rtems_task_delete(id));

    group("task_restart of itself");
    runs = 0;
    (void)spawn("SELF", 3, restart_itself, 0);
    pause_ticks(1);
    EQUAL(4, runs);
    EQUAL(3, seen_argument);
}

static rtems_task wait_for_ever(rtems_task_argument argument)
{
    (void)argument;
    for (;;)
        (void)rtems_task_wake_after(1000000);
}

static void delete_from_interrupt(rtems_id timer, void *status)
{
    (void)timer;
    *(rtems_status_code *)status = rtems_task_delete(RTEMS_SELF);
}

static void test_delete(void)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_id timer;
    rtems_id id;

    group("task_delete");
    STATUS(RTEMS_INVALID_ID, rtems_task_delete(BAD_ID));
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 1, delete_from_interrupt, &status));
    pause_ticks(2);
    STATUS(RTEMS_CALLED_FROM_ISR, status);
    OK(rtems_timer_delete(timer));
    id = spawn("WAIT", 3, wait_for_ever, 0);
    pause_ticks(1);
    OK(rtems_task_delete(id));
    STATUS(RTEMS_INVALID_ID, rtems_task_delete(id));
    /* Nothing leaks, whoever deletes whom. */
    runs = 0;
    for (unsigned i = 0; i < 100; i++) {
        (void)spawn("LEAK", 3, remember, i);
        pause_ticks(1);
    }
    EQUAL(100, runs);
}

static volatile unsigned turns;

static rtems_task turn(rtems_task_argument argument)
{
    (void)argument;
    for (;;) {
        turns++;
        pause_ticks(1);
    }
}

static void test_suspend(void)
{
    unsigned before;
    rtems_id id = spawn("TURN", 3, turn, 0);

    group("task_suspend, _resume, _is_suspended");
    STATUS(RTEMS_INVALID_ID, rtems_task_suspend(BAD_ID));
    STATUS(RTEMS_INVALID_ID, rtems_task_resume(BAD_ID));
    STATUS(RTEMS_INVALID_ID, rtems_task_is_suspended(BAD_ID));
    pause_ticks(3);
    EXPECT(turns >= 2);
    STATUS(RTEMS_INCORRECT_STATE, rtems_task_resume(id));
    OK(rtems_task_is_suspended(id));
    OK(rtems_task_suspend(id));
    STATUS(RTEMS_ALREADY_SUSPENDED, rtems_task_suspend(id));
    STATUS(RTEMS_ALREADY_SUSPENDED, rtems_task_is_suspended(id));
    before = turns;
    pause_ticks(3);
    EQUAL(before, turns);
    OK(rtems_task_resume(id));
    OK(rtems_task_is_suspended(id));
    pause_ticks(3);
    EXPECT(turns > before);
    OK(rtems_task_delete(id));
}

static void test_priority(void)
{
    rtems_task_priority priority = 0;
    rtems_id scheduler;
    rtems_id id;

    group("task_set_priority, _get_priority");
    OK(rtems_scheduler_ident(rtems_build_name('U', 'P', 'D', ' '), &scheduler));
    OK(rtems_task_create(NAME("PRIO"), 7, 0, 0, 0, &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_set_priority(id, 5, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_task_set_priority(BAD_ID, 5, &priority));
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_task_set_priority(id, RTEMS_MAXIMUM_PRIORITY + 1, &priority));
    OK(rtems_task_set_priority(id, RTEMS_CURRENT_PRIORITY, &priority));
    EQUAL(7, priority);
    OK(rtems_task_set_priority(id, 9, &priority));
    EQUAL(7, priority);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_get_priority(id, scheduler, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_task_get_priority(id, 0, &priority));
    STATUS(RTEMS_INVALID_ID, rtems_task_get_priority(BAD_ID, scheduler, &priority));
    OK(rtems_task_get_priority(id, scheduler, &priority));
    EQUAL(9, priority);
    OK(rtems_task_delete(id));
}

static void test_mode(void)
{
    rtems_mode mode = 0;

    group("task_mode");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_mode(0, 0, NULL));
    OK(rtems_task_mode(RTEMS_NO_PREEMPT | RTEMS_TIMESLICE | RTEMS_NO_ASR | RTEMS_INTERRUPT_LEVEL(1),
                       RTEMS_ALL_MODE_MASKS, &mode));
    EQUAL(RTEMS_DEFAULT_MODES, mode);
    OK(rtems_task_mode(RTEMS_DEFAULT_MODES, RTEMS_ALL_MODE_MASKS, &mode));
    EQUAL(RTEMS_NO_PREEMPT | RTEMS_TIMESLICE | RTEMS_NO_ASR | RTEMS_INTERRUPT_LEVEL(1), mode);
    OK(rtems_task_mode(RTEMS_TIMESLICE, RTEMS_PREEMPT_MASK, &mode));
    EQUAL(RTEMS_DEFAULT_MODES, mode);
    OK(rtems_task_mode(0, RTEMS_CURRENT_MODE, &mode));
    EQUAL(RTEMS_DEFAULT_MODES, mode);
}

static void test_wake(void)
{
    rtems_time_of_day now = {
        .year = 2026, .month = 2, .day = 28, .hour = 23, .minute = 59, .second = 59};
    rtems_time_of_day then = {.year = 2026, .month = 3, .day = 1};
    rtems_interval start;

    group("task_wake_after");
    pause_ticks(1);
    start = rtems_clock_get_ticks_since_boot();
    OK(rtems_task_wake_after(7));
    EQUAL(7, rtems_clock_get_ticks_since_boot() - start);
    OK(rtems_task_wake_after(RTEMS_YIELD_PROCESSOR));

    group("task_wake_when");
    STATUS(RTEMS_NOT_DEFINED, rtems_task_wake_when(&then));
    OK(rtems_clock_set(&now));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_wake_when(NULL));
    STATUS(RTEMS_INVALID_CLOCK, rtems_task_wake_when(&now));
    then.month = 13;
    STATUS(RTEMS_INVALID_CLOCK, rtems_task_wake_when(&then));
    then.month = 3;
    then.ticks = 1u << 20; /* is not looked at */
    OK(rtems_task_wake_when(&then));
    OK(rtems_clock_get_tod(&now));
    EQUAL(3, now.month);
    EQUAL(1, now.day);
    EQUAL(0, now.second);
}

static bool count_task(rtems_tcb *task, void *count)
{
    EXPECT(task != NULL);
    return ++*(unsigned *)count == 2;
}

static void test_other(void)
{
    cpu_set_t cpus;
    rtems_id id = 0;
    unsigned count = 0;

    group("task_iterate");
    rtems_task_iterate(count_task, &count);
    EQUAL(2, count);

    group("task_get_scheduler, _set_scheduler");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_get_scheduler(RTEMS_SELF, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_task_get_scheduler(BAD_ID, &id));
    OK(rtems_task_get_scheduler(RTEMS_SELF, &id));
    STATUS(RTEMS_INVALID_ID, rtems_task_set_scheduler(RTEMS_SELF, 0, 1));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_task_set_scheduler(RTEMS_SELF, id, 0));
    STATUS(RTEMS_INVALID_ID, rtems_task_set_scheduler(BAD_ID, id, 1));
    OK(rtems_task_set_scheduler(RTEMS_SELF, id, 1));

    group("task_get_affinity, _set_affinity");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_get_affinity(RTEMS_SELF, sizeof(cpus), NULL));
    STATUS(RTEMS_INVALID_ID, rtems_task_get_affinity(BAD_ID, sizeof(cpus), &cpus));
    STATUS(RTEMS_INVALID_SIZE, rtems_task_get_affinity(RTEMS_SELF, 0, &cpus));
    OK(rtems_task_get_affinity(RTEMS_SELF, sizeof(cpus), &cpus));
    EXPECT(CPU_ISSET(0, &cpus) && !CPU_ISSET(1, &cpus));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_task_set_affinity(RTEMS_SELF, sizeof(cpus), NULL));
    STATUS(RTEMS_INVALID_ID, rtems_task_set_affinity(BAD_ID, sizeof(cpus), &cpus));
    OK(rtems_task_set_affinity(RTEMS_SELF, sizeof(cpus), &cpus));
    CPU_CLR(0, &cpus);
    STATUS(RTEMS_INVALID_NUMBER, rtems_task_set_affinity(RTEMS_SELF, sizeof(cpus), &cpus));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_create();
    test_construct();
    test_ident();
    test_start();
    test_restart();
    test_delete();
    test_suspend();
    test_priority();
    test_mode();
    test_wake();
    test_other();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         6
#define CONFIGURE_MAXIMUM_TIMERS        1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
