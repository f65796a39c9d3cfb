/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/config.h"

#include <stdbool.h>
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

static const void *at(const struct bulkhead_config *config, uint32_t offset)
{
    return (const char *)config + offset;
}

const struct bulkhead_config_partition *config_partition(const struct bulkhead_config *config,
                                                         uint32_t index)
{
    const struct bulkhead_config_partition *first = at(config, config->partitions.offset);

    return first + index;
}

const struct bulkhead_config_schedule *config_schedule(const struct bulkhead_config *config,
                                                       uint32_t index)
{
    const struct bulkhead_config_schedule *first = at(config, config->schedules.offset);

    return first + index;
}

const struct bulkhead_config_window *config_window(const struct bulkhead_config *config,
                                                   uint32_t index)
{
    const struct bulkhead_config_window *first = at(config, config->windows.offset);

    return first + index;
}

const void *config_program(const struct bulkhead_config *config, uint32_t partition)
{
    return at(config, config_partition(config, partition)->program_offset);
}

static bool table_fits(const struct bulkhead_config *config, struct bulkhead_table table,
                       size_t element)
{
    return table.offset % 8 == 0 && table.offset >= sizeof(*config) &&
           table.offset <= config->config_size &&
           table.count <= (config->config_size - table.offset) / element;
}

static bool text_ends(const char *text, size_t size)
{
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
        !table_fits(config, config->windows, sizeof(struct bulkhead_config_window)))
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
    return NULL;
}

static const char *check_partitions(const struct bulkhead_config *config)
{
    uint32_t lines = 0, inputs = 0;

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

const char *config_check(const struct bulkhead_config *config, size_t available)
{
    const char *wrong = check_header(config, available);
    uint32_t used = 0;

    if (wrong == NULL)
        wrong = check_partitions(config);
    for (uint32_t i = 0; wrong == NULL && i < config->schedules.count; i++)
        wrong = check_schedule(config, config_schedule(config, i), &used);
    return wrong;
}
