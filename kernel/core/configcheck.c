/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/config.h"

#include <stdbool.h>
#include <stddef.h>
#include "bulkhead/arch.h"
#include "bulkhead/checksum.h"
#include "bulkhead/vcpu.h"

#define PAGE_MASK       (BULKHEAD_PAGE_SIZE - 1u)
#define MIN_TIMER_FLOOR 1000u
#define MAX_LEAD        10000u
#define MAX_FRAME       (3600ull * 1000000000ull)

_Static_assert(sizeof(struct bulkhead_config) % 8 == 0, "arrays follow at a multiple of 8");
_Static_assert(sizeof(struct bulkhead_config_partition) % 8 == 0, "array elements stay aligned");
_Static_assert(sizeof(struct bulkhead_config_schedule) % 8 == 0, "array elements stay aligned");
_Static_assert(sizeof(struct bulkhead_config_window) % 8 == 0, "array elements stay aligned");
_Static_assert(sizeof(struct bulkhead_config_port) % 8 == 0, "array elements stay aligned");
_Static_assert(sizeof(struct bulkhead_config_region) % 8 == 0, "array elements stay aligned");

static bool table_fits(const struct bulkhead_config *config, struct bulkhead_table table,
                       size_t size)
{
    return table.offset % 8 == 0 && table.offset >= sizeof(*config) &&
           table.offset <= config->config_size &&
           table.count <= (config->config_size - table.offset) / size;
}

static bool text_ends(const char *text, size_t size)
{
    //@ loop invariant i <= size; loop assigns i; loop variant size - i;
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0')
            return true;
    return false;
}

static bool name_good(const char *name)
{
    return name[0] != '\0' && text_ends(name, BULKHEAD_NAME_SIZE);
}

static uint32_t checksum(const struct bulkhead_config *config)
{
    struct bulkhead_config head = *config;
    uint32_t crc;

    head.checksum = 0;
    crc = bulkhead_crc32(0, &head, sizeof(head));
    return bulkhead_crc32(crc, config + 1, config->config_size - sizeof(head));
}

static const char *check_header(const struct bulkhead_config *config, size_t available)
{
    if (available < sizeof(*config) || config->magic != BULKHEAD_ABI_MAGIC)
        return "there is no configuration behind the kernel: build the image with \"bulkhead "
               "build\"";
    if (config->abi_version != BULKHEAD_ABI_VERSION)
        return "the configuration is of another ABI version";
    if (config->total_size > available)
        return "the configuration is truncated";
    if (config->config_size < sizeof(*config) || config->config_size > config->total_size)
        return "the configuration's sizes contradict each other";
    if (config->checksum != checksum(config))
        return "the configuration is corrupt: its checksum is wrong";
    if (!table_fits(config, config->partitions, sizeof(struct bulkhead_config_partition)) ||
        !table_fits(config, config->schedules, sizeof(struct bulkhead_config_schedule)) ||
        !table_fits(config, config->windows, sizeof(struct bulkhead_config_window)) ||
        !table_fits(config, config->channels, sizeof(struct bulkhead_config_channel)) ||
        !table_fits(config, config->ports, sizeof(struct bulkhead_config_port)) ||
        !table_fits(config, config->regions, sizeof(struct bulkhead_config_region)) ||
        !table_fits(config, config->mappings, sizeof(struct bulkhead_config_mapping)) ||
        !table_fits(config, config->io_ranges, sizeof(struct bulkhead_config_io)))
        return "a table is outside of the configuration";
    if (config->partitions.count == 0 || config->partitions.count > BULKHEAD_MAX_PARTITIONS)
        return "the number of partitions is not 1 to 64";
    if (config->schedules.count == 0 || config->schedules.count > BULKHEAD_MAX_SCHEDULES)
        return "the number of schedules is not 1 to 16";
    if (config->initial_schedule >= config->schedules.count)
        return "the initial schedule does not exist";
    if (config->window_lead > MAX_LEAD)
        return "the window lead is longer than 10 us";
    if (!text_ends(config->module_name, sizeof(config->module_name)))
        return "the module's name does not end";
    return NULL;
}

