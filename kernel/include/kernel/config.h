/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Checking the binary configuration, and finding things in it. The kernel
 * trusts none of it before config_check() has passed. Pure functions without
 * state: the image builder runs the same code on the host.
 */
#ifndef KERNEL_CONFIG_H
#define KERNEL_CONFIG_H

#include <stddef.h>
#include <stdint.h>
#include "bulkhead/config.h"

/* Checks the block that starts at config and has at most available bytes
 * (aligned to 8). Returns NULL if it is good, else what is wrong with it. */
const char *config_check(const struct bulkhead_config *config, size_t available);

/* The following take a checked block and an index in range. */
const struct bulkhead_config_partition *config_partition(const struct bulkhead_config *config,
                                                         uint32_t index);
const struct bulkhead_config_schedule *config_schedule(const struct bulkhead_config *config,
                                                       uint32_t index);
const struct bulkhead_config_window *config_window(const struct bulkhead_config *config,
                                                   uint32_t index);
const void *config_program(const struct bulkhead_config *config, uint32_t partition);

#endif
