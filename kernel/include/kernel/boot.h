/* SPDX-License-Identifier: BSD-2-Clause */

/* From the port's start code to the first window. */
#ifndef KERNEL_BOOT_H
#define KERNEL_BOOT_H

#include "kernel/arch.h"

/* A function that executes before the first window only, in a file that has
 * others too: its code is gone afterwards (arch_boot_forget()). */
#define BOOT_ONLY __attribute__((section(".init.text"), cold))

/* Checks the configuration and builds the partitions. Called once, with the
 * machine set up; then the port enters the first window with sched_start(), and
 * continues with trap(TRAP_NONE). */
void boot_main(const struct boot_info *info);

#endif
