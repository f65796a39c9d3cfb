/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/info.h"

#include <string.h>
#include "bulkhead/arch.h"
#include "kernel/config.h"
#include "kernel/partition.h"

/* Where each table begins, from BULKHEAD_TABLES_ADDRESS on. */
#define PORTS_OFFSET     0u
#define SCHEDULES_OFFSET 0x8000u
#define BLOCKS_OFFSET    0x9000u

_Static_assert(BULKHEAD_MAX_PARTITION_PORTS * sizeof(struct bulkhead_port_info) <= SCHEDULES_OFFSET,
               "tables do not overlap");
_Static_assert(BULKHEAD_MAX_SCHEDULES * sizeof(struct bulkhead_schedule_info) <=
                   BLOCKS_OFFSET - SCHEDULES_OFFSET,
               "tables do not overlap");
_Static_assert(BLOCKS_OFFSET + BULKHEAD_MAX_BLOCKS * sizeof(struct bulkhead_block_info) <=
                   BULKHEAD_VCPU_ADDRESS - BULKHEAD_TABLES_ADDRESS,
               "tables end below the vCPU page");

/* Memory that the partition can read; NULL: there is not enough. */
static void *readable(struct partition *partition, uint32_t address, size_t size)
{
    size_t whole = (size + BULKHEAD_PAGE_SIZE - 1) & ~(size_t)(BULKHEAD_PAGE_SIZE - 1);
    void *memory = arch_memory_allocate(whole);

    if (memory == NULL || !arch_space_map(partition, address, memory, whole, ARCH_READ))
        return NULL;
    return memory;
}

static bool add_ports(const struct bulkhead_config *config, struct partition *partition)
{
    uint32_t first, count = config_ports_of(config, partition->index, &first);
    uint32_t address = BULKHEAD_TABLES_ADDRESS + PORTS_OFFSET;
    struct bulkhead_port_info *info = readable(partition, address, count * sizeof(*info));

    if (info == NULL)
        return false;
    partition->start_info->ports = (struct bulkhead_table_info){address, count};
    for (uint32_t i = 0; i < count; i++, info++) {
        const struct bulkhead_config_port *port = config_port(config, first + i);
        const struct bulkhead_config_channel *channel = config_channel(config, port->channel);

        memcpy(info->name, port->name, sizeof(info->name));
        info->kind = channel->kind;
        info->direction = port->direction;
        info->message_size = channel->message_size;
        info->message_count = channel->message_count;
        info->refresh_period = port->refresh_period;
    }
    return true;
}

static bool add_schedules(const struct bulkhead_config *config, struct partition *partition)
{
    uint32_t count = config->schedules.count;
    uint32_t address = BULKHEAD_TABLES_ADDRESS + SCHEDULES_OFFSET;
    struct bulkhead_schedule_info *info = readable(partition, address, count * sizeof(*info));

    if (info == NULL)
        return false;
    partition->start_info->schedules = (struct bulkhead_table_info){address, count};
    for (uint32_t i = 0; i < count; i++)
        memcpy(info[i].name, config_schedule(config, i)->name, sizeof(info[i].name));
    return true;
}

static bool add_blocks(const struct bulkhead_config *config, struct partition *partition)
{
    uint32_t first, count = config_mappings_of(config, partition->index, &first);
    uint32_t address = BULKHEAD_TABLES_ADDRESS + BLOCKS_OFFSET;
    struct bulkhead_block_info *info = readable(partition, address, count * sizeof(*info));

    if (info == NULL)
        return false;
    partition->start_info->blocks = (struct bulkhead_table_info){address, count};
    for (uint32_t i = 0; i < count; i++, info++) {
        const struct bulkhead_config_mapping *mapping = config_mapping(config, first + i);
        const struct bulkhead_config_region *region = config_region(config, mapping->region);

        memcpy(info->name, region->name, sizeof(info->name));
        info->address = mapping->address;
        info->size = region->size;
        info->rights = mapping->rights;
    }
    return true;
}

bool info_create(const struct bulkhead_config *config, struct partition *partition,
                 uint32_t free_base, uint32_t free_size)
{
    const struct bulkhead_config_partition *from = partition->config;
    struct bulkhead_start_info *info =
        readable(partition, BULKHEAD_START_INFO_ADDRESS, sizeof(*info));

    if (info == NULL)
        return false;
    *info = (struct bulkhead_start_info){
        .magic = BULKHEAD_ABI_MAGIC,
        .abi_version = BULKHEAD_ABI_VERSION,
        .size = sizeof(*info),
        .partition = partition->index + 1,
        .start_condition = BULKHEAD_START_NORMAL,
        .operating_mode = BULKHEAD_MODE_COLD_START,
        .flags = from->flags,
        .hw_lines = from->hw_lines,
        .memory_base = from->memory_base,
        .memory_size = from->memory_size,
        .free_base = free_base,
        .free_size = free_size,
        .major_frame = config_schedule(config, config->initial_schedule)->major_frame,
        .period = from->period,
        .duration = from->duration,
        .timer_floor = from->timer_floor,
    };
    memcpy(info->name, from->name, sizeof(info->name));
    memcpy(info->argument, from->argument, sizeof(info->argument));
    partition->start_info = info;
    return add_ports(config, partition) && add_schedules(config, partition) &&
           add_blocks(config, partition);
}
