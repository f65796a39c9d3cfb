/* SPDX-License-Identifier: BSD-2-Clause */

/* From the port's start code to the first window. */
#ifndef KERNEL_BOOT_H
#define KERNEL_BOOT_H

#include "kernel/arch.h"

/* Checks the configuration, builds the partitions, enters the first window.
 * Called once, with the machine set up; then the port continues with
 * trap(TRAP_NONE). */
void boot_main(const struct boot_info *info);

#endif
