/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 1: mutexes, whose owner has at least their priority. A
 * process owns one at a time; preemption lock counts as one. Return codes:
 * docs/apex.md. */
#ifndef APEX_MUTEX
#define APEX_MUTEX

#include "apexProcess.h"
#include "apexType.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_NUMBER_OF_MUTEXES SYSTEM_LIMIT_NUMBER_OF_MUTEXES

typedef NAME_TYPE MUTEX_NAME_TYPE;
typedef APEX_INTEGER MUTEX_ID_TYPE;
#define NULL_MUTEX_ID         0
#define NO_MUTEX_OWNED        (-2)
#define PREEMPTION_LOCK_MUTEX (-3)
typedef APEX_INTEGER LOCK_COUNT_TYPE;

typedef enum { AVAILABLE = 0, OWNED = 1 } MUTEX_STATE_TYPE;

typedef struct {
    PROCESS_ID_TYPE MUTEX_OWNER;
    MUTEX_STATE_TYPE MUTEX_STATE;
    PRIORITY_TYPE MUTEX_PRIORITY;
    LOCK_COUNT_TYPE LOCK_COUNT;
    WAITING_RANGE_TYPE WAITING_PROCESSES;
} MUTEX_STATUS_TYPE;

/* Start modes only. */
void CREATE_MUTEX(MUTEX_NAME_TYPE MUTEX_NAME, PRIORITY_TYPE MUTEX_PRIORITY,
                  QUEUING_DISCIPLINE_TYPE QUEUING_DISCIPLINE, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE);
void ACQUIRE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, SYSTEM_TIME_TYPE TIME_OUT,
                   RETURN_CODE_TYPE *RETURN_CODE);
void RELEASE_MUTEX(MUTEX_ID_TYPE MUTEX_ID, RETURN_CODE_TYPE *RETURN_CODE);

/* Takes the mutex from the process, however often it has acquired it. */
void RESET_MUTEX(MUTEX_ID_TYPE MUTEX_ID, PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE);
void GET_MUTEX_ID(MUTEX_NAME_TYPE MUTEX_NAME, MUTEX_ID_TYPE *MUTEX_ID,
                  RETURN_CODE_TYPE *RETURN_CODE);

/* Also of PREEMPTION_LOCK_MUTEX. */
void GET_MUTEX_STATUS(MUTEX_ID_TYPE MUTEX_ID, MUTEX_STATUS_TYPE *MUTEX_STATUS,
                      RETURN_CODE_TYPE *RETURN_CODE);

/* What the process owns: a mutex, PREEMPTION_LOCK_MUTEX or NO_MUTEX_OWNED. */
void GET_PROCESS_MUTEX_STATE(PROCESS_ID_TYPE PROCESS_ID, MUTEX_ID_TYPE *MUTEX_ID,
                             RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
