/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The binary configuration: what the model compiler gives to the kernel, as
 * one block appended to the kernel in the image.
 *
 * Layout (little-endian, every part at a multiple of 8 from the start of the
 * block): struct bulkhead_config, then the arrays that it locates, then
 * each partition's program (an ELF file, at a multiple of 4096). All offsets
 * count from the start of the block, all times are in ns. The checksum of the
 * configuration covers config_size bytes, with its own field taken as 0; the
 * programs have checksums of their own.
 */
#ifndef BULKHEAD_CONFIG_H
#define BULKHEAD_CONFIG_H

#include <stdint.h>
#include "bulkhead/health.h"
#include "bulkhead/start_info.h"
#include "bulkhead/version.h"

#define BULKHEAD_MAX_PARTITIONS 64u
#define BULKHEAD_MAX_SCHEDULES  16u
#define BULKHEAD_MAX_WINDOWS    4096u
#define BULKHEAD_MAX_PORTS      4096u
#define BULKHEAD_MAX_BLOCKS     64u /* regions of a partition */
#define BULKHEAD_MAX_REGIONS    256u
#define BULKHEAD_MAX_IO_RANGES  256u

#define BULKHEAD_MAX_PARTITION_PORTS 512u

/* Bytes of a message, and messages of a queue, at most. */
#define BULKHEAD_MAX_MESSAGE_SIZE  8192u
#define BULKHEAD_MAX_MESSAGE_COUNT 65536u

/* The shortest and the longest window, the default lead (struct
 * bulkhead_config) and timer floor; ns. */
#define BULKHEAD_MIN_WINDOW    20000u
#define BULKHEAD_MAX_WINDOW    4000000000u
#define BULKHEAD_DEFAULT_LEAD  355u
#define BULKHEAD_DEFAULT_FLOOR 20000u

struct bulkhead_table {
    uint32_t offset; /* of the first element */
    uint32_t count;  /* elements */
};

struct bulkhead_config {
    uint32_t magic;       /* BULKHEAD_ABI_MAGIC */
    uint32_t abi_version; /* BULKHEAD_ABI_VERSION */
    uint32_t config_size; /* bytes up to the first program */
    uint32_t total_size;  /* bytes of the whole block, programs included */
    uint32_t checksum;    /* CRC-32 (IEEE 802.3, reflected) of the first config_size bytes */
    uint32_t flags;       /* BULKHEAD_MODULE_* */

    /* ns before a window's start at which the kernel begins to switch; the
     * partition starts exactly at the window's start. */
    uint32_t window_lead;
    uint32_t initial_schedule; /* index */
    uint32_t level_lines;      /* bit per hardware line that is level-triggered, whatever the
                                  firmware has set; the others are left as they are */
    uint32_t reserved;

    struct bulkhead_table partitions; /* of struct bulkhead_config_partition */
    struct bulkhead_table schedules;  /* of struct bulkhead_config_schedule */
    struct bulkhead_table windows;    /* of struct bulkhead_config_window */
    struct bulkhead_table channels;   /* of struct bulkhead_config_channel */
    struct bulkhead_table ports;      /* of struct bulkhead_config_port, by partition */
    struct bulkhead_table regions;    /* of struct bulkhead_config_region */
    struct bulkhead_table mappings;   /* of struct bulkhead_config_mapping, by partition */
    struct bulkhead_table io_ranges;  /* of struct bulkhead_config_io, by partition */

    /* For errors that no partition is to blame for; level: MODULE. */
    struct bulkhead_health_rule health[BULKHEAD_ERROR_COUNT];

    char module_name[BULKHEAD_NAME_SIZE];
};

/* Run on when all partitions have ended, instead of ending the module. */
#define BULKHEAD_MODULE_STAY_UP 0x1u

/* Partition flags. */
#define BULKHEAD_PARTITION_SYSTEM   0x1u /* ARINC 653: a system partition */
#define BULKHEAD_PARTITION_INPUT    0x2u /* console input goes to it (at most one) */
#define BULKHEAD_PARTITION_SCHEDULE 0x4u /* may change the module schedule */
#define BULKHEAD_PARTITION_LOG      0x8u /* may read other partitions' health logs */

