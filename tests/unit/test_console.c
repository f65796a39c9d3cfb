/* SPDX-License-Identifier: BSD-2-Clause */

/* The console: formatting against the host's, lines of partitions that are
 * never mixed, a busy device, and time that runs out. */
#include "console.h"

#include <stdio.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/console.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

#define CHARACTER_TIME 30u /* ns that the console reckons with */

static void clear_output(void)
{
    memset(null_machine.output, 0, null_machine.output_length);
    null_machine.output_length = 0;
}

/* Formatting ------------------------------------------------------------- */

/* The same by the core and by the host's C library, at every cut. */
#define SAME(...)                                                                                  \
    do {                                                                                           \
        char expected[200], got[200];                                                              \
        int full = snprintf(expected, sizeof(expected), __VA_ARGS__);                              \
                                                                                                   \
        assert_int_equal(console_format(got, sizeof(got), __VA_ARGS__), full);                     \
        assert_string_equal(got, expected);                                                        \
        for (size_t cut = 1; cut <= (size_t)full + 1; cut++) {                                     \
            memset(got, 'X', sizeof(got));                                                         \
            snprintf(expected, cut, __VA_ARGS__);                                                  \
            assert_int_equal(console_format(got, cut, __VA_ARGS__), strlen(expected));             \
            assert_string_equal(got, expected);                                                    \
            assert_int_equal(got[cut], 'X');                                                       \
        }                                                                                          \
    } while (0)

static void formats_as_the_c_library(void **state)
{
    static const int numbers[] = {0, 1, -1, 9, 10, -10, 42, INT32_MAX, INT32_MIN};
    const char *volatile left_beats_zero = "%-05d|";

    (void)state;
    SAME("%s", "");
    SAME("text without any conversion\n");
    SAME("[%s] %s and %s", "a", "", "bc");
    SAME("%10s|%-10s|%3s|%-3s|%1s", "abc", "abc", "abcd", "abcd", "");
    for (size_t i = 0; i < ELEMENTS(numbers); i++) {
        unsigned number = (unsigned)numbers[i];
        unsigned long long wide = (unsigned long long)number << 32 | ~number;

        SAME("%d %u %x", numbers[i], number, number);
        SAME("%12d|%-12d|%012d|%1d", numbers[i], numbers[i], numbers[i], numbers[i]);
        SAME(left_beats_zero, numbers[i]);
        SAME("%12u|%-12u|%012u|%08x|%-8x|%8x", number, number, number, number, number, number);
        SAME("%llu|%llx|%22llu|%-22llu|%022llu|%016llx", wide, wide, wide, wide, wide, wide);
    }
    SAME("%llu", 0ull);
    SAME("%llu %llx", ~0ull, ~0ull);
    SAME("%-16s %-6s %8llu %10llu  %s\n", "P1", "IDLE", 1ull, 2ull, "done");
}

static void prints_at_once_and_cut(void **state)
{
    char expected[CONSOLE_LINE_SIZE], text[2 * CONSOLE_LINE_SIZE];

    (void)state;
    memset(text, 'y', sizeof(text) - 1);
    text[sizeof(text) - 1] = '\0';
    console_print("%d %s", 17, text);
    memcpy(expected, "17 ", 3);
    memset(expected + 3, 'y', sizeof(expected) - 4);
    expected[sizeof(expected) - 1] = '\0';
    assert_string_equal(null_machine.output, expected);
    assert_int_equal(null_machine.output_length, CONSOLE_LINE_SIZE - 1);
}

/* Lines ------------------------------------------------------------------ */

