/* SPDX-License-Identifier: BSD-2-Clause */

#include "internal.h"

struct semaphore {
    struct apex_object object;
    struct exec_wait_queue waiters;
    QUEUING_DISCIPLINE_TYPE discipline;
    /* WAITED_FOR: 0, and there may be waiters. With interrupts enabled it is
     * changed by change() only, which fails if anything has come in between. */
    SEMAPHORE_VALUE_TYPE value;
    SEMAPHORE_VALUE_TYPE maximum;
};

#define WAITED_FOR (-1)

static SEMAPHORE_VALUE_TYPE value_of(const struct semaphore *semaphore)
{
    return semaphore->value == WAITED_FOR ? 0 : semaphore->value;
}

APEX_CLASS(semaphores, MAX_NUMBER_OF_SEMAPHORES);

static RETURN_CODE_TYPE check(const char *name, SEMAPHORE_VALUE_TYPE value,
                              SEMAPHORE_VALUE_TYPE maximum, QUEUING_DISCIPLINE_TYPE discipline)
{
    RETURN_CODE_TYPE code = apex_object_check(&semaphores, name, sizeof(struct semaphore));

    if (code != NO_ERROR)
        return code;
    if (value < 0 || value > MAX_SEMAPHORE_VALUE || maximum < 0 || maximum > MAX_SEMAPHORE_VALUE ||
        value > maximum || !apex_discipline_is_valid(discipline))
        return INVALID_PARAM;
    return apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

void CREATE_SEMAPHORE(SEMAPHORE_NAME_TYPE SEMAPHORE_NAME, SEMAPHORE_VALUE_TYPE CURRENT_VALUE,
                      SEMAPHORE_VALUE_TYPE MAXIMUM_VALUE,
                      QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, SEMAPHORE_ID_TYPE *SEMAPHORE_ID,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    struct semaphore *semaphore;

    *RETURN_CODE = check(SEMAPHORE_NAME, CURRENT_VALUE, MAXIMUM_VALUE, QUEUING_DISCIPLINE);
    if (*RETURN_CODE != NO_ERROR)
        return;
    semaphore = apex_object_create(&semaphores, SEMAPHORE_NAME, sizeof(*semaphore));
    semaphore->discipline = QUEUING_DISCIPLINE;
    semaphore->value = CURRENT_VALUE;
    semaphore->maximum = MAXIMUM_VALUE;
    *SEMAPHORE_ID = semaphore->object.id;
}

/* Waiting and signalling: first an attempt at what is frequent, which neither
 * disables interrupts nor needs much of a stack frame; all other cases, and
 * what the attempt has found changed meanwhile, are left to functions that
 * check everything in order. */

static inline bool change(struct semaphore *semaphore, SEMAPHORE_VALUE_TYPE from,
                          SEMAPHORE_VALUE_TYPE to)
{
    return __atomic_compare_exchange_n(&semaphore->value, &from, to, false, __ATOMIC_ACQ_REL,
                                       __ATOMIC_RELAXED);
}

static inline struct semaphore *known(SEMAPHORE_ID_TYPE id)
{
    return (struct semaphore *)semaphores_objects[id - 1];
}

static inline bool take(struct semaphore *semaphore)
{
    SEMAPHORE_VALUE_TYPE value = semaphore->value;

    return value > 0 && change(semaphore, value, value - 1);
}

static RETURN_CODE_TYPE take_or_wait(struct semaphore *semaphore, SYSTEM_TIME_TYPE time_out)
{
    if (semaphore->value > 0) {
        semaphore->value--;
        return NO_ERROR;
    }
    semaphore->value = WAITED_FOR;
    return apex_wait(&semaphore->waiters, semaphore->discipline, time_out, NULL);
}

static RETURN_CODE_TYPE __attribute__((noinline))
wait(SEMAPHORE_ID_TYPE id, const SYSTEM_TIME_TYPE *time_out)
{
    int level = exec_enter();
    struct semaphore *semaphore = apex_object_get(&semaphores, id);
    RETURN_CODE_TYPE code = INVALID_PARAM;

    if (semaphore != NULL && apex_time_is_valid(*time_out))
        code = take_or_wait(semaphore, *time_out);
    exec_leave(level);
    return code;
}

void WAIT_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    if (apex_time_is_usual(TIME_OUT) && apex_object_exists(&semaphores, SEMAPHORE_ID) &&
        take(known(SEMAPHORE_ID)))
        *RETURN_CODE = NO_ERROR;
    else
        *RETURN_CODE = wait(SEMAPHORE_ID, &TIME_OUT);
}

static inline bool give(struct semaphore *semaphore)
{
    SEMAPHORE_VALUE_TYPE value = semaphore->value;

    return value != WAITED_FOR && value < semaphore->maximum && change(semaphore, value, value + 1);
}

static RETURN_CODE_TYPE give_or_release(struct semaphore *semaphore)
{
    struct exec_thread *first = exec_wait_first(&semaphore->waiters);
    SEMAPHORE_VALUE_TYPE value = value_of(semaphore);

    if (first != NULL)
        exec_wait_end(first, EXEC_OK);
    else if (value == semaphore->maximum)
        return NO_ACTION;
    else
        semaphore->value = value + 1;
    return NO_ERROR;
}

static RETURN_CODE_TYPE __attribute__((noinline)) signal(SEMAPHORE_ID_TYPE id)
{
    int level = exec_enter();
    struct semaphore *semaphore = apex_object_get(&semaphores, id);
    RETURN_CODE_TYPE code = semaphore == NULL ? INVALID_PARAM : give_or_release(semaphore);

    exec_leave(level);
    return code;
}

void SIGNAL_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    if (apex_object_exists(&semaphores, SEMAPHORE_ID) && give(known(SEMAPHORE_ID)))
        *RETURN_CODE = NO_ERROR;
    else
        *RETURN_CODE = signal(SEMAPHORE_ID);
}

void GET_SEMAPHORE_ID(SEMAPHORE_NAME_TYPE SEMAPHORE_NAME, SEMAPHORE_ID_TYPE *SEMAPHORE_ID,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct semaphore *semaphore = apex_object_find(&semaphores, SEMAPHORE_NAME);

    *RETURN_CODE = semaphore == NULL ? INVALID_CONFIG : NO_ERROR;
    if (semaphore != NULL)
        *SEMAPHORE_ID = semaphore->object.id;
}

void GET_SEMAPHORE_STATUS(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SEMAPHORE_STATUS_TYPE *SEMAPHORE_STATUS,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    const struct semaphore *semaphore = apex_object_get(&semaphores, SEMAPHORE_ID);

    *RETURN_CODE = semaphore == NULL ? INVALID_PARAM : NO_ERROR;
    if (semaphore != NULL)
        *SEMAPHORE_STATUS = (SEMAPHORE_STATUS_TYPE){
            .CURRENT_VALUE = value_of(semaphore),
            .MAXIMUM_VALUE = semaphore->maximum,
            .WAITING_PROCESSES = apex_waiting(&semaphore->waiters),
        };
    exec_leave(level);
}
