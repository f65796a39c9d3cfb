/* SPDX-License-Identifier: BSD-2-Clause */

/* Fuzzing of config_check() (libFuzzer): it reads nothing outside of the
 * block, and what it accepts holds together for the rest of the kernel, which
 * builds its tables from it. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "arch/null.h"
#include "bulkhead/arch.h"
#include "bulkhead/checksum.h"
#include "kernel/config.h"
#include "kernel/device.h"
#include "kernel/irq.h"
#include "kernel/partition.h"
#include "kernel/port.h"
#include "kernel/region.h"
#include "kernel/sched.h"
#include "kernel_target.h"

/* Bytes behind the configuration, where programs would be. */
#define PROGRAMS 0x10000u

/* The machine's memory: some configurations fit, and some do not. */
#define MEMORY (1u << 20)

/* Windows of the schedule that are stepped through. */
#define STEPS 100u

/* Most inputs get right what is behind a checksum; else nothing would pass it. */
static void seal(struct bulkhead_config *config, size_t size, unsigned how)
{
    if ((how & 1) == 0) {
        config->magic = BULKHEAD_ABI_MAGIC;
        config->abi_version = BULKHEAD_ABI_VERSION;
        config->config_size = (uint32_t)size;
        config->total_size = (uint32_t)size + PROGRAMS;
    }
    if (config->config_size >= sizeof(*config) && config->config_size <= size) {
        config->checksum = 0;
        config->checksum = bulkhead_crc32(0, config, config->config_size);
    }
}

static void require_name(const char *name)
{
    require(name[0] != '\0' && strnlen(name, BULKHEAD_NAME_SIZE) < BULKHEAD_NAME_SIZE);
}

static void use_schedules(const struct bulkhead_config *config)
{
    for (uint32_t i = 0; i < config->schedules.count; i++) {
        const struct bulkhead_config_schedule *schedule = config_schedule(config, i);
        uint64_t length = 0;

        require_name(schedule->name);
        for (uint32_t j = 0; j < schedule->window_count; j++) {
            const struct bulkhead_config_window *window =
                config_window(config, schedule->first_window + j);

            require(schedule->first_window + j < BULKHEAD_MAX_WINDOWS);
            require(window->offset == length);
            require(window->duration > config->window_lead && window->duration <= UINT32_MAX);
            require(window->partition == BULKHEAD_NO_PARTITION ||
                    window->partition < config->partitions.count);
            length += window->duration;
        }
        require(length == schedule->major_frame);
    }
}

static void use_ports(const struct bulkhead_config *config, uint32_t partition)
{
    uint32_t first, count = config_ports_of(config, partition, &first);

    require(count <= BULKHEAD_MAX_PARTITION_PORTS);
    for (uint32_t i = first; i < first + count; i++) {
        const struct bulkhead_config_port *port = config_port(config, i);
        const struct bulkhead_config_channel *channel;

        require(port->partition == partition && port->channel < config->channels.count);
        require(port->direction <= BULKHEAD_PORT_DESTINATION);
        require_name(port->name);
        channel = config_channel(config, port->channel);
        require(channel->message_size - 1 < BULKHEAD_MAX_MESSAGE_SIZE);
        require(channel->message_count - 1 < BULKHEAD_MAX_MESSAGE_COUNT);
    }
}

static void use_mappings(const struct bulkhead_config *config, uint32_t partition)
{
    uint32_t first, count = config_mappings_of(config, partition, &first);

    require(count <= BULKHEAD_MAX_BLOCKS);
    for (uint32_t i = first; i < first + count; i++) {
        const struct bulkhead_config_mapping *mapping = config_mapping(config, i);
        const struct bulkhead_config_region *region;

        require(mapping->partition == partition && mapping->region < config->regions.count);
        region = config_region(config, mapping->region);
        require_name(region->name);
        require((uint64_t)mapping->address + region->size <= BULKHEAD_MEMORY_LIMIT);
        require(mapping->address % BULKHEAD_PAGE_SIZE == 0 && region->size != 0);
    }
}

static void use_partition(const struct bulkhead_config *config, uint32_t index)
{
    const struct bulkhead_config_partition *partition = config_partition(config, index);
    uint32_t first, count = config_io_of(config, index, &first);

    require_name(partition->name);
    require((uint64_t)partition->memory_base + partition->memory_size <= BULKHEAD_MEMORY_LIMIT);
    require((uint64_t)partition->program_offset + partition->program_size <= config->total_size);
    require(partition->stack_size + 2 * BULKHEAD_PAGE_SIZE <= partition->memory_size);
    for (uint32_t i = first; i < first + count; i++)
        require((uint64_t)config_io(config, i)->first + config_io(config, i)->count <= 0x10000);
    use_ports(config, index);
    use_mappings(config, index);
}

/* Each window begins where the one before ends, and each frame after a whole
 * number of frames. */
static void step_through(const struct bulkhead_config *config)
{
    uint64_t frame = config_schedule(config, config->initial_schedule)->major_frame;
    uint64_t end = 0, length;

    sched_init(config);
    /* As if a frame had just ended at 0. */
    sched.slot = sched.slots_end - 1;
    sched.window = sched.schedule->window_count - 1;
    for (uint32_t i = 0; i < STEPS; i++) {
        sched_advance(&sched);
        require(sched.window_start == end && sched.window_end > end);
        require(sched.frame_start == (sched.frames - 1) * frame);
        length = sched.window_end - sched.window_start;
        require(sched.switch_after + config->window_lead <= length);
        require(sched.switch_after + 2 * config->window_lead >= length);
        require(sched.slot->owner == &partition_nobody || sched.slot->next_distance - 1 < frame);
        end = sched.window_end;
    }
}

static void build(const struct bulkhead_config *config)
{
    null_reset();
    null_machine.memory_left = MEMORY;
    memset(partitions, 0, sizeof(partitions));
    for (uint32_t i = 0; i < config->partitions.count; i++) {
        partitions[i].index = i;
        partitions[i].config = config_partition(config, i);
    }
    ports_init(config);
    regions_init(config);
    irq_init(config);
    devices_init(config);
    step_through(config);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bulkhead_config *config;
    size_t available;

    if (size < 2)
        return 0;
    /* Exactly as long as it says, so that the sanitizer sees what is beyond.
     * Programs are only said to be there: their checksums are not checked here. */
    available = --size;
    config = malloc(size + (size == 0));
    memcpy(config, data, size);
    if (size >= sizeof(*config)) {
        seal(config, size, data[size]);
        if (config->config_size <= size)
            available += PROGRAMS;
    }
    if (config_check(config, available) == NULL) {
        accepted++;
        for (uint32_t i = 0; i < config->partitions.count; i++)
            use_partition(config, i);
        use_schedules(config);
        build(config);
    }
    free(config);
    return 0;
}
