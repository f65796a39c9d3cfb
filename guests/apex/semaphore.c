/* SPDX-License-Identifier: BSD-2-Clause */

#include "internal.h"

struct semaphore {
    struct apex_object object;
    struct exec_wait_queue waiters;
    QUEUING_DISCIPLINE_TYPE discipline;
    SEMAPHORE_VALUE_TYPE value;
    SEMAPHORE_VALUE_TYPE maximum;
};

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

static RETURN_CODE_TYPE wait(struct semaphore *semaphore, SYSTEM_TIME_TYPE time_out)
{
    if (semaphore->value == 0)
        return apex_wait(&semaphore->waiters, semaphore->discipline, time_out, NULL);
    semaphore->value--;
    return NO_ERROR;
}

void WAIT_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, SYSTEM_TIME_TYPE TIME_OUT,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct semaphore *semaphore = apex_object_get(&semaphores, SEMAPHORE_ID);

    if (semaphore == NULL || !apex_time_is_valid(TIME_OUT))
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = wait(semaphore, TIME_OUT);
    exec_leave(level);
}

static RETURN_CODE_TYPE signal(struct semaphore *semaphore)
{
    struct exec_thread *first = exec_wait_first(&semaphore->waiters);

    if (first != NULL)
        exec_wait_end(first, EXEC_OK);
    else if (semaphore->value == semaphore->maximum)
        return NO_ACTION;
    else
        semaphore->value++;
    return NO_ERROR;
}

void SIGNAL_SEMAPHORE(SEMAPHORE_ID_TYPE SEMAPHORE_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct semaphore *semaphore = apex_object_get(&semaphores, SEMAPHORE_ID);

    *RETURN_CODE = semaphore == NULL ? INVALID_PARAM : signal(semaphore);
    exec_leave(level);
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
            .CURRENT_VALUE = semaphore->value,
            .MAXIMUM_VALUE = semaphore->maximum,
            .WAITING_PROCESSES = apex_waiting(&semaphore->waiters),
        };
    exec_leave(level);
}
