/* SPDX-License-Identifier: BSD-2-Clause */

/* Mutexes, condition variables, read-write locks, barriers, spin locks; by
 * Classic tasks and POSIX threads together. */

#include "posix.h"

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;
static pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
static pthread_barrier_t barrier;
static int results[4];

static void *lock_mutex(void *argument)
{
    results[0] = pthread_mutex_trylock(&mutex);
    results[1] = pthread_mutex_unlock(&mutex);
    results[2] = pthread_mutex_lock(&mutex);
    mark('l');
    ZERO(pthread_mutex_unlock(&mutex));
    return argument;
}

static void make_mutex(int type, int protocol)
{
    pthread_mutexattr_t attr;

    ZERO(pthread_mutexattr_init(&attr));
    ZERO(pthread_mutexattr_settype(&attr, type));
    ZERO(pthread_mutexattr_setprotocol(&attr, protocol));
    ZERO(pthread_mutexattr_setprioceiling(&attr, 100));
    ZERO(pthread_mutex_init(&mutex, &attr));
    ZERO(pthread_mutexattr_destroy(&attr));
}

static void test_mutex_attributes(void)
{
    pthread_mutexattr_t attr = {0};
    int value;

    group("pthread_mutexattr_*");
    EQUAL(EINVAL, pthread_mutexattr_init(NULL));
    EQUAL(EINVAL, pthread_mutexattr_destroy(&attr));
    EQUAL(EINVAL, pthread_mutexattr_settype(&attr, PTHREAD_MUTEX_NORMAL));
    EQUAL(EINVAL, pthread_mutex_init(&mutex, &attr));
    ZERO(pthread_mutexattr_init(&attr));
    EQUAL(EINVAL, pthread_mutexattr_settype(&attr, 99));
    EQUAL(EINVAL, pthread_mutexattr_setprotocol(&attr, 99));
    EQUAL(EINVAL, pthread_mutexattr_setpshared(&attr, 99));
    EQUAL(EINVAL, pthread_mutexattr_getprotocol(&attr, NULL));
    ZERO(pthread_mutexattr_setpshared(&attr, PTHREAD_PROCESS_SHARED));
    ZERO(pthread_mutexattr_getpshared(&attr, &value));
    EQUAL(PTHREAD_PROCESS_SHARED, value);
    ZERO(pthread_mutexattr_gettype(&attr, &value));
    EQUAL(PTHREAD_MUTEX_DEFAULT, value);
    ZERO(pthread_mutexattr_getprotocol(&attr, &value));
    EQUAL(PTHREAD_PRIO_NONE, value);
    ZERO(pthread_mutexattr_setprotocol(&attr, PTHREAD_PRIO_PROTECT));
    ZERO(pthread_mutexattr_setprioceiling(&attr, 0));
    ZERO(pthread_mutexattr_getprioceiling(&attr, &value));
    EQUAL(0, value);
    EQUAL(EINVAL, pthread_mutex_init(&mutex, &attr));
    EQUAL(EINVAL, pthread_mutex_init(NULL, NULL));
}

static void test_mutex(void)
{
    struct timespec time = after_ms(CLOCK_REALTIME, -1);
    pthread_mutex_t bad;
    pthread_t thread;

    group("a mutex of the initializer");
    ZERO(pthread_mutex_lock(&mutex));
    EQUAL(EDEADLK, pthread_mutex_lock(&mutex));
    EQUAL(EBUSY, pthread_mutex_trylock(&mutex));
    EQUAL(EBUSY, pthread_mutex_destroy(&mutex));
    thread = spawn_thread(60, lock_mutex, NULL);
    EQUAL(EBUSY, results[0]);
    EQUAL(EPERM, results[1]);
    TRACE("");
    ZERO(pthread_mutex_unlock(&mutex));
    TRACE("l");
    ZERO(results[2]);
    ZERO(pthread_join(thread, NULL));
    EQUAL(EPERM, pthread_mutex_unlock(&mutex));
    ZERO(pthread_mutex_destroy(&mutex));
    EQUAL(EINVAL, pthread_mutex_lock(&mutex));
    EQUAL(EINVAL, pthread_mutex_unlock(&mutex));
    EQUAL(EINVAL, pthread_mutex_destroy(&mutex));
    memset(&bad, 0x55, sizeof(bad));
    EQUAL(EINVAL, pthread_mutex_trylock(&bad));
    EQUAL(EINVAL, pthread_mutex_lock(NULL));

    group("a recursive mutex");
    make_mutex(PTHREAD_MUTEX_RECURSIVE, PTHREAD_PRIO_NONE);
    ZERO(pthread_mutex_lock(&mutex));
    ZERO(pthread_mutex_lock(&mutex));
    ZERO(pthread_mutex_trylock(&mutex));
    for (int i = 0; i < 3; i++)
        ZERO(pthread_mutex_unlock(&mutex));
    EQUAL(EPERM, pthread_mutex_unlock(&mutex));
    ZERO(pthread_mutex_timedlock(&mutex, &time)); /* needs no time */
    ZERO(pthread_mutex_unlock(&mutex));
}

