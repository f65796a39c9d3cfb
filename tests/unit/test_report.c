/* SPDX-License-Identifier: BSD-2-Clause */

/* What the console shows of a partition's end, of the module's, and of a panic. */
#include "console.h"

#include <stdio.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/console.h"
#include "kernel/health.h"
#include "kernel/panic.h"
#include "kernel/partition.h"
#include "kernel/report.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

/* Runs until nobody has anything to say. */
static void run_idle(void *unused)
{
    (void)unused;
    for (int i = 0; i < 100; i++) {
        while (trap_idle())
            ;
        module_run_until(null_machine.timer_at, 0);
    }
}

static void stop_all(const int32_t statuses[3])
{
    for (uint32_t i = 0; i < 3; i++) {
        if (i > 0)
            enter_window(i);
        call(BULKHEAD_HC_STOP, (uint32_t)statuses[i], 0);
    }
}

static void module_ends_done(void **state)
{
    static const int32_t statuses[3] = {0, 0, 0};

    (void)state;
    assert_int_equal(write_string("last words"), BULKHEAD_OK);
    stop_all(statuses);
    assert_true(null_exits(run_idle, NULL));
    assert_int_equal(null_machine.exits, 1);
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_DONE);
    assert_non_null(strstr(null_machine.output, "[P1] last words\n"));
    for (int i = 1; i <= 3; i++) {
        char expected[64];

        snprintf(expected, sizeof(expected), "[bulkhead] partition P%d has ended\n", i);
        assert_non_null(strstr(null_machine.output, expected));
    }
    assert_non_null(
        strstr(null_machine.output,
               "[bulkhead] P1               IDLE              1          0          2      "
               "0        0  done\n"));
    assert_non_null(strstr(null_machine.output, "[bulkhead] 2 major frames, 0 windows missed; all "
                                                "partitions have ended\n"));
}

static void module_ends_failed_by_a_status(void **state)
{
    static const int32_t statuses[3] = {0, -7, 0};

    (void)state;
    stop_all(statuses);
    assert_true(null_exits(run_idle, NULL));
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_FAILED);
    assert_non_null(strstr(null_machine.output, "[bulkhead] partition P2 failed with status -7\n"));
    assert_non_null(strstr(null_machine.output, " failed\n"));
    assert_non_null(strstr(null_machine.output, "not all partitions have ended well\n"));
}

static void module_ends_failed_by_a_fault(void **state)
{
    static const struct arch_fault fault = {.vector = 14, .address = 0xdeadbeef};
    const char *line;

    (void)state;
    assert_int_equal(write_string("unfinished"), BULKHEAD_OK);
    assert_null(trap(TRAP_FAULT, 0, &fault));
    for (uint32_t i = 1; i < 3; i++) {
        enter_window(i);
        call(BULKHEAD_HC_STOP, 0, 0);
    }
    assert_true(null_exits(run_idle, NULL));
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_FAILED);
    /* Its own last line first, then the report on it. */
    line = strstr(null_machine.output, "[P1] unfinished\n[bulkhead] partition P1 stopped by a "
                                       "fault\n[bulkhead]   fault 14, address deadbeef, "
                                       "instruction 00100042\n");
    assert_non_null(line);
    assert_non_null(strstr(null_machine.output, "1        0  fault\n"));
}

static void module_stays_up_if_the_model_says_so(void **state)
{
    static const int32_t statuses[3] = {0, 0, 0};

    (void)state;
    module_stays_up = true;
    stop_all(statuses);
    assert_false(null_exits(run_idle, NULL));
    assert_int_equal(null_machine.exits, 0);
    assert_non_null(strstr(null_machine.output, "[bulkhead] partition P3 has ended\n"));
    for (int i = 0; i < 3; i++)
        assert_int_equal(partitions[i].report_line, UINT32_MAX);
}

static void report_waits_for_its_partitions_window(void **state)
{
    (void)state;
    call(BULKHEAD_HC_STOP, 0, 0);
    null_machine.now = SWITCHING - 8000;
    assert_false(trap_idle());
    assert_int_equal(partitions[0].report_line, 0);
    null_machine.now--;
    assert_true(trap_idle());
    assert_int_equal(partitions[0].report_line, 1);
    /* In P2's window P1's report goes on only as far as a line is half out. */
    enter_window(1);
    assert_false(trap_idle());
    assert_string_equal(null_machine.output, "");
    enter_window(0);
    while (trap_idle())
        ;
    assert_string_equal(null_machine.output, "[bulkhead] partition P1 has ended\n");
}

static void report_comes_behind_a_waiting_line(void **state)
{
    (void)state;
    null_machine.console_room = 0;
    assert_int_equal(write_string("last words"), BULKHEAD_OK);
    call(BULKHEAD_HC_STOP, 0, 0);
    assert_true(trap_idle());
    assert_int_equal(partitions[0].report_line, 0);
    /* The device is ready, but the window has no time for the line. */
    null_machine.console_room = SIZE_MAX;
    null_machine.now = SWITCHING - 400;
    assert_false(trap_idle());
    assert_int_equal(partitions[0].report_line, 0);
    enter_window(0);
    while (trap_idle())
        ;
    assert_string_equal(null_machine.output,
                        "[P1] last words\n[bulkhead] partition P1 has ended\n");
}

/* The partition writes so many lines, the last one without its end, and starts
 * anew; the device takes nothing. */
static void start_with_lines(unsigned lines)
{
    null_machine.console_room = 0;
    for (unsigned i = 1; i < lines; i++)
        assert_int_equal(write_string("line\n"), BULKHEAD_OK);
    assert_int_equal(write_string("line"), BULKHEAD_OK);
    call(BULKHEAD_HC_MODE_SET, BULKHEAD_MODE_COLD_START, 0);
    for (unsigned i = 0; i < 50; i++)
        assert_true(trap_idle());
    assert_int_equal(null_machine.output_length, 0);
}

static void slow_console_delays_no_start(void **state)
{
    (void)state;
    start_with_lines(CONSOLE_LINES);
    assert_int_equal(partitions[0].state, PARTITION_READY);
}

static void start_waits_for_one_line_too_many(void **state)
{
    (void)state;
    start_with_lines(CONSOLE_LINES + 1);
    assert_int_equal(partitions[0].state, PARTITION_STARTING);
    assert_int_equal(partitions[0].loaded, 0);
    null_machine.console_room = SIZE_MAX;
    while (trap_idle())
        ;
    assert_int_equal(partitions[0].state, PARTITION_READY);
    assert_int_equal(null_machine.output_length, (CONSOLE_LINES + 1) * strlen("[P1] line\n"));
}

static void panic_it(void *why)
{
    panic(why);
}

static void panic_says_why(void **state)
{
    static char why[] = "unit test";

    (void)state;
    assert_true(null_exits(panic_it, why));
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_PANIC);
    assert_string_equal(null_machine.output, "\n[bulkhead] kernel panic: unit test\n");
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(module_ends_done),
        CASE(module_ends_failed_by_a_status),
        CASE(module_ends_failed_by_a_fault),
        CASE(module_stays_up_if_the_model_says_so),
        CASE(report_waits_for_its_partitions_window),
        CASE(report_comes_behind_a_waiting_line),
        CASE(slow_console_delays_no_start),
        CASE(start_waits_for_one_line_too_many),
        CASE(panic_says_why),
    };

    return cmocka_run_group_tests_name("reports", tests, NULL, NULL);
}
