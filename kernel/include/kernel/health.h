/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring: what happens to a partition that does wrong. */
#ifndef KERNEL_HEALTH_H
#define KERNEL_HEALTH_H

#include <stdbool.h>
#include <stdint.h>
#include "bulkhead/config.h"
#include "kernel/arch.h"

struct partition;

/* Takes over the module's table; boot. */
void health_init(const struct bulkhead_config *config);

/* The running partition faulted: its handler gets it, or its table decides. */
void health_fault(struct partition *partition, const struct arch_fault *fault);

/* A partition whose fault had to wait: hands the fault over if there is time
 * now. True if the partition can go on. */
bool health_go_on(struct partition *partition);

/* An interrupt could not be delivered to the running partition, which ends it, or
 * waits for its next window, where delivery is tried again, if there is no time. */
void health_delivery_failed(struct partition *partition);

/* The running partition ends by itself: 0, or an error for its table. */
void health_stop(struct partition *partition, int32_t status);

/* The running partition's BULKHEAD_HC_HEALTH_RAISE: its result. */
int32_t health_raise(struct partition *partition, const struct bulkhead_error_report *report);

/* An error that no partition is to blame for; the module's table decides. */
void health_module_error(enum bulkhead_error_id error, uint32_t code);

/* The entry of the partition's log with that sequence, or the oldest after it;
 * NULL: there is none. */
const struct bulkhead_log_entry *health_log_find(const struct partition *partition,
                                                 uint32_t sequence);

/* Pure: the level that decides about an error, and its action; a fault can't
 * be left to a level that would let it repeat. */
struct health_decision {
    enum bulkhead_health_level level;
    enum bulkhead_health_action action;
};
struct health_decision health_decide(const struct bulkhead_health_rule *rule,
                                     enum bulkhead_health_level lowest, bool is_fault,
                                     uint32_t occurrences);

#endif
