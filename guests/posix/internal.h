/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the files of the POSIX API share. A program for RTEMS has both APIs, and
 * one kind of thread: a POSIX thread is a task of a class of its own, and a
 * Classic task can call every function here.
 */
#ifndef POSIX_INTERNAL_H
#define POSIX_INTERNAL_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <time.h>
#include "classic.h"

#define NS_PER_SECOND 1000000000u

/* Threads ---------------------------------------------------------------- */

/* The state of a task; all zero: has not used POSIX. */
struct posix_thread {
    bool detached;
    bool ended; /* waits to be joined */
    bool cancel_disabled;
    bool cancel_asynchronous;
    bool cancelled;        /* somebody has called pthread_cancel() */
    bool can_be_cancelled; /* the wait it is in */
    bool can_be_signalled; /* likewise */
    uint8_t policy;        /* SCHED_FIFO, ...; 0: that of a Classic task */
    void *result;
    struct exec_wait_queue joiners;
    struct _pthread_cleanup_context *cleanups;
    void **values; /* by key; NULL: none */
    sigset_t blocked;
    sigset_t pending; /* of this thread alone */
    sigset_t awaited; /* by sigwait() and its like */
    void *(*start)(void *argument);
    rtems_tcb *joins; /* the thread whose end it waits for; NULL: none */
    char name[16];    /* empty: that of the Classic API */
};
_Static_assert(sizeof(struct posix_thread) <= CLASSIC_POSIX_WORDS * sizeof(uint64_t), "fits");

static inline struct posix_thread *posix_of(rtems_tcb *task)
{
    return (struct posix_thread *)(void *)task->posix;
}

static inline struct posix_thread *posix_self(void)
{
    return posix_of(classic_executing());
}

/* All tasks that there are until visit() returns true. With interrupts disabled. */
void posix_for_each(bool (*visit)(rtems_tcb *task, void *argument), void *argument);

/* NULL: the program has configured nothing of POSIX. */
static inline const _RTEMS_POSIX_Configuration *posix_configuration(void)
{
    return _RTEMS_Configuration.posix;
}

/* The keys' part of a thread's end (key.c), if the program has keys. */
void posix_keys_thread_end(rtems_tcb *task);

/* Time (time.c) ---------------------------------------------------------- */

/* When a wait ends. */
struct posix_timeout {
    struct exec_timer_queue *timers;
    uint64_t expiry; /* of the timers' time base; EXEC_FOREVER: never */
};
extern const struct posix_timeout posix_forever;

/* ns; false if it is no time. A time before the clock's begin is 0. */
bool posix_ns(const struct timespec *time, uint64_t *ns);

/* The instant of a clock (CLOCK_REALTIME, CLOCK_MONOTONIC): 0, EINVAL, or
 * ETIMEDOUT if it is past. Without tick, past and invalid ones alone count. */
int posix_timeout_at(clockid_t clock, const struct timespec *time, struct posix_timeout *timeout);

/* What a function that must be given a time waits until: none is no valid one. */
extern const struct timespec posix_no_time;

static inline const struct timespec *posix_given(const struct timespec *time)
{
    return time != NULL ? time : &posix_no_time;
}

/* Waiting (wait.c) ------------------------------------------------------- */

#define POSIX_WAIT_SIGNALS 1u /* a caught signal ends the wait */
#define POSIX_WAIT_CANCEL  2u /* pthread_cancel() does */

/* Waits in the queue, or in none if it is NULL. EXEC_SIGNALLED: a signal, or
 * the thread is to be cancelled: pthread_testcancel() after exec_leave().
 * Between exec_enter() and exec_leave(). */
enum exec_status posix_wait(struct exec_wait_queue *queue, enum exec_wait_discipline discipline,
                            const struct posix_timeout *timeout, unsigned options);

/* Lets the task cancel itself, or serve its signals, in its own context; the
 * executing one at classic_task_act(). With interrupts disabled. */
void posix_request_action(rtems_tcb *task);

/* Serves signals (signal.c); NULL: there are none in this program. */
extern void (*posix_serve_hook)(void);

/* As an error number. */
int posix_error(enum exec_status status);

/* Sets errno and returns -1. */
int posix_fail(int error);

/* Of an attributes object: it is initialized, and says private or shared, which is
 * the same within a partition. */
static inline bool posix_sharing_is_valid(int is_initialized, int process_shared)
{
    return is_initialized &&
           (process_shared == PTHREAD_PROCESS_PRIVATE || process_shared == PTHREAD_PROCESS_SHARED);
}

/* Objects that are valid by a word that depends on their address ---------- */

static inline unsigned long posix_magic(const void *object, unsigned long kind)
{
    return (uintptr_t)object ^ kind;
}

/* Unlocks (mutex.c): 0, EINVAL, EPERM. With interrupts disabled. */
int posix_mutex_unlock(pthread_mutex_t *mutex);

/* Of POSIX.1-2024, which newlib's headers do not know yet. */
int pthread_rwlock_clockrdlock(pthread_rwlock_t *rwlock, clockid_t clock,
                               const struct timespec *time);
int pthread_rwlock_clockwrlock(pthread_rwlock_t *rwlock, clockid_t clock,
                               const struct timespec *time);

/* Names (name.c) --------------------------------------------------------- */

/* Objects that are found by name, in a list of their kind. */
struct posix_named {
    struct exec_link link;
    char *name; /* NULL: unlinked */
    uint32_t open_count;
};

/* 0, EINVAL (no name), ENAMETOOLONG. *found: NULL if there is none. With the
 * allocator lock. */
int posix_named_find(struct exec_list *list, const char *name, struct posix_named **found);

/* Gives it a copy of the name and adds it; false: no memory. With the allocator lock. */
bool posix_named_add(struct exec_list *list, struct posix_named *named, const char *name);
void posix_named_unlink(struct posix_named *named);

/* Signals (signal.c) ----------------------------------------------------- */

static inline sigset_t posix_signal_bit(int signal_number)
{
    return 1ul << (signal_number - 1);
}

static inline bool posix_signal_is_valid(int signal_number)
{
    return signal_number >= 1 && signal_number < NSIG;
}

/* Makes the signal pending for the process: 0, or EAGAIN if there is no room for
 * what it brings. Any context, between exec_enter() and exec_leave(). */
int posix_signal_process(int signal_number, int code, union sigval value);

/* Takes one of the set that is pending for the executing thread, most urgent
 * first; 0: there is none. Between exec_enter() and exec_leave(). */
int posix_signal_take(sigset_t set, siginfo_t *info);

#endif
