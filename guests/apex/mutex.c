/* SPDX-License-Identifier: BSD-2-Clause */

/* Mutexes and the preemption lock, which is one of them: its owner has a
 * priority above all other processes. */

#include "internal.h"

/* By which they are told from the C library's mutexes. */
static const char mark[] = "APEX";

struct mutex {
    struct apex_object object;
    struct exec_mutex mutex;
    QUEUING_DISCIPLINE_TYPE discipline;
    PRIORITY_TYPE priority;
};

APEX_CLASS(mutexes, MAX_NUMBER_OF_MUTEXES);

static struct exec_mutex preemption_lock = {
    .protocol = EXEC_MUTEX_CEILING,
    .ceiling = APEX_PRIORITY_LOCKED,
    .name = mark,
};

/* Ownership --------------------------------------------------------------- */

static LOCK_COUNT_TYPE lock_count(const struct exec_mutex *mutex)
{
    return mutex->owner == NULL ? 0 : mutex->nest + 1;
}

struct exec_mutex *apex_mutex_owned(const struct apex_process *process)
{
    struct exec_mutex *held = process->thread.held;

    while (held != NULL && held->name != mark)
        held = held->next_held;
    return held;
}

bool apex_waits_for_mutex(const struct apex_process *process)
{
    const struct exec_mutex *awaited = process->thread.wait_mutex;

    return awaited != NULL && awaited->name == mark;
}

PRIORITY_TYPE apex_current_priority(const struct apex_process *process)
{
    uint32_t priority = process->thread.priority;

    /* The lock's priority is none that a process could have. */
    if (preemption_lock.owner == &process->thread)
        priority = process->thread.base_priority;
    return MAX_PRIORITY_VALUE + 2 - (PRIORITY_TYPE)priority;
}

/* Preemption lock --------------------------------------------------------- */

LOCK_LEVEL_TYPE apex_lock_level(void)
{
    return apex_is_normal() ? lock_count(&preemption_lock) : 1;
}

static RETURN_CODE_TYPE lock_preemption(void)
{
    struct apex_process *self = apex_self();
    struct exec_mutex *owned;

    if (self == NULL || apex_is_error_handler(self))
        return NO_ACTION;
    if (apex_lock_level() == MAX_LOCK_LEVEL)
        return INVALID_CONFIG;
    owned = apex_mutex_owned(self);
    if (owned != NULL && owned != &preemption_lock)
        return INVALID_MODE;
    (void)exec_mutex_try(&preemption_lock);
    return NO_ERROR;
}

void LOCK_PREEMPTION(LOCK_LEVEL_TYPE *LOCK_LEVEL, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = lock_preemption();
    *LOCK_LEVEL = apex_lock_level();
    exec_leave(level);
}

void UNLOCK_PREEMPTION(LOCK_LEVEL_TYPE *LOCK_LEVEL, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct apex_process *self = apex_self();

    if (self == NULL || exec_mutex_unlock(&preemption_lock) == EXEC_NOT_OWNER)
        *RETURN_CODE = NO_ACTION;
    else
        *RETURN_CODE = NO_ERROR;
    *LOCK_LEVEL = apex_lock_level();
    exec_leave(level);
}

/* Creation and status ------------------------------------------------------ */

void CREATE_MUTEX(MUTEX_NAME_TYPE MUTEX_NAME, PRIORITY_TYPE MUTEX_PRIORITY,
                  QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    struct mutex *mutex;

    *RETURN_CODE = apex_object_check(&mutexes, MUTEX_NAME, sizeof(*mutex));
    if (*RETURN_CODE != NO_ERROR)
        return;
    if (!apex_priority_is_valid(MUTEX_PRIORITY) || !apex_discipline_is_valid(QUEUING_DISCIPLINE)) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    if (apex_is_normal()) {
        *RETURN_CODE = INVALID_MODE;
        return;
    }
    mutex = apex_object_create(&mutexes, MUTEX_NAME, sizeof(*mutex));
    exec_mutex_initialize(&mutex->mutex, EXEC_MUTEX_CEILING, apex_priority(MUTEX_PRIORITY));
    mutex->mutex.name = mark;
    mutex->discipline = QUEUING_DISCIPLINE;
    mutex->priority = MUTEX_PRIORITY;
    *MUTEX_ID = mutex->object.id;
}

void GET_MUTEX_ID(MUTEX_NAME_TYPE MUTEX_NAME, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct mutex *mutex = apex_object_find(&mutexes, MUTEX_NAME);

    *RETURN_CODE = mutex == NULL ? INVALID_CONFIG : NO_ERROR;
    if (mutex != NULL)
        *MUTEX_ID = mutex->object.id;
}

