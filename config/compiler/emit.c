/* SPDX-License-Identifier: BSD-2-Clause */

/* The binary configuration (abi/include/bulkhead/config.h). */

#include "module.h"

#include <stdlib.h>
#include <string.h>

#include "bulkhead/arch/x86.h"
#include "bulkhead/checksum.h"

struct layout {
    struct bulkhead_config head;
    size_t total;
    uint32_t *program_offsets;
};

static size_t align(size_t size, size_t unit)
{
    return (size + unit - 1) / unit * unit;
}

static struct bulkhead_table place_table(size_t *at, size_t count, size_t element)
{
    struct bulkhead_table table = {.offset = (uint32_t)*at, .count = (uint32_t)count};

    *at = align(*at + count * element, 8);
    return table;
}

/* A program of several partitions is there once. */
static size_t place_program(const struct module *module, struct layout *layout, uint32_t index,
                            size_t at)
{
    const struct module_partition *partition = module->partitions.items[index];

    for (uint32_t i = 0; i < index; i++) {
        const struct module_partition *other = module->partitions.items[i];

        if (other->file != partition->file)
            continue;
        layout->program_offsets[index] = layout->program_offsets[i];
        return at;
    }
    layout->program_offsets[index] = (uint32_t)at;
    return align(at + partition->file_size, BULKHEAD_PAGE_SIZE);
}

/* Those that are part of a channel. */
static size_t count_ports(const struct module *module)
{
    size_t count = 0;

    for (uint32_t i = 0; i < module->ports.count; i++)
        count += ((const struct module_port *)module->ports.items[i])->channel != NULL;
    return count;
}

static size_t count_mappings(const struct module *module)
{
    size_t count = 0;

    for (uint32_t i = 0; i < module->regions.count; i++)
        count += ((const struct module_region *)module->regions.items[i])->mappings.count;
    return count;
}

static size_t count_io(const struct module *module)
{
    size_t count = 0;

    for (uint32_t i = 0; i < module->devices.count; i++)
        count += ((const struct module_device *)module->devices.items[i])->io.count;
    return count;
}

static bool place(const struct module *module, struct layout *layout)
{
    struct bulkhead_config *head = &layout->head;
    size_t windows = 0, at = sizeof(*head);

    for (uint32_t i = 0; i < module->schedules.count; i++)
        windows += ((const struct module_schedule *)module->schedules.items[i])->windows.count;
    head->partitions =
        place_table(&at, module->partitions.count, sizeof(struct bulkhead_config_partition));
    head->schedules =
        place_table(&at, module->schedules.count, sizeof(struct bulkhead_config_schedule));
    head->windows = place_table(&at, windows, sizeof(struct bulkhead_config_window));
    head->channels =
        place_table(&at, module->channels.count, sizeof(struct bulkhead_config_channel));
    head->ports = place_table(&at, count_ports(module), sizeof(struct bulkhead_config_port));
    head->regions = place_table(&at, module->regions.count, sizeof(struct bulkhead_config_region));
    head->mappings =
        place_table(&at, count_mappings(module), sizeof(struct bulkhead_config_mapping));
    head->io_ranges = place_table(&at, count_io(module), sizeof(struct bulkhead_config_io));
    head->config_size = (uint32_t)at;

    layout->program_offsets =
        arena_alloc(module_arena(module), module->partitions.count * sizeof(uint32_t));
    at = align(at, BULKHEAD_PAGE_SIZE);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        at = place_program(module, layout, i, at);
        if (at > INT32_MAX)
            return false;
    }
    layout->total = at;
    return true;
}

static void copy_text(char *to, size_t size, const char *from)
{
    size_t length = strlen(from);

    length = length < size ? length : size - 1;
    memcpy(to, from, length);
    to[length] = '\0';
}

static void emit_partition(const struct module_partition *from, uint32_t offset,
                           struct bulkhead_config_partition *to)
{
    copy_text(to->name, sizeof(to->name), from->name);
    copy_text(to->argument, sizeof(to->argument), from->argument);
    to->flags = from->flags;
    to->memory_base = from->memory_base;
    to->memory_size = from->memory_size;
    to->stack_size = from->stack_size;
    to->program_offset = offset;
    to->program_size = (uint32_t)from->file_size;
    to->program_checksum = bulkhead_checksum_words(from->file, from->file_size);
    to->hw_lines = from->hw_lines;
    to->period = from->period;
    to->duration = from->duration;
    to->timer_floor = from->timer_floor;
    to->signal_targets = from->signal_targets;
    memcpy(to->health, from->rules, sizeof(to->health));
}

static void emit_schedules(const struct module *module, struct bulkhead_config_schedule *to,
                           struct bulkhead_config_window *window)
{
    uint32_t first = 0;

