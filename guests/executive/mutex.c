/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/mutex.h"

void exec_mutex_initialize(struct exec_mutex *mutex, enum exec_mutex_protocol protocol,
                           uint8_t ceiling)
{
    *mutex = (struct exec_mutex){.protocol = (uint8_t)protocol, .ceiling = ceiling};
}

uint16_t exec_mutex_boost(const struct exec_mutex *mutex)
{
    const struct exec_thread *first = exec_wait_first(&mutex->waiters);

    if (mutex->protocol == EXEC_MUTEX_CEILING)
        return mutex->ceiling;
    if (mutex->protocol == EXEC_MUTEX_PLAIN || first == NULL)
        return EXEC_PRIORITY_IDLE;
    return first->priority;
}

static void give_to(struct exec_mutex *mutex, struct exec_thread *owner)
{
    mutex->owner = owner;
    mutex->nest = 0;
    mutex->next_held = owner->held;
    owner->held = mutex;
    exec_thread_update_priority(owner);
}

static void take_from(struct exec_mutex *mutex, struct exec_thread *owner)
{
    struct exec_mutex **link = &owner->held;

    mutex->owner = NULL;
    while (*link != mutex)
        link = &(*link)->next_held;
    *link = mutex->next_held;
}

enum exec_status exec_mutex_try(struct exec_mutex *mutex)
{
    struct exec_thread *self = exec_processor.executing;

    if (mutex->owner == self) {
        if (mutex->nest == UINT16_MAX)
            return EXEC_LIMIT;
        mutex->nest++;
        return EXEC_OK;
    }
    if (mutex->owner != NULL)
        return EXEC_UNAVAILABLE;
    if (mutex->protocol == EXEC_MUTEX_CEILING && self->priority < mutex->ceiling)
        return EXEC_CEILING;
    give_to(mutex, self);
    return EXEC_OK;
}

static bool would_deadlock(const struct exec_mutex *mutex)
{
    while (mutex != NULL && mutex->owner != NULL) {
        if (mutex->owner == exec_processor.executing)
            return true;
        mutex = mutex->owner->wait_mutex;
    }
    return false;
}

enum exec_status exec_mutex_wait(struct exec_mutex *mutex, enum exec_wait_discipline discipline,
                                 struct exec_timer_queue *timers, uint64_t expiry)
{
    if (would_deadlock(mutex))
        return EXEC_DEADLOCK;
    if (mutex->protocol == EXEC_MUTEX_INHERIT)
        discipline = EXEC_WAIT_PRIORITY;
    exec_wait_begin(&mutex->waiters, discipline);
    exec_wait_timeout(timers, expiry);
    exec_processor.executing->wait_mutex = mutex;
    exec_thread_update_priority(mutex->owner);
    return exec_wait_finish();
}

static void pass_on(struct exec_mutex *mutex)
{
    struct exec_thread *owner = mutex->owner;
    struct exec_thread *next;

    take_from(mutex, owner);
    next = exec_wait_first(&mutex->waiters);
    if (next != NULL) {
        /* Not a waiter any more before it becomes the owner, so that its own
         * priority does not count as inherited. */
        next->wait_mutex = NULL;
        exec_wait_end(next, EXEC_OK);
        give_to(mutex, next);
    }
    exec_thread_update_priority(owner);
}

enum exec_status exec_mutex_unlock(struct exec_mutex *mutex)
{
    if (mutex->owner != exec_processor.executing)
        return EXEC_NOT_OWNER;
    if (mutex->nest > 0)
        mutex->nest--;
    else
        pass_on(mutex);
    return EXEC_OK;
}

void exec_mutex_release(struct exec_mutex *mutex)
{
    if (mutex->owner != NULL)
        pass_on(mutex);
}

void exec_mutex_set_ceiling(struct exec_mutex *mutex, uint8_t ceiling)
{
    mutex->ceiling = ceiling;
    if (mutex->owner != NULL)
        exec_thread_update_priority(mutex->owner);
}
