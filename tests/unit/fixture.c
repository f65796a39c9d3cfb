/* SPDX-License-Identifier: BSD-2-Clause */

#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "bulkhead/arch.h"
#include "bulkhead/checksum.h"
#include "kernel/boot.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/report.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

uint64_t random_next(struct random *random)
{
    uint64_t value = random->state += 0x9e3779b97f4a7c15u;

    value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9u;
    value = (value ^ value >> 27) * 0x94d049bb133111ebu;
    return value ^ value >> 31;
}

uint32_t random_below(struct random *random, uint32_t limit)
{
    return (uint32_t)((random_next(random) >> 32) * limit >> 32);
}

uint64_t random_wild(struct random *random)
{
    static const uint64_t bounds[] = {0,          1,          0x7f,        0xff,       0xfff,
                                      0x1000,     0xffff,     0x7fffffff,  0x80000000, 0xbff00000,
                                      0xbfffe000, 0xc0000000, 0xffffffff,  1ull << 32, INT64_MAX,
                                      1ull << 63, UINT64_MAX, 0x100000000, 20000,      4000000000};

    switch (random_below(random, 3)) {
    case 0:
        return random_next(random);
    case 1:
        return random_next(random) >> random_below(random, 64);
    default:
        return bounds[random_below(random, ELEMENTS(bounds))] + random_below(random, 5) - 2;
    }
}

static Elf32_Phdr load_segment(size_t offset, uint32_t address, uint32_t file_size, uint32_t size,
                               uint32_t flags)
{
    return (Elf32_Phdr){.p_type = PT_LOAD,
                        .p_offset = (uint32_t)offset,
                        .p_vaddr = address,
                        .p_paddr = address,
                        .p_filesz = file_size,
                        .p_memsz = size,
                        .p_flags = flags,
                        .p_align = 4};
}

void program_make(struct program *program, uint32_t base)
{
    static const unsigned char ident[EI_NIDENT] = {ELFMAG0,    ELFMAG1,     ELFMAG2,   ELFMAG3,
                                                   ELFCLASS32, ELFDATA2LSB, EV_CURRENT};

    *program = (struct program){
        .header = {.e_type = ET_EXEC,
                   .e_machine = EM_386,
                   .e_version = EV_CURRENT,
                   .e_entry = base + 0x40,
                   .e_phoff = offsetof(struct program, segments),
                   .e_ehsize = sizeof(Elf32_Ehdr),
                   .e_phentsize = sizeof(Elf32_Phdr),
                   .e_phnum = PROGRAM_HEADERS},
        .segments = {[PROGRAM_CODE] =
                         load_segment(offsetof(struct program, code), base + 0x20,
                                      sizeof(program->code), sizeof(program->code), PF_R | PF_X),
                     [PROGRAM_DATA] = load_segment(
                         offsetof(struct program, data), base + 2 * PAGE, sizeof(program->data),
                         sizeof(program->data) + PROGRAM_BSS, PF_R | PF_W),
                     [PROGRAM_NOTE] = {.p_type = PT_NOTE,
                                       .p_offset = offsetof(struct program, note),
                                       .p_filesz = sizeof(program->note),
                                       .p_flags = PF_R,
                                       .p_align = 4}},
        .note = {.header = {.n_namesz = sizeof(BULKHEAD_NOTE_NAME),
                            .n_descsz = sizeof(uint32_t),
                            .n_type = BULKHEAD_NOTE_ABI},
                 .name = BULKHEAD_NOTE_NAME,
                 .version = BULKHEAD_ABI_VERSION},
    };
    memcpy(program->header.e_ident, ident, sizeof(ident));
    for (size_t i = 0; i < sizeof(program->code); i++)
        program->code[i] = (uint8_t)(i * 7 + 1);
    for (size_t i = 0; i < sizeof(program->data); i++)
        program->data[i] = (uint8_t)(i * 11 + 3);
}

static uint32_t schedules_of(const struct window_plan *plan, size_t windows)
{
    return plan[windows - 1].schedule + 1;
}

static void make_schedules(const struct block *block, const struct window_plan *plan)
{
    for (uint32_t i = 0; i < block->config->windows.count; i++) {
        struct bulkhead_config_schedule *schedule = &block->schedules[plan[i].schedule];

        if (schedule->window_count++ == 0) {
            schedule->first_window = i;
            snprintf(schedule->name, sizeof(schedule->name), "S%u", plan[i].schedule + 1);
        }
        block->windows[i] = (struct bulkhead_config_window){.offset = schedule->major_frame,
                                                            .duration = plan[i].duration,
                                                            .partition = plan[i].partition};
        schedule->major_frame += plan[i].duration;
    }
}

