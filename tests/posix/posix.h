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

/* Which function was seen to give which error number: table.sh adds them up. */
static const struct {
    int number;
    const char *name;
} error_names[] = {
    {EAGAIN, "EAGAIN"},       {EBADF, "EBADF"},         {EBUSY, "EBUSY"},
    {EDEADLK, "EDEADLK"},     {EEXIST, "EEXIST"},       {EFAULT, "EFAULT"},
    {EINTR, "EINTR"},         {EINVAL, "EINVAL"},       {EMSGSIZE, "EMSGSIZE"},
    {ENFILE, "ENFILE"},       {ENOENT, "ENOENT"},       {ENAMETOOLONG, "ENAMETOOLONG"},
    {ENOMEM, "ENOMEM"},       {ENOSPC, "ENOSPC"},       {ENOSYS, "ENOSYS"},
    {ENOTSUP, "ENOTSUP"},     {EOVERFLOW, "EOVERFLOW"}, {EPERM, "EPERM"},
    {EPROTO, "EPROTO"},       {ERANGE, "ERANGE"},       {ESRCH, "ESRCH"},
    {ETIMEDOUT, "ETIMEDOUT"},
};

static struct {
    char function[40];
    uint32_t errors; /* bits by the place in error_names */
} errors_seen[80];

/* Of the text of a call; casts before it do not matter. */
static inline void note_error(intmax_t number, const char *call)
{
    const char *begin = call[0] == '(' && strchr(call, ')') != NULL ? strchr(call, ')') + 1 : call;
    size_t length = strcspn(begin, "(");
    size_t place = 0;

    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(error_names); i++) {
        if (error_names[i].number != number || begin[length] == '\0' || length == 0 ||
            length >= sizeof(errors_seen[0].function) || strcspn(begin, " ,.[&-") < length)
            continue;
        while (errors_seen[place].function[0] != '\0' &&
               (strncmp(errors_seen[place].function, begin, length) != 0 ||
                errors_seen[place].function[length] != '\0'))
            place++;
        memcpy(errors_seen[place].function, begin, length);
        errors_seen[place].errors |= 1u << i;
    }
}

static inline void print_errors(void)
{
    for (size_t place = 0; errors_seen[place].function[0] != '\0'; place++) {
        printf("| %s |", errors_seen[place].function);
        for (size_t i = 0; i < RTEMS_ARRAY_SIZE(error_names); i++)
            if ((errors_seen[place].errors & 1u << i) != 0)
                printf(" %s", error_names[i].name);
        printf(" |\n");
    }
}

/* Others return -1, or what could be taken for an error number. */
static inline bool returns_error(const char *call)
{
    return (strncmp(call, "pthread_", 8) == 0 || strncmp(call, "clock_", 6) == 0 ||
            strncmp(call, "sigwait(", 8) == 0) &&
           strncmp(call, "pthread_equal", 13) != 0 &&
           strncmp(call, "pthread_getconcurrency", 22) != 0;
}

#undef EQUAL
#define EQUAL(expected, value)                                                                     \
    do {                                                                                           \
        intmax_t got = (intmax_t)(value);                                                          \
                                                                                                   \
        check_equal(__LINE__, (uintmax_t)(intmax_t)(expected), (uintmax_t)got, #value);            \
        if (got == (intmax_t)(expected) && returns_error(#value))                                  \
            note_error(got, #value);                                                               \
    } while (0)

/* -1, and why in errno. */
#define FAILS(error, call)                                                                         \
    do {                                                                                           \
        errno = 0;                                                                                 \
        EQUAL(-1, (call));                                                                         \
        if (errno == (error))                                                                      \
            note_error(error, #call);                                                              \
        else                                                                                       \
            fail(__LINE__, "%s: errno is %d, not %d", #call, errno, (error));                      \
    } while (0)

#define ZERO(call) EQUAL(0, call)

/* In place of finish(). */
static inline void finish_posix(const char *file) RTEMS_NO_RETURN;
static inline void finish_posix(const char *file)
{
    end_group();
    print_errors();
    finish(file);
}

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