static void line_has_its_partitions_name(void **state)
{
    (void)state;
    assert_int_equal(write_string("hello"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "");
    assert_int_equal(write_string(", world\nsecond"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] hello, world\n");
    assert_int_equal(write_string("\n\n"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] hello, world\n[P1] second\n[P1] \n");
}

static void longest_name_fits(void **state)
{
    struct console_buffer buffer = {.kept = 0};
    char name[BULKHEAD_NAME_SIZE], expected[64];

    (void)state;
    memset(name, 'n', sizeof(name) - 1);
    name[sizeof(name) - 1] = '\0';
    console_buffer_init(&buffer, name);
    assert_int_equal(console_put(&buffer, "x\n", 2), 2);
    assert_true(buffer.complete);
    while (console_send(&buffer))
        ;
    snprintf(expected, sizeof(expected), "[%s] x\n", name);
    assert_string_equal(null_machine.output, expected);
}

/* Backspace takes back what was written to the same line. */
static void control_characters_do_nothing(void **state)
{
    char text[40], expected[80] = "[P1] ";
    size_t length = 0;

    (void)state;
    for (char c = 0; c < ' '; c++)
        if (c != '\n')
            text[length++] = c;
    text[length++] = '\n';
    assert_int_equal(write_text(text, length), BULKHEAD_OK);
    strcat(expected, "???????\t??" /* \r goes */ "??????????????????\n");
    assert_string_equal(null_machine.output, expected);
    clear_output();
    assert_int_equal(write_string("Gr\303\274\303\237e ~\n"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] Gr\303\274\303\237e ~\n");
    clear_output();
    assert_int_equal(write_string("\b\bab\b\b\b\bxyc\b \bz\n"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] xyz\n");
}

static void long_lines_are_cut(void **state)
{
    const size_t room = CONSOLE_LINE_SIZE - 1 - strlen("[P1] ");
    char text[700], expected[1024] = "";
    size_t length = 2 * room + 10;

    (void)state;
    for (size_t i = 0; i < length; i++)
        text[i] = (char)('a' + i % 26);
    text[length++] = '\n';
    assert_int_equal(write_text(text, length), BULKHEAD_OK);
    for (size_t i = 0; i < length; i += room) {
        strcat(expected, "[P1] ");
        strncat(expected, text + i, length - i < room ? length - i : room);
        if (i + room < length)
            strcat(expected, "\n");
    }
    assert_string_equal(null_machine.output, expected);
}

static void full_line_ends_with_its_newline(void **state)
{
    char text[CONSOLE_LINE_SIZE], expected[CONSOLE_LINE_SIZE + 8];
    size_t room = CONSOLE_LINE_SIZE - 1 - strlen("[P1] ");

    (void)state;
    memset(text, 'x', room);
    text[room] = '\n';
    assert_int_equal(write_text(text, room + 1), BULKHEAD_OK);
    snprintf(expected, sizeof(expected), "[P1] %.*s", (int)(room + 1), text);
    assert_string_equal(null_machine.output, expected);
}

static void text_at_the_end_of_memory(void **state)
{
    char *page = (char *)partitions[0].start_info;
    struct arch_context *context = &partitions[0].arch.context;
    uint32_t length = 3;
    int calls = 0;

    (void)state;
    memcpy(page + PAGE - length, "ab\n", length);
    context->first = ARCH_USER_LIMIT - length;
    context->second = length;
    do {
        context->number = BULKHEAD_HC_CONSOLE_WRITE;
        context->result = 1;
        trap(TRAP_HYPERCALL, 0, NULL);
        calls++;
    } while (context->result == 1 && calls < 10);
    assert_int_equal(context->result, BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] ab\n");
}

/* A piece of the call with a bad rest: what came before stays written. */
static void text_that_ends_in_nothing(void **state)
{
    uint32_t readable = 40, address = scratch_address(&partitions[0]) +
                                      partitions[0].start_info->free_size - readable;
    struct arch_context *context = &partitions[0].arch.context;

    (void)state;
    memset(null_translate(&partitions[0], address, ARCH_WRITE), 'z', readable);
    call(BULKHEAD_HC_CONSOLE_WRITE, address, readable + 1);
    assert_int_equal(context->first, address + 32);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, context->first, context->second),
                     BULKHEAD_E_ADDRESS);
    assert_int_equal(partitions[0].console.line.length, strlen("[P1] ") + 32);
}

/* A device that takes nothing, then a character in each window: the writer goes
 * on at once, and the line goes out all the same. */
static void busy_device_keeps_nobody_waiting(void **state)
{
    (void)state;
    null_machine.console_room = 0;
    assert_int_equal(write_string("waiting\n"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "");
    for (size_t sent = 1; sent <= strlen("[P1] waiting\n"); sent++) {
        null_machine.console_room = 1;
        enter_window(0);
        assert_int_equal(null_machine.output_length, sent);
    }
    assert_string_equal(null_machine.output, "[P1] waiting\n");
    assert_int_equal(partitions[0].duties & PARTITION_HAS_OUTPUT, 0);
}

/* So many lines are kept, and the next one; the call with one more waits. */
static void only_too_many_lines_keep_the_writer_waiting(void **state)
{
    char expected[CONSOLE_LINE_SIZE], line[32];
    const char *next = null_machine.output;
    struct arch_context *context = &partitions[0].arch.context;

    (void)state;
    null_machine.console_room = 0;
    for (unsigned i = 0; i < CONSOLE_LINES; i++) {
        snprintf(line, sizeof(line), "line %u\n", i);
        assert_int_equal(write_string(line), BULKHEAD_OK);
    }
    assert_int_equal(write_string("one more\n"), INT32_MIN);
    assert_int_equal(context->second, 0);
    /* It is done as soon as there is room for it, which is a line's. */
    null_machine.console_room = strlen("[P1] line 0\n");
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, context->first, 0), BULKHEAD_OK);
    null_machine.console_room = SIZE_MAX;
    assert_int_equal(write_string("the last\n"), BULKHEAD_OK);
    while (console_send(&partitions[0].console))
        ;
    for (unsigned i = 0; i < CONSOLE_LINES; i++) {
        size_t length = (size_t)snprintf(expected, sizeof(expected), "[P1] line %u\n", i);

        assert_memory_equal(next, expected, length);
        next += length;
    }
    assert_string_equal(next, "[P1] one more\n[P1] the last\n");
}

/* What is kept at the module's end is not lost. */
static void kept_lines_are_flushed_in_order(void **state)
{
    (void)state;
    null_machine.console_room = 6;
    write_string("first\n");
    write_string("second\n");
    assert_int_equal(write_string("third"), BULKHEAD_OK);
    enter_window(1);
    write_string("another\n");
    null_machine.console_room = SIZE_MAX;
    console_flush();
    assert_string_equal(null_machine.output, "[P1] first\n[P1] second\n[P1] third\n[P2] another\n");
    assert_false(console_waits(&partitions[0].console));
    assert_false(console_waits(&partitions[1].console));
}

/* P1's line is half out when its window ends: P2's window finishes it before
 * its own, and each line stays whole. */
static void half_sent_line_ends_before_anothers(void **state)
{
    (void)state;
    null_machine.console_room = 6;
    assert_int_equal(write_string("first\n"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] f");
    enter_window(1);
    null_machine.console_room = 3;
    assert_int_equal(write_string("second\n"), BULKHEAD_OK);
    assert_string_equal(null_machine.output, "[P1] firs");
    null_machine.console_room = SIZE_MAX;
    assert_true(console_send(&partitions[1].console));
    assert_string_equal(null_machine.output, "[P1] first\n");
    assert_false(console_send(&partitions[1].console));
    assert_string_equal(null_machine.output, "[P1] first\n[P2] second\n");
}

/* Three partitions write at random, the device is busy at random: each line
 * of the output is one that its partition wrote, in its order. */
static void lines_are_never_mixed(void **state)
{
    struct random random = {13};
    unsigned next_line[3] = {0}, seen[3] = {0};
    bool writing[3] = {false};
    char *line;

    (void)state;
    for (int i = 0; i < 4000; i++) {
        uint32_t who = partition_current->index;
        struct arch_context *context = &partition_current->arch.context;

        null_machine.console_room = random_below(&random, 20);
        if (random_below(&random, 20) == 0)
            enter_window(random_below(&random, 3));
        else if (!writing[who]) {
            int length = snprintf(scratch(partition_current), 64, "line %u of partition %u\n",
                                  next_line[who]++, who + 1);

            writing[who] = true;
            call(BULKHEAD_HC_CONSOLE_WRITE, scratch_address(partition_current), (uint32_t)length);
            writing[who] = context->result != BULKHEAD_OK;
        } else {
            call(BULKHEAD_HC_CONSOLE_WRITE, context->first, context->second);
            writing[who] = context->result != BULKHEAD_OK;
        }
    }
    assert_true(null_machine.output_length > 5000);
    *strrchr(null_machine.output, '\n') = '\0'; /* what follows is not through yet */
    for (line = strtok(null_machine.output, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        unsigned name, number, partition;
        char expected[64];

        assert_int_equal(sscanf(line, "[P%u] line %u of partition %u", &name, &number, &partition),
                         3);
        assert_int_equal(name, partition);
        assert_int_equal(number, seen[partition - 1]++);
        snprintf(expected, sizeof(expected), "[P%u] line %u of partition %u", name, number, name);
        assert_string_equal(line, expected);
    }
    for (int i = 0; i < 3; i++)
        assert_true(seen[i] > 30 && seen[i] <= next_line[i]);
}

/* Time ------------------------------------------------------------------- */

static void line_waits_for_a_window_with_time(void **state)
{
    struct console_buffer *buffer = &partitions[0].console;
    const uint32_t whole = (uint32_t)strlen("[P1] a line of some length\n") * CHARACTER_TIME;

    (void)state;
    console_put(buffer, "a line of some length\n", 22);
    /* One ns too few for the whole line: it is not begun. */
    null_machine.now = SWITCHING - whole;
    assert_false(console_send(buffer));
    assert_int_equal(null_machine.output_length, 0);
    null_machine.now--;
    null_machine.console_room = ARCH_CONSOLE_BURST;
    assert_true(console_send(buffer));
    assert_int_equal(null_machine.output_length, ARCH_CONSOLE_BURST);
    /* It is begun: only the rest's time counts. */
    null_machine.console_room = SIZE_MAX;
    null_machine.now = SWITCHING - (whole - ARCH_CONSOLE_BURST * CHARACTER_TIME);
    assert_false(console_send(buffer));
    assert_int_equal(null_machine.output_length, ARCH_CONSOLE_BURST);
    null_machine.now--;
    assert_false(console_send(buffer));
    assert_string_equal(null_machine.output, "[P1] a line of some length\n");
}

/* Or the line's owner would see, by the time that the rest takes, who was idle. */
static void idle_partition_leaves_anothers_line_alone(void **state)
{
    (void)state;
    console_put(&partitions[0].console, "a line of some length\n", 22);
    null_machine.console_room = ARCH_CONSOLE_BURST;
    assert_true(console_send(&partitions[0].console));
    null_machine.console_room = SIZE_MAX;
    assert_false(console_send(&partitions[1].console));
    assert_int_equal(null_machine.output_length, ARCH_CONSOLE_BURST);
    /* Its own line comes after the other's. */
    console_put(&partitions[1].console, "another\n", 8);
    while (console_send(&partitions[1].console))
        ;
    assert_string_equal(null_machine.output, "[P1] a line of some length\n[P2] another\n");
}

static void call_waits_when_the_window_ends(void **state)
{
    struct arch_context *context = &partitions[0].arch.context;
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    memcpy(scratch(&partitions[0]), "text", 4);
    context->instruction = 0x1002;
    null_machine.now = SWITCHING - 1;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, address, 4), INT32_MIN);
    assert_int_equal(context->instruction, 0x1000);
    assert_int_equal(context->first, address);
    assert_int_equal(context->second, 4);
    assert_int_equal(partitions[0].console.line.length, strlen("[P1] "));
    null_machine.now = SWITCHING - 2001;
    context->instruction = 0x1002;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, address, 4), BULKHEAD_OK);
    assert_int_equal(context->instruction, 0x1002);
}