/* As the model compiler does for a model that says nothing. */
static void make_rules(struct bulkhead_health_rule *rules, uint8_t level)
{
    for (uint32_t i = 0; i < BULKHEAD_ERROR_COUNT; i++)
        rules[i] = (struct bulkhead_health_rule){
            .level = level,
            .actions = {BULKHEAD_ACTION_HANDLER, BULKHEAD_ACTION_PARTITION_IDLE,
                        BULKHEAD_ACTION_LOG},
        };
}

static void make_partition(const struct block *block, uint32_t index, uint32_t offset)
{
    struct bulkhead_config_partition *partition = &block->partitions[index];

    *partition = (struct bulkhead_config_partition){
        .memory_base = BULKHEAD_MEMORY_FIRST + index * BLOCK_MEMORY,
        .memory_size = BLOCK_MEMORY,
        .stack_size = BLOCK_STACK,
        .program_offset = offset,
        .program_size = sizeof(struct program),
        .timer_floor = BLOCK_FLOOR,
        .period = 1000003 + index,
        .duration = 500009 + index,
    };
    make_rules(partition->health, BULKHEAD_HEALTH_PROCESS);
    snprintf(partition->name, sizeof(partition->name), "P%u", index + 1);
    snprintf(partition->argument, sizeof(partition->argument), "argument of %u", index + 1);
    program_make((struct program *)(void *)((char *)block->config + offset),
                 partition->memory_base);
    block_seal_program(block, index);
}

/* The other tables' elements, as far as they are the same for each. */
static void fill_tables(const struct block *block)
{
    for (uint32_t i = 0; i < block->config->channels.count; i++)
        block->channels[i] = (struct bulkhead_config_channel){
            .kind = BULKHEAD_PORT_SAMPLING, .message_size = 64, .message_count = 1};
    for (uint32_t i = 0; i < block->config->ports.count; i++)
        snprintf(block->ports[i].name, BULKHEAD_NAME_SIZE, "port %u", i + 1);
    for (uint32_t i = 0; i < block->config->regions.count; i++) {
        block->regions[i] =
            (struct bulkhead_config_region){.physical = BULKHEAD_NO_ADDRESS, .size = PAGE};
        snprintf(block->regions[i].name, BULKHEAD_NAME_SIZE, "region %u", i + 1);
    }
}

/* Puts a table behind the others. */
static struct bulkhead_table append(uint32_t *end, uint32_t count, size_t size)
{
    struct bulkhead_table table = {*end, count};

    *end += count * (uint32_t)size;
    return table;
}

static struct bulkhead_config plan_tables(uint32_t members, uint32_t schedules, uint32_t windows,
                                          const struct block_sizes *sizes)
{
    uint32_t end = sizeof(struct bulkhead_config);
    struct bulkhead_config config = {
        .magic = BULKHEAD_ABI_MAGIC,
        .abi_version = BULKHEAD_ABI_VERSION,
        .window_lead = BULKHEAD_DEFAULT_LEAD,
        .module_name = "unit",
    };

    config.partitions = append(&end, members, sizeof(struct bulkhead_config_partition));
    config.schedules = append(&end, schedules, sizeof(struct bulkhead_config_schedule));
    config.windows = append(&end, windows, sizeof(struct bulkhead_config_window));
    config.channels = append(&end, sizes->channels, sizeof(struct bulkhead_config_channel));
    config.ports = append(&end, sizes->ports, sizeof(struct bulkhead_config_port));
    config.regions = append(&end, sizes->regions, sizeof(struct bulkhead_config_region));
    config.mappings = append(&end, sizes->mappings, sizeof(struct bulkhead_config_mapping));
    config.io_ranges = append(&end, sizes->io_ranges, sizeof(struct bulkhead_config_io));
    config.config_size = end;
    make_rules(config.health, BULKHEAD_HEALTH_MODULE);
    return config;
}

