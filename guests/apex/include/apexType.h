/* SPDX-License-Identifier: BSD-2-Clause */

/* ARINC 653 Part 1: base types and limits, with the names and values of the
 * standard's C binding. */
#ifndef APEX_TYPES
#define APEX_TYPES

/* Most objects that a partition can have; what its memory holds may be less. */
#define SYSTEM_LIMIT_NUMBER_OF_PARTITIONS     64
#define SYSTEM_LIMIT_NUMBER_OF_MESSAGES       512
#define SYSTEM_LIMIT_MESSAGE_SIZE             8192
#define SYSTEM_LIMIT_NUMBER_OF_PROCESSES      128
#define SYSTEM_LIMIT_NUMBER_OF_SAMPLING_PORTS 512
#define SYSTEM_LIMIT_NUMBER_OF_QUEUING_PORTS  512
#define SYSTEM_LIMIT_NUMBER_OF_BUFFERS        256
#define SYSTEM_LIMIT_NUMBER_OF_BLACKBOARDS    256
#define SYSTEM_LIMIT_NUMBER_OF_SEMAPHORES     256
#define SYSTEM_LIMIT_NUMBER_OF_EVENTS         256
#define SYSTEM_LIMIT_NUMBER_OF_MUTEXES        256
#define SYSTEM_LIMIT_NUMBER_OF_LOGBOOKS       16
#define SYSTEM_LIMIT_NUMBER_OF_INTERRUPTS     32

typedef unsigned char APEX_BYTE;
typedef int APEX_INTEGER;
typedef unsigned APEX_UNSIGNED;
typedef long long APEX_LONG_INTEGER;
typedef long APEX_NATIVE_INTEGER;
typedef unsigned long APEX_NATIVE_UNSIGNED;

typedef enum {
    NO_ERROR = 0,       /* done */
    NO_ACTION = 1,      /* nothing was to be done */
    NOT_AVAILABLE = 2,  /* not at once, and no wait was wanted */
    INVALID_PARAM = 3,  /* a parameter that can't be */
    INVALID_CONFIG = 4, /* not as the partition is configured */
    INVALID_MODE = 5,   /* not in the present mode or state */
    TIMED_OUT = 6       /* the time-out came first */
} RETURN_CODE_TYPE;

/* Bytes of a name. A shorter one ends with NUL; all bytes before it count. */
#define MAX_NAME_LENGTH 32
typedef char NAME_TYPE[MAX_NAME_LENGTH];

typedef void *SYSTEM_ADDRESS_TYPE;
typedef APEX_BYTE *MESSAGE_ADDR_TYPE;
typedef APEX_INTEGER MESSAGE_SIZE_TYPE; /* bytes */
typedef APEX_INTEGER MESSAGE_RANGE_TYPE;

typedef enum { SOURCE = 0, DESTINATION = 1 } PORT_DIRECTION_TYPE;
typedef enum { FIFO = 0, PRIORITY = 1 } QUEUING_DISCIPLINE_TYPE;

/* ns. Negative numbers but INFINITE_TIME_VALUE are out of range. */
typedef APEX_LONG_INTEGER SYSTEM_TIME_TYPE;
#define INFINITE_TIME_VALUE (-1)

typedef APEX_INTEGER WAITING_RANGE_TYPE;
typedef APEX_INTEGER PROCESSOR_CORE_ID_TYPE; /* there is one core, 0 */
#define CORE_AFFINITY_NO_PREFERENCE (-1)

#endif
