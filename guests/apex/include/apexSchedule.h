/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 2: multiple module schedules. Return codes: docs/apex.md. */
#ifndef APEX_MODULE_SCHEDULES
#define APEX_MODULE_SCHEDULES

#include "apexType.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef NAME_TYPE SCHEDULE_NAME_TYPE;
typedef APEX_INTEGER SCHEDULE_ID_TYPE; /* from 1, in the model's order */
#define NULL_SCHEDULE_ID 0

typedef struct {
    SYSTEM_TIME_TYPE TIME_OF_LAST_SCHEDULE_SWITCH; /* 0: there was none */
    SCHEDULE_ID_TYPE CURRENT_SCHEDULE;
    SCHEDULE_ID_TYPE NEXT_SCHEDULE; /* from the next major frame on */
} SCHEDULE_STATUS_TYPE;

/* The last request before the end of the major frame counts. */
void SET_MODULE_SCHEDULE(SCHEDULE_ID_TYPE SCHEDULE_ID, RETURN_CODE_TYPE *RETURN_CODE);
void GET_MODULE_SCHEDULE_STATUS(SCHEDULE_STATUS_TYPE *SCHEDULE_STATUS,
                                RETURN_CODE_TYPE *RETURN_CODE);
void GET_MODULE_SCHEDULE_ID(SCHEDULE_NAME_TYPE SCHEDULE_NAME, SCHEDULE_ID_TYPE *SCHEDULE_ID,
                            RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