    for (uint32_t i = 0; i < module->schedules.count; i++, to++) {
        const struct module_schedule *from = module->schedules.items[i];

        copy_text(to->name, sizeof(to->name), from->name);
        to->major_frame = from->major_frame;
        to->first_window = first;
        to->window_count = from->windows.count;
        for (uint32_t j = 0; j < BULKHEAD_MAX_PARTITIONS; j++)
            to->change_actions[j] = (uint8_t)from->changes[j];
        first += from->windows.count;
        for (uint32_t j = 0; j < from->windows.count; j++, window++) {
            const struct module_window *source = from->windows.items[j];

            window->offset = source->offset;
            window->duration = source->duration;
            window->partition =
                source->partition == NULL ? BULKHEAD_NO_PARTITION : source->partition->index;
        }
    }
}

static void emit_channels(const struct module *module, struct bulkhead_config_channel *to)
{
    for (uint32_t i = 0; i < module->channels.count; i++, to++) {
        const struct module_channel *from = module->channels.items[i];

        to->kind = from->queuing ? BULKHEAD_PORT_QUEUING : BULKHEAD_PORT_SAMPLING;
        to->message_size = from->message_size;
        to->message_count = from->message_count;
    }
}

static void emit_port(const struct module_port *from, struct bulkhead_config_port *to)
{
    copy_text(to->name, sizeof(to->name), from->name);
    to->partition = from->partition->index;
    to->channel = from->channel->index;
    to->direction = from->source ? BULKHEAD_PORT_SOURCE : BULKHEAD_PORT_DESTINATION;
    to->refresh_period = from->source || from->queuing ? 0 : from->refresh;
}

static void emit_ports(const struct module *module, struct bulkhead_config_port *to)
{
    for (uint32_t i = 0; i < module->partitions.count; i++)
        for (uint32_t j = 0; j < module->ports.count; j++) {
            const struct module_port *port = module->ports.items[j];

            if (port->channel != NULL && port->partition->index == i)
                emit_port(port, to++);
        }
}

static void emit_regions(const struct module *module, struct bulkhead_config_region *to)
{
    for (uint32_t i = 0; i < module->regions.count; i++, to++) {
        const struct module_region *from = module->regions.items[i];

        copy_text(to->name, sizeof(to->name), from->name);
        to->physical = from->physical;
        to->size = from->size;
    }
}

static void emit_mappings(const struct module *module, struct bulkhead_config_mapping *to)
{
    for (uint32_t i = 0; i < module->partitions.count; i++)
        for (uint32_t j = 0; j < module->regions.count; j++) {
            const struct module_region *region = module->regions.items[j];
            const struct module_mapping *from = region_mapping(region, module->partitions.items[i]);

            if (from == NULL)
                continue;
            to->partition = i;
            to->region = j;
            to->address = region->address;
            to->rights = from->writable ? BULKHEAD_MAP_WRITE : 0;
            to++;
        }
}

static void emit_io(const struct module *module, struct bulkhead_config_io *to)
{
    for (uint32_t i = 0; i < module->partitions.count; i++)
        for (uint32_t j = 0; j < module->devices.count; j++) {
            const struct module_device *device = module->devices.items[j];

            for (uint32_t k = 0; k < device->io.count && device->partition->index == i; k++, to++) {
                const struct module_io *from = device->io.items[k];

                to->partition = i;
                to->first = from->first;
                to->count = from->last - from->first + 1;
            }
        }
}

void *module_emit(const struct module *module, size_t *size)
{
    struct layout layout = {0};
    struct bulkhead_config *head = &layout.head;
    char *block;

    if (!place(module, &layout))
        return NULL;
    head->magic = BULKHEAD_ABI_MAGIC;
    head->abi_version = BULKHEAD_ABI_VERSION;
    head->total_size = (uint32_t)layout.total;
    head->flags = module->stay_up ? BULKHEAD_MODULE_STAY_UP : 0;
    head->window_lead = module->window_lead;
    head->initial_schedule = module->initial_schedule;
    head->level_lines = module->level_lines;
    memcpy(head->health, module->rules, sizeof(head->health));
    copy_text(head->module_name, sizeof(head->module_name), module->name);

    block = arena_alloc(module_arena(module), layout.total);
    memcpy(block, head, sizeof(*head));
    struct bulkhead_config_partition *partitions = (void *)(block + head->partitions.offset);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        emit_partition(partition, layout.program_offsets[i], &partitions[i]);
        memcpy(block + layout.program_offsets[i], partition->file, partition->file_size);
    }
    emit_schedules(module, (void *)(block + head->schedules.offset),
                   (void *)(block + head->windows.offset));
    emit_channels(module, (void *)(block + head->channels.offset));
    emit_ports(module, (void *)(block + head->ports.offset));
    emit_regions(module, (void *)(block + head->regions.offset));
    emit_mappings(module, (void *)(block + head->mappings.offset));
    emit_io(module, (void *)(block + head->io_ranges.offset));
    head->checksum = bulkhead_crc32(0, block, head->config_size);
    memcpy(block, head, sizeof(*head));
    *size = layout.total;
    return block;
}
