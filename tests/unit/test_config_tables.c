/* SPDX-License-Identifier: BSD-2-Clause */

/* The check of what joins partitions in a configuration: health tables,
 * channels, ports, memory regions, I/O ranges. */
#include "change.h"
#include "fixture.h"

#include <string.h>
#include "kernel/config.h"

#define RULES          "a partition's health table has an unknown level or action"
#define MODULE_RULES   "the module's health table has an unknown level or action"
#define SIGNALS        "a partition may signal one that does not exist"
#define INPUTS         "two partitions have the console's input"
#define CHANGE_ACTION  "a schedule has an unknown action for a change to it"
#define TABLE          "a table is outside of the configuration"
#define CHANNELS       "there are more than 4096 channels"
#define KIND           "a channel is neither sampling nor queuing"
#define SIZE           "a channel's message size is not 1 to 8192 bytes"
#define COUNT          "a channel holds no message, or too many"
#define NO_CHANNEL     "a port's channel does not exist"
#define PORT_NAME      "a port's name does not end, or is empty"
#define SOURCES        "a channel has two sources"
#define DESTINATIONS   "a queuing channel has two destinations"
#define DIRECTION      "a port is neither source nor destination"
#define PORTS          "the ports are not in the order of existing partitions, or too many"
#define REGION_NAME    "a memory region's name does not end, or is empty"
#define REGION_PAGES   "a memory region is not whole pages"
#define DEVICE         "a device's memory is not whole pages below 4 GiB"
#define NO_REGION      "a mapped memory region does not exist"
#define MAPPED_OUTSIDE "a memory region is mapped outside of the address range for it"
#define RIGHTS         "a memory region is mapped with unknown rights"
#define OVER_OWN       "a memory region is mapped over the partition's own memory"
#define OVER_OTHER     "two memory regions are mapped over each other"
#define MAPPINGS       "the memory regions are not in the order of existing partitions, or too many"
#define IO_ORDER       "the I/O ranges are not in the order of existing partitions, or too many"
#define IO_OUTSIDE     "an I/O range is outside of the I/O ports"
#define IO_OVERLAP     "two I/O ranges overlap"

#define FIRST ((uint32_t)BULKHEAD_MEMORY_FIRST)
#define LIMIT ((uint32_t)BULKHEAD_MEMORY_LIMIT)
/* Two partitions' memory, then the mappings. */
#define ABOVE (FIRST + 2 * BLOCK_MEMORY)

/* Channel 0 is sampling, with a source and two destinations; 1 and 2 are queuing. */
static struct block make(void)
{
    static const struct window_plan plan[] = {{0, 0, 20000}, {0, 1, 30000}};
    static const struct bulkhead_config_port ports[] = {
        {0, 0, BULKHEAD_PORT_SOURCE, 0, 0, "a"},
        {0, 1, BULKHEAD_PORT_SOURCE, 0, 0, "b"},
        {0, 2, BULKHEAD_PORT_DESTINATION, 0, 0, "c"},
        {1, 0, BULKHEAD_PORT_DESTINATION, 0, 0, "a"},
        {1, 0, BULKHEAD_PORT_DESTINATION, 0, UINT64_MAX, "b"},
        {1, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "c"},
    };
    static const struct bulkhead_config_mapping mappings[] = {
        {0, 0, ABOVE, 1}, {0, 1, ABOVE + 4 * PAGE, 0}, {1, 0, ABOVE, 0}, {1, 2, ABOVE + PAGE, 1}};
    struct block block = block_make_with(2, plan, 2, &(struct block_sizes){3, 6, 3, 4, 3});

    block.channels[1] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 100, 5, 0};
    block.channels[2] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 1, 1, 0};
    memcpy(block.ports, ports, sizeof(ports));
    block.regions[1].size = 2 * PAGE;
    block.regions[2].physical = 0xa0000;
    memcpy(block.mappings, mappings, sizeof(mappings));
    block.io_ranges[0] = (struct bulkhead_config_io){0, 0x2f8, 8, 0};
    block.io_ranges[1] = (struct bulkhead_config_io){0, 0x70, 2, 0};
    block.io_ranges[2] = (struct bulkhead_config_io){1, 0xfff8, 8, 0};
    block_seal(&block);
    return block;
}

