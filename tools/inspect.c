/* SPDX-License-Identifier: BSD-2-Clause */

/* Prints what is in an image. */

#include "tool.h"

#include <inttypes.h>
#include <stdio.h>

#include "bulkhead/config.h"
#include "health.h"
#include "kernel/config.h"
#include "kernel/elf.h"

static void print_peers(const struct bulkhead_config *config, uint32_t channel)
{
    const char *before = ", to ";

    for (uint32_t i = 0; i < config->ports.count; i++) {
        const struct bulkhead_config_port *port = config_port(config, i);

        if (port->channel != channel || port->direction == BULKHEAD_PORT_SOURCE)
            continue;
        printf("%s%s.%s", before, config_partition(config, port->partition)->name, port->name);
        before = ", ";
    }
}

static void print_port(const struct bulkhead_config *config,
                       const struct bulkhead_config_port *port)
{
    const struct bulkhead_config_channel *channel = config_channel(config, port->channel);
    bool queuing = channel->kind == BULKHEAD_PORT_QUEUING;
    bool source = port->direction == BULKHEAD_PORT_SOURCE;

    printf("  port      %s, %s %s, %" PRIu32 " bytes", port->name, queuing ? "queuing" : "sampling",
           source ? "source" : "destination", channel->message_size);
    if (queuing)
        printf(", depth %" PRIu32, channel->message_count);
    if (port->refresh_period != 0)
        printf(", refresh period %" PRIu64 " ns", port->refresh_period);
    if (source)
        print_peers(config, port->channel);
    putchar('\n');
}

static void print_ports(const struct bulkhead_config *config, uint32_t partition)
{
    uint32_t first, count = config_ports_of(config, partition, &first);

    for (uint32_t i = 0; i < count; i++)
        print_port(config, config_port(config, first + i));
}

static void print_rights(const struct bulkhead_config_partition *partition)
{
    static const struct {
        uint32_t flag;
        const char *text;
    } flags[] = {
        {BULKHEAD_PARTITION_SYSTEM, "system partition"},
        {BULKHEAD_PARTITION_INPUT, "console input"},
        {BULKHEAD_PARTITION_SCHEDULE, "may change the schedule"},
        {BULKHEAD_PARTITION_LOG, "may read all logs"},
    };

    for (size_t i = 0; i < sizeof(flags) / sizeof(flags[0]); i++)
        if ((partition->flags & flags[i].flag) != 0)
            printf("  %s\n", flags[i].text);
    for (uint32_t line = 0; partition->hw_lines >> line != 0; line++)
        if ((partition->hw_lines >> line & 1u) != 0)
            printf("  line      %" PRIu32 "\n", line);
}

/* Devices, memory beside its own, and whom it may signal. */
static void print_outside(const struct bulkhead_config *config, uint32_t index)
{
    uint64_t targets = config_partition(config, index)->signal_targets;
    uint32_t first, count = config_io_of(config, index, &first);

    for (uint32_t i = 0; i < count; i++) {
        const struct bulkhead_config_io *io = config_io(config, first + i);

        printf("  I/O       0x%04" PRIx32 " + 0x%" PRIx32 "\n", io->first, io->count);
    }
    count = config_mappings_of(config, index, &first);
    for (uint32_t i = 0; i < count; i++) {
        const struct bulkhead_config_mapping *mapping = config_mapping(config, first + i);
        const struct bulkhead_config_region *region = config_region(config, mapping->region);

        printf("  block     %s, 0x%08" PRIx32 " + 0x%" PRIx32 ", %s\n", region->name,
               mapping->address, region->size,
               (mapping->rights & BULKHEAD_MAP_WRITE) != 0 ? "read and write" : "read only");
    }
    for (uint32_t i = 0; i < config->partitions.count; i++)
        if ((targets >> i & 1) != 0)
            printf("  signals   %s\n", config_partition(config, i)->name);
}

static void print_regions(const struct bulkhead_config *config)
{
    for (uint32_t i = 0; i < config->regions.count; i++) {
        const struct bulkhead_config_region *region = config_region(config, i);

        printf("region %s, 0x%" PRIx32 " bytes", region->name, region->size);
        if (region->physical != BULKHEAD_NO_ADDRESS)
            printf(" of a device at 0x%08" PRIx64, region->physical);
        putchar('\n');
    }
}

static void print_partition(const struct bulkhead_config *config, uint32_t index)
{
    const struct bulkhead_config_partition *partition = config_partition(config, index);
    struct elf_image image;
    const char *wrong = elf_check(config_program(config, index), partition->program_size,
                                  partition->memory_base, partition->memory_size, &image);

    printf("partition %" PRIu32 " %s\n", index + 1, partition->name);
    printf("  memory    0x%08" PRIx32 " + 0x%" PRIx32 ", stack 0x%" PRIx32 "\n",
           partition->memory_base, partition->memory_size, partition->stack_size);
    if (wrong == NULL)
        printf("  program   %" PRIu32 " bytes, entry 0x%08" PRIx32 ", ends at 0x%08" PRIx32 "\n",
               partition->program_size, image.entry, image.end);
    else
        printf("  program   %" PRIu32 " bytes, refused: %s\n", partition->program_size, wrong);
    if (partition->argument[0] != '\0')
        printf("  argument  %s\n", partition->argument);
    print_rights(partition);
    print_ports(config, index);
    print_outside(config, index);
    health_print_rules(stdout, "  ", partition->health, BULKHEAD_HEALTH_PROCESS);
}

static void print_schedule(const struct bulkhead_config *config, uint32_t index)
{
    const struct bulkhead_config_schedule *schedule = config_schedule(config, index);

    printf("schedule %s%s, major frame %" PRIu64 " ns\n", schedule->name,
           index == config->initial_schedule ? " (initial)" : "", schedule->major_frame);
    for (uint32_t i = 0; i < schedule->window_count; i++) {
        const struct bulkhead_config_window *window =
            config_window(config, schedule->first_window + i);

        printf("  %12" PRIu64 " + %12" PRIu64 "  %s\n", window->offset, window->duration,
               window->partition == BULKHEAD_NO_PARTITION
                   ? "(idle)"
                   : config_partition(config, window->partition)->name);
    }
    for (uint32_t i = 0; i < config->partitions.count; i++)
        if (schedule->change_actions[i] != BULKHEAD_CHANGE_IGNORE)
            printf("  change    %s: %s\n", config_partition(config, i)->name,
                   module_change_name((enum bulkhead_change_action)schedule->change_actions[i]));
}

enum status command_inspect(struct arena *arena, const struct options *options)
{
    const struct bulkhead_config *config;
    struct file image;

    if (!file_read(arena, options->inputs.items[0], &image))
        return STATUS_FILE;
    config = image_config(arena, &image);
    if (config == NULL)
        return STATUS_IMAGE;
    printf("module %s, ABI version %" PRIu32 ", %" PRIu32 " bytes of configuration and programs\n",
           config->module_name, config->abi_version, config->total_size);
    for (uint32_t i = 0; i < config->partitions.count; i++)
        print_partition(config, i);
    for (uint32_t i = 0; i < config->schedules.count; i++)
        print_schedule(config, i);
    print_regions(config);
    health_print_rules(stdout, "", config->health, BULKHEAD_HEALTH_MODULE);
    return STATUS_DONE;
}