struct block block_make_with(uint32_t members, const struct window_plan *plan, size_t windows,
                             const struct block_sizes *sizes)
{
    struct bulkhead_config config =
        plan_tables(members, schedules_of(plan, windows), (uint32_t)windows, sizes);
    uint32_t programs = (config.config_size + PAGE - 1) / PAGE * PAGE;
    uint32_t stride = (uint32_t)(sizeof(struct program) + PAGE - 1) / PAGE * PAGE;
    char *memory;
    struct block block;

    config.total_size = programs + (members - 1) * stride + (uint32_t)sizeof(struct program);
    memory = calloc(1, config.total_size);
    block = (struct block){.config = (void *)memory,
                           .partitions = (void *)(memory + config.partitions.offset),
                           .schedules = (void *)(memory + config.schedules.offset),
                           .windows = (void *)(memory + config.windows.offset),
                           .channels = (void *)(memory + config.channels.offset),
                           .ports = (void *)(memory + config.ports.offset),
                           .regions = (void *)(memory + config.regions.offset),
                           .mappings = (void *)(memory + config.mappings.offset),
                           .io_ranges = (void *)(memory + config.io_ranges.offset)};
    *block.config = config;
    make_schedules(&block, plan);
    fill_tables(&block);
    for (uint32_t i = 0; i < members; i++)
        make_partition(&block, i, programs + i * stride);
    block_seal(&block);
    return block;
}

struct block block_make(uint32_t members, const struct window_plan *plan, size_t windows)
{
    return block_make_with(members, plan, windows, &(struct block_sizes){0});
}

void block_free(struct block *block)
{
    free(block->config);
    *block = (struct block){0};
}

void block_seal_program(const struct block *block, uint32_t index)
{
    struct bulkhead_config_partition *partition = &block->partitions[index];

    partition->program_checksum = bulkhead_checksum_words(
        (const char *)block->config + partition->program_offset, partition->program_size);
}

void block_seal(const struct block *block)
{
    block->config->checksum = 0;
    block->config->checksum = bulkhead_crc32(0, block->config, block->config->config_size);
}

void core_reset(void)
{
    struct console_buffer empty = {0};
    struct partition *nobody = &partition_nobody;

    null_reset();
    memset(partitions, 0, sizeof(partitions));
    partition_count = 0;
    nobody->log_count = 0;
    memset(nobody->errors, 0, sizeof(nobody->errors));
    partition_current = &partition_nobody;
    module_stays_up = false;
    /* A line that an earlier test left half sent is empty by now. */
    sched = (struct sched){.switch_after = UINT32_MAX};
    console_send(&empty);
    sched = (struct sched){0};
}

void module_boot(const struct block *block)
{
    const struct boot_info info = {.config = block->config,
                                   .config_available = block->config->total_size};

    core_reset();
    boot_main(&info);
    sched_start();
    null_machine.output_length = 0;
    memset(null_machine.output, 0, sizeof(null_machine.output));
}

static struct block simple_block;

void module_boot_simple(uint32_t members)
{
    struct window_plan plan[BULKHEAD_MAX_PARTITIONS] = {{0, 0, 0}};

    for (uint32_t i = 0; i < members; i++)
        plan[i] = (struct window_plan){0, i, SIMPLE_WINDOW};
    simple_block = block_make(members, plan, members);
    for (uint32_t i = 0; i < members && i < 4; i++)
        simple_block.partitions[i].hw_lines = 0xfu << 4 * i;
    block_seal(&simple_block);
    module_boot(&simple_block);
}

void module_end(void)
{
    core_reset();
    block_free(&simple_block);
}

void module_run_until(uint64_t time, uint32_t lateness)
{
    while (null_machine.timer_at + lateness <= time) {
        if (null_machine.now < null_machine.timer_at + lateness)
            null_machine.now = null_machine.timer_at + lateness;
        trap(TRAP_TIMER, 0, NULL);
    }
    if (null_machine.now < time)
        null_machine.now = time;
}

int32_t call_3(uint32_t number, uint32_t first, uint32_t second, uint32_t third)
{
    struct arch_context *context = &partition_current->arch.context;

    context->number = number;
    context->first = first;
    context->second = second;
    context->third = third;
    context->result = INT32_MIN;
    trap(TRAP_HYPERCALL, 0, NULL);
    return context->result;
}

int32_t call(uint32_t number, uint32_t first, uint32_t second)
{
    return call_3(number, first, second, 0);
}

uint32_t scratch_address(const struct partition *partition)
{
    return partition->start_info->free_base;
}

void *scratch(const struct partition *partition)
{
    return null_translate(partition, scratch_address(partition), ARCH_WRITE);
}
