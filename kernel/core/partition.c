/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/partition.h"

#include <string.h>
#include "bulkhead/arch.h"
#include "bulkhead/checksum.h"
#include "kernel/config.h"
#include "kernel/elf.h"
#include "kernel/sched.h"

struct partition partitions[BULKHEAD_MAX_PARTITIONS];
uint32_t partition_count;
struct partition partition_nobody = {
    .state = PARTITION_STOPPED,
    .timer = {.expiry = TIMER_OFF, .due = TIMER_NOT_NEAR},
    .report_line = UINT32_MAX,
};
struct partition *partition_current = &partition_nobody;

static const char no_memory[] = "the machine has not enough memory for it";

/* What lies where in a partition's memory, from its base up: the program's
 * segments, free memory, an unmapped guard page, the first stack. */
struct layout {
    uint32_t free_base;
    uint32_t free_size;
    uint32_t stack_base;
    uint32_t end;
};

static bool plan_layout(const struct bulkhead_config_partition *config,
                        const struct elf_image *image, struct layout *layout)
{
    layout->end = config->memory_base + config->memory_size;
    layout->stack_base = layout->end - config->stack_size;
    layout->free_base = image->end;
    if (image->end > layout->stack_base - BULKHEAD_PAGE_SIZE)
        return false;
    layout->free_size = layout->stack_base - BULKHEAD_PAGE_SIZE - image->end;
    return true;
}

static bool load_segment(struct partition *partition, const struct elf_segment *segment,
                         const char *program, char *memory)
{
    char *pages = memory + (segment->address - partition->config->memory_base);
    unsigned rights = ARCH_READ;

    if (segment->writable)
        rights |= ARCH_WRITE;
    if (segment->executable)
        rights |= ARCH_EXECUTE;
    memcpy(pages + (segment->data_address - segment->address), program + segment->data_offset,
           segment->data_size);
    return arch_space_map(partition, segment->address, pages, segment->size, rights);
}

static const char *build_space(struct partition *partition, const struct elf_image *image,
                               const struct layout *layout, const char *program)
{
    uint32_t base = partition->config->memory_base;
    char *memory = arch_memory_allocate(partition->config->memory_size);

    if (memory == NULL || !arch_space_create(partition))
        return no_memory;
    for (uint32_t i = 0; i < image->segment_count; i++)
        if (!load_segment(partition, &image->segments[i], program, memory))
            return no_memory;
    if (!arch_space_map(partition, layout->free_base, memory + (layout->free_base - base),
                        layout->free_size, ARCH_WRITE) ||
        !arch_space_map(partition, layout->stack_base, memory + (layout->stack_base - base),
                        layout->end - layout->stack_base, ARCH_WRITE))
        return no_memory;
    return NULL;
}

static const char *build_pages(struct partition *partition)
{
    partition->vcpu = arch_memory_allocate(BULKHEAD_PAGE_SIZE);
    partition->start_info = arch_memory_allocate(BULKHEAD_PAGE_SIZE);
    if (partition->vcpu == NULL || partition->start_info == NULL ||
        !arch_space_map(partition, BULKHEAD_VCPU_ADDRESS, partition->vcpu, BULKHEAD_PAGE_SIZE,
                        ARCH_WRITE) ||
        !arch_space_map(partition, BULKHEAD_START_INFO_ADDRESS, partition->start_info,
                        BULKHEAD_PAGE_SIZE, ARCH_READ))
        return no_memory;
    return NULL;
}

static void fill_start_info(struct partition *partition, const struct layout *layout,
                            uint64_t major_frame)
{
    const struct bulkhead_config_partition *config = partition->config;
    struct bulkhead_start_info *info = partition->start_info;

    info->magic = BULKHEAD_ABI_MAGIC;
    info->abi_version = BULKHEAD_ABI_VERSION;
    info->size = sizeof(*info);
    info->partition = partition->index + 1;
    info->start_condition = BULKHEAD_START_NORMAL;
    info->flags = config->flags;
    info->hw_lines = config->hw_lines;
    info->memory_base = config->memory_base;
    info->memory_size = config->memory_size;
    info->free_base = layout->free_base;
    info->free_size = layout->free_size;
    info->major_frame = major_frame;
    info->period = config->period;
    info->duration = config->duration;
    info->timer_floor = config->timer_floor;
    memcpy(info->name, config->name, sizeof(info->name));
    memcpy(info->argument, config->argument, sizeof(info->argument));
}

const char *partition_create(const struct bulkhead_config *config, uint32_t index)
{
    struct partition *partition = &partitions[index];
    const char *program = config_program(config, index);
    struct elf_image image;
    struct layout layout;
    const char *wrong;

    partition->index = index;
    partition->config = config_partition(config, index);
    partition->takes_input = (partition->config->flags & BULKHEAD_PARTITION_INPUT) != 0;
    timer_stop(&partition->timer);
    console_buffer_init(&partition->console, partition->config->name);
    if (bulkhead_checksum_words(program, partition->config->program_size) !=
        partition->config->program_checksum)
        return "its program is corrupt: the checksum is wrong";
    wrong = elf_check(program, partition->config->program_size, partition->config->memory_base,
                      partition->config->memory_size, &image);
    if (wrong == NULL && !plan_layout(partition->config, &image, &layout))
        wrong = "its program is too large: no room is left for the stack and its guard page";
    if (wrong == NULL)
        wrong = build_space(partition, &image, &layout, program);
    if (wrong == NULL)
        wrong = build_pages(partition);
    if (wrong != NULL)
        return wrong;
    fill_start_info(partition, &layout,
                    config_schedule(config, config->initial_schedule)->major_frame);
    arch_context_start(partition, image.entry, layout.end);
    partition_count = index + 1;
    return NULL;
}

void partition_stop(struct partition *partition, enum partition_end end, int32_t status)
{
    partition->state = PARTITION_STOPPED;
    partition->end = end;
    partition->end_status = status;
    timer_stop(&partition->timer);
    console_finish_line(&partition->console);
}

bool partition_ended_well(const struct partition *partition)
{
    return partition->end == PARTITION_END_STATUS && partition->end_status == 0;
}

uint32_t partitions_alive(void)
{
    uint32_t alive = 0;

    for (uint32_t i = 0; i < partition_count; i++)
        if (partitions[i].state != PARTITION_STOPPED)
            alive++;
    return alive;
}
