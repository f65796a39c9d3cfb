/* SPDX-License-Identifier: BSD-2-Clause */

/* POSIX: joins that signals interrupt, deadlocks of joins, ends of waiting
 * threads, tasks that are restarted, waits without a time, processor time. */

#include "posix.h"
#include <fcntl.h>
#include <mqueue.h>
#include <semaphore.h>
#include <signal.h>

static pthread_t main_thread;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_key_t key;
static mqd_t queue;
static int from_interrupt;
static int error_in_interrupt;

static void handle(int signal_number)
{
    (void)signal_number;
    mark('s');
}

static void *signal_main(void *unused)
{
    sleep_ms(3);
    ZERO(pthread_kill(main_thread, SIGUSR1));
    sleep_ms(3);
    mark('e');
    return unused;
}

static void *join_main(void *unused)
{
    sleep_ms(2); /* main waits by then */
    EQUAL(EDEADLK, pthread_join(main_thread, NULL));
    return unused;
}

static void test_join(void)
{
    struct sigaction action = {.sa_handler = handle};
    pthread_t thread;

    group("a signal is served while its thread joins");
    ZERO(sigaction(SIGUSR1, &action, NULL));
    thread = spawn_thread(60, signal_main, NULL);
    ZERO(pthread_join(thread, NULL));
    TRACE("se");

    group("threads that would join each other");
    EQUAL(EDEADLK, pthread_join(pthread_self(), NULL));
    thread = spawn_thread(50, join_main, NULL);
    ZERO(pthread_join(thread, NULL));
}

static void *detach_itself(void *unused)
{
    (void)unused;
    sleep_ms(2);
    ZERO(pthread_detach(pthread_self()));
    return &main_thread;
}

static void *lock(void *unused)
{
    ZERO(pthread_setcanceltype(PTHREAD_CANCEL_ASYNCHRONOUS, NULL));
    EQUAL(ETIMEDOUT, pthread_mutex_lock(&mutex)); /* never comes back */
    return unused;
}

static void test_ends(void)
{
    void *result = NULL;
    pthread_t thread;

    group("a thread that detaches itself while it is joined");
    thread = spawn_thread(60, detach_itself, NULL);
    ZERO(pthread_join(thread, &result));
    EXPECT(result == &main_thread);
    EQUAL(ESRCH, pthread_join(thread, NULL));

    group("asynchronous cancellation ends any wait");
    ZERO(pthread_mutex_lock(&mutex));
    thread = spawn_thread(60, lock, NULL);
    sleep_ms(2);
    ZERO(pthread_cancel(thread));
    ZERO(pthread_join(thread, &result));
    EXPECT(result == PTHREAD_CANCELED);
    ZERO(pthread_mutex_unlock(&mutex));
}

static void destroy(void *value)
{
    mark(*(char *)value);
}

static rtems_task live(rtems_task_argument argument)
{
    static char letters[] = "ab";

    EXPECT(pthread_getspecific(key) == NULL);
    ZERO(pthread_setspecific(key, &letters[argument]));
    rtems_task_suspend(RTEMS_SELF);
}

static void test_restart(void)
{
    rtems_id task;

    group("a task that is restarted loses its values");
    ZERO(pthread_key_create(&key, destroy));
    task = spawn("LIVE", 5, live, 0);
    TRACE("");
    OK(rtems_task_restart(task, 1));
    TRACE("a");
    OK(rtems_task_delete(task));
    TRACE("b");
    ZERO(pthread_key_delete(key));
}

static void send_in_interrupt(rtems_id id, void *argument)
{
    (void)id;
    from_interrupt = mq_send(queue, argument, 1, 0);
    error_in_interrupt = errno;
    EQUAL(EPROTO, pthread_setcancelstate(PTHREAD_CANCEL_ENABLE, NULL));
    EQUAL(EPROTO, pthread_setcanceltype(PTHREAD_CANCEL_DEFERRED, NULL));
}

static void test_interrupt(void)
{
    const struct mq_attr attributes = {.mq_maxmsg = 1, .mq_msgsize = 1};
    rtems_id timer;

    group("an interrupt does not wait for a queue");
    queue = mq_open("queue", O_CREAT | O_RDWR, 0600, &attributes);
    ZERO(mq_send(queue, "x", 1, 0));
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 1, send_in_interrupt, (void *)(uintptr_t) "y"));
    sleep_ms(3);
    EXPECT(from_interrupt == -1 && error_in_interrupt == EAGAIN);
    ZERO(mq_close(queue));
    ZERO(mq_unlink("queue"));
    FAILS(ENOENT, mq_unlink(""));
    FAILS(EINVAL, mq_unlink(NULL));
    FAILS(EINVAL, sem_unlink(NULL));
    FAILS(ENAMETOOLONG, mq_unlink(memset((char[PATH_MAX + 1]){0}, 'x', PATH_MAX)));
}

