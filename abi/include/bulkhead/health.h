/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Health monitoring (ARINC 653 Part 1, 2.4): errors, levels, actions, and the
 * log, as kernel, partitions and configuration name them.
 */
#ifndef BULKHEAD_HEALTH_H
#define BULKHEAD_HEALTH_H

#include <stdint.h>

/* The first eight are ARINC 653's ERROR_CODE_TYPE. */
enum bulkhead_error_id {
    BULKHEAD_ERROR_DEADLINE_MISSED = 0,
    BULKHEAD_ERROR_APPLICATION_ERROR = 1,
    BULKHEAD_ERROR_NUMERIC_ERROR = 2,
    BULKHEAD_ERROR_ILLEGAL_REQUEST = 3,
    BULKHEAD_ERROR_STACK_OVERFLOW = 4,
    BULKHEAD_ERROR_MEMORY_VIOLATION = 5,
    BULKHEAD_ERROR_HARDWARE_FAULT = 6,
    BULKHEAD_ERROR_POWER_FAIL = 7,
    BULKHEAD_ERROR_CONFIGURATION = 8,   /* partition and its configuration disagree */
    BULKHEAD_ERROR_INITIALIZATION = 9,  /* an error in a start mode */
    BULKHEAD_ERROR_WINDOW_OVERRUN = 10, /* a window could not start in its time */
    BULKHEAD_ERROR_FATAL = 11,          /* BULKHEAD_HC_STOP with a status other than 0 */
    BULKHEAD_ERROR_COUNT
};

/* Who decides about an error first. */
enum bulkhead_health_level {
    BULKHEAD_HEALTH_PROCESS = 0,
    BULKHEAD_HEALTH_PARTITION = 1,
    BULKHEAD_HEALTH_MODULE = 2,
    BULKHEAD_HEALTH_LEVELS
};

enum bulkhead_health_action {
    BULKHEAD_ACTION_IGNORE = 0, /* not even logged */
    BULKHEAD_ACTION_LOG = 1,

    /* Process level: carried out by the partition itself. */
    BULKHEAD_ACTION_HANDLER = 2, /* its error or fault handler decides */
    BULKHEAD_ACTION_PROCESS_STOP = 3,
    BULKHEAD_ACTION_PROCESS_RESTART = 4,

    /* Partition level. */
    BULKHEAD_ACTION_PARTITION_IDLE = 5,
    BULKHEAD_ACTION_PARTITION_WARM_START = 6,
    BULKHEAD_ACTION_PARTITION_COLD_START = 7,

    /* Module level. */
    BULKHEAD_ACTION_MODULE_RESET = 8,    /* every partition starts cold, at the next frame */
    BULKHEAD_ACTION_MODULE_SHUTDOWN = 9, /* the module ends at once */
    BULKHEAD_ACTION_COUNT
};

/* What the configuration says about one error. A fault whose action would let
 * it repeat (IGNORE, LOG), or that the partition has no handler for, goes to
 * the next level; at the last one the partition becomes idle. */
struct bulkhead_health_rule {
    uint8_t level;                           /* enum bulkhead_health_level */
    uint8_t actions[BULKHEAD_HEALTH_LEVELS]; /* enum bulkhead_health_action of each level */
    uint32_t threshold;                      /* occurrences that are only logged before */
};

/* Argument of BULKHEAD_HC_HEALTH_RAISE. */
struct bulkhead_error_report {
    uint32_t error;   /* enum bulkhead_error_id */
    uint32_t level;   /* the lowest level that may decide: PROCESS or PARTITION */
    uint32_t process; /* for the log */
    uint32_t address; /* for the log */
    uint32_t code;    /* for the log */
};

/* An entry of a partition's health log. */
struct bulkhead_log_entry {
    uint64_t time;      /* module time, ns */
    uint32_t sequence;  /* entries of this partition before it */
    uint32_t partition; /* identifier, from 1 */
    uint8_t error;      /* enum bulkhead_error_id */
    uint8_t level;      /* that decided, enum bulkhead_health_level */
    uint8_t action;     /* enum bulkhead_health_action */
    uint8_t mode;       /* of the partition, enum bulkhead_operating_mode */
    uint32_t process;   /* what executed, as the partition says */
    uint32_t address;   /* of the instruction, or that a report gave */
    uint32_t code;      /* exception vector, or that a report gave */
};

/* Entries that are kept of each partition; the oldest make room. */
#define BULKHEAD_LOG_SIZE 32u

#endif