static void try_all(const struct change *changes, size_t count)
{
    for (size_t i = 0; i < count; i++)
        change_try(make, &changes[i], i);
}

static void partitions_and_schedules(void **state)
{
    static const struct change changes[] = {
        {IN_PARTITION(0, signal_targets), 0, GOOD},
        {IN_PARTITION(0, signal_targets), 3, GOOD},
        {IN_PARTITION(0, signal_targets), 4, SIGNALS},
        {IN_PARTITION(1, signal_targets), 1ull << 63, SIGNALS},
        {IN_PARTITION(1, signal_targets), 1ull << 32, SIGNALS},
        {IN_PARTITION(1, flags), BULKHEAD_PARTITION_INPUT, GOOD},
        {IN_SCHEDULE(0, change_actions[0]), BULKHEAD_CHANGE_IDLE, GOOD},
        {IN_SCHEDULE(0, change_actions[0]), BULKHEAD_CHANGE_COUNT, CHANGE_ACTION},
        {IN_SCHEDULE(0, change_actions[1]), 255, CHANGE_ACTION},
        /* Those of partitions that do not exist count too. */
        {IN_SCHEDULE(0, change_actions[63]), BULKHEAD_CHANGE_IDLE, GOOD},
        {IN_SCHEDULE(0, change_actions[63]), BULKHEAD_CHANGE_COUNT, CHANGE_ACTION},
    };

    (void)state;
    try_all(changes, ELEMENTS(changes));
}

static void channels_and_ports(void **state)
{
    static const struct change changes[] = {
        {IN_CHANNEL(0, kind), 2, KIND},
        {IN_CHANNEL(1, kind), UINT32_MAX, KIND},
        {IN_CHANNEL(2, kind), BULKHEAD_PORT_SAMPLING, GOOD},
        {IN_CHANNEL(1, kind), BULKHEAD_PORT_SAMPLING, COUNT},
        {IN_CHANNEL(0, kind), BULKHEAD_PORT_QUEUING, DESTINATIONS},
        {IN_CHANNEL(0, message_size), 0, SIZE},
        {IN_CHANNEL(0, message_size), 1, GOOD},
        {IN_CHANNEL(0, message_size), BULKHEAD_MAX_MESSAGE_SIZE, GOOD},
        {IN_CHANNEL(0, message_size), BULKHEAD_MAX_MESSAGE_SIZE + 1, SIZE},
        {IN_CHANNEL(0, message_size), UINT32_MAX, SIZE},
        {IN_CHANNEL(0, message_count), 0, COUNT},
        {IN_CHANNEL(0, message_count), 2, COUNT},
        {IN_CHANNEL(1, message_count), 0, COUNT},
        {IN_CHANNEL(1, message_count), 1, GOOD},
        {IN_CHANNEL(1, message_count), BULKHEAD_MAX_MESSAGE_COUNT, GOOD},
        {IN_CHANNEL(1, message_count), BULKHEAD_MAX_MESSAGE_COUNT + 1, COUNT},
        {IN_CHANNEL(1, message_count), UINT32_MAX, COUNT},
        {IN_PORT(0, partition), 2, PORTS},
        {IN_PORT(5, partition), 0, PORTS},
        {IN_PORT(5, partition), 2, PORTS},
        {IN_PORT(5, partition), UINT32_MAX, PORTS},
        {IN_PORT(2, partition), 1, GOOD},
        {IN_PORT(1, channel), 0, SOURCES},
        {IN_PORT(1, channel), 2, GOOD},
        {IN_PORT(1, channel), 3, NO_CHANNEL},
        {IN_PORT(1, channel), UINT32_MAX, NO_CHANNEL},
        {IN_PORT(2, channel), 1, DESTINATIONS},
        {IN_PORT(2, channel), 0, GOOD},
        {IN_PORT(2, direction), BULKHEAD_PORT_SOURCE, GOOD},
        {IN_PORT(3, direction), BULKHEAD_PORT_SOURCE, SOURCES},
        {IN_PORT(3, direction), 2, DIRECTION},
        {IN_PORT(0, direction), UINT32_MAX, DIRECTION},
        {IN_PORT(4, name[0]), 0, PORT_NAME},
    };

    (void)state;
    try_all(changes, ELEMENTS(changes));
}