static const char *check_memory(const struct bulkhead_config_partition *partition)
{
    uint32_t base = partition->memory_base;
    uint32_t size = partition->memory_size;

    if ((base & PAGE_MASK) != 0 || (size & PAGE_MASK) != 0 ||
        (partition->stack_size & PAGE_MASK) != 0)
        return "a partition's memory or stack is not whole pages";
    if (base < BULKHEAD_MEMORY_FIRST || base >= BULKHEAD_MEMORY_LIMIT ||
        size > BULKHEAD_MEMORY_LIMIT - base)
        return "a partition's memory is outside of the address range for it";
    if (partition->stack_size == 0 || size < 3 * BULKHEAD_PAGE_SIZE ||
        partition->stack_size > size - 2 * BULKHEAD_PAGE_SIZE)
        return "a partition has no memory for a stack, its guard page and a program";
    return NULL;
}

/* Which actions a level can have: bit per action. */
#define ACTION_BIT(name) (1u << BULKHEAD_ACTION_##name)
static const uint32_t level_actions[BULKHEAD_HEALTH_LEVELS] = {
    [BULKHEAD_HEALTH_PROCESS] = ACTION_BIT(IGNORE) | ACTION_BIT(LOG) | ACTION_BIT(HANDLER) |
                                ACTION_BIT(PROCESS_STOP) | ACTION_BIT(PROCESS_RESTART),
    [BULKHEAD_HEALTH_PARTITION] = ACTION_BIT(IGNORE) | ACTION_BIT(LOG) |
                                  ACTION_BIT(PARTITION_IDLE) | ACTION_BIT(PARTITION_WARM_START) |
                                  ACTION_BIT(PARTITION_COLD_START),
    [BULKHEAD_HEALTH_MODULE] = ACTION_BIT(IGNORE) | ACTION_BIT(LOG) | ACTION_BIT(MODULE_RESET) |
                               ACTION_BIT(MODULE_SHUTDOWN),
};

static bool rules_good(const struct bulkhead_health_rule *rules)
{
    /*@ loop invariant i <= BULKHEAD_ERROR_COUNT; loop assigns i;
        loop variant BULKHEAD_ERROR_COUNT - i; */
    for (uint32_t i = 0; i < BULKHEAD_ERROR_COUNT; i++) {
        if (rules[i].level >= BULKHEAD_HEALTH_LEVELS)
            return false;
        //@ loop assigns level; loop variant BULKHEAD_HEALTH_LEVELS - level;
        for (uint32_t level = 0; level < BULKHEAD_HEALTH_LEVELS; level++)
            if (rules[i].actions[level] >= BULKHEAD_ACTION_COUNT ||
                (level_actions[level] >> rules[i].actions[level] & 1) == 0)
                return false;
    }
    return true;
}

static const char *check_partition(const struct bulkhead_config *config,
                                   const struct bulkhead_config_partition *partition)
{
    const char *wrong = check_memory(partition);

    if (wrong != NULL)
        return wrong;
    if (!name_good(partition->name) || !text_ends(partition->argument, sizeof(partition->argument)))
        return "a partition's name or argument does not end, or the name is empty";
    if (partition->program_offset % BULKHEAD_PAGE_SIZE != 0 ||
        partition->program_offset < config->config_size ||
        partition->program_offset > config->total_size ||
        partition->program_size > config->total_size - partition->program_offset)
        return "a partition's program is outside of the image";
    if (partition->hw_lines >> BULKHEAD_LINE_FIRST_VIRTUAL != 0)
        return "a partition has hardware lines above 15";
    if (partition->timer_floor < MIN_TIMER_FLOOR)
        return "a partition's timer floor is below 1 us";
    if (!rules_good(partition->health))
        return "a partition's health table has an unknown level or action";
    if (config->partitions.count < BULKHEAD_MAX_PARTITIONS &&
        partition->signal_targets >> config->partitions.count != 0)
        return "a partition may signal one that does not exist";
    return NULL;
}

