/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/config.h"

#include <stddef.h>

_Static_assert(offsetof(struct bulkhead_config_port, partition) == 0, "owner_of()");
_Static_assert(offsetof(struct bulkhead_config_mapping, partition) == 0, "owner_of()");
_Static_assert(offsetof(struct bulkhead_config_io, partition) == 0, "owner_of()");

/*@ assigns \nothing; */
static const void *at(const struct bulkhead_config *config, uint32_t offset)
{
    return (const char *)config + offset;
}

/* Element index of a table. */
/*@ requires index < table.count && table.offset + table.count * size <= UINT32_MAX;
    assigns \nothing; */
static const void *element(const struct bulkhead_config *config, struct bulkhead_table table,
                           size_t size, uint32_t index)
{
    return at(config, table.offset + (uint32_t)size * index);
}

const struct bulkhead_config_partition *config_partition(const struct bulkhead_config *config,
                                                         uint32_t index)
{
    return element(config, config->partitions, sizeof(struct bulkhead_config_partition), index);
}

const struct bulkhead_config_schedule *config_schedule(const struct bulkhead_config *config,
                                                       uint32_t index)
{
    return element(config, config->schedules, sizeof(struct bulkhead_config_schedule), index);
}

const struct bulkhead_config_window *config_window(const struct bulkhead_config *config,
                                                   uint32_t index)
{
    return element(config, config->windows, sizeof(struct bulkhead_config_window), index);
}

const struct bulkhead_config_channel *config_channel(const struct bulkhead_config *config,
                                                     uint32_t index)
{
    return element(config, config->channels, sizeof(struct bulkhead_config_channel), index);
}

const struct bulkhead_config_port *config_port(const struct bulkhead_config *config, uint32_t index)
{
    return element(config, config->ports, sizeof(struct bulkhead_config_port), index);
}

const struct bulkhead_config_region *config_region(const struct bulkhead_config *config,
                                                   uint32_t index)
{
    return element(config, config->regions, sizeof(struct bulkhead_config_region), index);
}

const struct bulkhead_config_mapping *config_mapping(const struct bulkhead_config *config,
                                                     uint32_t index)
{
    return element(config, config->mappings, sizeof(struct bulkhead_config_mapping), index);
}

const struct bulkhead_config_io *config_io(const struct bulkhead_config *config, uint32_t index)
{
    return element(config, config->io_ranges, sizeof(struct bulkhead_config_io), index);
}

uint32_t config_owner_of(const struct bulkhead_config *config, struct bulkhead_table table,
                         size_t size, uint32_t index)
{
    return *(const uint32_t *)element(config, table, size, index);
}

static uint32_t elements_of(const struct bulkhead_config *config, struct bulkhead_table table,
                            size_t size, uint32_t partition, uint32_t *first)
{
    uint32_t count = 0;

    *first = 0;
    for (uint32_t i = 0; i < table.count; i++)
        if (config_owner_of(config, table, size, i) == partition && count++ == 0)
            *first = i;
    return count;
}

uint32_t config_ports_of(const struct bulkhead_config *config, uint32_t partition, uint32_t *first)
{
    return elements_of(config, config->ports, sizeof(struct bulkhead_config_port), partition,
                       first);
}

uint32_t config_mappings_of(const struct bulkhead_config *config, uint32_t partition,
                            uint32_t *first)
{
    return elements_of(config, config->mappings, sizeof(struct bulkhead_config_mapping), partition,
                       first);
}

uint32_t config_io_of(const struct bulkhead_config *config, uint32_t partition, uint32_t *first)
{
    return elements_of(config, config->io_ranges, sizeof(struct bulkhead_config_io), partition,
                       first);
}

const void *config_program(const struct bulkhead_config *config, uint32_t partition)
{
    return at(config, config_partition(config, partition)->program_offset);
}
