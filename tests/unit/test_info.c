/* SPDX-License-Identifier: BSD-2-Clause */

/* What a partition is told about itself, and the memory regions mapped to it. */
#include "fixture.h"

#include <string.h>
#include "kernel/boot.h"
#include "kernel/config.h"
#include "kernel/partition.h"

#define SHARED  0x10000000u
#define WINDOWS 0xb0000000u /* where the device is mapped */
#define DEVICE  0x000b8000u

static struct block block;

static int make(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 20000}, {0, 1, 30000}, {1, 1, 40000}};
    static const struct bulkhead_config_port ports[] = {
        {0, 0, BULKHEAD_PORT_SOURCE, 0, 0, "speed"},
        {0, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "orders of thirty characters...."},
        {1, 0, BULKHEAD_PORT_DESTINATION, 0, 1ull << 40, "speed"},
    };
    static const struct bulkhead_config_mapping mappings[] = {
        {0, 0, SHARED, BULKHEAD_MAP_WRITE}, {1, 0, SHARED + PAGE, 0}, {1, 1, WINDOWS, 1}};

    (void)state;
    block = block_make_with(3, plan, ELEMENTS(plan), &(struct block_sizes){2, 3, 2, 3, 0});
    block.channels[1] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 100, 5, 0};
    memcpy(block.ports, ports, sizeof(ports));
    memcpy(block.mappings, mappings, sizeof(mappings));
    block.regions[0].size = 2 * PAGE;
    block.regions[1].physical = DEVICE;
    block_seal(&block);
    core_reset();
    null_machine.device_memory = 0xa0000;
    null_machine.device_memory_size = 0x60000;
    return 0;
}

static int end(void **state)
{
    (void)state;
    core_reset();
    block_free(&block);
    return 0;
}

static void boot(void *unused)
{
    struct boot_info info = {.config = block.config, .config_available = block.config->total_size};

    (void)unused;
    boot_main(&info);
}

/* The table's elements where the partition reads them; it cannot write them. */
static const void *table(uint32_t partition, struct bulkhead_table_info info, uint32_t count)
{
    assert_int_equal(info.count, count);
    assert_null(null_translate(&partitions[partition], info.address, ARCH_WRITE));
    return null_translate(&partitions[partition], info.address, ARCH_READ);
}

static void ports(void **state)
{
    const struct bulkhead_port_info *info;

    (void)state;
    boot(NULL);
    info = table(0, partitions[0].start_info->ports, 2);
    assert_string_equal(info[0].name, "speed");
    assert_int_equal(info[0].kind, BULKHEAD_PORT_SAMPLING);
    assert_int_equal(info[0].direction, BULKHEAD_PORT_SOURCE);
    assert_int_equal(info[0].message_size, 64);
    assert_int_equal(info[0].message_count, 1);
    assert_true(info[0].refresh_period == 0);
    assert_string_equal(info[1].name, "orders of thirty characters....");
    assert_int_equal(info[1].kind, BULKHEAD_PORT_QUEUING);
    assert_int_equal(info[1].direction, BULKHEAD_PORT_DESTINATION);
    assert_int_equal(info[1].message_size, 100);
    assert_int_equal(info[1].message_count, 5);
    info = table(1, partitions[1].start_info->ports, 1);
    assert_true(info[0].refresh_period == 1ull << 40);
    table(2, partitions[2].start_info->ports, 0);
}

static void schedules(void **state)
{
    (void)state;
    boot(NULL);
    for (uint32_t i = 0; i < 3; i++) {
        const struct bulkhead_schedule_info *info =
            table(i, partitions[i].start_info->schedules, 2);

        assert_string_equal(info[0].name, "S1");
        assert_string_equal(info[1].name, "S2");
        assert_true(partitions[i].start_info->major_frame == 50000);
    }
}

