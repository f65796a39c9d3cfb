/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring: what happens to a partition that does wrong. */
#ifndef KERNEL_HEALTH_H
#define KERNEL_HEALTH_H

#include <stdbool.h>
#include <stdint.h>
#include "kernel/arch.h"

struct partition;

/* The module runs on when all partitions have ended (from the model). */
extern bool module_stays_up;

/* The running partition faulted: its handler gets it, or it stops. */
void health_fault(struct partition *partition, const struct arch_fault *fault);

/* A partition whose fault had to wait: hands the fault over if there is time
 * now. True if the partition can go on. */
bool health_go_on(struct partition *partition);

/* An interrupt could not be delivered to the running partition. */
void health_delivery_failed(struct partition *partition);

/* Writes a line of the report on a stopped partition, in its own windows.
 * True if there is more. */
bool health_report(struct partition *partition);

/* Prints the summary of the run and ends the module. */
_Noreturn void health_module_end(void);

#endif