static void *lock_timed(void *argument)
{
    struct timespec past = after_ms(CLOCK_REALTIME, -1);
    struct timespec soon = after_ms(CLOCK_REALTIME, 5);
    const struct timespec none = {.tv_nsec = 1000000000};

    results[0] = pthread_mutex_timedlock(&mutex, &past);
    results[1] = pthread_mutex_timedlock(&mutex, &none);
    mark('<');
    results[2] = pthread_mutex_timedlock(&mutex, &soon);
    mark('>');
    return argument;
}

static void test_protocols(void)
{
    pthread_t thread;
    int ceiling;

    group("priority inheritance, and time-outs");
    make_mutex(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_INHERIT);
    ZERO(pthread_mutex_getprioceiling(&mutex, &ceiling));
    EQUAL(0, ceiling);
    ZERO(pthread_mutex_lock(&mutex));
    thread = spawn_thread(60, lock_timed, NULL);
    EQUAL(255 - 60, priority_of(RTEMS_SELF));
    sleep_ms(8);
    TRACE("<>");
    EQUAL(255 - 50, priority_of(RTEMS_SELF));
    EQUAL(ETIMEDOUT, results[0]);
    EQUAL(EINVAL, results[1]);
    EQUAL(ETIMEDOUT, results[2]);
    ZERO(pthread_join(thread, NULL));
    ZERO(pthread_mutex_unlock(&mutex));
    ZERO(pthread_mutex_destroy(&mutex));

    group("priority ceiling");
    make_mutex(PTHREAD_MUTEX_NORMAL, PTHREAD_PRIO_PROTECT);
    EQUAL(EINVAL, pthread_mutex_getprioceiling(&mutex, NULL));
    ZERO(pthread_mutex_getprioceiling(&mutex, &ceiling));
    EQUAL(100, ceiling);
    ZERO(pthread_mutex_lock(&mutex));
    EQUAL(255 - 100, priority_of(RTEMS_SELF));
    ZERO(pthread_mutex_unlock(&mutex));
    EQUAL(255 - 50, priority_of(RTEMS_SELF));
    EQUAL(EINVAL, pthread_mutex_setprioceiling(&mutex, 40, NULL));
    EQUAL(EINVAL, pthread_mutex_setprioceiling(&mutex, 0, &ceiling));
    ZERO(pthread_mutex_setprioceiling(&mutex, 40, &ceiling));
    EQUAL(100, ceiling);
    EQUAL(EINVAL, pthread_mutex_lock(&mutex)); /* more urgent than the ceiling */
    ZERO(pthread_mutex_destroy(&mutex));
}

/* Condition variables ---------------------------------------------------- */

static void *wait_condition(void *argument)
{
    ZERO(pthread_mutex_lock(&mutex));
    ZERO(pthread_cond_wait(&condition, &mutex));
    mark(*(char *)argument);
    ZERO(pthread_mutex_unlock(&mutex));
    return NULL;
}

static void unlock(void *argument)
{
    results[3] = pthread_mutex_unlock(argument);
    mark('u');
}

static void *wait_cancelled(void *argument)
{
    ZERO(pthread_mutex_lock(&mutex));
    pthread_cleanup_push(unlock, &mutex);
    (void)pthread_cond_wait(&condition, &mutex);
    pthread_cleanup_pop(0);
    return argument;
}

