/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 2: sampling port extensions. Return codes: docs/apex.md. */
#ifndef APEX_SAMPLING_EXTENSION
#define APEX_SAMPLING_EXTENSION

#include "apexSamplingPort.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum { EMPTY_PORT = 0, CONSUMED_MESSAGE = 1, NEW_MESSAGE = 2 } UPDATED_TYPE;
typedef enum { STALE = 0, FRESH = 1 } AGE_TYPE;

typedef struct {
    SYSTEM_TIME_TYPE REFRESH_PERIOD;
    SYSTEM_TIME_TYPE TIME_STAMP; /* when the present message was written; 0: none was */
    MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE;
    PORT_DIRECTION_TYPE PORT_DIRECTION;
    AGE_TYPE MESSAGE_AGE; /* of the present message */
    UPDATED_TYPE UPDATED; /* CONSUMED_MESSAGE: it was read before */
} SAMPLING_PORT_CURRENT_STATUS_TYPE;

/* Reads only a message that was not read before; otherwise LENGTH is 0 and
 * what is at MESSAGE_ADDR stays. */
void READ_UPDATED_SAMPLING_MESSAGE(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                   MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                   UPDATED_TYPE *UPDATED, RETURN_CODE_TYPE *RETURN_CODE);
void GET_SAMPLING_PORT_CURRENT_STATUS(
    SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
    SAMPLING_PORT_CURRENT_STATUS_TYPE *SAMPLING_PORT_CURRENT_STATUS, RETURN_CODE_TYPE *RETURN_CODE);

/* Reads only a message that was written after REF_TIME_STAMP; otherwise LENGTH
 * is 0 and what is at MESSAGE_ADDR stays. TIME_STAMP: as in the status. */
void READ_SAMPLING_MESSAGE_CONDITIONAL(SAMPLING_PORT_ID_TYPE SAMPLING_PORT_ID,
                                       SYSTEM_TIME_TYPE REF_TIME_STAMP,
                                       MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                                       SYSTEM_TIME_TYPE *TIME_STAMP, RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
