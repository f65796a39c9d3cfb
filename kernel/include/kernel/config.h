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
const struct bulkhead_config_channel *config_channel(const struct bulkhead_config *config,
                                                     uint32_t index);
const struct bulkhead_config_port *config_port(const struct bulkhead_config *config,
                                               uint32_t index);
const struct bulkhead_config_region *config_region(const struct bulkhead_config *config,
                                                   uint32_t index);
const struct bulkhead_config_mapping *config_mapping(const struct bulkhead_config *config,
                                                     uint32_t index);
const struct bulkhead_config_io *config_io(const struct bulkhead_config *config, uint32_t index);

/* The partition of an element of a table that is sorted by partitions: its first word. */
uint32_t config_owner_of(const struct bulkhead_config *config, struct bulkhead_table table,
                         size_t size, uint32_t index);

/* How many ports, mappings or I/O ranges a partition has, and the first one's index. */
uint32_t config_ports_of(const struct bulkhead_config *config, uint32_t partition, uint32_t *first);
uint32_t config_mappings_of(const struct bulkhead_config *config, uint32_t partition,
                            uint32_t *first);
uint32_t config_io_of(const struct bulkhead_config *config, uint32_t partition, uint32_t *first);

const void *config_program(const struct bulkhead_config *config, uint32_t partition);

#endif
