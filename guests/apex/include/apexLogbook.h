/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 2: logbooks, which keep the last messages. If the model maps a
 * memory block of the logbook's name to the partition, the logbook is there and
 * outlives restarts. Return codes: docs/apex.md. */
#ifndef APEX_LOGBOOK
#define APEX_LOGBOOK

#include "apexType.h"

#ifdef __cplusplus
extern "C" {
#endif

#define MAX_NUMBER_OF_LOGBOOKS SYSTEM_LIMIT_NUMBER_OF_LOGBOOKS

typedef NAME_TYPE LOGBOOK_NAME_TYPE;
typedef APEX_INTEGER LOGBOOK_ID_TYPE;
#define NULL_LOGBOOK_ID 0

typedef enum { ABORTED = 0, IN_PROGRESS = 1, COMPLETE = 2 } WRITE_STATUS_TYPE;

typedef struct {
    APEX_INTEGER MAX_MESSAGE_SIZE;
    APEX_INTEGER MAX_NB_LOGGED_MESSAGES;
    APEX_INTEGER MAX_NB_IN_PROGRESS_MESSAGES;
    APEX_INTEGER NB_LOGGED_MESSAGES; /* the aborted ones included */
    APEX_INTEGER NB_IN_PROGRESS_MESSAGES;
    APEX_INTEGER NB_ABORTED_MESSAGES;
} LOGBOOK_STATUS_TYPE;

/* Start modes only. */
void CREATE_LOGBOOK(LOGBOOK_NAME_TYPE LOGBOOK_NAME, MESSAGE_SIZE_TYPE MAX_MESSAGE_SIZE,
                    MESSAGE_RANGE_TYPE MAX_NB_LOGGED_MESSAGES,
                    MESSAGE_RANGE_TYPE MAX_NB_IN_PROGRESS_MESSAGES, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE);

/* A full logbook loses its oldest message. */
void WRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                   MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE);

/* The same; where WRITE_LOGBOOK() would be NOT_AVAILABLE it takes the place of
 * the newest message in progress. */
void OVERWRITE_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                       MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE);

/* LOGBOOK_ENTRY: 0 is the newest. LENGTH is 0, and nothing is at MESSAGE_ADDR,
 * unless WRITE_STATUS is COMPLETE. */
void READ_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, MESSAGE_RANGE_TYPE LOGBOOK_ENTRY,
                  MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE *LENGTH,
                  WRITE_STATUS_TYPE *WRITE_STATUS, RETURN_CODE_TYPE *RETURN_CODE);

/* Messages in progress are lost too. */
void CLEAR_LOGBOOK(LOGBOOK_ID_TYPE LOGBOOK_ID, RETURN_CODE_TYPE *RETURN_CODE);
void GET_LOGBOOK_ID(LOGBOOK_NAME_TYPE LOGBOOK_NAME, LOGBOOK_ID_TYPE *LOGBOOK_ID,
                    RETURN_CODE_TYPE *RETURN_CODE);
void GET_LOGBOOK_STATUS(LOGBOOK_ID_TYPE LOGBOOK_ID, LOGBOOK_STATUS_TYPE *LOGBOOK_STATUS,
                        RETURN_CODE_TYPE *RETURN_CODE);

#ifdef __cplusplus
}
#endif
#endif
