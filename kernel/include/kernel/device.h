/* SPDX-License-Identifier: BSD-2-Clause */

/* Devices that partitions work themselves: how their lines are triggered, and
 * their I/O ports. Owners of lines are in irq.h, devices' memory in region.h. */
#ifndef KERNEL_DEVICE_H
#define KERNEL_DEVICE_H

#include "bulkhead/config.h"

/* As the checked configuration says; partitions exist. Boot only. Returns
 * NULL, or what is wrong. */
const char *devices_init(const struct bulkhead_config *config);

#endif