static MUTEX_STATUS_TYPE status_of(const struct exec_mutex *mutex, PRIORITY_TYPE priority)
{
    return (MUTEX_STATUS_TYPE){
        .MUTEX_OWNER =
            mutex->owner == NULL ? NULL_PROCESS_ID : apex_process_of(mutex->owner)->object.id,
        .MUTEX_STATE = mutex->owner == NULL ? AVAILABLE : OWNED,
        .MUTEX_PRIORITY = priority,
        .LOCK_COUNT = lock_count(mutex),
        .WAITING_PROCESSES = apex_waiting(&mutex->waiters),
    };
}

void GET_MUTEX_STATUS(MUTEX_ID_TYPE MUTEX_ID, MUTEX_STATUS_TYPE *MUTEX_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct mutex *mutex = apex_object_get(&mutexes, MUTEX_ID);

    *RETURN_CODE = NO_ERROR;
    if (MUTEX_ID == PREEMPTION_LOCK_MUTEX)
        *MUTEX_STATUS = status_of(&preemption_lock, MAX_PRIORITY_VALUE + 1);
    else if (mutex == NULL)
        *RETURN_CODE = INVALID_PARAM;
    else
        *MUTEX_STATUS = status_of(&mutex->mutex, mutex->priority);
    exec_leave(level);
}

void GET_PROCESS_MUTEX_STATE(PROCESS_ID_TYPE PROCESS_ID, MUTEX_ID_TYPE *MUTEX_ID,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct apex_process *process = apex_process_get(PROCESS_ID);
    struct exec_mutex *owned = process == NULL ? NULL : apex_mutex_owned(process);

    *RETURN_CODE = process == NULL ? INVALID_PARAM : NO_ERROR;
    if (process != NULL && owned == NULL)
        *MUTEX_ID = NO_MUTEX_OWNED;
    else if (owned == &preemption_lock)
        *MUTEX_ID = PREEMPTION_LOCK_MUTEX;
    else if (owned != NULL)
        *MUTEX_ID = EXEC_CONTAINER(owned, struct mutex, mutex)->object.id;
    exec_leave(level);
}

/* Use --------------------------------------------------------------------- */

static RETURN_CODE_TYPE check_acquire(const struct apex_process *self, const struct mutex *mutex,
                                      SYSTEM_TIME_TYPE time_out)
{
    const struct exec_mutex *owned;

    if (mutex == NULL || !apex_time_is_valid(time_out))
        return INVALID_PARAM;
    if (self == NULL || apex_is_error_handler(self))
        return INVALID_MODE;
    owned = apex_mutex_owned(self);
    if (owned != NULL && owned != &mutex->mutex)
        return INVALID_MODE;
    if (owned == NULL && apex_current_priority(self) > mutex->priority)
        return INVALID_MODE;
    return owned != NULL && lock_count(owned) == MAX_LOCK_LEVEL ? INVALID_CONFIG : NO_ERROR;
}

static RETURN_CODE_TYPE acquire(struct mutex *mutex, SYSTEM_TIME_TYPE time_out)
{
    RETURN_CODE_TYPE code = check_acquire(apex_self(), mutex, time_out);

    if (code != NO_ERROR)
        return code;
    if (exec_mutex_try(&mutex->mutex) != EXEC_UNAVAILABLE)
        return NO_ERROR;
    if (time_out == 0)
        return NOT_AVAILABLE;
    switch (exec_mutex_wait(&mutex->mutex, apex_discipline(mutex->discipline), &exec_clock_timers,
                            apex_time_from_now(time_out))) {
    case EXEC_OK:
        return NO_ERROR;
    case EXEC_TIMEOUT:
        return TIMED_OUT;
    default:
        /* A circle through the C library's locks. */
        return INVALID_MODE;
    }
}

void ACQUIRE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = acquire(apex_object_get(&mutexes, MUTEX_ID), TIME_OUT);
    exec_leave(level);
}

void RELEASE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct mutex *mutex = apex_object_get(&mutexes, MUTEX_ID);

    if (mutex == NULL)
        *RETURN_CODE = INVALID_PARAM;
    else if (apex_self() == NULL || exec_mutex_unlock(&mutex->mutex) == EXEC_NOT_OWNER)
        *RETURN_CODE = INVALID_MODE;
    else
        *RETURN_CODE = NO_ERROR;
    exec_leave(level);
}

void RESET_MUTEX(MUTEX_ID_TYPE MUTEX_ID, PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct mutex *mutex = apex_object_get(&mutexes, MUTEX_ID);
    const struct apex_process *process = apex_process_get(PROCESS_ID);

    if (mutex == NULL || process == NULL) {
        *RETURN_CODE = INVALID_PARAM;
    } else if (mutex->mutex.owner != &process->thread) {
        *RETURN_CODE = INVALID_MODE;
    } else {
        exec_mutex_release(&mutex->mutex);
        *RETURN_CODE = NO_ERROR;
    }
    exec_leave(level);
}