struct bulkhead_config_partition {
    char name[BULKHEAD_NAME_SIZE];
    char argument[BULKHEAD_ARGUMENT_SIZE];
    uint32_t flags;
    uint32_t memory_base; /* page-aligned virtual address, see arch/<arch>.h */
    uint32_t memory_size; /* bytes, multiple of the page size */
    uint32_t stack_size;  /* first stack, bytes, multiple of the page size */
    uint32_t program_offset;
    uint32_t program_size;
    uint32_t program_checksum; /* bulkhead_checksum_words() of the program */
    uint32_t hw_lines;         /* bit per hardware line 0..15 */
    uint64_t period;           /* 0: none given */
    uint64_t duration;         /* per period; 0: none given */
    uint64_t timer_floor;      /* smallest timer period, at least 1000 */
    uint64_t signal_targets;   /* bit per partition (index) that it may signal */
    struct bulkhead_health_rule health[BULKHEAD_ERROR_COUNT];
};

struct bulkhead_config_schedule {
    char name[BULKHEAD_NAME_SIZE];
    uint64_t major_frame;
    uint32_t first_window; /* index into the windows */
    uint32_t window_count; /* sorted by offset; they fill the major frame */

    /* What becomes of each partition when the module changes to this schedule. */
    uint8_t change_actions[BULKHEAD_MAX_PARTITIONS]; /* enum bulkhead_change_action */
};

/* ARINC 653 Part 2, module schedules. */
enum bulkhead_change_action {
    BULKHEAD_CHANGE_IGNORE = 0,
    BULKHEAD_CHANGE_WARM_START = 1,
    BULKHEAD_CHANGE_COLD_START = 2,
    BULKHEAD_CHANGE_IDLE = 3,
    BULKHEAD_CHANGE_COUNT
};

struct bulkhead_config_window {
    uint64_t offset; /* from the start of the major frame */
    uint64_t duration;
    uint32_t partition; /* index, or BULKHEAD_NO_PARTITION for an idle window */
    uint32_t reserved;
};

#define BULKHEAD_NO_PARTITION 0xffffffffu

/* One source port and its destination ports: queuing one, sampling any number. */
struct bulkhead_config_channel {
    uint32_t kind;          /* enum bulkhead_port_kind */
    uint32_t message_size;  /* bytes, 1 to BULKHEAD_MAX_MESSAGE_SIZE */
    uint32_t message_count; /* 1 to BULKHEAD_MAX_MESSAGE_COUNT; sampling: 1 */
    uint32_t reserved;
};

/* The following three are sorted by partitions, so that those of one follow each
 * other. A partition's first port has number 0. */
struct bulkhead_config_port {
    uint32_t partition; /* index, ascending */
    uint32_t channel;   /* index */
    uint32_t direction; /* enum bulkhead_port_direction */
    uint32_t reserved;
    uint64_t refresh_period; /* ns, sampling destination; 0: always valid */
    char name[BULKHEAD_NAME_SIZE];
};

/* Memory that is mapped to partitions beside their own. Its contents outlive
 * every restart of a partition. */
struct bulkhead_config_region {
    char name[BULKHEAD_NAME_SIZE];
    uint64_t
        physical;  /* address of a device's memory; BULKHEAD_NO_ADDRESS: the kernel takes some */
    uint32_t size; /* bytes, multiple of the page size */
    uint32_t reserved;
};

#define BULKHEAD_NO_ADDRESS UINT64_MAX

struct bulkhead_config_mapping {
    uint32_t partition; /* index, ascending */
    uint32_t region;    /* index */
    uint32_t address;   /* page-aligned, outside of the partition's own memory */
    uint32_t rights;    /* BULKHEAD_MAP_* */
};

#define BULKHEAD_MAP_WRITE 0x1u

/* I/O ports that a partition may use itself. */
struct bulkhead_config_io {
    uint32_t partition; /* index, ascending */
    uint32_t first;
    uint32_t count;
    uint32_t reserved;
};

#endif