static void regions_and_ranges(void **state)
{
    static const struct change changes[] = {
        {IN_REGION(0, name[0]), 0, REGION_NAME},
        {IN_REGION(0, size), 0, REGION_PAGES},
        {IN_REGION(0, size), PAGE - 1, REGION_PAGES},
        {IN_REGION(0, size), PAGE + 1, REGION_PAGES},
        {IN_REGION(0, size), 4 * PAGE, OVER_OTHER},
        {IN_REGION(1, size), LIMIT - ABOVE - 4 * PAGE, GOOD},
        {IN_REGION(1, size), LIMIT - ABOVE - 3 * PAGE, MAPPED_OUTSIDE},
        {IN_REGION(1, size), 0u - PAGE, MAPPED_OUTSIDE},
        {IN_REGION(2, physical), 0, GOOD},
        {IN_REGION(2, physical), 1, DEVICE},
        {IN_REGION(2, physical), 0xfffff000, GOOD},
        {IN_REGION(2, physical), 1ull << 32, DEVICE},
        {IN_REGION(2, physical), UINT64_MAX - PAGE + 1, DEVICE},
        {IN_REGION(2, physical), BULKHEAD_NO_ADDRESS, GOOD},
        {IN_REGION(1, physical), 0xffffe000, GOOD},
        {IN_REGION(1, physical), 0xfffff000, DEVICE},
        {IN_MAPPING(0, partition), 1, MAPPINGS},
        {IN_MAPPING(3, partition), 2, MAPPINGS},
        {IN_MAPPING(3, partition), 0, MAPPINGS},
        {IN_MAPPING(3, region), 3, NO_REGION},
        {IN_MAPPING(3, region), UINT32_MAX, NO_REGION},
        {IN_MAPPING(3, rights), 0, GOOD},
        {IN_MAPPING(3, rights), 2, RIGHTS},
        {IN_MAPPING(3, rights), 1u << 31, RIGHTS},
        {IN_MAPPING(3, address), ABOVE + 1, MAPPED_OUTSIDE},
        {IN_MAPPING(3, address), ABOVE, OVER_OTHER},
        {IN_MAPPING(3, address), FIRST - PAGE, MAPPED_OUTSIDE},
        {IN_MAPPING(3, address), 0, MAPPED_OUTSIDE},
        {IN_MAPPING(3, address), FIRST, GOOD},
        {IN_MAPPING(3, address), FIRST + BLOCK_MEMORY - PAGE, GOOD},
        {IN_MAPPING(3, address), FIRST + BLOCK_MEMORY, OVER_OWN},
        {IN_MAPPING(3, address), ABOVE - PAGE, OVER_OWN},
        {IN_MAPPING(3, address), LIMIT - PAGE, GOOD},
        {IN_MAPPING(3, address), LIMIT, MAPPED_OUTSIDE},
        {IN_MAPPING(3, address), 0u - PAGE, MAPPED_OUTSIDE},
        {IN_MAPPING(1, address), ABOVE + PAGE, GOOD},
        {IN_MAPPING(1, address), ABOVE - PAGE, OVER_OTHER},
        {IN_MAPPING(1, address), FIRST + BLOCK_MEMORY - PAGE, OVER_OWN},
        {IN_IO(0, partition), 1, IO_ORDER},
        {IN_IO(2, partition), 2, IO_ORDER},
        {IN_IO(2, partition), 0, GOOD},
        {IN_IO(0, count), 0, IO_OUTSIDE},
        {IN_IO(0, count), 0x10000, IO_OUTSIDE},
        {IN_IO(0, count), 0x10001, IO_OUTSIDE},
        {IN_IO(0, count), UINT32_MAX, IO_OUTSIDE},
        {IN_IO(2, first), 0xfff9, IO_OUTSIDE},
        {IN_IO(2, first), UINT32_MAX, IO_OUTSIDE},
        {IN_IO(2, first), 0x300, GOOD},
        {IN_IO(2, first), 0x2ff, IO_OVERLAP},
        {IN_IO(2, first), 0x2f0, GOOD},
        {IN_IO(2, first), 0x2f1, IO_OVERLAP},
        {IN_IO(1, first), 0x2f8, IO_OVERLAP},
        {IN_IO(1, first), 0x2f7, IO_OVERLAP},
        {IN_IO(1, first), 0x2f6, GOOD},
    };

    (void)state;
    try_all(changes, ELEMENTS(changes));
}

