/* SPDX-License-Identifier: BSD-2-Clause */

/* Contracts of what config_check() consists of: no element is asked for that
 * is not in its table, for a block of any size. */
#ifndef PROOF_WP_CONFIGCHECK_H
#define PROOF_WP_CONFIGCHECK_H

#include <stdbool.h>
#include "config.h"

#define PARTITION const struct bulkhead_config_partition *partition

/* Its bytes are proof/eva/config.c's affair. */
/*@ requires \valid_read(config) && sizeof(struct bulkhead_config) <= config->config_size;
    assigns \nothing; */
static uint32_t checksum(CONFIG);

/*@ requires \valid_read(config) && size > 0;
    assigns \nothing;
    ensures \result ==> table_in(config, table, size); */
static bool table_fits(CONFIG, struct bulkhead_table table, size_t size);

/*@ requires \valid_read(text + (0 .. size - 1));
    assigns \nothing; */
static bool text_ends(const char *text, size_t size);

/*@ requires \valid_read(name + (0 .. BULKHEAD_NAME_SIZE - 1));
    assigns \nothing; */
static bool name_good(const char *name);

/*@ requires available >= sizeof(struct bulkhead_config) ==> \valid_read(config);
    assigns \nothing;
    ensures \result == \null ==> checked(config) && config->total_size <= available; */
static const char *check_header(CONFIG, size_t available);

/*@ requires \valid_read(partition);
    assigns \nothing; */
static const char *check_memory(PARTITION);

/*@ requires \valid_read(rules + (0 .. BULKHEAD_ERROR_COUNT - 1));
    assigns \nothing; */
static bool rules_good(const struct bulkhead_health_rule *rules);

/*@ requires checked(config) && \valid_read(partition);
    assigns \nothing; */
static const char *check_partition(CONFIG, PARTITION);

/*@ requires checked(config);
    assigns \nothing; */
static const char *check_partitions(CONFIG);

/*@ requires \valid_read(config) && \valid_read(window);
    assigns \nothing; */
static const char *check_window(CONFIG, const struct bulkhead_config_window *window, uint64_t from,
                                uint64_t frame);

/*@ requires checked(config) && \valid_read(schedule) && \valid(used);
    requires \separated(used, config) && \separated(used, schedule);
    assigns *used; */
static const char *check_schedule(CONFIG, const struct bulkhead_config_schedule *schedule,
                                  uint32_t *used);

/*@ requires checked(config);
    assigns \nothing;
    ensures \result == \null ==> config->channels.count <= BULKHEAD_MAX_PORTS; */
static const char *check_channels(CONFIG);

/*@ requires \valid(bits + index / 32);
    assigns bits[index / 32]; */
static bool set_once(uint32_t *bits, uint32_t index);

/*@ requires checked(config) && \valid_read(port) && config->channels.count <= BULKHEAD_MAX_PORTS;
    requires \valid(sources + (0 .. BULKHEAD_MAX_PORTS / 32 - 1));
    requires \valid(destinations + (0 .. BULKHEAD_MAX_PORTS / 32 - 1));
    requires \separated(sources + (..), destinations + (..), config);
    requires \separated(sources + (..), destinations + (..), port);
    assigns sources[0 .. BULKHEAD_MAX_PORTS / 32 - 1],
            destinations[0 .. BULKHEAD_MAX_PORTS / 32 - 1]; */
static const char *check_port(CONFIG, const struct bulkhead_config_port *port, uint32_t *sources,
                              uint32_t *destinations);

/*@ requires checked(config) && table_in(config, table, size) && size >= sizeof(uint32_t);
    assigns \nothing; */
static bool owners_good(CONFIG, struct bulkhead_table table, size_t size, uint32_t limit);

/*@ requires checked(config);
    assigns \nothing; */
static const char *check_ports(CONFIG);

/*@ requires \valid_read(region);
    assigns \nothing; */
static const char *check_region(const struct bulkhead_config_region *region);

/*@ requires checked(config) && \valid_read(mapping);
    assigns \nothing; */
static uint32_t mapped_size(CONFIG, const struct bulkhead_config_mapping *mapping);

/*@ requires checked(config) && \valid_read(partition) && index < config->mappings.count;
    assigns \nothing; */
static const char *check_mapping(CONFIG, uint32_t index, PARTITION);

/*@ requires checked(config);
    assigns \nothing; */
static const char *check_regions(CONFIG);

/*@ requires checked(config);
    assigns \nothing; */
static const char *check_io_ranges(CONFIG);

/*@ requires available >= sizeof(struct bulkhead_config) ==> \valid_read(config);
    assigns \nothing; */
const char *config_check(CONFIG, size_t available);

#endif