static const char *check_partitions(const struct bulkhead_config *config)
{
    uint32_t lines = 0, inputs = 0;

    //@ loop assigns i, lines, inputs; loop variant config->partitions.count - i;
    for (uint32_t i = 0; i < config->partitions.count; i++) {
        const struct bulkhead_config_partition *partition = config_partition(config, i);
        const char *wrong = check_partition(config, partition);

        if (wrong != NULL)
            return wrong;
        if ((lines & partition->hw_lines) != 0)
            return "two partitions have the same hardware line";
        lines |= partition->hw_lines;
        inputs += (partition->flags & BULKHEAD_PARTITION_INPUT) != 0;
    }
    if (inputs > 1)
        return "two partitions have the console's input";
    return NULL;
}

static const char *check_window(const struct bulkhead_config *config,
                                const struct bulkhead_config_window *window, uint64_t from,
                                uint64_t frame)
{
    if (window->offset != from)
        return "two windows of a schedule overlap or leave a gap";
    if (window->offset > frame || window->duration > frame - window->offset)
        return "a window ends after its major frame";
    if (window->duration < BULKHEAD_MIN_WINDOW)
        return "a window is shorter than 20 us";
    /* One before its end, one more with devices, and one to execute in. */
    if (window->duration < 3ull * config->window_lead)
        return "a window is shorter than three times the lead";
    if (window->duration > BULKHEAD_MAX_WINDOW)
        return "a window is longer than 4 s";
    if (window->partition != BULKHEAD_NO_PARTITION && window->partition >= config->partitions.count)
        return "a window belongs to a partition that does not exist";
    return NULL;
}

/* used: windows below belong to the schedules before. The kernel keeps facts
 * per window that hold for one schedule only. */
static const char *check_schedule(const struct bulkhead_config *config,
                                  const struct bulkhead_config_schedule *schedule, uint32_t *used)
{
    uint64_t from = 0;

    if (!name_good(schedule->name))
        return "a schedule's name does not end, or is empty";
    if (schedule->major_frame == 0 || schedule->major_frame > MAX_FRAME)
        return "a major frame is 0 or longer than an hour";
    if (schedule->window_count == 0 || config->windows.count > BULKHEAD_MAX_WINDOWS ||
        schedule->first_window > config->windows.count ||
        schedule->window_count > config->windows.count - schedule->first_window)
        return "a schedule's windows do not exist";
    if (schedule->first_window < *used)
        return "two schedules share windows";
    *used = schedule->first_window + schedule->window_count;
    //@ loop assigns i; loop variant BULKHEAD_MAX_PARTITIONS - i;
    for (uint32_t i = 0; i < BULKHEAD_MAX_PARTITIONS; i++)
        if (schedule->change_actions[i] >= BULKHEAD_CHANGE_COUNT)
            return "a schedule has an unknown action for a change to it";
    //@ loop assigns i, from; loop variant schedule->window_count - i;
    for (uint32_t i = 0; i < schedule->window_count; i++) {
        const struct bulkhead_config_window *window =
            config_window(config, schedule->first_window + i);
        const char *wrong = check_window(config, window, from, schedule->major_frame);

        if (wrong != NULL)
            return wrong;
        from = window->offset + window->duration;
    }
    if (from != schedule->major_frame)
        return "a schedule's windows do not fill its major frame";
    return NULL;
}

static const char *check_channels(const struct bulkhead_config *config)
{
    if (config->channels.count > BULKHEAD_MAX_PORTS)
        return "there are more than 4096 channels";
    //@ loop assigns i; loop variant config->channels.count - i;
    for (uint32_t i = 0; i < config->channels.count; i++) {
        const struct bulkhead_config_channel *channel = config_channel(config, i);

        if (channel->kind != BULKHEAD_PORT_SAMPLING && channel->kind != BULKHEAD_PORT_QUEUING)
            return "a channel is neither sampling nor queuing";
        if (channel->message_size == 0 || channel->message_size > BULKHEAD_MAX_MESSAGE_SIZE)
            return "a channel's message size is not 1 to 8192 bytes";
        if (channel->message_count == 0 || channel->message_count > BULKHEAD_MAX_MESSAGE_COUNT ||
            (channel->kind == BULKHEAD_PORT_SAMPLING && channel->message_count != 1))
            return "a channel holds no message, or too many";
    }
    return NULL;
}

