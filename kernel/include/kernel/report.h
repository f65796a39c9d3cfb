/* SPDX-License-Identifier: BSD-2-Clause */

/* What the kernel tells on the console about partitions that have ended, and
 * at the end of the module. */
#ifndef KERNEL_REPORT_H
#define KERNEL_REPORT_H

#include <stdbool.h>

struct partition;

/* The module runs on when all partitions have ended (from the model). */
extern bool module_stays_up;

/* Writes a line of the report on a stopped partition, in its own windows.
 * True if there is more. */
bool report_step(struct partition *partition);

/* Prints the summary of the run and the health log, and ends the module. */
_Noreturn void report_module_end(void);

#endif