static void try_table(size_t offset_at, uint32_t largest)
{
    struct block block = make();
    uint32_t size = block.config->config_size, start;
    struct change changes[] = {
        {HEAD, 0, offset_at, 4, sizeof(struct bulkhead_config) - 8, TABLE},
        {HEAD, 0, offset_at, 4, sizeof(struct bulkhead_config) + 4, TABLE},
        {HEAD, 0, offset_at, 4, size + 8, TABLE},
        {HEAD, 0, offset_at, 4, UINT32_MAX - 7, TABLE},
        {HEAD, 0, offset_at + 4, 4, UINT32_MAX, TABLE},
        {HEAD, 0, offset_at + 4, 4, 0, TABLE},
    };

    memcpy(&start, (const char *)block.config + offset_at, sizeof(start));
    changes[5].value = (size - start) / largest + 1;
    block_free(&block);
    for (size_t i = 0; i < ELEMENTS(changes); i++)
        change_try(make, &changes[i], i);
}

static void tables_outside(void **state)
{
    (void)state;
    try_table(offsetof(struct bulkhead_config, channels), sizeof(struct bulkhead_config_channel));
    try_table(offsetof(struct bulkhead_config, ports), sizeof(struct bulkhead_config_port));
    try_table(offsetof(struct bulkhead_config, regions), sizeof(struct bulkhead_config_region));
    try_table(offsetof(struct bulkhead_config, mappings), sizeof(struct bulkhead_config_mapping));
    try_table(offsetof(struct bulkhead_config, io_ranges), sizeof(struct bulkhead_config_io));
}

/* Each level with each action, in a partition's table and in the module's. */
static void every_health_rule(void **state)
{
    static const char allowed[BULKHEAD_HEALTH_LEVELS][BULKHEAD_ACTION_COUNT + 1] = {
        "11111.....", "11...111..", "11......11"};

    (void)state;
    for (uint32_t error = 0; error < BULKHEAD_ERROR_COUNT; error++) {
        size_t own = offsetof(struct bulkhead_config_partition, health) +
                     error * sizeof(struct bulkhead_health_rule);
        size_t module =
            offsetof(struct bulkhead_config, health) + error * sizeof(struct bulkhead_health_rule);

        for (uint32_t level = 0; level < 5; level++) {
            change_try(make,
                       &(struct change){PARTITION, 1, own, 1, level, level < 3 ? GOOD : RULES},
                       level);
            change_try(make,
                       &(struct change){HEAD, 0, module, 1, level, level < 3 ? GOOD : MODULE_RULES},
                       level);
        }
        for (uint32_t i = 0; i < BULKHEAD_HEALTH_LEVELS * 16; i++) {
            uint32_t level = i / 16, action = i % 16 == 15 ? 255 : i % 16;
            bool good = action < BULKHEAD_ACTION_COUNT && allowed[level][action] == '1';

            change_try(
                make,
                &(struct change){PARTITION, 0, own + 1 + level, 1, action, good ? GOOD : RULES}, i);
            change_try(make,
                       &(struct change){HEAD, 0, module + 1 + level, 1, action,
                                        good ? GOOD : MODULE_RULES},
                       i);
        }
    }
}

static const char *verdict(const struct block *block)
{
    block_seal(block);
    return config_check(block->config, block->config->total_size);
}

