/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Scheduling and priority inheritance: random operations by whatever thread
 * executes, and after each one everything is compared with what a plain
 * computation over all threads says.
 */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <cmocka.h>
#include "executive/clock.h"
#include "executive/mutex.h"
#include "layer.h"

#define THREADS 12
#define MUTEXES 6
#define STEPS   300000

static struct exec_thread idle;
static struct exec_thread threads[THREADS];
static struct exec_mutex mutexes[MUTEXES];
static struct exec_wait_queue queue;

static void entry(struct exec_thread *self)
{
    (void)self;
}

/* The definition: the least of the base priority, of ceilings, and of the
 * priorities of all who wait for a mutex that it owns. */
static uint16_t priority_by_definition(const struct exec_thread *thread, unsigned depth)
{
    uint16_t priority = thread->base_priority;

    assert_true(depth <= THREADS); /* no circle of waiting */
    for (size_t m = 0; m < MUTEXES; m++) {
        if (mutexes[m].owner != thread || mutexes[m].protocol == EXEC_MUTEX_PLAIN)
            continue;
        if (mutexes[m].protocol == EXEC_MUTEX_CEILING && mutexes[m].ceiling < priority)
            priority = mutexes[m].ceiling;
        for (size_t t = 0; t < THREADS; t++) {
            uint16_t waiting;

            if (mutexes[m].protocol != EXEC_MUTEX_INHERIT || threads[t].wait_mutex != &mutexes[m])
                continue;
            waiting = priority_by_definition(&threads[t], depth + 1);
            if (waiting < priority)
                priority = waiting;
        }
    }
    return priority;
}

static void check_everything(void)
{
    const struct exec_thread *executing = exec_executing();
    bool held_off = executing != &idle && !executing->preemptible;
    uint16_t best = EXEC_PRIORITY_LAST;

    for (size_t t = 0; t < THREADS; t++) {
        assert_int_equal(threads[t].priority, priority_by_definition(&threads[t], 0));
        if (threads[t].states == 0 && threads[t].priority < best)
            best = threads[t].priority;
        if (threads[t].wait_mutex != NULL)
            assert_true(threads[t].states & EXEC_STATE_WAITING);
    }
    assert_ptr_equal(exec_processor.heir, executing);
    assert_int_equal(executing->states, 0);
    if (!held_off && executing != &idle)
        assert_int_equal(executing->priority, best);
}

static void leave(void)
{
    exec_leave(0);
    check_everything();
}

static void lock(struct exec_mutex *mutex)
{
    if (exec_mutex_try(mutex) == EXEC_UNAVAILABLE)
        (void)exec_mutex_wait(mutex, EXEC_WAIT_FIFO, &exec_clock_timers,
                              rand() % 2 == 0 ? EXEC_FOREVER : layer_now + (uint64_t)(rand() % 20));
}

static void unlock_one(void)
{
    if (exec_executing()->held != NULL)
        (void)exec_mutex_unlock(exec_executing()->held);
}

static void wait_in_queue(void)
{
    exec_wait_begin(&queue, rand() % 2 == 0 ? EXEC_WAIT_FIFO : EXEC_WAIT_PRIORITY);
    exec_wait_timeout(&exec_clock_timers, layer_now + (uint64_t)(rand() % 20));
    (void)exec_wait_finish();
}

static struct exec_thread *any_thread(void)
{
    return &threads[rand() % THREADS];
}

/* What only a thread does; the idle thread waits for time to go on. */
static void act(void)
{
    switch (rand() % 7) {
    case 0:
    case 1:
        lock(&mutexes[rand() % MUTEXES]);
        break;
    case 2:
    case 3:
        unlock_one();
        break;
    case 4:
        wait_in_queue();
        break;
    case 5:
        exec_thread_yield();
        break;
    default:
        exec_thread_set_preemptible(rand() % 4 != 0);
        break;
    }
}

static void happen(void)
{
    switch (rand() % 5) {
    case 0:
        exec_thread_set_priority(any_thread(), (uint8_t)(10 + rand() % 50));
        break;
    case 1:
        exec_thread_block(any_thread(), EXEC_STATE_SUSPENDED);
        break;
    case 2:
        for (size_t t = 0; t < THREADS; t++)
            exec_thread_unblock(&threads[t], EXEC_STATE_SUSPENDED);
        break;
    case 3:
        (void)exec_wait_end_all(&queue, EXEC_OK);
        break;
    default:
        layer_now += (uint64_t)(rand() % 10);
        exec_timer_expire_until(&exec_clock_timers, layer_now);
        break;
    }
}

static void start_threads(void)
{
    exec_initialize(&idle, NULL, 0, NULL);
    for (size_t t = 0; t < THREADS; t++) {
        const struct exec_thread_attributes attributes = {
            .priority = (uint8_t)(10 + t), .preemptible = true, .slice = 3};

        exec_thread_initialize(&threads[t], &attributes);
        exec_thread_start(&threads[t], entry, 0);
    }
    for (size_t m = 0; m < MUTEXES; m++)
        exec_mutex_initialize(&mutexes[m], (enum exec_mutex_protocol)(m % 3), (uint8_t)(5 + m));
    exec_processor.executing = exec_processor.heir;
    exec_processor.dispatch_disabled = 0;
}

static void random_operations(void **state)
{
    unsigned idle_steps = 0;

    (void)state;
    srand(7);
    start_threads();
    for (unsigned step = 0; step < STEPS; step++) {
        if (exec_executing() == &idle)
            idle_steps++;
        if (exec_executing() != &idle && rand() % 3 != 0)
            act();
        else
            happen();
        leave();
    }
    assert_true(layer_switches > STEPS / 20);
    assert_true(idle_steps < STEPS / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_operations),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
