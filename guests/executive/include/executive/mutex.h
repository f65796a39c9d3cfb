/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Mutual exclusion with an owner, recursive, with priority inheritance
 * (transitive) or a ceiling. Called between exec_enter() and exec_leave().
 */
#ifndef EXECUTIVE_MUTEX_H
#define EXECUTIVE_MUTEX_H

#include "executive/wait.h"

enum exec_mutex_protocol {
    EXEC_MUTEX_INHERIT, /* waiters queue by priority */
    EXEC_MUTEX_CEILING,
    EXEC_MUTEX_PLAIN,
};

/* All zero: free, with inheritance. Five words, so that it fits into the C
 * library's own lock structure. */
struct exec_mutex {
    struct exec_mutex *next_held; /* of the owner's list */
    uint8_t protocol;
    uint8_t ceiling;
    uint16_t nest; /* how often more than once the owner has locked it */
    struct exec_wait_queue waiters;
    struct exec_thread *owner;
    const char *name;
};

void exec_mutex_initialize(struct exec_mutex *mutex, enum exec_mutex_protocol protocol,
                           uint8_t ceiling);

/*
 * Locks it for the executing thread: OK, CEILING, LIMIT (nested too often), or
 * UNAVAILABLE if it is another's: then exec_mutex_wait() is the way.
 * Thread context.
 */
enum exec_status exec_mutex_try(struct exec_mutex *mutex);

/*
 * Waits for a mutex that exec_mutex_try() did not get: OK, TIMEOUT, DELETED,
 * UNAVAILABLE (flushed), or DEADLOCK at once. The discipline does not count
 * for EXEC_MUTEX_INHERIT. Thread context.
 */
enum exec_status exec_mutex_wait(struct exec_mutex *mutex, enum exec_wait_discipline discipline,
                                 struct exec_timer_queue *timers, uint64_t expiry);

/* Unlocks once: OK or NOT_OWNER. The first waiter becomes the owner. */
enum exec_status exec_mutex_unlock(struct exec_mutex *mutex);

/* Takes it from its owner, whoever that is and however often it has locked it.
 * The first waiter becomes the owner. No effect on a free one. */
void exec_mutex_release(struct exec_mutex *mutex);

/* Changes the ceiling of a mutex, also while it is owned. */
void exec_mutex_set_ceiling(struct exec_mutex *mutex, uint8_t ceiling);

/* The priority that the mutex gives to its owner. */
uint16_t exec_mutex_boost(const struct exec_mutex *mutex);

#endif
