/* SPDX-License-Identifier: BSD-2-Clause */

/* Threads, their attributes, data, cancellation and scheduling. */

#include "posix.h"

static char stack[16384] __attribute__((aligned(16)));

static void *return_argument(void *argument)
{
    mark('r');
    return argument;
}

static void *exit_with(void *argument)
{
    pthread_exit(argument);
}

static void *sleep_long(void *argument)
{
    sleep_ms(100000);
    mark('!');
    return argument;
}

static void test_create(void)
{
    struct sched_param param = {.sched_priority = 255};
    pthread_attr_t attr;
    pthread_t thread;
    pthread_t others[4];
    void *result = NULL;
    int place;

    group("pthread_create");
    EQUAL(EFAULT, pthread_create(&thread, NULL, NULL, NULL));
    ZERO(pthread_attr_init(&attr));
    ZERO(pthread_attr_destroy(&attr));
    EQUAL(EINVAL, pthread_create(&thread, &attr, return_argument, NULL));
    ZERO(pthread_attr_init(&attr));
    ZERO(pthread_attr_setinheritsched(&attr, PTHREAD_EXPLICIT_SCHED));
    ZERO(pthread_attr_setschedparam(&attr, &param));
    EQUAL(EINVAL, pthread_create(&thread, &attr, return_argument, NULL));
    param.sched_priority = 100;
    ZERO(pthread_attr_setschedparam(&attr, &param));
    ZERO(pthread_attr_setschedpolicy(&attr, SCHED_SPORADIC));
    EQUAL(ENOTSUP, pthread_create(&thread, &attr, return_argument, NULL));
    ZERO(pthread_attr_setschedpolicy(&attr, SCHED_RR));
    ZERO(pthread_attr_setstack(&attr, stack, 100));
    EQUAL(EINVAL, pthread_create(&thread, &attr, return_argument, NULL));
    ZERO(pthread_attr_setstack(&attr, stack, sizeof(stack)));
    ZERO(pthread_create(&thread, &attr, return_argument, &place));
    TRACE("r"); /* more urgent than this one */
    ZERO(pthread_join(thread, &result));
    EXPECT(result == &place);
    ZERO(pthread_create(&thread, NULL, exit_with, stack));
    ZERO(pthread_join(thread, &result));
    EXPECT(result == stack);

    group("pthread_create without room");
    for (int i = 0; i < 4; i++)
        ZERO(pthread_create(&others[i], NULL, return_argument, NULL));
    EQUAL(EAGAIN, pthread_create(&thread, NULL, return_argument, NULL));
    for (int i = 0; i < 4; i++)
        ZERO(pthread_join(others[i], NULL));
    TRACE("rrrr");
}

static void test_join(void)
{
    pthread_t thread;
    pthread_attr_t attr;

    group("pthread_join, _detach, _equal, _self");
    EQUAL(ESRCH, pthread_join(BAD_THREAD, NULL));
    EQUAL(EDEADLK, pthread_join(pthread_self(), NULL));
    EQUAL(ESRCH, pthread_detach(BAD_THREAD));
    ZERO(pthread_create(&thread, NULL, return_argument, NULL));
    ZERO(pthread_detach(thread));
    EQUAL(EINVAL, pthread_detach(thread));
    EQUAL(EINVAL, pthread_join(thread, NULL));
    sleep_ms(2);
    TRACE("r");
    EQUAL(ESRCH, pthread_join(thread, NULL));
    ZERO(pthread_create(&thread, NULL, return_argument, NULL));
    sleep_ms(2);
    TRACE("r");
    ZERO(pthread_detach(thread)); /* it has ended already */
    EQUAL(ESRCH, pthread_detach(thread));
    ZERO(pthread_attr_init(&attr));
    ZERO(pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED));
    ZERO(pthread_create(&thread, &attr, return_argument, NULL));
    EQUAL(EINVAL, pthread_join(thread, NULL));
    sleep_ms(2);
    EQUAL(ESRCH, pthread_join(thread, NULL));
    trace_reset();
    EXPECT(pthread_equal(pthread_self(), pthread_self()) != 0);
    EXPECT(pthread_equal(pthread_self(), BAD_THREAD) == 0);
    EXPECT(pthread_equal(BAD_THREAD, BAD_THREAD) == 0);

    group("a POSIX thread is a task");
    ZERO(pthread_create(&thread, NULL, sleep_long, NULL));
    sleep_ms(1);
    EQUAL(OBJECTS_POSIX_API, rtems_object_id_get_api(thread));
    OK(rtems_task_suspend(thread));
    STATUS(RTEMS_ALREADY_SUSPENDED, rtems_task_is_suspended(thread));
    OK(rtems_task_resume(thread));
    OK(rtems_task_delete(thread));
    EQUAL(ESRCH, pthread_join(thread, NULL));
    TRACE("");
}