static void two_inputs_and_unended_names(void **state)
{
    struct block block = make();

    (void)state;
    block.partitions[0].flags = block.partitions[1].flags = BULKHEAD_PARTITION_INPUT;
    assert_string_equal(verdict(&block), INPUTS);
    block.partitions[0].flags = UINT32_MAX & ~BULKHEAD_PARTITION_INPUT;
    assert_null(verdict(&block));
    memset(block.ports[5].name, 'x', BULKHEAD_NAME_SIZE);
    assert_string_equal(verdict(&block), PORT_NAME);
    block.ports[5].name[BULKHEAD_NAME_SIZE - 1] = '\0';
    assert_null(verdict(&block));
    memset(block.regions[2].name, 'x', BULKHEAD_NAME_SIZE);
    assert_string_equal(verdict(&block), REGION_NAME);
    block_free(&block);
}

static void all_signals_of_64_partitions(void **state)
{
    struct window_plan plan[64];
    struct block block;

    (void)state;
    for (uint32_t i = 0; i < 64; i++)
        plan[i] = (struct window_plan){0, i, 20000};
    block = block_make(64, plan, 64);
    block.partitions[63].signal_targets = UINT64_MAX;
    assert_null(verdict(&block));
    block_free(&block);
}

/* Tables at their limits and one element above. */
static void most_elements(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 20000}};
    static const struct {
        struct block_sizes sizes;
        const char *expected;
    } cases[] = {
        {{4096, 0, 0, 0, 0}, GOOD},    {{4097, 0, 0, 0, 0}, CHANNELS}, {{512, 512, 0, 0, 0}, GOOD},
        {{513, 513, 0, 0, 0}, PORTS},  {{4096, 4097, 0, 0, 0}, PORTS}, {{0, 0, 256, 0, 0}, GOOD},
        {{0, 0, 257, 0, 0}, MAPPINGS}, {{0, 0, 1, 64, 0}, GOOD},       {{0, 0, 1, 65, 0}, MAPPINGS},
        {{0, 0, 0, 0, 256}, GOOD},     {{0, 0, 0, 0, 257}, IO_ORDER},
    };

    (void)state;
    for (size_t i = 0; i < ELEMENTS(cases); i++) {
        struct block block = block_make_with(1, plan, 1, &cases[i].sizes);
        const char *wrong;

        for (uint32_t j = 0; j < cases[i].sizes.ports; j++)
            block.ports[j].channel = j;
        for (uint32_t j = 0; j < cases[i].sizes.mappings; j++)
            block.mappings[j].address = ABOVE + j * PAGE;
        for (uint32_t j = 0; j < cases[i].sizes.io_ranges; j++)
            block.io_ranges[j] = (struct bulkhead_config_io){0, j * 16, 16, 0};
        wrong = verdict(&block);
        if ((wrong == NULL) != (cases[i].expected == GOOD) ||
            (wrong != NULL && strcmp(wrong, cases[i].expected) != 0))
            fail_msg("case %zu: %s", i, wrong != NULL ? wrong : "good");
        block_free(&block);
    }
}

/* What the rest of the kernel finds in the tables. */
static void owners_parts(void **state)
{
    struct block block = make();
    uint32_t first;

    (void)state;
    assert_int_equal(config_ports_of(block.config, 0, &first), 3);
    assert_int_equal(first, 0);
    assert_int_equal(config_ports_of(block.config, 1, &first), 3);
    assert_int_equal(first, 3);
    assert_int_equal(config_ports_of(block.config, 2, &first), 0);
    assert_int_equal(config_mappings_of(block.config, 1, &first), 2);
    assert_int_equal(first, 2);
    assert_int_equal(config_io_of(block.config, 0, &first), 2);
    assert_int_equal(first, 0);
    assert_int_equal(config_io_of(block.config, 1, &first), 1);
    assert_int_equal(first, 2);
    assert_ptr_equal(config_io(block.config, 2), &block.io_ranges[2]);
    block_free(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partitions_and_schedules),
        cmocka_unit_test(channels_and_ports),
        cmocka_unit_test(regions_and_ranges),
        cmocka_unit_test(tables_outside),
        cmocka_unit_test(every_health_rule),
        cmocka_unit_test(two_inputs_and_unended_names),
        cmocka_unit_test(all_signals_of_64_partitions),
        cmocka_unit_test(most_elements),
        cmocka_unit_test(owners_parts),
    };

    return cmocka_run_group_tests_name("configuration tables", tests, NULL, NULL);
}