static void *wait_without_time(void *unused)
{
    sem_t semaphore;

    ZERO(sem_init(&semaphore, 0, 0));
    EQUAL(EINVAL, pthread_mutex_timedlock(&mutex, NULL));
    FAILS(EINVAL, sem_timedwait(&semaphore, NULL));
    EQUAL(EINVAL, pthread_cond_wait(&(pthread_cond_t)PTHREAD_COND_INITIALIZER, NULL));
    return unused;
}

static void test_no_time(void)
{
    pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
    struct timespec before = {.tv_sec = -5};
    pthread_t thread;

    group("waits that are given no time, or one long past");
    ZERO(pthread_mutex_lock(&mutex));
    thread = spawn_thread(60, wait_without_time, NULL);
    ZERO(pthread_join(thread, NULL));
    ZERO(pthread_mutex_unlock(&mutex));
    ZERO(pthread_rwlock_wrlock(&rwlock));
    EQUAL(EINVAL, pthread_rwlock_timedrdlock(&rwlock, NULL));
    EQUAL(EINVAL, pthread_rwlock_timedwrlock(&rwlock, NULL));
    EQUAL(ETIMEDOUT, pthread_rwlock_timedwrlock(&rwlock, &before));
    ZERO(pthread_rwlock_unlock(&rwlock));
    EQUAL(EINVAL, clock_nanosleep(CLOCK_REALTIME, 0, &before, NULL));
    ZERO(clock_nanosleep(CLOCK_REALTIME, TIMER_ABSTIME, &before, NULL));
    EQUAL(ENOTSUP, clock_nanosleep(CLOCK_THREAD_CPUTIME_ID, 0, &before, NULL));
}

static void test_names(void)
{
    char name[16] = "before";

    group("names of threads");
    EQUAL(ESRCH, pthread_getname_np(BAD_THREAD, name, sizeof(name)));
    EXPECT(strcmp("", name) == 0);
    EQUAL(ESRCH, pthread_setname_np(BAD_THREAD, "name"));
    ZERO(pthread_setname_np(main_thread, "fourteen chars"));
    ZERO(pthread_getname_np(main_thread, name, sizeof(name)));
    EXPECT(strcmp("fourteen chars", name) == 0);
    EQUAL(ERANGE, pthread_setname_np(main_thread, "sixteen letters."));
    EQUAL(ERANGE, pthread_getname_np(main_thread, name, 8));
    EXPECT(strcmp("sixteen", name) == 0);
}

static int64_t ns_of(clockid_t clock)
{
    struct timespec time;

    ZERO(clock_gettime(clock, &time));
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

static void test_processor_time(void)
{
    clockid_t clock;
    int64_t own;

    group("CLOCK_THREAD_CPUTIME_ID counts what the thread has run");
    ZERO(pthread_getcpuclockid(pthread_self(), &clock));
    EQUAL(CLOCK_THREAD_CPUTIME_ID, clock);
    EQUAL(ESRCH, pthread_getcpuclockid(BAD_THREAD, &clock));
    ZERO(clock_getres(CLOCK_THREAD_CPUTIME_ID, NULL));
    FAILS(EINVAL, clock_getres(99, NULL));
    FAILS(EINVAL, clock_gettime(99, &(struct timespec){0}));
    own = ns_of(CLOCK_THREAD_CPUTIME_ID);
    sleep_ms(20);
    EXPECT(ns_of(CLOCK_THREAD_CPUTIME_ID) - own < 1000000);
    own = ns_of(CLOCK_THREAD_CPUTIME_ID);
    for (int64_t end = ns_of(CLOCK_MONOTONIC) + 5000000; ns_of(CLOCK_MONOTONIC) < end;)
        ;
    EXPECT(ns_of(CLOCK_THREAD_CPUTIME_ID) - own >= 4000000);
    EXPECT(ns_of(CLOCK_PROCESS_CPUTIME_ID) >= ns_of(CLOCK_THREAD_CPUTIME_ID));
}

static void *run(void *argument)
{
    (void)argument;
    main_thread = pthread_self();
    test_join();
    test_ends();
    test_restart();
    test_interrupt();
    test_no_time();
    test_names();
    test_processor_time();
    finish_posix(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK        1000
#define CONFIGURE_MAXIMUM_TASKS                1
#define CONFIGURE_MAXIMUM_TIMERS               1
#define CONFIGURE_MAXIMUM_POSIX_THREADS        2
#define CONFIGURE_MAXIMUM_POSIX_KEYS           1
#define CONFIGURE_MAXIMUM_POSIX_MESSAGE_QUEUES 1
#define CONFIGURE_MEMORY_OVERHEAD              4
#define CONFIGURE_POSIX_INIT_THREAD_TABLE
#define CONFIGURE_POSIX_INIT_THREAD_ENTRY_POINT run
#define CONFIGURE_POSIX_INIT_THREAD_STACK_SIZE  32768
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
