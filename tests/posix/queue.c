/* SPDX-License-Identifier: BSD-2-Clause */

/* Semaphores and message queues. */

#include "posix.h"
#include <mqueue.h>
#include <semaphore.h>

static sem_t semaphore;
static mqd_t queue;

static void *wait_semaphore(void *argument)
{
    ZERO(sem_wait(&semaphore));
    mark(*(char *)argument);
    return NULL;
}

static void test_semaphore(void)
{
    static char letters[] = "ab";
    struct timespec time;
    pthread_t threads[2];
    int value = -1;

    group("sem_*: status codes");
    FAILS(EINVAL, sem_init(NULL, 0, 1));
    FAILS(EINVAL, sem_init(&semaphore, 0, (unsigned)INT_MAX + 1));
    FAILS(EINVAL, sem_wait(&semaphore));
    FAILS(EINVAL, sem_post(&semaphore));
    FAILS(EINVAL, sem_destroy(&semaphore));
    ZERO(sem_init(&semaphore, 0, 1));
    FAILS(EINVAL, sem_close(&semaphore));
    ZERO(sem_getvalue(&semaphore, &value));
    EQUAL(1, value);
    ZERO(sem_wait(&semaphore));
    FAILS(EAGAIN, sem_trywait(&semaphore));
    time = after_ms(CLOCK_REALTIME, -1);
    FAILS(ETIMEDOUT, sem_timedwait(&semaphore, &time));
    time = after_ms(CLOCK_REALTIME, 4);
    FAILS(ETIMEDOUT, sem_timedwait(&semaphore, &time));
    time.tv_nsec = -1;
    FAILS(EINVAL, sem_timedwait(&semaphore, &time));

    group("sem_post wakes the most urgent");
    for (int i = 0; i < 2; i++)
        threads[i] = spawn_thread(60 + i, wait_semaphore, &letters[i]);
    FAILS(EBUSY, sem_destroy(&semaphore));
    ZERO(sem_post(&semaphore));
    TRACE("b");
    ZERO(sem_post(&semaphore));
    TRACE("a");
    for (int i = 0; i < 2; i++)
        ZERO(pthread_join(threads[i], NULL));
    ZERO(sem_destroy(&semaphore));
    ZERO(sem_init(&semaphore, 0, INT_MAX));
    FAILS(EOVERFLOW, sem_post(&semaphore));
    ZERO(sem_destroy(&semaphore));
}

static void test_named(void)
{
    char long_name[300];
    sem_t *first;
    sem_t *second;
    int value;

    group("sem_open, _close, _unlink");
    memset(long_name, 'x', sizeof(long_name));
    long_name[sizeof(long_name) - 1] = '\0';
    errno = 0;
    EXPECT(sem_open(NULL, O_CREAT, 0777, 1) == SEM_FAILED && errno == EINVAL);
    EXPECT(sem_open(long_name, O_CREAT, 0777, 1) == SEM_FAILED && errno == ENAMETOOLONG);
    EXPECT(sem_open("/sem", 0) == SEM_FAILED && errno == ENOENT);
    first = sem_open("/sem", O_CREAT | O_EXCL, 0777, 3);
    EXPECT(first != SEM_FAILED);
    EXPECT(sem_open("/sem", O_CREAT | O_EXCL, 0777, 3) == SEM_FAILED && errno == EEXIST);
    EXPECT(sem_open("/two", O_CREAT, 0777, 1) == SEM_FAILED && errno == ENOSPC);
    second = sem_open("/sem", 0);
    EXPECT(second == first);
    ZERO(sem_wait(second));
    ZERO(sem_getvalue(first, &value));
    EQUAL(2, value);
    FAILS(EINVAL, sem_destroy(first));
    FAILS(ENOENT, sem_unlink("/two"));
    ZERO(sem_unlink("/sem"));
    FAILS(ENOENT, sem_unlink("/sem"));
    ZERO(sem_close(second));
    ZERO(sem_wait(first)); /* it lives as long as somebody has it open */
    ZERO(sem_close(first));
    FAILS(EINVAL, sem_close(first));
    first = sem_open("/two", O_CREAT, 0777, 0);
    EXPECT(first != SEM_FAILED);
}

/* Message queues --------------------------------------------------------- */

static char received[16];

static void *receive(void *argument)
{
    unsigned priority = 99;
    ssize_t length = mq_receive(queue, received, sizeof(received), &priority);

    EQUAL(4, length);
    EQUAL(3, priority);
    mark('v');
    return argument;
}

static void *send_more(void *argument)
{
    ZERO(mq_send(queue, "late", 5, 0));
    mark('s');
    return argument;
}

static void test_open(void)
{
    struct mq_attr attr = {.mq_maxmsg = 0, .mq_msgsize = 16};
    mqd_t other;

    group("mq_open, _close, _unlink");
    FAILS(EINVAL, (int)mq_open("", O_CREAT | O_RDWR, 0777, NULL));
    FAILS(ENOENT, (int)mq_open("/queue", O_RDWR));
    FAILS(EINVAL, (int)mq_open("/queue", O_CREAT | O_RDWR, 0777, &attr));
    attr.mq_maxmsg = 1000000;
    FAILS(ENOSPC, (int)mq_open("/queue", O_CREAT | O_RDWR, 0777, &attr));
    attr.mq_maxmsg = 3;
    queue = mq_open("/queue", O_CREAT | O_RDWR, 0777, &attr);
    EXPECT(queue != (mqd_t)-1);
    FAILS(EEXIST, (int)mq_open("/queue", O_CREAT | O_EXCL | O_RDWR, 0777, &attr));
    FAILS(ENFILE, (int)mq_open("/other", O_CREAT | O_RDWR, 0777, &attr));
    other = mq_open("/queue", O_RDWR);
    EQUAL(queue, other);
    ZERO(mq_close(other));
    FAILS(EBADF, mq_close(BAD_ID));
    FAILS(ENOENT, mq_unlink("/other"));
    FAILS(EINVAL, mq_unlink(NULL));
}

