/* SPDX-License-Identifier: BSD-2-Clause */

/* Partitions: their state, memory and end. */
#ifndef KERNEL_PARTITION_H
#define KERNEL_PARTITION_H

#include "bulkhead/config.h"
#include "bulkhead/start_info.h"
#include "bulkhead/vcpu.h"
#include "kernel/arch.h"
#include "kernel/console.h"
#include "kernel/timer.h"
#include "kernel/virq.h"

enum partition_state {
    PARTITION_READY,   /* executes in its windows */
    PARTITION_WAITING, /* gave its time back until a line is pending */
    PARTITION_HELD,    /* has a fault that must wait for the next window */
    PARTITION_STOPPED  /* ended or failed; its windows stay empty */
};

enum partition_end {
    PARTITION_END_NONE,
    PARTITION_END_STATUS,  /* by itself; end_status says how */
    PARTITION_END_FAULT,   /* a fault that nobody handled; fault says which */
    PARTITION_END_DELIVERY /* an interrupt could not be delivered to its stack */
};

struct partition {
    struct arch_partition arch;
    struct virq virq;
    struct bulkhead_vcpu *vcpu; /* the page that the partition writes too */
    enum partition_state state;
    struct timer timer;

    const struct bulkhead_config_partition *config;
    struct bulkhead_start_info *start_info;
    uint32_t index;
    bool takes_input; /* the console's */
    struct console_buffer console;

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
extern struct partition partition_nobody; /* has ended before it began */

/* Builds partition index of the checked configuration: memory, image,
 * context. Boot only. Returns NULL, or what is wrong. */
const char *partition_create(const struct bulkhead_config *config, uint32_t index);

/* Ends the partition for good. */
void partition_stop(struct partition *partition, enum partition_end end, int32_t status);

/* True if it ended by itself with status 0. */
bool partition_ended_well(const struct partition *partition);

/* Partitions that have not ended. */
uint32_t partitions_alive(void);

#endif
