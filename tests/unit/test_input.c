/* SPDX-License-Identifier: BSD-2-Clause */

/* Console input, and the ends of partitions that its tests leave out. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/partition.h"
#include "kernel/report.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

/* Partition 2 has the input. */
static struct block block;

static int boot(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 100000}, {0, 1, 100000}};

    (void)state;
    block = block_make(2, plan, ELEMENTS(plan));
    block.partitions[1].flags = BULKHEAD_PARTITION_INPUT;
    block_seal(&block);
    module_boot(&block);
    return 0;
}

static int end(void **state)
{
    (void)state;
    /* The kernel's buffer outlives the module. */
    null_machine.input = -1;
    partition_current = &partitions[1];
    null_machine.now = null_machine.waited_for;
    while (call(BULKHEAD_HC_CONSOLE_READ, 0, 0) >= 0)
        ;
    core_reset();
    block_free(&block);
    return 0;
}

static void arrives_in_its_owners_window(void **state)
{
    struct partition *owner = &partitions[1];

    (void)state;
    partition_current = owner;
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_CONSOLE, 0);
    partition_current = &partitions[0];
    null_machine.input = 'a';
    null_machine.input_more = 2;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), BULKHEAD_E_EMPTY);
    assert_int_equal(owner->virq.count[BULKHEAD_LINE_CONSOLE], 0);
    module_run_until(100000, 0);
    assert_ptr_equal(partition_current, owner);
    assert_int_equal(owner->virq.count[BULKHEAD_LINE_CONSOLE], 3);
    for (int character = 'a'; character <= 'c'; character++)
        assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), character);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), BULKHEAD_E_EMPTY);
}

/* More than the kernel keeps stays in the device; none is lost or turned round. */
static void more_than_the_kernel_keeps(void **state)
{
    int expected = 0;

    (void)state;
    null_machine.input = 0;
    null_machine.input_more = 999;
    for (uint64_t frame = 1; expected < 1000; frame++) {
        module_run_until(frame * 200000 - 100000, 0);
        assert_ptr_equal(partition_current, &partitions[1]);
        for (int i = 0; i < 7 && expected < 1000; i++, expected++)
            assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), expected % 256);
        module_run_until(frame * 200000, 0);
    }
    module_run_until(null_machine.timer_at, 0);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), BULKHEAD_E_EMPTY);
}

static void read_waits_for_time(void **state)
{
    (void)state;
    module_run_until(100000, 0);
    null_machine.input = 'x';
    null_machine.now = 200000 - BULKHEAD_DEFAULT_LEAD - 100;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), INT32_MIN);
    module_run_until(300000, 0);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), 'x');
}

static void undeliverable_interrupt_is_reported(void **state)
{
    struct bulkhead_upcalls *upcalls = scratch(&partitions[0]);

    (void)state;
    *upcalls = (struct bulkhead_upcalls){.entry = 0x101000};
    call(BULKHEAD_HC_UPCALLS_SET, scratch_address(&partitions[0]), 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_SOFTWARE, 0);
    partitions[0].vcpu->level = BULKHEAD_LEVEL_ENABLED;
    partitions[0].arch.context.stack = 0x1000;
    call(BULKHEAD_HC_VIRQ_RAISE, BULKHEAD_LINE_SOFTWARE, 0);
    while (trap_idle())
        ;
    assert_string_equal(
        null_machine.output,
        "[bulkhead] partition P1 stopped: its stack can't take a virtual interrupt\n"
        "[bulkhead]   fault 14, address 00000ffc, instruction 00100040\n");
}

/* All have ended, but a change of the schedule may start some again. */
static void module_waits_for_a_change(void **state)
{
    (void)state;
    sched_reset();
    for (uint32_t i = 0; i < 2; i++) {
        call(BULKHEAD_HC_STOP, 0, 0);
        while (trap_idle())
            ;
        module_run_until((i + 1) * 100000, 0);
    }
    assert_int_equal(null_machine.exits, 0);
    assert_int_equal(partitions[0].state, PARTITION_CHANGING);
    while (trap_idle())
        ;
    assert_int_equal(partitions[0].state, PARTITION_READY);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(arrives_in_its_owners_window), CASE(more_than_the_kernel_keeps),
        CASE(read_waits_for_time),          CASE(undeliverable_interrupt_is_reported),
        CASE(module_waits_for_a_change),
    };

    return cmocka_run_group_tests_name("console input and ends", tests, NULL, NULL);
}