/* Sets the bit; false if it was set. */
static bool set_once(uint32_t *bits, uint32_t index)
{
    uint32_t bit = (uint32_t)1 << index % 32;
    bool was_set = (bits[index / 32] & bit) != 0;

    bits[index / 32] |= bit;
    return !was_set;
}

static const char *check_port(const struct bulkhead_config *config,
                              const struct bulkhead_config_port *port, uint32_t *sources,
                              uint32_t *destinations)
{
    if (port->channel >= config->channels.count)
        return "a port's channel does not exist";
    if (!name_good(port->name))
        return "a port's name does not end, or is empty";
    if (port->direction == BULKHEAD_PORT_SOURCE) {
        if (!set_once(sources, port->channel))
            return "a channel has two sources";
    } else if (port->direction == BULKHEAD_PORT_DESTINATION) {
        if (!set_once(destinations, port->channel) &&
            config_channel(config, port->channel)->kind == BULKHEAD_PORT_QUEUING)
            return "a queuing channel has two destinations";
    } else {
        return "a port is neither source nor destination";
    }
    return NULL;
}

/* Sorted by partitions that exist, and no more than limit each? */
static bool owners_good(const struct bulkhead_config *config, struct bulkhead_table table,
                        size_t size, uint32_t limit)
{
    uint32_t last = 0, count = 0;

    //@ loop assigns i, last, count; loop variant table.count - i;
    for (uint32_t i = 0; i < table.count; i++) {
        uint32_t owner = config_owner_of(config, table, size, i);

        if (owner < last || owner >= config->partitions.count)
            return false;
        count = owner == last ? count + 1 : 1;
        last = owner;
        if (count > limit)
            return false;
    }
    return true;
}

static const char *check_ports(const struct bulkhead_config *config)
{
    uint32_t sources[BULKHEAD_MAX_PORTS / 32] = {0}, destinations[BULKHEAD_MAX_PORTS / 32] = {0};
    const char *wrong = check_channels(config);

    if (wrong != NULL)
        return wrong;
    if (config->ports.count > BULKHEAD_MAX_PORTS ||
        !owners_good(config, config->ports, sizeof(struct bulkhead_config_port),
                     BULKHEAD_MAX_PARTITION_PORTS))
        return "the ports are not in the order of existing partitions, or too many";
    /*@ loop assigns i, wrong, sources[0 .. BULKHEAD_MAX_PORTS / 32 - 1],
          destinations[0 .. BULKHEAD_MAX_PORTS / 32 - 1];
        loop variant config->ports.count - i; */
    for (uint32_t i = 0; wrong == NULL && i < config->ports.count; i++)
        wrong = check_port(config, config_port(config, i), sources, destinations);
    return wrong;
}

static const char *check_region(const struct bulkhead_config_region *region)
{
    if (!name_good(region->name))
        return "a memory region's name does not end, or is empty";
    if (region->size == 0 || (region->size & PAGE_MASK) != 0)
        return "a memory region is not whole pages";
    if (region->physical != BULKHEAD_NO_ADDRESS &&
        ((region->physical & PAGE_MASK) != 0 || region->physical > UINT32_MAX ||
         region->size - 1 > UINT32_MAX - region->physical))
        return "a device's memory is not whole pages below 4 GiB";
    return NULL;
}

/*@ assigns \nothing;
    ensures first_size > 0 && second_size > 0 ==>
              (\result <==> first < second + second_size && second < first + first_size); */
static bool ranges_overlap(uint32_t first, uint32_t first_size, uint32_t second,
                           uint32_t second_size)
{
    return first < second ? second - first < first_size : first - second < second_size;
}

/* Bytes of the region that is mapped; 0 if it does not exist. */
static uint32_t mapped_size(const struct bulkhead_config *config,
                            const struct bulkhead_config_mapping *mapping)
{
    return mapping->region < config->regions.count ? config_region(config, mapping->region)->size
                                                   : 0;
}

