/* SPDX-License-Identifier: BSD-2-Clause */

/* What the tests of the POSIX API share beside those of the Classic one. */
#ifndef POSIX_TESTS_H
#define POSIX_TESTS_H

#define _GNU_SOURCE /* for the functions with _np */

#include <errno.h>
#include <limits.h>
#include <pthread.h>
#include <sched.h>
#include <time.h>
#include "../classic/check.h"

/* -1, and why in errno. */
#define FAILS(error, call)                                                                         \
    do {                                                                                           \
        errno = 0;                                                                                 \
        EQUAL(-1, (call));                                                                         \
        EQUAL(error, errno);                                                                       \
    } while (0)

#define ZERO(call) EQUAL(0, call)

/* The instant of a clock that many ms ahead, or back. */
static inline struct timespec after_ms(clockid_t clock, long ms)
{
    struct timespec time;
    int64_t ns;

    (void)clock_gettime(clock, &time);
    ns = (int64_t)time.tv_sec * 1000000000 + time.tv_nsec + (int64_t)ms * 1000000;
    return (struct timespec){.tv_sec = (time_t)(ns / 1000000000),
                             .tv_nsec = (long)(ns % 1000000000)};
}

static inline void sleep_ms(long ms)
{
    const struct timespec time = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};

    (void)nanosleep(&time, NULL);
}

/* A thread of the priority, more urgent than the caller if it is higher. */
static inline pthread_t spawn_thread(int priority, void *(*start)(void *), void *argument)
{
    const struct sched_param param = {.sched_priority = priority};
    pthread_attr_t attr;
    pthread_t thread = 0;

    ZERO(pthread_attr_init(&attr));
    ZERO(pthread_attr_setinheritsched(&attr, PTHREAD_EXPLICIT_SCHED));
    ZERO(pthread_attr_setschedpolicy(&attr, SCHED_FIFO));
    ZERO(pthread_attr_setschedparam(&attr, &param));
    ZERO(pthread_create(&thread, &attr, start, argument));
    ZERO(pthread_attr_destroy(&attr));
    return thread;
}

#define BAD_THREAD 0x0b01ffffu

#endif