static void test_attributes(void)
{
    struct sched_param param = {.sched_priority = 7};
    pthread_attr_t attr;
    cpu_set_t set;
    size_t size;
    void *address;
    int value;

    group("pthread_attr_*: status codes");
    EQUAL(EINVAL, pthread_attr_init(NULL));
    memset(&attr, 0, sizeof(attr));
    EQUAL(EINVAL, pthread_attr_destroy(&attr));
    EQUAL(EINVAL, pthread_attr_setscope(&attr, PTHREAD_SCOPE_PROCESS));
    EQUAL(EINVAL, pthread_attr_getstacksize(&attr, &size));
    ZERO(pthread_attr_init(&attr));
    EQUAL(EINVAL, pthread_attr_setscope(&attr, 99));
    EQUAL(ENOTSUP, pthread_attr_setscope(&attr, PTHREAD_SCOPE_SYSTEM));
    EQUAL(ENOTSUP, pthread_attr_setinheritsched(&attr, 99));
    EQUAL(ENOTSUP, pthread_attr_setschedpolicy(&attr, 99));
    EQUAL(EINVAL, pthread_attr_setschedparam(&attr, NULL));
    EQUAL(EINVAL, pthread_attr_setdetachstate(&attr, 99));
    EQUAL(EINVAL, pthread_attr_getdetachstate(&attr, NULL));
    EQUAL(EINVAL, pthread_attr_setaffinity_np(&attr, sizeof(set), NULL));
    EQUAL(EINVAL, pthread_attr_setaffinity_np(&attr, 0, &set));

    group("pthread_attr_*: values");
    ZERO(pthread_attr_getscope(&attr, &value));
    EQUAL(PTHREAD_SCOPE_PROCESS, value);
    ZERO(pthread_attr_getinheritsched(&attr, &value));
    EQUAL(PTHREAD_INHERIT_SCHED, value);
    ZERO(pthread_attr_getdetachstate(&attr, &value));
    EQUAL(PTHREAD_CREATE_JOINABLE, value);
    ZERO(pthread_attr_setschedpolicy(&attr, SCHED_RR));
    ZERO(pthread_attr_getschedpolicy(&attr, &value));
    EQUAL(SCHED_RR, value);
    ZERO(pthread_attr_setschedparam(&attr, &param));
    param.sched_priority = 0;
    ZERO(pthread_attr_getschedparam(&attr, &param));
    EQUAL(7, param.sched_priority);
    ZERO(pthread_attr_setstacksize(&attr, 12345));
    ZERO(pthread_attr_setstackaddr(&attr, stack));
    ZERO(pthread_attr_getstack(&attr, &address, &size));
    EXPECT(address == stack && size == 12345);
    ZERO(pthread_attr_getstackaddr(&attr, &address));
    EXPECT(address == stack);
    ZERO(pthread_attr_setguardsize(&attr, 64));
    ZERO(pthread_attr_getguardsize(&attr, &size));
    EQUAL(64, size);
    ZERO(pthread_attr_getaffinity_np(&attr, sizeof(set), &set));
    EXPECT(CPU_ISSET(0, &set));
    EQUAL(EINVAL, pthread_getattr_np(pthread_self(), NULL));
    EQUAL(ESRCH, pthread_getattr_np(BAD_THREAD, &attr));
    ZERO(pthread_getattr_np(pthread_self(), &attr));
    EXPECT((char *)attr.stackaddr < (char *)&attr &&
           (char *)attr.stackaddr + attr.stacksize > (char *)&attr);
}

