/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 1: time management. Return codes: docs/apex.md. */
#ifndef APEX_TIME
#define APEX_TIME

#include "apexType.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Waits; with a delay of 0 only lets the others of the same priority run. */
void TIMED_WAIT(SYSTEM_TIME_TYPE DELAY_TIME, RETURN_CODE_TYPE *RETURN_CODE);

/* Waits for the calling periodic process' next release point. */
void PERIODIC_WAIT(RETURN_CODE_TYPE *RETURN_CODE);

/* ns since the module's start; the same in all partitions. */
void GET_TIME(SYSTEM_TIME_TYPE *SYSTEM_TIME, RETURN_CODE_TYPE *RETURN_CODE);

/* Moves the calling process' deadline to BUDGET_TIME from now. */
void REPLENISH(SYSTEM_TIME_TYPE BUDGET_TIME, RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
