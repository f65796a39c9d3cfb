/* SPDX-License-Identifier: BSD-2-Clause */

/* Partitions: their state, operating mode, memory, and end. */
#ifndef KERNEL_PARTITION_H
#define KERNEL_PARTITION_H

#include "bulkhead/config.h"
#include "bulkhead/start_info.h"
#include "bulkhead/vcpu.h"
#include "kernel/arch.h"
#include "kernel/console.h"
#include "kernel/elf.h"
#include "kernel/port.h"
#include "kernel/timer.h"
#include "kernel/virq.h"

enum partition_state {
    PARTITION_READY,    /* executes in its windows */
    PARTITION_WAITING,  /* gave its time back until a line is pending */
    PARTITION_HELD,     /* has a fault that must wait for the next window */
    PARTITION_CHANGING, /* the schedule has changed: its action is yet to be carried out */
    PARTITION_STARTING, /* its memory is being made as at its start */
    PARTITION_STOPPED   /* ended or failed; its windows stay empty */
};

enum partition_end {
    PARTITION_END_NONE,
    PARTITION_END_STATUS,   /* by itself; end_status says how */
    PARTITION_END_FAULT,    /* a fault that nobody handled; fault says which */
    PARTITION_END_DELIVERY, /* an interrupt could not be delivered to its stack */
    PARTITION_END_HEALTH    /* by its health table; end_status is the error */
};

#define PARTITION_HAS_INPUT   0x1u /* the console's */
#define PARTITION_HAS_DEVICES 0x2u /* lines or I/O ports, which it has in its windows only */
#define PARTITION_HAS_OUTPUT  0x4u /* lines that the console was too slow for */

struct partition {
    struct arch_partition arch;
    struct virq virq;
    struct bulkhead_vcpu *vcpu; /* the page that the partition writes too */
    enum partition_state state;
    struct timer timer;

    const struct bulkhead_config_partition *config;
    struct bulkhead_start_info *start_info;
    uint32_t index;
    uint32_t duties; /* PARTITION_HAS_*: what the kernel does at the start of its windows */
    struct console_buffer console;
    struct console_input input;

    struct port *ports; /* port_count of them */
    uint32_t port_count;

    char *memory;        /* config->memory_size bytes */
    const char *program; /* the pristine ELF file */
    uint32_t loaded;     /* bytes of memory that are as at the start, while STARTING */
    bool guards;         /* has made guard pages */
    struct elf_image image;

    enum bulkhead_change_action change; /* to be carried out in its next window */
    bool change_is_reset;               /* of the whole module */

    struct bulkhead_log_entry *log; /* BULKHEAD_LOG_SIZE of them */
    uint32_t log_count;             /* entries ever made */
    uint32_t errors[BULKHEAD_ERROR_COUNT];
    uint32_t restarts;

    enum partition_end end;
    int32_t end_status;
    struct arch_fault fault;
    unsigned report_line; /* next line of the report on its end */

    uint64_t windows;
    uint64_t deliveries;
    uint64_t hypercalls;
    uint64_t faults;
};

extern struct partition partitions[BULKHEAD_MAX_PARTITIONS];
extern uint32_t partition_count;

/* The partition whose window it is; partition_nobody in an idle window. */
extern struct partition *partition_current;
extern struct partition partition_nobody; /* ended before it began; its log is the module's */

/* Builds partition index of the checked configuration: memory, image,
 * context. Boot only. Returns NULL, or what is wrong. */
const char *partition_create(const struct bulkhead_config *config, uint32_t index);

/* Ends the partition for good (operating mode IDLE). */
void partition_stop(struct partition *partition, enum partition_end end, int32_t status);

/* Makes the partition start again, in its own windows, from its pristine
 * program; mode: COLD_START or WARM_START. Whatever its state is. */
void partition_restart(struct partition *partition, enum bulkhead_operating_mode mode,
                       enum bulkhead_start_condition condition);

/* The running partition, CHANGING: carries its action for the new schedule
 * out. False if there is not enough time in the window. */
bool partition_change(struct partition *partition);

/* A bounded step of the running partition's restart. True if there is more to
 * do now; after the last step the partition is READY, and the timer interrupts. */
bool partition_start_step(struct partition *partition);

/* Sets the operating mode as BULKHEAD_HC_MODE_SET says. */
int32_t partition_set_mode(struct partition *partition, uint32_t mode);

enum bulkhead_operating_mode partition_mode(const struct partition *partition);

/* True if the address lies on a guard page of the partition's stacks. */
bool partition_is_guard(const struct partition *partition, uint32_t address);

/* As BULKHEAD_HC_GUARD_SET says. */
int32_t partition_set_guard(struct partition *partition, uint32_t address, bool guard);

/* True if it ended by itself with status 0. */
bool partition_ended_well(const struct partition *partition);

/* Partitions that have not ended. */
uint32_t partitions_alive(void);

#endif
