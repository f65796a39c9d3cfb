/* SPDX-License-Identifier: BSD-2-Clause */

/* The boot of a module of two partitions with all that a configuration can
 * have, whatever the machine refuses; and the scales of clocks. Configuration and
 * programs are taken as checked: config_check() and elf_check() are proved by
 * themselves. */
#include "machine.h"

#include "bulkhead/arch.h"
#include "kernel/arch.h"
#include "kernel/boot.h"
#include "kernel/config.h"
#include "kernel/console.h"
#include "kernel/elf.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/report.h"
#include "kernel/sched.h"
#include "kernel/time.h"

#define PARTITIONS 2u
#define SCHEDULES  2u
#define CHANNELS   2u
#define PORTS      5u
#define REGIONS    2u
#define MAPPINGS   3u
#define RANGES     2u

#define PAGES     6u
#define BASE      0x400000u
#define CODE_SIZE 40u
#define DATA_SIZE 300u
#define TABLE(part)                                                                                \
    (struct bulkhead_table)                                                                        \
    {                                                                                              \
        offsetof(__typeof__(block), part), sizeof(block.part) / sizeof(block.part[0])              \
    }

static struct {
    struct bulkhead_config head;
    struct bulkhead_config_partition partitions[PARTITIONS];
    struct bulkhead_config_schedule schedules[SCHEDULES];
    struct bulkhead_config_channel channels[CHANNELS];
    struct bulkhead_config_port ports[PORTS];
    struct bulkhead_config_region regions[REGIONS];
    struct bulkhead_config_mapping mappings[MAPPINGS];
    struct bulkhead_config_io io_ranges[RANGES];
    char program[CODE_SIZE + DATA_SIZE];
} block;

bool module_stays_up;

const char *config_check(const struct bulkhead_config *config, size_t available)
{
    (void)config, (void)available;
    return proof_any_bool() ? "it is wrong" : NULL;
}

/* Code at the start of a page, and data across the end of one. */
const char *elf_check(const void *file, size_t size, uint32_t base, uint32_t memory,
                      struct elf_image *image)
{
    //@ assert \valid_read((const char *)file + (0 .. size - 1));
    (void)file, (void)size, (void)memory;
    *image = (struct elf_image){
        .entry = base,
        .end = base + 3 * BULKHEAD_PAGE_SIZE,
        .segment_count = 2,
        .segments = {{base, BULKHEAD_PAGE_SIZE, base, 0, CODE_SIZE, false, true},
                     {base + BULKHEAD_PAGE_SIZE, 2 * BULKHEAD_PAGE_SIZE,
                      base + 2 * BULKHEAD_PAGE_SIZE - 100, CODE_SIZE, DATA_SIZE, true, false}}};
    return proof_any_bool() ? "it is wrong" : NULL;
}

uint32_t elf_abi_version(const void *file, size_t size)
{
    //@ assert \valid_read((const char *)file + (0 .. size - 1));
    (void)file, (void)size;
    return proof_any_32();
}

void console_print(const char *format, ...)
{
    //@ assert \valid_read(format);
    (void)format;
}

void console_buffer_init(struct console_buffer *buffer, const char *name)
{
    //@ assert \valid(buffer) && \valid_read(name);
    (void)buffer, (void)name;
}

void console_finish_line(struct console_buffer *buffer)
{
    //@ assert \valid(buffer);
    (void)buffer;
}

void sched_init(const struct bulkhead_config *config)
{
    //@ assert \valid_read(config);
    (void)config;
}

void health_init(const struct bulkhead_config *config)
{
    //@ assert \valid_read(config);
    (void)config;
}

static void make_partition(uint32_t index, uint32_t stack_pages)
{
    struct bulkhead_config_partition *config = &block.partitions[index];

    config->name[0] = 'P';
    config->flags = proof_any_32();
    config->memory_base = BASE;
    config->memory_size = PAGES * BULKHEAD_PAGE_SIZE;
    config->stack_size = stack_pages * BULKHEAD_PAGE_SIZE;
    config->program_offset = offsetof(__typeof__(block), program);
    config->program_size = sizeof(block.program);
    config->program_checksum = proof_any_32();
    config->hw_lines = index == 0 ? 0x10 : 0x8;
    config->period = proof_any_64();
    config->duration = proof_any_64();
    config->timer_floor = proof_any_64();
}

static void make_block(void)
{
    static const struct bulkhead_config_channel channels[CHANNELS] = {
        {BULKHEAD_PORT_QUEUING, 10, 3, 0}, {BULKHEAD_PORT_SAMPLING, 8, 1, 0}};
    static const struct bulkhead_config_port ports[PORTS] = {
        {0, 0, BULKHEAD_PORT_SOURCE, 0, 0, "q"},
        {0, 1, BULKHEAD_PORT_SOURCE, 0, 0, "s"},
        {0, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "s"},
        {1, 0, BULKHEAD_PORT_DESTINATION, 0, 0, "q"},
        {1, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "s"}};
    static const struct bulkhead_config_mapping mappings[MAPPINGS] = {
        {0, 0, 0x800000, BULKHEAD_MAP_WRITE}, {0, 1, 0x900000, 0}, {1, 0, 0x800000, 0}};
    /* The last stack leaves no room for its guard page. */
    uint32_t stack_pages = 1 + proof_any_below(3);

    //@ split stack_pages;
    block.head.partitions = TABLE(partitions);
    block.head.schedules = TABLE(schedules);
    block.head.channels = TABLE(channels);
    block.head.ports = TABLE(ports);
    block.head.regions = TABLE(regions);
    block.head.mappings = TABLE(mappings);
    block.head.io_ranges = TABLE(io_ranges);
    block.head.level_lines = proof_any_32();
    block.head.abi_version = proof_any_32();
    block.head.magic = proof_any_32();
    for (uint32_t i = 0; i < PARTITIONS; i++)
        make_partition(i, stack_pages);
    for (uint32_t i = 0; i < CHANNELS; i++)
        block.channels[i] = channels[i];
    for (uint32_t i = 0; i < PORTS; i++)
        block.ports[i] = ports[i];
    for (uint32_t i = 0; i < MAPPINGS; i++)
        block.mappings[i] = mappings[i];
    block.regions[0] =
        (struct bulkhead_config_region){"r", BULKHEAD_NO_ADDRESS, 2 * BULKHEAD_PAGE_SIZE, 0};
    block.regions[1] = (struct bulkhead_config_region){"d", 0xb8000, BULKHEAD_PAGE_SIZE, 0};
    for (uint32_t i = 0; i < RANGES; i++)
        block.io_ranges[i] = (struct bulkhead_config_io){i, proof_any_32(), proof_any_32(), 0};
}

int main(void)
{
    struct boot_info info = {&block.head, sizeof(block)};
    uint32_t from = proof_any_32(), to = proof_any_32();

    if (from != 0 && to <= 1u << 30) {
        time_scale_make(from, to);
        time_scale_32_make(from, to);
    }
    make_block();
    boot_main(&info);
    return 0;
}