static void test_condition(void)
{
    static char letters[] = "abc";
    struct timespec time;
    pthread_condattr_t attr = {0};
    pthread_t threads[3];
    clockid_t clock;
    void *result;

    group("pthread_cond_*: status codes");
    ZERO(pthread_mutex_init(&mutex, NULL));
    EQUAL(EINVAL, pthread_condattr_destroy(&attr));
    EQUAL(EINVAL, pthread_cond_init(&condition, &attr));
    ZERO(pthread_condattr_init(&attr));
    EQUAL(EINVAL, pthread_condattr_setclock(&attr, CLOCK_PROCESS_CPUTIME_ID));
    EQUAL(EINVAL, pthread_condattr_getclock(&attr, NULL));
    ZERO(pthread_condattr_getclock(&attr, &clock));
    EQUAL(CLOCK_REALTIME, clock);
    EQUAL(EPERM, pthread_cond_wait(&condition, &mutex));
    ZERO(pthread_mutex_lock(&mutex));
    EQUAL(EINVAL, pthread_cond_timedwait(&condition, &mutex, NULL));
    time = after_ms(CLOCK_REALTIME, -1);
    EQUAL(ETIMEDOUT, pthread_cond_timedwait(&condition, &mutex, &time));
    time = after_ms(CLOCK_REALTIME, 5);
    EQUAL(ETIMEDOUT, pthread_cond_timedwait(&condition, &mutex, &time));
    time = after_ms(CLOCK_REALTIME, 0);
    EQUAL(EDEADLK, pthread_mutex_lock(&mutex)); /* it has it again */
    ZERO(pthread_mutex_unlock(&mutex));

    group("pthread_cond_signal, _broadcast");
    ZERO(pthread_cond_signal(&condition));
    for (int i = 0; i < 3; i++)
        threads[i] = spawn_thread(60 + i, wait_condition, &letters[i]);
    EQUAL(EBUSY, pthread_cond_destroy(&condition));
    TRACE("");
    ZERO(pthread_cond_signal(&condition));
    TRACE("c");
    ZERO(pthread_cond_broadcast(&condition));
    TRACE("ba");
    for (int i = 0; i < 3; i++)
        ZERO(pthread_join(threads[i], NULL));

    group("a cancelled waiter has the mutex in its cleanup handler");
    threads[0] = spawn_thread(60, wait_cancelled, NULL);
    results[3] = -1;
    ZERO(pthread_cancel(threads[0]));
    ZERO(pthread_join(threads[0], &result));
    EXPECT(result == PTHREAD_CANCELED);
    ZERO(results[3]);
    TRACE("u");

    group("time-outs of the monotonic clock");
    ZERO(pthread_cond_destroy(&condition));
    EQUAL(EINVAL, pthread_cond_signal(&condition));
    ZERO(pthread_condattr_setclock(&attr, CLOCK_MONOTONIC));
    ZERO(pthread_cond_init(&condition, &attr));
    ZERO(pthread_mutex_lock(&mutex));
    time = after_ms(CLOCK_MONOTONIC, 4);
    EQUAL(ETIMEDOUT, pthread_cond_timedwait(&condition, &mutex, &time));
    ZERO(pthread_mutex_unlock(&mutex));
    ZERO(pthread_mutex_destroy(&mutex));
}

/* Read-write locks ------------------------------------------------------- */

static void *read_lock(void *argument)
{
    ZERO(pthread_rwlock_rdlock(&rwlock));
    mark('r');
    ZERO(pthread_rwlock_unlock(&rwlock));
    return argument;
}

static void *write_lock(void *argument)
{
    ZERO(pthread_rwlock_wrlock(&rwlock));
    mark('w');
    ZERO(pthread_rwlock_unlock(&rwlock));
    return argument;
}

