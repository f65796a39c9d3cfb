/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 2: processes that wait for interrupts. Names: LINE_0 to
 * LINE_15, the hardware lines that the model gives to the partition; CONSOLE,
 * input; SIGNAL, another partition's; WINDOW, a window of the partition starts.
 * Return codes: docs/apex.md. */
#ifndef APEX_INTERRUPT
#define APEX_INTERRUPT

#include "apexType.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_NUMBER_OF_INTERRUPTS SYSTEM_LIMIT_NUMBER_OF_INTERRUPTS

typedef NAME_TYPE INTERRUPT_NAME_TYPE;
typedef APEX_INTEGER INTERRUPT_ID_TYPE;
#define NULL_INTERRUPT_ID 0

/* What becomes of interrupts that came when no one waited. */
typedef enum { CLEAR = 0, NO_CLEAR = 1 } INTERRUPT_PENDING_TYPE;

/* Start modes only. From here on occurrences are counted. */
void CREATE_INTERRUPT(INTERRUPT_NAME_TYPE INTERRUPT_NAME, INTERRUPT_ID_TYPE *INTERRUPT_ID,
                      RETURN_CODE_TYPE *RETURN_CODE);
void GET_INTERRUPT_ID(INTERRUPT_NAME_TYPE INTERRUPT_NAME, INTERRUPT_ID_TYPE *INTERRUPT_ID,
                      RETURN_CODE_TYPE *RETURN_CODE);

/* Each occurrence ends one wait, first come first served. */
void WAIT_INTERRUPT(INTERRUPT_ID_TYPE INTERRUPT_ID, INTERRUPT_PENDING_TYPE CLEAR_PENDING,
                    SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