static void regions(void **state)
{
    const struct bulkhead_block_info *info;

    (void)state;
    boot(NULL);
    info = table(0, partitions[0].start_info->blocks, 1);
    assert_string_equal(info[0].name, "region 1");
    assert_int_equal(info[0].address, SHARED);
    assert_int_equal(info[0].size, 2 * PAGE);
    assert_int_equal(info[0].rights, BULKHEAD_MAP_WRITE);
    info = table(1, partitions[1].start_info->blocks, 2);
    assert_int_equal(info[0].address, SHARED + PAGE);
    assert_int_equal(info[0].rights, 0);
    assert_string_equal(info[1].name, "region 2");
    assert_int_equal(info[1].address, WINDOWS);
    assert_int_equal(info[1].size, PAGE);
    table(2, partitions[2].start_info->blocks, 0);
    /* The same memory, with each one's own rights. */
    assert_ptr_equal(null_translate(&partitions[0], SHARED + PAGE + 5, ARCH_WRITE),
                     null_translate(&partitions[1], SHARED + 2 * PAGE + 5, ARCH_READ));
    assert_null(null_translate(&partitions[1], SHARED + PAGE, ARCH_WRITE));
    assert_null(null_translate(&partitions[0], SHARED + 2 * PAGE, ARCH_READ));
    assert_null(null_translate(&partitions[2], SHARED, ARCH_READ));
    for (uint32_t i = 0; i < partitions[1].arch.mapping_count; i++)
        if (partitions[1].arch.mappings[i].address == WINDOWS) {
            assert_int_equal(partitions[1].arch.mappings[i].physical, DEVICE);
            assert_int_equal(partitions[1].arch.mappings[i].size, PAGE);
            assert_int_equal(partitions[1].arch.mappings[i].rights, ARCH_WRITE);
            return;
        }
    fail_msg("the device is not mapped");
}

static void assert_refused(const char *why)
{
    assert_true(null_exits(boot, NULL));
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_REFUSED);
    assert_non_null(strstr(null_machine.output, why));
}

static void devices_that_are_not_to_be_given(void **state)
{
    static const uint32_t sizes[] = {0, PAGE};
    static const char why[] = "a device's memory is the machine's own and can't be given away";

    (void)state;
    null_machine.device_memory = DEVICE + PAGE;
    assert_refused(why);
    for (size_t i = 0; i < ELEMENTS(sizes); i++) {
        core_reset();
        null_machine.device_memory = DEVICE;
        null_machine.device_memory_size = sizes[i];
        if (sizes[i] == 0)
            assert_refused(why);
        else
            assert_false(null_exits(boot, NULL));
    }
}

/* Each page and each mapping that is missing: a message, no more. */
static void machine_without_memory(void **state)
{
    size_t whole = 0, size;
    unsigned maps;

    (void)state;
    null_machine.maps_left = 1000;
    boot(NULL);
    maps = 1000 - null_machine.maps_left;
    for (size_t i = 0; null_memory(i, &size) != NULL; i++)
        whole += size;
    end(NULL);
    for (size_t missing = PAGE; missing <= whole; missing += PAGE) {
        make(NULL);
        null_machine.memory_left = whole - missing;
        assert_refused(missing <= 2 * PAGE ? "not enough memory for the memory regions\n"
                                           : "not enough memory");
        end(NULL);
    }
    for (unsigned left = 0; left < maps; left++) {
        make(NULL);
        null_machine.maps_left = left;
        assert_refused(left >= maps - 3 ? "not enough memory for the memory regions' page tables"
                                        : "not enough memory for it");
        end(NULL);
    }
    make(NULL);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, make, end)

/* A call on a port must fit into the shortest window, so the kernel takes no
 * port with more destinations than that leaves time for. */
static void too_many_destinations(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 1000000}};

    (void)state;
    for (uint32_t destinations = 300; destinations <= 301; destinations++) {
        const struct block_sizes sizes = {1, destinations, 0, 0, 0};
        block = block_make_with(1, plan, ELEMENTS(plan), &sizes);

        block.channels[0].message_size = BULKHEAD_MAX_MESSAGE_SIZE;
        for (uint32_t i = 0; i < destinations; i++)
            block.ports[i].direction = BULKHEAD_PORT_DESTINATION;
        block_seal(&block);
        assert_null(config_check(block.config, block.config->total_size));
        core_reset();
        if (destinations == 300)
            assert_null(ports_init(block.config));
        else
            assert_string_equal(ports_init(block.config),
                                "a port has too many destinations for its messages' size");
        core_reset();
        block_free(&block);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(ports),
        CASE(schedules),
        CASE(regions),
        CASE(devices_that_are_not_to_be_given),
        CASE(machine_without_memory),
        cmocka_unit_test(too_many_destinations),
    };

    return cmocka_run_group_tests_name("information and regions", tests, NULL, NULL);
}