static void test_schedule(void)
{
    struct sched_param param = {.sched_priority = 0};
    struct timespec interval;
    cpu_set_t set;
    int policy;

    group("sched_*");
    EQUAL(1, sched_get_priority_min(SCHED_FIFO));
    EQUAL(254, sched_get_priority_max(SCHED_RR));
    FAILS(EINVAL, sched_get_priority_min(99));
    FAILS(EINVAL, sched_get_priority_max(99));
    FAILS(ESRCH, sched_rr_get_interval(77, &interval));
    FAILS(EINVAL, sched_rr_get_interval(0, NULL));
    ZERO(sched_rr_get_interval(0, &interval));
    EQUAL(50000000, interval.tv_nsec);
    FAILS(ENOSYS, sched_getparam(0, &param));
    FAILS(ENOSYS, sched_setparam(0, &param));
    FAILS(ENOSYS, sched_getscheduler(0));
    FAILS(ENOSYS, sched_setscheduler(0, SCHED_FIFO, &param));
    ZERO(sched_yield());

    group("pthread_getschedparam, _setschedparam, _setschedprio");
    EQUAL(EINVAL, pthread_getschedparam(pthread_self(), NULL, &param));
    EQUAL(EINVAL, pthread_getschedparam(pthread_self(), &policy, NULL));
    EQUAL(ESRCH, pthread_getschedparam(BAD_THREAD, &policy, &param));
    EQUAL(EINVAL, pthread_setschedparam(pthread_self(), SCHED_FIFO, NULL));
    EQUAL(EINVAL, pthread_setschedparam(pthread_self(), 99, &param));
    EQUAL(EINVAL, pthread_setschedparam(pthread_self(), SCHED_FIFO, &param));
    param.sched_priority = 60;
    EQUAL(ENOTSUP, pthread_setschedparam(pthread_self(), SCHED_SPORADIC, &param));
    EQUAL(ESRCH, pthread_setschedparam(BAD_THREAD, SCHED_FIFO, &param));
    ZERO(pthread_setschedparam(pthread_self(), SCHED_RR, &param));
    param.sched_priority = 0;
    ZERO(pthread_getschedparam(pthread_self(), &policy, &param));
    EXPECT(policy == SCHED_RR && param.sched_priority == 60);
    EQUAL(255 - 60, priority_of(RTEMS_SELF));
    EQUAL(EINVAL, pthread_setschedprio(pthread_self(), 0));
    EQUAL(ESRCH, pthread_setschedprio(BAD_THREAD, 5));
    ZERO(pthread_setschedprio(pthread_self(), 50));
    EQUAL(255 - 50, priority_of(RTEMS_SELF));

    group("pthread_getaffinity_np, _setaffinity_np, concurrency");
    EQUAL(EFAULT, pthread_getaffinity_np(pthread_self(), sizeof(set), NULL));
    EQUAL(ESRCH, pthread_getaffinity_np(BAD_THREAD, sizeof(set), &set));
    EQUAL(EINVAL, pthread_getaffinity_np(pthread_self(), 0, &set));
    ZERO(pthread_getaffinity_np(pthread_self(), sizeof(set), &set));
    EXPECT(CPU_ISSET(0, &set) && CPU_COUNT(&set) == 1);
    EQUAL(EFAULT, pthread_setaffinity_np(pthread_self(), sizeof(set), NULL));
    EQUAL(ESRCH, pthread_setaffinity_np(BAD_THREAD, sizeof(set), &set));
    ZERO(pthread_setaffinity_np(pthread_self(), sizeof(set), &set));
    CPU_ZERO(&set);
    EQUAL(EINVAL, pthread_setaffinity_np(pthread_self(), sizeof(set), &set));
    EQUAL(0, pthread_getconcurrency());
    EQUAL(EINVAL, pthread_setconcurrency(-1));
    ZERO(pthread_setconcurrency(2));
    EQUAL(2, pthread_getconcurrency());
}

/* Thread-specific data --------------------------------------------------- */

static pthread_key_t key;
static pthread_key_t second_key;

static void destroy(void *value)
{
    EXPECT(pthread_getspecific(key) == NULL);
    mark(*(char *)value);
}

/* Sets its own value again, as often as it is called. */
static void destroy_stubborn(void *value)
{
    mark('s');
    ZERO(pthread_setspecific(second_key, value));
}

static void *use_keys(void *argument)
{
    EXPECT(pthread_getspecific(key) == NULL);
    ZERO(pthread_setspecific(key, argument));
    EXPECT(pthread_getspecific(key) == argument);
    if (second_key != 0)
        ZERO(pthread_setspecific(second_key, argument));
    return NULL;
}

static void test_keys(void)
{
    static char letter[] = "k";
    pthread_key_t third;
    pthread_t thread;

    group("pthread_key_create, _setspecific, _getspecific");
    EQUAL(EINVAL, pthread_setspecific(99, letter));
    EXPECT(pthread_getspecific(99) == NULL);
    EQUAL(EINVAL, pthread_key_delete(99));
    ZERO(pthread_key_create(&key, destroy));
    ZERO(pthread_setspecific(key, NULL));
    ZERO(pthread_setspecific(key, stack));
    ZERO(pthread_create(&thread, NULL, use_keys, letter));
    ZERO(pthread_join(thread, NULL));
    TRACE("k");
    EXPECT(pthread_getspecific(key) == stack);

    group("destructors that set values again come to an end");
    ZERO(pthread_key_create(&second_key, destroy_stubborn));
    EQUAL(EAGAIN, pthread_key_create(&third, NULL));
    ZERO(pthread_create(&thread, NULL, use_keys, letter));
    ZERO(pthread_join(thread, NULL));
    TRACE("kssss");

    group("pthread_key_delete");
    ZERO(pthread_key_delete(key));
    EQUAL(EINVAL, pthread_key_delete(key));
    EXPECT(pthread_getspecific(key) == NULL);
    ZERO(pthread_key_create(&third, NULL));
    EXPECT(pthread_getspecific(third) == NULL);
}

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void initialize_once(void)
{
    mark('(');
    sleep_ms(3);
    mark(')');
}

