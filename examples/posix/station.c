/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * POSIX: a timer's signal sets the pace of a sensor, which sends readings
 * through a message queue; two workers take them, and share an account under a
 * mutex with priority inheritance and a condition variable.
 */

#include <errno.h>
#include <fcntl.h>
#include <mqueue.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define READINGS 6
#define WORKERS  2
#define NO_MORE  (-1)

static struct {
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    unsigned count;
    long sum;
} account = {.changed = PTHREAD_COND_INITIALIZER};

static pthread_key_t done_by_me;
static mqd_t readings;

static void check(int error, const char *what)
{
    if (error == 0)
        return;
    printf("%s: error %d\n", what, error);
    exit(1);
}

static void print_own_share(void *share)
{
    printf("worker: has done %u\n", *(unsigned *)share);
    free(share);
}

/* One reading every 100 ms; the signal waits for the thread, not it for the time. */
static void *sense(void *unused)
{
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    const struct itimerspec pace = {{0, 100000000}, {0, 100000000}};
    sigset_t alarm;
    timer_t timer;

    (void)unused;
    (void)sigemptyset(&alarm);
    (void)sigaddset(&alarm, SIGALRM);
    check(timer_create(CLOCK_MONOTONIC, &event, &timer), "timer_create");
    check(timer_settime(timer, 0, &pace, NULL), "timer_settime");
    for (int i = 0; i < READINGS + WORKERS; i++) {
        int reading = i < READINGS ? 20 + i : NO_MORE;

        (void)sigwaitinfo(&alarm, NULL);
        check(mq_send(readings, (const char *)&reading, sizeof(reading), 0), "mq_send");
    }
    check(timer_delete(timer), "timer_delete");
    return NULL;
}

static void add(int reading)
{
    check(pthread_mutex_lock(&account.mutex), "pthread_mutex_lock");
    account.count++;
    account.sum += reading;
    printf("worker: reading %d, %u of %u\n", reading, account.count, READINGS);
    check(pthread_cond_signal(&account.changed), "pthread_cond_signal");
    check(pthread_mutex_unlock(&account.mutex), "pthread_mutex_unlock");
}

static void *work(void *unused)
{
    unsigned *share = calloc(1, sizeof(*share));
    int reading;

    (void)unused;
    check(pthread_setspecific(done_by_me, share), "pthread_setspecific");
    while (mq_receive(readings, (char *)&reading, sizeof(reading), NULL) > 0 &&
           reading != NO_MORE) {
        add(reading);
        ++*share;
    }
    return NULL;
}

static struct timespec after_ms(long ms)
{
    struct timespec time;

    (void)clock_gettime(CLOCK_REALTIME, &time);
    time.tv_nsec += ms * 1000000;
    time.tv_sec += time.tv_nsec / 1000000000;
    time.tv_nsec %= 1000000000;
    return time;
}

/* Until all readings are there; speaks up if that takes too long. */
static void wait_for_account(void)
{
    check(pthread_mutex_lock(&account.mutex), "pthread_mutex_lock");
    while (account.count < READINGS) {
        struct timespec time = after_ms(250);
        unsigned before = account.count;
        int error = ETIMEDOUT;

        while (account.count < before + 3 &&
               (error = pthread_cond_timedwait(&account.changed, &account.mutex, &time)) == 0)
            ;
        if (error == ETIMEDOUT)
            printf("main: %u readings after 250 ms\n", account.count - before);
    }
    printf("main: all readings, average %ld\n", account.sum / READINGS);
    check(pthread_mutex_unlock(&account.mutex), "pthread_mutex_unlock");
}

static void prepare(void)
{
    const struct mq_attr attributes = {.mq_maxmsg = 4, .mq_msgsize = sizeof(int)};
    pthread_mutexattr_t inherit;
    sigset_t alarm;

    check(pthread_mutexattr_init(&inherit), "pthread_mutexattr_init");
    check(pthread_mutexattr_setprotocol(&inherit, PTHREAD_PRIO_INHERIT), "protocol");
    check(pthread_mutex_init(&account.mutex, &inherit), "pthread_mutex_init");
    check(pthread_key_create(&done_by_me, print_own_share), "pthread_key_create");
    readings = mq_open("/readings", O_CREAT | O_RDWR, 0600, &attributes);
    check(readings == (mqd_t)-1 ? errno : 0, "mq_open");
    /* Threads inherit the mask: the signal stays pending for who waits for it. */
    (void)sigemptyset(&alarm);
    (void)sigaddset(&alarm, SIGALRM);
    check(pthread_sigmask(SIG_BLOCK, &alarm, NULL), "pthread_sigmask");
}

static void *run(void *argument)
{
    pthread_t threads[1 + WORKERS];

    (void)argument;
    prepare();
    for (int i = 0; i < 1 + WORKERS; i++)
        check(pthread_create(&threads[i], NULL, i == 0 ? sense : work, NULL), "pthread_create");
    wait_for_account();
    for (int i = 0; i < 1 + WORKERS; i++)
        check(pthread_join(threads[i], NULL), "pthread_join");
    check(mq_close(readings), "mq_close");
    check(mq_unlink("/readings"), "mq_unlink");
    printf("main: all threads have ended\n");
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK        10000
#define CONFIGURE_MAXIMUM_POSIX_THREADS        4
#define CONFIGURE_MAXIMUM_POSIX_KEYS           1
#define CONFIGURE_MAXIMUM_POSIX_TIMERS         1
#define CONFIGURE_MAXIMUM_POSIX_MESSAGE_QUEUES 1
#define CONFIGURE_MESSAGE_BUFFER_MEMORY        CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(4, sizeof(int)) + 1024
#define CONFIGURE_POSIX_INIT_THREAD_TABLE
#define CONFIGURE_POSIX_INIT_THREAD_ENTRY_POINT run
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
