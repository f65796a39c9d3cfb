/* SPDX-License-Identifier: BSD-2-Clause */

/* Devices that partitions work themselves: when their lines may interrupt, how
 * they are triggered, and their I/O ports. */
#include "fixture.h"

#include "bulkhead/hypercall.h"
#include "bulkhead/vcpu.h"
#include "kernel/device.h"
#include "kernel/partition.h"
#include "kernel/trap.h"

static const struct window_plan plan[] = {
    {0, 0, SIMPLE_WINDOW}, {0, 1, SIMPLE_WINDOW}, {0, BULKHEAD_NO_PARTITION, SIMPLE_WINDOW}};

static struct block make(uint32_t ranges)
{
    struct block block =
        block_make_with(2, plan, ELEMENTS(plan), &(struct block_sizes){.io_ranges = ranges});

    block.partitions[0].hw_lines = 0x8008;
    return block;
}

static void end(struct block *block)
{
    core_reset();
    block_free(block);
}

/* P1 has lines, P2 none, and in the third window nobody runs. */
static void lines_interrupt_in_their_owners_windows(void **state)
{
    struct block block = make(0);

    (void)state;
    block_seal(&block);
    module_boot(&block);
    for (uint64_t frame = 0; frame < 3; frame++) {
        assert_ptr_equal(null_machine.devices_of, &partitions[0]);
        module_run_until((frame * 3 + 1) * SIMPLE_WINDOW, 0);
        assert_ptr_equal(partition_current, &partitions[1]);
        assert_null(null_machine.devices_of);
        module_run_until((frame * 3 + 2) * SIMPLE_WINDOW, 0);
        assert_ptr_equal(partition_current, &partition_nobody);
        assert_null(null_machine.devices_of);
        module_run_until((frame * 3 + 3) * SIMPLE_WINDOW, 0);
    }
    /* Each frame one for P1's start and one for its end: P2 pays for none. */
    assert_int_equal(null_machine.device_switches, 1 + 3 * 2);
    end(&block);
}

/* What an interrupt takes at a window's end is its owner's. */
static void window_with_lines_ends_a_lead_earlier(void **state)
{
    struct block block = make(0);

    (void)state;
    block_seal(&block);
    module_boot(&block);
    assert_int_equal(null_machine.timer_at, SIMPLE_WINDOW - 2 * BULKHEAD_DEFAULT_LEAD);
    module_run_until(SIMPLE_WINDOW, 0);
    assert_int_equal(null_machine.waited_for, SIMPLE_WINDOW);
    assert_int_equal(null_machine.timer_at, 2 * SIMPLE_WINDOW - BULKHEAD_DEFAULT_LEAD);
    end(&block);
}

static void line_waits_for_its_acknowledge(void **state)
{
    struct partition *owner = &partitions[0];
    struct block block = make(0);

    (void)state;
    block_seal(&block);
    module_boot(&block);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_CONNECT, 3, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.lines_unmasked, 1u << 3);
    arch_line_mask(3); /* as the port does when it interrupts */
    trap(TRAP_LINE, 3, NULL);
    assert_int_equal(owner->virq.count[3], 1);
    module_run_until(6 * SIMPLE_WINDOW, 0);
    assert_int_equal(null_machine.lines_unmasked, 0);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, 3, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.lines_unmasked, 1u << 3);
    end(&block);
}

static void levels_and_ports_are_set_up(void **state)
{
    struct block block = make(2);

    (void)state;
    block.config->level_lines = 0x8000;
    block.io_ranges[0] = (struct bulkhead_config_io){.partition = 0, .first = 0x2f8, .count = 8};
    block.io_ranges[1] = (struct bulkhead_config_io){.partition = 1, .first = 0xffff, .count = 1};
    block_seal(&block);
    module_boot(&block);
    assert_int_equal(null_machine.lines_level, 0x8000);
    assert_int_equal(partitions[0].arch.ports_first, 0x2f8);
    assert_int_equal(partitions[0].arch.ports_count, 8);
    assert_int_equal(partitions[1].arch.ports_first, 0xffff);
    assert_int_equal(partitions[1].arch.ports_count, 1);
    /* Ports alone, too, are opened and closed in their owner's windows. */
    module_run_until(SIMPLE_WINDOW, 0);
    assert_ptr_equal(null_machine.devices_of, &partitions[1]);
    module_run_until(2 * SIMPLE_WINDOW, 0);
    assert_null(null_machine.devices_of);
    end(&block);
}

static void what_is_the_machines_own_is_refused(void **state)
{
    static const char own[] = "an I/O port is the machine's own and can't be given away";
    static const char memory[] = "the machine has not enough memory for the I/O ports";
    static const char level[] = "a hardware line can't be level-triggered";
    struct block block = make(1);

    (void)state;
    block.io_ranges[0] = (struct bulkhead_config_io){.partition = 0, .first = 0x60, .count = 5};
    block_seal(&block);
    module_boot(&block);
    for (uint32_t port = 0x60; port < 0x65; port++) {
        null_machine.port_reserved = port;
        assert_string_equal(devices_init(block.config), own);
    }
    null_machine.port_reserved = 0x65;
    assert_null(devices_init(block.config));
    null_machine.memory_left = 0;
    assert_string_equal(devices_init(block.config), memory);
    for (unsigned line = 16; line < 32; line++) {
        block.config->level_lines = 1u << line;
        assert_string_equal(devices_init(block.config), level);
    }
    null_machine.lines_edge_only = 1u << 8;
    block.config->level_lines = 1u << 8;
    assert_string_equal(devices_init(block.config), level);
    end(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_interrupt_in_their_owners_windows),
        cmocka_unit_test(window_with_lines_ends_a_lead_earlier),
        cmocka_unit_test(line_waits_for_its_acknowledge),
        cmocka_unit_test(levels_and_ports_are_set_up),
        cmocka_unit_test(what_is_the_machines_own_is_refused),
    };

    return cmocka_run_group_tests_name("devices", tests, NULL, NULL);
}