static void *call_once(void *argument)
{
    ZERO(pthread_once(&once, initialize_once));
    mark('o');
    return argument;
}

static void test_once(void)
{
    pthread_t threads[2];

    group("pthread_once");
    EQUAL(EINVAL, pthread_once(NULL, initialize_once));
    EQUAL(EINVAL, pthread_once(&once, NULL));
    for (int i = 0; i < 2; i++)
        ZERO(pthread_create(&threads[i], NULL, call_once, NULL));
    for (int i = 0; i < 2; i++)
        ZERO(pthread_join(threads[i], NULL));
    TRACE("()oo");
    ZERO(pthread_once(&once, initialize_once));
    TRACE("");
}

/* Cancellation ----------------------------------------------------------- */

static void clean(void *letter)
{
    mark(*(char *)letter);
}

static void *with_handlers(void *argument)
{
    static char letters[] = "abc";

    pthread_cleanup_push(clean, &letters[0]);
    pthread_cleanup_push(clean, &letters[1]);
    pthread_cleanup_push(clean, &letters[2]);
    pthread_cleanup_pop(1);
    sleep_ms(100000);
    mark('!');
    pthread_cleanup_pop(0);
    pthread_cleanup_pop(0);
    return argument;
}

static void *not_now(void *argument)
{
    int old = -1;

    ZERO(pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &old));
    EQUAL(PTHREAD_CANCEL_ENABLE, old);
    mark('d');
    sleep_ms(5);
    mark('e');
    ZERO(pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL));
    mark('f');
    pthread_testcancel();
    mark('!');
    return argument;
}

static void *at_any_point(void *argument)
{
    ZERO(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL));
    for (;;)
        ;
    return argument;
}

static void *join_it(void *thread)
{
    (void)pthread_join(*(pthread_t *)thread, NULL);
    mark('!');
    return NULL;
}

static void test_cancel(void)
{
    pthread_t joiner;
    pthread_t thread;
    void *result = NULL;

    group("pthread_cancel, cleanup handlers");
    EQUAL(ESRCH, pthread_cancel(BAD_THREAD));
    EQUAL(EINVAL, pthread_setcancelstate(99, NULL));
    EQUAL(EINVAL, pthread_setcanceltype(99, NULL));
    ZERO(pthread_create(&thread, NULL, with_handlers, NULL));
    sleep_ms(2);
    TRACE("c");
    ZERO(pthread_cancel(thread));
    ZERO(pthread_join(thread, &result));
    EXPECT(result == PTHREAD_CANCELED);
    TRACE("ba");
    EQUAL(ESRCH, pthread_cancel(thread));

    group("cancellation waits until it is enabled");
    ZERO(pthread_create(&thread, NULL, not_now, NULL));
    sleep_ms(2);
    ZERO(pthread_cancel(thread));
    ZERO(pthread_join(thread, &result));
    EXPECT(result == PTHREAD_CANCELED);
    TRACE("def");

    group("asynchronous cancellation");
    thread = spawn_thread(10, at_any_point, NULL);
    sleep_ms(3);
    ZERO(pthread_cancel(thread));
    ZERO(pthread_join(thread, &result));
    EXPECT(result == PTHREAD_CANCELED);

    group("a join can be cancelled");
    ZERO(pthread_create(&thread, NULL, sleep_long, NULL));
    joiner = spawn_thread(60, join_it, &thread);
    ZERO(pthread_cancel(joiner));
    ZERO(pthread_join(joiner, &result));
    EXPECT(result == PTHREAD_CANCELED);
    ZERO(pthread_cancel(thread));
    ZERO(pthread_join(thread, &result));
    EXPECT(result == PTHREAD_CANCELED);
    TRACE("");
}

static void *POSIX_Init(void *argument)
{
    (void)argument;
    ZERO(pthread_setschedprio(pthread_self(), 50));
    test_create();
    test_join();
    test_attributes();
    test_schedule();
    test_keys();
    test_once();
    test_cancel();
    finish_posix(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_POSIX_THREADS 5
#define CONFIGURE_MAXIMUM_POSIX_KEYS    2
#define CONFIGURE_POSIX_INIT_THREAD_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