static const char *check_mapping(const struct bulkhead_config *config, uint32_t index,
                                 const struct bulkhead_config_partition *partition)
{
    const struct bulkhead_config_mapping *mapping = config_mapping(config, index);
    uint32_t size = mapped_size(config, mapping);

    if (size == 0)
        return "a mapped memory region does not exist";
    if ((mapping->address & PAGE_MASK) != 0 || mapping->address < BULKHEAD_MEMORY_FIRST ||
        mapping->address >= BULKHEAD_MEMORY_LIMIT ||
        size > BULKHEAD_MEMORY_LIMIT - mapping->address)
        return "a memory region is mapped outside of the address range for it";
    if ((mapping->rights & ~BULKHEAD_MAP_WRITE) != 0)
        return "a memory region is mapped with unknown rights";
    if (ranges_overlap(mapping->address, size, partition->memory_base, partition->memory_size))
        return "a memory region is mapped over the partition's own memory";
    //@ loop invariant i <= index; loop assigns i; loop variant i;
    for (uint32_t i = index; i-- > 0 && config_mapping(config, i)->partition == mapping->partition;)
        if (ranges_overlap(mapping->address, size, config_mapping(config, i)->address,
                           mapped_size(config, config_mapping(config, i))))
            return "two memory regions are mapped over each other";
    return NULL;
}

static const char *check_regions(const struct bulkhead_config *config)
{
    const char *wrong = NULL;

    //@ loop assigns i, wrong; loop variant config->regions.count - i;
    for (uint32_t i = 0; wrong == NULL && i < config->regions.count; i++)
        wrong = check_region(config_region(config, i));
    if (wrong != NULL)
        return wrong;
    if (config->regions.count > BULKHEAD_MAX_REGIONS ||
        !owners_good(config, config->mappings, sizeof(struct bulkhead_config_mapping),
                     BULKHEAD_MAX_BLOCKS))
        return "the memory regions are not in the order of existing partitions, or too many";
    //@ loop assigns owner, i, wrong; loop variant config->partitions.count - owner;
    for (uint32_t owner = 0, i = 0; owner < config->partitions.count; owner++) {
        const struct bulkhead_config_partition *partition = config_partition(config, owner);

        //@ loop assigns i, wrong; loop variant config->mappings.count - i;
        for (; i < config->mappings.count && config_mapping(config, i)->partition == owner; i++) {
            wrong = check_mapping(config, i, partition);
            if (wrong != NULL)
                return wrong;
        }
    }
    return NULL;
}

static const char *check_io_ranges(const struct bulkhead_config *config)
{
    if (config->io_ranges.count > BULKHEAD_MAX_IO_RANGES ||
        !owners_good(config, config->io_ranges, sizeof(struct bulkhead_config_io),
                     BULKHEAD_MAX_IO_RANGES))
        return "the I/O ranges are not in the order of existing partitions, or too many";
    //@ loop assigns i; loop variant config->io_ranges.count - i;
    for (uint32_t i = 0; i < config->io_ranges.count; i++) {
        const struct bulkhead_config_io *range = config_io(config, i);

        if (range->count == 0 || range->count > 0x10000u || range->first > 0x10000u - range->count)
            return "an I/O range is outside of the I/O ports";
        //@ loop invariant j <= i; loop assigns j; loop variant i - j;
        for (uint32_t j = 0; j < i; j++)
            if (ranges_overlap(range->first, range->count, config_io(config, j)->first,
                               config_io(config, j)->count))
                return "two I/O ranges overlap";
    }
    return NULL;
}

const char *config_check(const struct bulkhead_config *config, size_t available)
{
    const char *wrong = check_header(config, available);
    uint32_t used = 0;

    if (wrong != NULL)
        return wrong;
    wrong = check_partitions(config);
    //@ loop assigns i, wrong, used; loop variant config->schedules.count - i;
    for (uint32_t i = 0; wrong == NULL && i < config->schedules.count; i++)
        wrong = check_schedule(config, config_schedule(config, i), &used);
    if (wrong == NULL && !rules_good(config->health))
        wrong = "the module's health table has an unknown level or action";
    if (wrong == NULL)
        wrong = check_ports(config);
    if (wrong == NULL)
        wrong = check_regions(config);
    if (wrong == NULL)
        wrong = check_io_ranges(config);
    return wrong;
}
