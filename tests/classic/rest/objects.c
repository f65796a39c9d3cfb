/* SPDX-License-Identifier: BSD-2-Clause */

/* Self-contained objects, and C11's threads. */

#include <errno.h>
#include <rtems/thread.h>
#include <threads.h>
#include "../check.h"

static rtems_mutex mutex = RTEMS_MUTEX_INITIALIZER("mutex");
static rtems_recursive_mutex recursive = RTEMS_RECURSIVE_MUTEX_INITIALIZER("recursive");
static rtems_condition_variable condition = RTEMS_CONDITION_VARIABLE_INITIALIZER("condition");
static rtems_counting_semaphore counting = RTEMS_COUNTING_SEMAPHORE_INITIALIZER("counting", 2);
static rtems_binary_semaphore binary = RTEMS_BINARY_SEMAPHORE_INITIALIZER("binary");

static rtems_task lock_both(rtems_task_argument argument)
{
    (void)argument;
    EQUAL(EBUSY, rtems_mutex_try_lock(&mutex));
    EQUAL(EBUSY, rtems_recursive_mutex_try_lock(&recursive));
    rtems_mutex_lock(&mutex);
    mark('m');
    rtems_recursive_mutex_lock(&recursive);
    mark('r');
    rtems_recursive_mutex_unlock(&recursive);
    rtems_mutex_unlock(&mutex);
    rtems_task_exit();
}

static void test_mutexes(void)
{
    group("mutexes inherit priorities");
    rtems_mutex_lock(&mutex);
    rtems_recursive_mutex_lock(&recursive);
    EQUAL(0, rtems_recursive_mutex_try_lock(&recursive));
    (void)spawn("LOCK", 5, lock_both, 0);
    TRACE("");
    EQUAL(5, priority_of(RTEMS_SELF));
    rtems_mutex_unlock(&mutex);
    TRACE("m");
    rtems_recursive_mutex_unlock(&recursive);
    TRACE("");
    rtems_recursive_mutex_unlock(&recursive);
    TRACE("r");
    EQUAL(10, priority_of(RTEMS_SELF));
    rtems_mutex_destroy(&mutex);
    rtems_recursive_mutex_destroy(&recursive);
}

static rtems_task await(rtems_task_argument letter)
{
    rtems_mutex_lock(&mutex);
    rtems_condition_variable_wait(&condition, &mutex);
    mark((char)letter);
    rtems_mutex_unlock(&mutex);
    rtems_task_exit();
}

static void test_condition(void)
{
    group("condition variables");
    rtems_mutex_init(&mutex, "again");
    for (rtems_task_argument i = 0; i < 3; i++)
        (void)spawn("WAIT", 8 - i, await, 'A' + i);
    rtems_condition_variable_signal(&condition);
    TRACE("C");
    rtems_condition_variable_broadcast(&condition);
    TRACE("BA");
    rtems_condition_variable_destroy(&condition);
}

static rtems_task post(rtems_task_argument argument)
{
    (void)argument;
    pause_ticks(2);
    rtems_counting_semaphore_post(&counting);
    rtems_binary_semaphore_post(&binary);
    rtems_task_exit();
}

static void test_semaphores(void)
{
    group("counting and binary semaphores");
    rtems_counting_semaphore_wait(&counting);
    EQUAL(0, rtems_counting_semaphore_try_wait(&counting));
    EQUAL(EAGAIN, rtems_counting_semaphore_try_wait(&counting));
    EQUAL(ETIMEDOUT, rtems_counting_semaphore_wait_timed_ticks(&counting, 2));
    rtems_binary_semaphore_post(&binary);
    rtems_binary_semaphore_post(&binary);
    EQUAL(0, rtems_binary_semaphore_try_wait(&binary));
    EQUAL(EAGAIN, rtems_binary_semaphore_try_wait(&binary));
    EQUAL(ETIMEDOUT, rtems_binary_semaphore_wait_timed_ticks(&binary, 2));
    (void)spawn("POST", 5, post, 0);
    rtems_counting_semaphore_wait(&counting);
    EQUAL(0, rtems_binary_semaphore_wait_timed_ticks(&binary, 10));
}

static void test_names(void)
{
    group("names of self-contained objects");
    EXPECT(strcmp("again", rtems_mutex_get_name(&mutex)) == 0);
    rtems_recursive_mutex_init(&recursive, "other");
    EXPECT(strcmp("other", rtems_recursive_mutex_get_name(&recursive)) == 0);
    rtems_counting_semaphore_set_name(&counting, "new");
    EXPECT(strcmp("new", rtems_counting_semaphore_get_name(&counting)) == 0);
    EXPECT(strcmp("binary", rtems_binary_semaphore_get_name(&binary)) == 0);
    EXPECT(strcmp("condition", rtems_condition_variable_get_name(&condition)) == 0);
}

/* C11 --------------------------------------------------------------------- */

static mtx_t c11_mutex;
static cnd_t c11_condition;
static tss_t key;
static unsigned once_count;

static void count_once(void)
{
    once_count++;
}

static void destroy(void *value)
{
    mark(*(char *)value);
}

static int run(void *argument)
{
    static char letter = 'd';

    EQUAL(thrd_success, mtx_lock(&c11_mutex));
    EQUAL(thrd_success, tss_set(key, &letter));
    EXPECT(tss_get(key) == &letter);
    EQUAL(thrd_success, cnd_signal(&c11_condition));
    EQUAL(thrd_success, mtx_unlock(&c11_mutex));
    return *(int *)argument + 1;
}

static struct timespec in_a_while(long ms)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += ms * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

static void test_c11(void)
{
    static once_flag flag = ONCE_FLAG_INIT;
    struct timespec time = {.tv_nsec = -1};
    int argument = 41;
    tss_t other;
    int result = 0;
    thrd_t thread;

    group("C11: threads, mutexes, condition variables, keys");
    call_once(&flag, count_once);
    call_once(&flag, count_once);
    EQUAL(1, once_count);
    EQUAL(thrd_success, mtx_init(&c11_mutex, mtx_plain));
    EQUAL(thrd_success, cnd_init(&c11_condition));
    EQUAL(thrd_success, tss_create(&key, destroy));
    EQUAL(thrd_error, tss_create(&other, destroy)); /* no more keys */
    EQUAL(thrd_success, mtx_lock(&c11_mutex));
    EQUAL(thrd_error, cnd_timedwait(&c11_condition, &c11_mutex, &time));
    time = in_a_while(3);
    EQUAL(thrd_timedout, cnd_timedwait(&c11_condition, &c11_mutex, &time));
    EQUAL(thrd_success, thrd_create(&thread, run, &argument));
    EXPECT(!thrd_equal(thread, thrd_current()));
    EQUAL(thrd_success, cnd_wait(&c11_condition, &c11_mutex));
    EQUAL(thrd_success, mtx_unlock(&c11_mutex));
    EQUAL(thrd_success, thrd_join(thread, &result));
    EQUAL(42, result);
    TRACE("d");
    EQUAL(thrd_error, thrd_join(thread, NULL));
    tss_delete(key);
    time = (struct timespec){.tv_nsec = 2000000};
    EQUAL(0, thrd_sleep(&time, NULL));
    mtx_destroy(&c11_mutex);
    cnd_destroy(&c11_condition);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_mutexes();
    test_condition();
    test_semaphores();
    test_names();
    test_c11();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         4
#define CONFIGURE_MAXIMUM_POSIX_THREADS 1
#define CONFIGURE_MAXIMUM_POSIX_KEYS    1
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
