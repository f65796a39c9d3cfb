/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The start-info page: what a partition is told at its start. Read-only for
 * the partition, at BULKHEAD_START_INFO_ADDRESS (arch/<arch>.h), which the
 * start registers also carry.
 */
#ifndef BULKHEAD_START_INFO_H
#define BULKHEAD_START_INFO_H

#include <stdint.h>
#include "bulkhead/version.h"

#define BULKHEAD_ARGUMENT_SIZE 128u

/* start_condition, after ARINC 653 Part 1, GET_PARTITION_STATUS. */
enum bulkhead_start_condition {
    BULKHEAD_START_NORMAL = 0,
    BULKHEAD_START_PARTITION_RESTART = 1,
    BULKHEAD_START_HM_MODULE_RESTART = 2,
    BULKHEAD_START_HM_PARTITION_RESTART = 3,
};

/* operating_mode, after ARINC 653 Part 1, OPERATING_MODE_TYPE. */
enum bulkhead_operating_mode {
    BULKHEAD_MODE_IDLE = 0,
    BULKHEAD_MODE_COLD_START = 1,
    BULKHEAD_MODE_WARM_START = 2,
    BULKHEAD_MODE_NORMAL = 3,
};

/* The partition's tables lie on read-only pages from BULKHEAD_TABLES_ADDRESS
 * (arch/<arch>.h) on, as its start-info page says. A number is an index. */
struct bulkhead_port_info {
    char name[BULKHEAD_NAME_SIZE]; /* NUL-terminated */
    uint32_t kind;                 /* enum bulkhead_port_kind */
    uint32_t direction;            /* enum bulkhead_port_direction */
    uint32_t message_size;         /* bytes, the largest */
    uint32_t message_count;        /* messages that a queue holds; sampling: 1 */
    uint64_t refresh_period;       /* ns, sampling destination; 0: always valid */
};

enum bulkhead_port_kind { BULKHEAD_PORT_SAMPLING = 0, BULKHEAD_PORT_QUEUING = 1 };
enum bulkhead_port_direction { BULKHEAD_PORT_SOURCE = 0, BULKHEAD_PORT_DESTINATION = 1 };

struct bulkhead_schedule_info {
    char name[BULKHEAD_NAME_SIZE]; /* NUL-terminated */
};

/* A memory region that the model maps to the partition. */
struct bulkhead_block_info {
    char name[BULKHEAD_NAME_SIZE]; /* NUL-terminated */
    uint32_t address;              /* page-aligned */
    uint32_t size;                 /* bytes, multiple of the page size */
    uint32_t rights;               /* BULKHEAD_MAP_* (config.h) */
    uint32_t reserved;
};

struct bulkhead_table_info {
    uint32_t address; /* of the first element */
    uint32_t count;   /* elements */
};

struct bulkhead_start_info {
    uint32_t magic;       /* BULKHEAD_ABI_MAGIC */
    uint32_t abi_version; /* the kernel's BULKHEAD_ABI_VERSION */
    uint32_t size;        /* bytes of this structure */

    uint32_t partition; /* identifier: 1 for the model's first partition */
    uint32_t start_condition;
    uint32_t flags;    /* BULKHEAD_PARTITION_* (config.h) */
    uint32_t hw_lines; /* bit per hardware line that the model gives to it */

    /* Memory, all page-aligned: the partition's whole range, and what the
     * program's image and first stack leave free in it. */
    uint32_t memory_base;
    uint32_t memory_size;
    uint32_t free_base;
    uint32_t free_size;

    /* Module time in ns = ((counter - clock_base) * clock_scale) >> 32, the
     * product taken 96 bits wide (clock.h); counter: arch/<arch>.h. */
    uint32_t operating_mode; /* enum bulkhead_operating_mode; the kernel keeps it true */
    uint64_t clock_scale;
    uint64_t clock_base;

    /* ns from the kernel's first instruction to module time 0. */
    uint64_t boot_duration;

    /* Schedule attributes in ns, from the model. */
    uint64_t major_frame;
    uint64_t period;
    uint64_t duration;
    uint64_t timer_floor; /* smallest timer period */

    struct bulkhead_table_info ports;     /* of struct bulkhead_port_info */
    struct bulkhead_table_info schedules; /* of struct bulkhead_schedule_info */
    struct bulkhead_table_info blocks;    /* of struct bulkhead_block_info */

    char name[BULKHEAD_NAME_SIZE];         /* NUL-terminated */
    char argument[BULKHEAD_ARGUMENT_SIZE]; /* NUL-terminated, from the model */
};

#endif