static void progress_is_in_the_arguments(void **state)
{
    struct arch_context *context = &partitions[0].arch.context;
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    memset(scratch(&partitions[0]), 'q', 100);
    call(BULKHEAD_HC_CONSOLE_WRITE, address, 100);
    assert_int_equal(context->first, address + 32);
    assert_int_equal(context->second, 68);
    call(BULKHEAD_HC_CONSOLE_WRITE, context->first, context->second);
    assert_int_equal(context->first, address + 64);
    assert_int_equal(context->second, 36);
    call(BULKHEAD_HC_CONSOLE_WRITE, context->first, context->second);
    assert_int_equal(context->second, 4);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, context->first, context->second), BULKHEAD_OK);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(formats_as_the_c_library),
        CASE(prints_at_once_and_cut),
        CASE(line_has_its_partitions_name),
        CASE(longest_name_fits),
        CASE(control_characters_do_nothing),
        CASE(long_lines_are_cut),
        CASE(full_line_ends_with_its_newline),
        CASE(text_at_the_end_of_memory),
        CASE(text_that_ends_in_nothing),
        CASE(busy_device_keeps_nobody_waiting),
        CASE(only_too_many_lines_keep_the_writer_waiting),
        CASE(kept_lines_are_flushed_in_order),
        CASE(half_sent_line_ends_before_anothers),
        CASE(lines_are_never_mixed),
        CASE(line_waits_for_a_window_with_time),
        CASE(idle_partition_leaves_anothers_line_alone),
        CASE(call_waits_when_the_window_ends),
        CASE(progress_is_in_the_arguments),
    };

    return cmocka_run_group_tests_name("console", tests, NULL, NULL);
}
