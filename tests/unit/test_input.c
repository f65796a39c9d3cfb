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

static int boot_with(uint32_t members)
{
    static const struct window_plan plan[] = {{0, 0, 100000}, {0, 1, 100000}};

    block = block_make(members, plan, ELEMENTS(plan));
    block.partitions[1].flags = BULKHEAD_PARTITION_INPUT;
    block_seal(&block);
    module_boot(&block);
    return 0;
}

static int boot(void **state)
{
    (void)state;
    return boot_with(2);
}

static int boot_ten(void **state)
{
    (void)state;
    return boot_with(10);
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
        for (int i = 0; i < 7 && expected < 1000; i++, expected++) {
            /* The kernel's own, and a key that means nothing behind it. */
            if (expected % 256 == CONSOLE_ESCAPE)
                expected += 2;
            assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), expected % 256);
        }
        module_run_until(frame * 200000, 0);
    }
    module_run_until(null_machine.timer_at, 0);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), BULKHEAD_E_EMPTY);
}

static void clear_output(void)
{
    memset(null_machine.output, 0, null_machine.output_length);
    null_machine.output_length = 0;
}

/* Types them, in the window of the partition that has the input. */
static void type(const char *text)
{
    struct partition *owner = partition_current;

    for (; *text != '\0'; text++) {
        null_machine.input = (unsigned char)*text;
        console_poll(owner);
    }
}

static struct partition *has_input(void)
{
    struct partition *owner = NULL;

    for (uint32_t i = 0; i < partition_count; i++)
        if ((partitions[i].duties & PARTITION_HAS_INPUT) != 0) {
            assert_null(owner);
            owner = &partitions[i];
        }
    assert_non_null(owner);
    return owner;
}

static void expect_input(struct partition *partition, const char *text)
{
    partition_current = partition;
    for (; *text != '\0'; text++)
        assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), *text);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), BULKHEAD_E_EMPTY);
}

/* What came before is still the old one's. */
static void escape_gives_it_to_another(void **state)
{
    struct partition *first = &partitions[0], *second = &partitions[1];

    (void)state;
    clear_output();
    partition_current = second;
    type("abc\x1d"
         "1");
    assert_ptr_equal(has_input(), first);
    expect_input(second, "abc");
    partition_current = first;
    type("de");
    assert_string_equal(null_machine.output, "[bulkhead] input goes to partition P1\n");
    expect_input(second, "");
    expect_input(first, "de");
    type("\x1dn");
    assert_ptr_equal(has_input(), second);
    partition_current = second;
    type("\x1dn");
    assert_ptr_equal(has_input(), first);
    partition_current = first;
    type("\x1d"
         "2");
    assert_ptr_equal(has_input(), second);
}

static void other_keys_say_who_has_it(void **state)
{
    static const char keys[] = "03459?\r \x01\x7f\xff";
    struct partition *owner = &partitions[1];

    (void)state;
    partition_current = owner;
    for (const char *key = keys; *key != '\0'; key++) {
        char text[] = {CONSOLE_ESCAPE, *key, '\0'};

        clear_output();
        type(text);
        assert_ptr_equal(has_input(), owner);
        console_poll(owner);
        assert_string_equal(null_machine.output, "[bulkhead] input goes to partition P2\n");
    }
    expect_input(owner, "");
}

/* Keys have nine digits; the tenth partition is reached by 'n'. */
static void digits_name_nine_partitions(void **state)
{
    (void)state;
    partition_current = &partitions[1];
    type("\x1d:");
    assert_ptr_equal(has_input(), &partitions[1]);
    type("\x1d"
         "9");
    assert_ptr_equal(has_input(), &partitions[8]);
    partition_current = &partitions[8];
    type("\x1dn");
    assert_ptr_equal(has_input(), &partitions[9]);
    partition_current = &partitions[9];
    type("\x1d"
         "2");
    assert_ptr_equal(has_input(), &partitions[1]);
}

/* While the device is busy, one line is kept, and one more is due: that on who
 * has the input when it is made. */
static void notice_waits_for_the_one_before(void **state)
{
    struct partition *first = &partitions[0], *second = &partitions[1];

    (void)state;
    clear_output();
    null_machine.console_room = 0;
    partition_current = second;
    type("\x1d"
         "1");
    console_poll(first);
    partition_current = first;
    type("\x1d"
         "2");
    console_poll(second);
    assert_string_equal(null_machine.output, "");
    null_machine.console_room = SIZE_MAX;
    console_poll(second);
    assert_string_equal(null_machine.output, "[bulkhead] input goes to partition P1\n");
    clear_output();
    console_poll(second);
    assert_string_equal(null_machine.output, "[bulkhead] input goes to partition P2\n");
    partition_current = second;
}

static void escape_twice_is_the_character(void **state)
{
    (void)state;
    partition_current = &partitions[1];
    type("a\x1d\x1d"
         "b");
    assert_ptr_equal(has_input(), &partitions[1]);
    expect_input(&partitions[1], "a\x1d"
                                 "b");
}

/* One that does not read cannot keep the input. */
static void escape_works_while_nobody_reads(void **state)
{
    struct partition *owner = &partitions[1];
    unsigned windows = 0;

    (void)state;
    partition_current = owner;
    for (unsigned i = 0; i < CONSOLE_INPUT_SIZE; i++)
        type("x");
    null_machine.input = CONSOLE_ESCAPE;
    for (; null_machine.input >= 0; windows++)
        console_poll(owner);
    assert_in_range(windows, 50, 200);
    /* What is not read by then is lost. */
    type("\x1d"
         "2yz");
    assert_int_equal(null_machine.input, -1);
    type("\x1d"
         "1");
    assert_ptr_equal(has_input(), &partitions[0]);
    for (unsigned i = 0; i < CONSOLE_INPUT_SIZE; i++)
        assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), 'x');
    expect_input(owner, "");
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
        CASE(arrives_in_its_owners_window),
        CASE(more_than_the_kernel_keeps),
        CASE(escape_gives_it_to_another),
        CASE(other_keys_say_who_has_it),
        CASE(escape_twice_is_the_character),
        CASE(escape_works_while_nobody_reads),
        CASE(read_waits_for_time),
        CASE(undeliverable_interrupt_is_reported),
        CASE(module_waits_for_a_change),
        CASE(notice_waits_for_the_one_before),
        cmocka_unit_test_setup_teardown(digits_name_nine_partitions, boot_ten, end),
    };

    return cmocka_run_group_tests_name("console input and ends", tests, NULL, NULL);
}
