/* SPDX-License-Identifier: BSD-2-Clause */

/* The block of the configuration for the prover: what a checked one is, and
 * that an element of a table which lies in it does so too. proof/eva/config.c
 * shows the latter of config.c. */
#ifndef PROOF_WP_CONFIG_H
#define PROOF_WP_CONFIG_H

#include "kernel/config.h"

#define CONFIG const struct bulkhead_config *config

/*@ predicate table_in(struct bulkhead_config *config, struct bulkhead_table table, integer size) =
        table.offset % 8 == 0 && sizeof(struct bulkhead_config) <= table.offset &&
        table.offset + table.count * size <= config->config_size;

    predicate tables_in(struct bulkhead_config *config) =
        table_in(config, config->partitions, sizeof(struct bulkhead_config_partition)) &&
        table_in(config, config->schedules, sizeof(struct bulkhead_config_schedule)) &&
        table_in(config, config->windows, sizeof(struct bulkhead_config_window)) &&
        table_in(config, config->channels, sizeof(struct bulkhead_config_channel)) &&
        table_in(config, config->ports, sizeof(struct bulkhead_config_port)) &&
        table_in(config, config->regions, sizeof(struct bulkhead_config_region)) &&
        table_in(config, config->mappings, sizeof(struct bulkhead_config_mapping)) &&
        table_in(config, config->io_ranges, sizeof(struct bulkhead_config_io));

    predicate checked(struct bulkhead_config *config) =
        \valid_read(config) && tables_in(config); */

/*@ requires inside: checked(config) && index < config->partitions.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_partition *config_partition(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->schedules.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_schedule *config_schedule(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->windows.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_window *config_window(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->channels.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_channel *config_channel(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->ports.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_port *config_port(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->regions.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_region *config_region(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->mappings.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_mapping *config_mapping(CONFIG, uint32_t index);

/*@ requires inside: checked(config) && index < config->io_ranges.count;
    assigns \nothing;
    ensures \valid_read(\result) && \base_addr(\result) == \base_addr(config); */
const struct bulkhead_config_io *config_io(CONFIG, uint32_t index);

/*@ requires inside: \valid_read(config) && table_in(config, table, size) && index < table.count;
    requires word: size >= sizeof(uint32_t);
    assigns \nothing; */
uint32_t config_owner_of(CONFIG, struct bulkhead_table table, size_t size, uint32_t index);

#endif