static void test_messages(void)
{
    struct timespec time;
    struct mq_attr attr = {.mq_flags = O_NONBLOCK};
    struct mq_attr old;
    char buffer[16];
    unsigned priority;
    pthread_t thread;

    group("mq_send, mq_receive: status codes");
    FAILS(EINVAL, mq_send(queue, "x", 1, MQ_PRIO_MAX + 1));
    FAILS(EBADF, mq_send(BAD_ID, "x", 1, 0));
    FAILS(EMSGSIZE, mq_send(queue, buffer, 17, 0));
    FAILS(EBADF, (int)mq_receive(BAD_ID, buffer, 16, NULL));
    FAILS(EMSGSIZE, (int)mq_receive(queue, buffer, 15, NULL));
    time = after_ms(CLOCK_REALTIME, -1);
    FAILS(ETIMEDOUT, (int)mq_timedreceive(queue, buffer, 16, NULL, &time));
    time = after_ms(CLOCK_REALTIME, 4);
    FAILS(ETIMEDOUT, (int)mq_timedreceive(queue, buffer, 16, NULL, &time));

    group("messages by priority, then by age");
    ZERO(mq_send(queue, "one", 4, 1));
    ZERO(mq_send(queue, "two", 4, 5));
    ZERO(mq_send(queue, "three", 6, 1));
    time = after_ms(CLOCK_REALTIME, 2);
    FAILS(ETIMEDOUT, mq_timedsend(queue, "x", 1, 0, &time));
    EQUAL(4, mq_receive(queue, buffer, 16, &priority));
    EXPECT(priority == 5 && strcmp(buffer, "two") == 0);
    EQUAL(4, mq_receive(queue, buffer, 16, &priority));
    EXPECT(priority == 1 && strcmp(buffer, "one") == 0);
    EQUAL(6, mq_receive(queue, buffer, 16, NULL));
    EXPECT(strcmp(buffer, "three") == 0);

    group("a waiting receiver, a waiting sender");
    thread = spawn_thread(60, receive, NULL);
    TRACE("");
    ZERO(mq_send(queue, "abc", 4, 3));
    TRACE("v");
    EXPECT(strcmp(received, "abc") == 0);
    ZERO(pthread_join(thread, NULL));
    for (int i = 0; i < 3; i++)
        ZERO(mq_send(queue, "fill", 5, 1));
    thread = spawn_thread(60, send_more, NULL);
    TRACE("");
    EQUAL(5, mq_receive(queue, buffer, 16, NULL));
    TRACE("s");
    ZERO(pthread_join(thread, NULL));

    group("mq_getattr, _setattr");
    FAILS(EINVAL, mq_getattr(queue, NULL));
    FAILS(EBADF, mq_getattr(BAD_ID, &old));
    FAILS(EINVAL, mq_setattr(queue, NULL, &old));
    FAILS(EBADF, mq_setattr(BAD_ID, &attr, &old));
    ZERO(mq_setattr(queue, &attr, &old));
    EXPECT(old.mq_maxmsg == 3 && old.mq_msgsize == 16 && old.mq_curmsgs == 3);
    FAILS(EAGAIN, mq_send(queue, "x", 1, 0));
    ZERO(mq_getattr(queue, &old));
    EXPECT((old.mq_flags & O_NONBLOCK) != 0);
    for (int i = 0; i < 3; i++)
        EQUAL(5, mq_receive(queue, buffer, 16, NULL));
    FAILS(EAGAIN, (int)mq_receive(queue, buffer, 16, NULL));
}

static void test_unlink(void)
{
    mqd_t other;

    group("an unlinked queue lives until it is closed");
    ZERO(mq_unlink("/queue"));
    FAILS(ENOENT, (int)mq_open("/queue", O_RDWR));
    ZERO(mq_send(queue, "x", 1, 0));
    ZERO(mq_close(queue));
    FAILS(EBADF, mq_send(queue, "x", 1, 0));
    other = mq_open("/queue", O_CREAT | O_RDONLY, 0777, NULL);
    EXPECT(other != (mqd_t)-1);
    FAILS(EBADF, mq_send(other, "x", 1, 0));
    ZERO(mq_close(other));
}

static void *POSIX_Init(void *argument)
{
    (void)argument;
    ZERO(pthread_setschedprio(pthread_self(), 50));
    test_semaphore();
    test_named();
    test_open();
    test_messages();
    test_unlink();
    finish_posix(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK        1000
#define CONFIGURE_MAXIMUM_POSIX_THREADS        3
#define CONFIGURE_MAXIMUM_POSIX_SEMAPHORES     1
#define CONFIGURE_MAXIMUM_POSIX_MESSAGE_QUEUES 1
#define CONFIGURE_MEMORY_OVERHEAD              4
#define CONFIGURE_POSIX_INIT_THREAD_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
