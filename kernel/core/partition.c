/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/boot.h"
#include "kernel/partition.h"

#include <string.h>
#include "bulkhead/arch.h"
#include "bulkhead/checksum.h"
#include "kernel/config.h"
#include "kernel/info.h"
#include "kernel/irq.h"
#include "kernel/sched.h"

#define PAGE_SIZE BULKHEAD_PAGE_SIZE

/* A step of a restart takes at most this (ns): a page, or the last one, that
 * looks at each port too. */
#define PAGE_TIME  4000u
#define START_TIME 2000u
#define PORT_TIME  28u

struct partition partitions[BULKHEAD_MAX_PARTITIONS];
uint32_t partition_count;
static struct bulkhead_start_info nobody_info;
static struct bulkhead_log_entry nobody_log[BULKHEAD_LOG_SIZE];
struct partition partition_nobody = {
    .start_info = &nobody_info, /* mode IDLE */
    .index = UINT32_MAX,
    .log = nobody_log,
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

BOOT_ONLY static bool plan_layout(const struct bulkhead_config_partition *config,
                                  const struct elf_image *image, struct layout *layout)
{
    layout->end = config->memory_base + config->memory_size;
    layout->stack_base = layout->end - config->stack_size;
    layout->free_base = image->end;
    if (image->end > layout->stack_base - PAGE_SIZE)
        return false;
    layout->free_size = layout->stack_base - PAGE_SIZE - image->end;
    return true;
}

/* The part of a segment's data that lies on the page at address. */
static void load_part(const struct partition *partition, const struct elf_segment *segment,
                      uint32_t address, char *page)
{
    uint32_t from = segment->data_address > address ? segment->data_address : address;
    uint32_t end = segment->data_address + segment->data_size;

    if (end > address + PAGE_SIZE)
        end = address + PAGE_SIZE;
    if (from < end)
        memcpy(page + (from - address),
               partition->program + segment->data_offset + (from - segment->data_address),
               end - from);
}

/* Makes a page of the partition's memory, at offset, as it is at a start. */
static void load_page(struct partition *partition, uint32_t offset)
{
    uint32_t address = partition->config->memory_base + offset;
    char *page = partition->memory + offset;

    memset(page, 0, PAGE_SIZE);
    for (uint32_t i = 0; i < partition->image.segment_count; i++)
        load_part(partition, &partition->image.segments[i], address, page);
    if (partition->guards)
        arch_space_guard(partition, address, false);
}

BOOT_ONLY static bool map_segment(struct partition *partition, const struct elf_segment *segment)
{
    unsigned rights = ARCH_READ;

    if (segment->writable)
        rights |= ARCH_WRITE;
    if (segment->executable)
        rights |= ARCH_EXECUTE;
    return arch_space_map(partition, segment->address,
                          partition->memory + (segment->address - partition->config->memory_base),
                          segment->size, rights);
}

BOOT_ONLY static bool build_space(struct partition *partition, const struct layout *layout)
{
    uint32_t base = partition->config->memory_base, size = partition->config->memory_size;

    partition->memory = arch_memory_allocate(size);
    if (partition->memory == NULL || !arch_space_create(partition))
        return false;
    for (uint32_t offset = 0; offset < size; offset += PAGE_SIZE)
        load_page(partition, offset);
    for (uint32_t i = 0; i < partition->image.segment_count; i++)
        if (!map_segment(partition, &partition->image.segments[i]))
            return false;
    return arch_space_map(partition, layout->free_base,
                          partition->memory + (layout->free_base - base), layout->free_size,
                          ARCH_WRITE) &&
           arch_space_map(partition, layout->stack_base,
                          partition->memory + (layout->stack_base - base),
                          layout->end - layout->stack_base, ARCH_WRITE);
}

BOOT_ONLY static bool build_pages(const struct bulkhead_config *config, struct partition *partition,
                                  const struct layout *layout)
{
    partition->vcpu = arch_memory_allocate(PAGE_SIZE);
    partition->log = arch_memory_allocate(BULKHEAD_LOG_SIZE * sizeof(*partition->log));
    return partition->vcpu != NULL && partition->log != NULL &&
           arch_space_map(partition, BULKHEAD_VCPU_ADDRESS, partition->vcpu, PAGE_SIZE,
                          ARCH_WRITE) &&
           info_create(config, partition, layout->free_base, layout->free_size);
}

/* What is left to do when the memory is as at the start. */
static void start(struct partition *partition)
{
    const struct bulkhead_config_partition *config = partition->config;

    partition->guards = false;
    console_buffer_init(&partition->console, config->name);
    partition->input.count = 0;
    arch_context_start(partition, partition->image.entry,
                       config->memory_base + config->memory_size);
}

BOOT_ONLY const char *partition_create(const struct bulkhead_config *config, uint32_t index)
{
    struct partition *partition = &partitions[index];
    struct layout layout;
    const char *wrong;

    partition->index = index;
    partition->config = config_partition(config, index);
    partition->program = config_program(config, index);
    if ((partition->config->flags & BULKHEAD_PARTITION_INPUT) != 0)
        partition->duties |= PARTITION_HAS_INPUT;
    timer_stop(&partition->timer);
    if (bulkhead_checksum_words(partition->program, partition->config->program_size) !=
        partition->config->program_checksum)
        return "its program is corrupt: the checksum is wrong";
    wrong = elf_check(partition->program, partition->config->program_size,
                      partition->config->memory_base, partition->config->memory_size,
                      &partition->image);
    if (wrong == NULL && !plan_layout(partition->config, &partition->image, &layout))
        wrong = "its program is too large: no room is left for the stack and its guard page";
    if (wrong != NULL)
        return wrong;
    if (!build_space(partition, &layout) || !build_pages(config, partition, &layout))
        return no_memory;
    start(partition);
    partition_count = index + 1;
    return NULL;
}

static void set_mode(struct partition *partition, enum bulkhead_operating_mode mode)
{
    partition->start_info->operating_mode = mode;
}

enum bulkhead_operating_mode partition_mode(const struct partition *partition)
{
    return (enum bulkhead_operating_mode)partition->start_info->operating_mode;
}

/* Nothing comes to the partition any more. */
static void disconnect(struct partition *partition)
{
    for (uint32_t line = 0; line < BULKHEAD_LINE_FIRST_VIRTUAL; line++)
        if (virq_connected(&partition->virq, line))
            irq_disconnected(line);
    partition->virq = (struct virq){0};
    timer_stop(&partition->timer);
    console_finish_line(&partition->console);
}

void partition_stop(struct partition *partition, enum partition_end end, int32_t status)
{
    disconnect(partition);
    partition->state = PARTITION_STOPPED;
    partition->end = end;
    partition->end_status = status;
    set_mode(partition, BULKHEAD_MODE_IDLE);
}

void partition_restart(struct partition *partition, enum bulkhead_operating_mode mode,
                       enum bulkhead_start_condition condition)
{
    disconnect(partition);
    partition->state = PARTITION_STARTING;
    partition->end = PARTITION_END_NONE;
    partition->report_line = 0;
    partition->loaded = 0;
    partition->restarts++;
    partition->start_info->start_condition = condition;
    set_mode(partition, mode);
}

bool partition_change(struct partition *partition)
{
    if (!sched_has_time(PAGE_TIME))
        return false;
    if (partition->change_is_reset)
        partition_restart(partition, BULKHEAD_MODE_COLD_START, BULKHEAD_START_HM_MODULE_RESTART);
    else if (partition->change == BULKHEAD_CHANGE_IDLE)
        partition_stop(partition, PARTITION_END_STATUS, 0);
    else
        partition_restart(partition,
                          partition->change == BULKHEAD_CHANGE_WARM_START
                              ? BULKHEAD_MODE_WARM_START
                              : BULKHEAD_MODE_COLD_START,
                          BULKHEAD_START_PARTITION_RESTART);
    return true;
}

/* The page holds what the last life left on it, but for the windows. */
static void reset_vcpu(struct bulkhead_vcpu *vcpu)
{
    uint64_t from = vcpu->window_start, to = vcpu->window_end, next = vcpu->window_next;

    memset(vcpu, 0, PAGE_SIZE);
    vcpu->window_start = from;
    vcpu->window_end = to;
    vcpu->window_next = next;
}

bool partition_start_step(struct partition *partition)
{
    bool page = partition->loaded < partition->config->memory_size;
    uint32_t time = page ? PAGE_TIME : START_TIME + partition->port_count * PORT_TIME;

    /* Its last line is shown first, or kept. */
    if (partition->console.complete || !sched_has_time(time))
        return false;
    if (page) {
        load_page(partition, partition->loaded);
        partition->loaded += PAGE_SIZE;
        return true;
    }
    reset_vcpu(partition->vcpu);
    ports_restart(partition, partition_mode(partition) == BULKHEAD_MODE_COLD_START);
    start(partition);
    partition->state = PARTITION_READY;
    /* To leave the idle loop. */
    arch_timer_set(0);
    return false;
}

int32_t partition_set_mode(struct partition *partition, uint32_t mode)
{
    enum bulkhead_operating_mode present = partition_mode(partition);

    switch (mode) {
    case BULKHEAD_MODE_IDLE:
        partition_stop(partition, PARTITION_END_STATUS, 0);
        return BULKHEAD_OK;
    case BULKHEAD_MODE_NORMAL:
        if (present == BULKHEAD_MODE_NORMAL)
            return BULKHEAD_E_STATE;
        set_mode(partition, BULKHEAD_MODE_NORMAL);
        return BULKHEAD_OK;
    case BULKHEAD_MODE_WARM_START:
        if (present == BULKHEAD_MODE_COLD_START)
            return BULKHEAD_E_STATE;
        break;
    case BULKHEAD_MODE_COLD_START:
        break;
    default:
        return BULKHEAD_E_RANGE;
    }
    partition_restart(partition, (enum bulkhead_operating_mode)mode,
                      BULKHEAD_START_PARTITION_RESTART);
    return BULKHEAD_OK;
}

/* The unmapped page between free memory and first stack. */
static uint32_t stack_guard(const struct partition *partition)
{
    return partition->start_info->free_base + partition->start_info->free_size;
}

static bool in_free_memory(const struct partition *partition, uint32_t address)
{
    return address - partition->start_info->free_base < partition->start_info->free_size;
}

bool partition_is_guard(const struct partition *partition, uint32_t address)
{
    return address - stack_guard(partition) < PAGE_SIZE ||
           (in_free_memory(partition, address) && arch_space_is_guard(partition, address));
}

int32_t partition_set_guard(struct partition *partition, uint32_t address, bool guard)
{
    if (address % PAGE_SIZE != 0 || !in_free_memory(partition, address))
        return BULKHEAD_E_ADDRESS;
    partition->guards = true;
    arch_space_guard(partition, address, guard);
    return BULKHEAD_OK;
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