static void test_rwlock(void)
{
    struct timespec time;
    pthread_rwlockattr_t attr = {0};
    pthread_t threads[3];

    group("pthread_rwlock_*: status codes");
    EQUAL(EINVAL, pthread_rwlock_init(NULL, NULL));
    EQUAL(EINVAL, pthread_rwlock_init(&rwlock, &attr));
    ZERO(pthread_rwlock_unlock(&rwlock));
    ZERO(pthread_rwlock_rdlock(&rwlock));
    ZERO(pthread_rwlock_tryrdlock(&rwlock));
    EQUAL(EBUSY, pthread_rwlock_trywrlock(&rwlock));
    time = after_ms(CLOCK_REALTIME, 3);
    EQUAL(ETIMEDOUT, pthread_rwlock_timedwrlock(&rwlock, &time));
    EQUAL(EBUSY, pthread_rwlock_destroy(&rwlock));
    ZERO(pthread_rwlock_unlock(&rwlock));
    ZERO(pthread_rwlock_unlock(&rwlock));
    ZERO(pthread_rwlock_wrlock(&rwlock));
    EQUAL(EDEADLK, pthread_rwlock_wrlock(&rwlock));
    EQUAL(EBUSY, pthread_rwlock_tryrdlock(&rwlock));

    group("readers share, a writer comes in between");
    threads[0] = spawn_thread(60, read_lock, NULL);
    threads[1] = spawn_thread(60, write_lock, NULL);
    threads[2] = spawn_thread(60, read_lock, NULL);
    TRACE("");
    ZERO(pthread_rwlock_unlock(&rwlock));
    TRACE("rwr");
    for (int i = 0; i < 3; i++)
        ZERO(pthread_join(threads[i], NULL));
    ZERO(pthread_rwlock_destroy(&rwlock));
    EQUAL(EINVAL, pthread_rwlock_rdlock(&rwlock));
}

static void *wait_barrier(void *argument)
{
    int result = pthread_barrier_wait(&barrier);

    mark(result == PTHREAD_BARRIER_SERIAL_THREAD ? 'S' : result == 0 ? 'n' : '!');
    return argument;
}

static void test_barrier(void)
{
    pthread_t threads[2];

    group("pthread_barrier_*");
    EQUAL(EINVAL, pthread_barrier_init(NULL, NULL, 3));
    EQUAL(EINVAL, pthread_barrier_init(&barrier, NULL, 0));
    EQUAL(EINVAL, pthread_barrier_wait(&barrier));
    ZERO(pthread_barrier_init(&barrier, NULL, 3));
    for (int i = 0; i < 2; i++)
        threads[i] = spawn_thread(60, wait_barrier, NULL);
    EQUAL(EBUSY, pthread_barrier_destroy(&barrier));
    TRACE("");
    EQUAL(PTHREAD_BARRIER_SERIAL_THREAD, pthread_barrier_wait(&barrier));
    TRACE("nn");
    for (int i = 0; i < 2; i++)
        ZERO(pthread_join(threads[i], NULL));
    ZERO(pthread_barrier_destroy(&barrier));
    EQUAL(EINVAL, pthread_barrier_destroy(&barrier));
}

static void test_spin(void)
{
    pthread_spinlock_t lock;

    group("pthread_spin_*");
    EQUAL(EINVAL, pthread_spin_init(NULL, 0));
    ZERO(pthread_spin_init(&lock, PTHREAD_PROCESS_PRIVATE));
    EQUAL(EPERM, pthread_spin_unlock(&lock));
    ZERO(pthread_spin_lock(&lock));
    EQUAL(_CPU_VIRTUAL_LEVEL_DISABLED, _CPU_Virtual_Interrupts_get_level());
    EQUAL(EDEADLK, pthread_spin_lock(&lock));
    EQUAL(EBUSY, pthread_spin_trylock(&lock));
    EQUAL(EBUSY, pthread_spin_destroy(&lock));
    ZERO(pthread_spin_unlock(&lock));
    EQUAL(_CPU_VIRTUAL_LEVEL_ENABLED, _CPU_Virtual_Interrupts_get_level());
    ZERO(pthread_spin_trylock(&lock));
    ZERO(pthread_spin_unlock(&lock));
    ZERO(pthread_spin_destroy(&lock));
}

/* A Classic task, as good as a thread here. */
static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_mutex_attributes();
    test_mutex();
    test_protocols();
    test_condition();
    test_rwlock();
    test_barrier();
    test_spin();
    finish_posix(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_INIT_TASK_PRIORITY    (255 - 50)
#define CONFIGURE_MAXIMUM_POSIX_THREADS 4
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
