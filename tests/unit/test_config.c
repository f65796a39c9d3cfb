/* SPDX-License-Identifier: BSD-2-Clause */

/* The check of the binary configuration: each rejection, each field at its
 * boundaries, truncation. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include "bulkhead/checksum.h"
#include "change.h"
#include "kernel/config.h"

#define NOBODY BULKHEAD_NO_PARTITION

#define NOT_THERE                                                                                  \
    "there is no configuration behind the kernel: build the image with \"bulkhead build\""
#define OTHER_VERSION  "the configuration is of another ABI version"
#define TRUNCATED      "the configuration is truncated"
#define SIZES          "the configuration's sizes contradict each other"
#define CHECKSUM       "the configuration is corrupt: its checksum is wrong"
#define TABLE          "a table is outside of the configuration"
#define PARTITIONS     "the number of partitions is not 1 to 64"
#define SCHEDULES      "the number of schedules is not 1 to 16"
#define INITIAL        "the initial schedule does not exist"
#define LEAD           "the window lead is longer than 10 us"
#define MODULE_NAME    "the module's name does not end"
#define PAGES          "a partition's memory or stack is not whole pages"
#define ADDRESSES      "a partition's memory is outside of the address range for it"
#define NO_ROOM        "a partition has no memory for a stack, its guard page and a program"
#define PARTITION_TEXT "a partition's name or argument does not end, or the name is empty"
#define PROGRAM        "a partition's program is outside of the image"
#define LINES          "a partition has hardware lines above 15"
#define FLOOR          "a partition's timer floor is below 1 us"
#define SAME_LINE      "two partitions have the same hardware line"
#define SCHEDULE_NAME  "a schedule's name does not end, or is empty"
#define FRAME          "a major frame is 0 or longer than an hour"
#define NO_WINDOWS     "a schedule's windows do not exist"
#define SHARED         "two schedules share windows"
#define OVERLAP        "two windows of a schedule overlap or leave a gap"
#define TOO_LATE       "a window ends after its major frame"
#define TOO_SHORT      "a window is shorter than 20 us"
#define FOR_ITS_LEAD   "a window is shorter than three times the lead"
#define TOO_LONG       "a window is longer than 4 s"
#define OWNER          "a window belongs to a partition that does not exist"
#define NOT_FILLED     "a schedule's windows do not fill its major frame"

/* Schedule 0: windows 0 to 3, schedule 1: windows 4 to 6. */
static const struct window_plan plan[] = {
    {0, 0, 20000}, {0, NOBODY, 30001}, {0, 1, 40000}, {0, 2, 50000},
    {1, 2, 60000}, {1, 0, 70000},      {1, 1, 80000},
};

static struct block make(void)
{
    return block_make(3, plan, ELEMENTS(plan));
}

static void assert_verdict(const char *verdict, const char *expected)
{
    if (expected == NULL && verdict != NULL)
        fail_msg("refused: %s", verdict);
    if (expected != NULL && verdict == NULL)
        fail_msg("accepted instead of: %s", expected);
    if (expected != NULL)
        assert_string_equal(verdict, expected);
}

static const char *verdict(const struct block *block)
{
    return config_check(block->config, block->config->total_size);
}

#define BASE0 BULKHEAD_MEMORY_FIRST
#define LIMIT BULKHEAD_MEMORY_LIMIT
#define HOUR  (3600ull * 1000000000)

static void each_field_at_its_boundaries(void **state)
{
    const struct block block = make();
    const uint32_t size = block.config->config_size, total = block.config->total_size;
    const uint32_t partitions_at = block.config->partitions.offset;
    const uint32_t first_program = block.partitions[0].program_offset;
    const struct change changes[] = {
        {IN_HEAD(magic), BULKHEAD_ABI_MAGIC, GOOD},
        {IN_HEAD(magic), BULKHEAD_ABI_MAGIC + 1, NOT_THERE},
        {IN_HEAD(magic), 0, NOT_THERE},
        {IN_HEAD(abi_version), 0, OTHER_VERSION},
        {IN_HEAD(abi_version), BULKHEAD_ABI_VERSION + 1, OTHER_VERSION},
        {IN_HEAD(total_size), total + 1, TRUNCATED},
        {IN_HEAD(total_size), UINT32_MAX, TRUNCATED},
        {IN_HEAD(total_size), size - 1, SIZES},
        {IN_HEAD(total_size), 0, SIZES},
        {IN_HEAD(total_size), total - 1, PROGRAM},
        {IN_HEAD(config_size), sizeof(struct bulkhead_config) - 1, SIZES},
        {IN_HEAD(config_size), 0, SIZES},
        {IN_HEAD(config_size), sizeof(struct bulkhead_config), TABLE},
        {IN_HEAD(config_size), size - 1, TABLE},
        {IN_HEAD(config_size), size + 8, GOOD},
        {IN_HEAD(config_size), first_program, GOOD},
        {IN_HEAD(config_size), first_program + 8, PROGRAM},
        {IN_HEAD(config_size), total, PROGRAM},
        {IN_HEAD(config_size), total + 1, SIZES},
        {IN_HEAD(config_size), UINT32_MAX, SIZES},
        {IN_HEAD(flags), UINT32_MAX, GOOD},
        {IN_HEAD(window_lead), 0, GOOD},
        {IN_HEAD(window_lead), 6666, GOOD},
        {IN_HEAD(window_lead), 6667, FOR_ITS_LEAD},
        {IN_HEAD(window_lead), 10000, FOR_ITS_LEAD},
        {IN_HEAD(window_lead), 10001, LEAD},
        {IN_HEAD(window_lead), UINT32_MAX, LEAD},
        {IN_HEAD(initial_schedule), 1, GOOD},
        {IN_HEAD(initial_schedule), 2, INITIAL},
        {IN_HEAD(initial_schedule), UINT32_MAX, INITIAL},
        {IN_HEAD(partitions.offset), partitions_at + 4, TABLE},
        {IN_HEAD(partitions.offset), partitions_at - 8, TABLE},
        {IN_HEAD(partitions.offset), 0, TABLE},
        {IN_HEAD(partitions.offset), size, TABLE},
        {IN_HEAD(partitions.offset), size + 8, TABLE},
        {IN_HEAD(partitions.offset), 0xfffffff8, TABLE},
        {IN_HEAD(partitions.count), 0, PARTITIONS},
        {IN_HEAD(partitions.count), 2, OWNER},
        {IN_HEAD(partitions.count), 64, TABLE},
        {IN_HEAD(partitions.count), UINT32_MAX, TABLE},
        {IN_HEAD(partitions.count), 0x10000000, TABLE},
        {IN_HEAD(schedules.offset), 4, TABLE},
        {IN_HEAD(schedules.offset), 0xfffffff8, TABLE},
        {IN_HEAD(schedules.count), 0, SCHEDULES},
        {IN_HEAD(schedules.count), 1, GOOD},
        {IN_HEAD(schedules.count), UINT32_MAX, TABLE},
        {IN_HEAD(windows.offset), 4, TABLE},
        {IN_HEAD(windows.offset), 0xfffffff8, TABLE},
        {IN_HEAD(windows.count), 0, NO_WINDOWS},
        {IN_HEAD(windows.count), ELEMENTS(plan) - 1, NO_WINDOWS},
        {IN_HEAD(windows.count), ELEMENTS(plan) + 1, TABLE},
        {IN_HEAD(windows.count), UINT32_MAX, TABLE},
        {IN_PARTITION(1, memory_base), BASE0, GOOD},
        {IN_PARTITION(1, memory_base), BASE0 + 1, PAGES},
        {IN_PARTITION(1, memory_base), BASE0 - PAGE, ADDRESSES},
        {IN_PARTITION(1, memory_base), 0, ADDRESSES},
        {IN_PARTITION(1, memory_base), LIMIT - BLOCK_MEMORY, GOOD},
        {IN_PARTITION(1, memory_base), LIMIT - BLOCK_MEMORY + PAGE, ADDRESSES},
        {IN_PARTITION(1, memory_base), LIMIT, ADDRESSES},
        {IN_PARTITION(1, memory_base), 0xfffff000, ADDRESSES},
        {IN_PARTITION(0, memory_size), 0, NO_ROOM},
        {IN_PARTITION(0, memory_size), 2 * PAGE, NO_ROOM},
        {IN_PARTITION(0, memory_size), BLOCK_STACK + PAGE, NO_ROOM},
        {IN_PARTITION(0, memory_size), BLOCK_STACK + 2 * PAGE, GOOD},
        {IN_PARTITION(0, memory_size), BLOCK_MEMORY + 1, PAGES},
        {IN_PARTITION(0, memory_size), LIMIT - BASE0, GOOD},
        {IN_PARTITION(0, memory_size), LIMIT - BASE0 + PAGE, ADDRESSES},
        {IN_PARTITION(0, memory_size), 0xfffff000, ADDRESSES},
        {IN_PARTITION(0, stack_size), 0, NO_ROOM},
        {IN_PARTITION(0, stack_size), PAGE, GOOD},
        {IN_PARTITION(0, stack_size), PAGE - 1, PAGES},
        {IN_PARTITION(0, stack_size), BLOCK_MEMORY - 2 * PAGE, GOOD},
        {IN_PARTITION(0, stack_size), BLOCK_MEMORY - PAGE, NO_ROOM},
        {IN_PARTITION(0, stack_size), 0xfffff000, NO_ROOM},
        {IN_PARTITION(0, name[0]), 0, PARTITION_TEXT},
        {IN_PARTITION(0, name[0]), 0xff, GOOD},
        {IN_PARTITION(0, argument[0]), 0, GOOD},
        {IN_PARTITION(0, program_offset), first_program + PAGE, GOOD},
        {IN_PARTITION(0, program_offset), first_program + 8, PROGRAM},
        {IN_PARTITION(0, program_offset), 0, PROGRAM},
        {IN_PARTITION(0, program_offset), (total + PAGE) / PAGE * PAGE, PROGRAM},
        {IN_PARTITION(0, program_offset), 0xfffff000, PROGRAM},
        {IN_PARTITION(0, program_size), 0, GOOD},
        {IN_PARTITION(0, program_size), total - first_program, GOOD},
        {IN_PARTITION(0, program_size), total - first_program + 1, PROGRAM},
        {IN_PARTITION(0, program_size), UINT32_MAX, PROGRAM},
        {IN_PARTITION(0, program_checksum), 0, GOOD}, /* elsewhere: partition_create() */
        {IN_PARTITION(0, hw_lines), 0xffff, GOOD},
        {IN_PARTITION(0, hw_lines), 0x10000, LINES},
        {IN_PARTITION(0, hw_lines), 0x80000000, LINES},
        {IN_PARTITION(0, timer_floor), 999, FLOOR},
        {IN_PARTITION(0, timer_floor), 0, FLOOR},
        {IN_PARTITION(0, timer_floor), 1000, GOOD},
        {IN_PARTITION(0, timer_floor), UINT64_MAX, GOOD},
        {IN_SCHEDULE(0, name[0]), 0, SCHEDULE_NAME},
        {IN_SCHEDULE(1, name[0]), 0, SCHEDULE_NAME},
        {IN_SCHEDULE(0, major_frame), 0, FRAME},
        {IN_SCHEDULE(0, major_frame), HOUR + 1, FRAME},
        {IN_SCHEDULE(0, major_frame), UINT64_MAX, FRAME},
        {IN_SCHEDULE(0, major_frame), HOUR, NOT_FILLED},
        {IN_SCHEDULE(0, major_frame), 140002, NOT_FILLED},
        {IN_SCHEDULE(0, major_frame), 140000, TOO_LATE},
        {IN_SCHEDULE(0, major_frame), 1, TOO_LATE},
        {IN_SCHEDULE(0, first_window), 1, OVERLAP},
        {IN_SCHEDULE(0, first_window), 3, OVERLAP},
        {IN_SCHEDULE(0, first_window), ELEMENTS(plan), NO_WINDOWS},
        {IN_SCHEDULE(0, first_window), UINT32_MAX, NO_WINDOWS},
        {IN_SCHEDULE(1, first_window), 0, SHARED},
        {IN_SCHEDULE(1, first_window), 3, SHARED},
        {IN_SCHEDULE(1, first_window), 5, NO_WINDOWS},
        {IN_SCHEDULE(0, window_count), 0, NO_WINDOWS},
        {IN_SCHEDULE(0, window_count), 3, NOT_FILLED},
        {IN_SCHEDULE(0, window_count), 5, OVERLAP},
        {IN_SCHEDULE(0, window_count), ELEMENTS(plan) + 1, NO_WINDOWS},
        {IN_SCHEDULE(0, window_count), UINT32_MAX, NO_WINDOWS},
        {IN_SCHEDULE(1, window_count), 4, NO_WINDOWS},
        {IN_SCHEDULE(1, window_count), UINT32_MAX, NO_WINDOWS},
        {IN_SCHEDULE(1, window_count), 0xfffffffc, NO_WINDOWS},
        {IN_WINDOW(0, offset), 1, OVERLAP},
        {IN_WINDOW(1, offset), 19999, OVERLAP},
        {IN_WINDOW(1, offset), 20001, OVERLAP},
        {IN_WINDOW(1, offset), UINT64_MAX, OVERLAP},
        {IN_WINDOW(1, duration), 30000, OVERLAP},
        {IN_WINDOW(1, duration), 19999, TOO_SHORT},
        {IN_WINDOW(1, duration), 0, TOO_SHORT},
        {IN_WINDOW(1, duration), UINT64_MAX, TOO_LATE},
        {IN_WINDOW(3, duration), 50001, TOO_LATE},
        {IN_WINDOW(3, duration), 49999, NOT_FILLED},
        {IN_WINDOW(0, partition), 2, GOOD},
        {IN_WINDOW(0, partition), 3, OWNER},
        {IN_WINDOW(0, partition), NOBODY, GOOD},
        {IN_WINDOW(0, partition), NOBODY - 1, OWNER},
        {IN_WINDOW(6, partition), 3, OWNER},
    };

    (void)state;
    for (size_t i = 0; i < ELEMENTS(changes); i++)
        change_try(make, &changes[i], i);
    free(block.config);
}

static void names_without_an_end(void **state)
{
    struct block block = make();
    struct bulkhead_config_partition *p = &block.partitions[2];
    struct bulkhead_config_schedule *s = &block.schedules[1];

    (void)state;
    memset(p->name, 'x', sizeof(p->name) - 1);
    memset(p->argument, 'x', sizeof(p->argument) - 1);
    memset(s->name, 'x', sizeof(s->name) - 1);
    memset(block.config->module_name, 'x', sizeof(block.config->module_name) - 1);
    block_seal(&block);
    assert_verdict(verdict(&block), GOOD);

    s->name[sizeof(s->name) - 1] = 'x';
    block_seal(&block);
    assert_verdict(verdict(&block), SCHEDULE_NAME);
    p->argument[sizeof(p->argument) - 1] = 'x';
    block_seal(&block);
    assert_verdict(verdict(&block), PARTITION_TEXT);
    p->argument[0] = '\0';
    p->name[sizeof(p->name) - 1] = 'x';
    block_seal(&block);
    assert_verdict(verdict(&block), PARTITION_TEXT);
    block.config->module_name[sizeof(block.config->module_name) - 1] = 'x';
    block_seal(&block);
    assert_verdict(verdict(&block), MODULE_NAME);
    block_free(&block);
}

static void hardware_lines_have_one_owner(void **state)
{
    struct block block = make();

    (void)state;
    block.partitions[0].hw_lines = 0x00f1;
    block.partitions[2].hw_lines = 0xff00;
    block_seal(&block);
    assert_verdict(verdict(&block), GOOD);
    block.partitions[1].hw_lines = 0x0001;
    block_seal(&block);
    assert_verdict(verdict(&block), SAME_LINE);
    block_free(&block);
}

static void a_window_of_4_s_and_no_more(void **state)
{
    static const struct window_plan longest[] = {{0, 0, BULKHEAD_MAX_WINDOW}, {0, 0, 20000}};
    static const struct window_plan longer[] = {{0, 0, BULKHEAD_MAX_WINDOW + 1}, {0, 0, 20000}};
    struct block block = block_make(1, longest, ELEMENTS(longest));

    (void)state;
    assert_verdict(verdict(&block), GOOD);
    block_free(&block);
    block = block_make(1, longer, ELEMENTS(longer));
    assert_verdict(verdict(&block), TOO_LONG);
    block_free(&block);
}

static void largest_numbers_of_everything(void **state)
{
    static struct window_plan many[BULKHEAD_MAX_WINDOWS + 1];
    struct block block;

    (void)state;
    for (uint32_t i = 0; i < ELEMENTS(many); i++)
        many[i] = (struct window_plan){i * 17 / (uint32_t)ELEMENTS(many), i % 64, 20000 + i};
    block = block_make(BULKHEAD_MAX_PARTITIONS, many, ELEMENTS(many) * 16 / 17);
    assert_int_equal(block.config->schedules.count, BULKHEAD_MAX_SCHEDULES);
    assert_verdict(verdict(&block), GOOD);
    block_free(&block);
    block = block_make(BULKHEAD_MAX_PARTITIONS, many, ELEMENTS(many));
    assert_verdict(verdict(&block), SCHEDULES);
    block_free(&block);
    for (uint32_t i = 0; i < ELEMENTS(many); i++)
        many[i].schedule = 0;
    block = block_make(BULKHEAD_MAX_PARTITIONS, many, BULKHEAD_MAX_WINDOWS);
    assert_verdict(verdict(&block), GOOD);
    block_free(&block);
    block = block_make(BULKHEAD_MAX_PARTITIONS, many, ELEMENTS(many));
    assert_verdict(verdict(&block), NO_WINDOWS);
    block_free(&block);
    block = block_make(BULKHEAD_MAX_PARTITIONS + 1, many, 64);
    assert_verdict(verdict(&block), PARTITIONS);
    block_free(&block);
}

static void checksum_covers_every_bit(void **state)
{
    struct block block = make();
    uint8_t *bytes = (uint8_t *)block.config;
    const size_t own = offsetof(struct bulkhead_config, checksum);

    (void)state;
    assert_int_equal(bulkhead_crc32(0, "123456789", 9), 0xcbf43926u);
    assert_verdict(verdict(&block), GOOD);
    for (size_t i = offsetof(struct bulkhead_config, flags); i < block.config->config_size; i++)
        for (unsigned bit = 0; bit < 8; bit++) {
            bytes[i] ^= (uint8_t)(1u << bit);
            assert_verdict(verdict(&block), CHECKSUM);
            bytes[i] ^= (uint8_t)(1u << bit);
        }
    for (size_t i = 0; i < sizeof(uint32_t); i++) {
        bytes[own + i] ^= 0x80;
        assert_verdict(verdict(&block), CHECKSUM);
        bytes[own + i] ^= 0x80;
    }
    assert_verdict(verdict(&block), GOOD);
    block_free(&block);
}

/* In memory of exactly that length, so that one byte too far is seen. */
static void truncation_at_every_length(void **state)
{
    struct block block = make();

    (void)state;
    for (size_t length = 0; length < block.config->total_size; length++) {
        char *copy = malloc(length + (length == 0));

        memcpy(copy, block.config, length);
        assert_verdict(config_check((void *)copy, length),
                       length < sizeof(struct bulkhead_config) ? NOT_THERE : TRUNCATED);
        free(copy);
    }
    block_free(&block);
}

/* The sizes admit it, the checksum is right. */
static void shortening_at_every_length(void **state)
{
    struct block block = make();
    const uint32_t size = block.config->config_size, total = block.config->total_size;

    (void)state;
    for (uint32_t length = sizeof(struct bulkhead_config); length < total; length++) {
        struct block copy = {.config = malloc(length)};

        memcpy(copy.config, block.config, length);
        copy.config->total_size = length;
        if (length < size)
            copy.config->config_size = length;
        block_seal(&copy);
        assert_verdict(config_check(copy.config, length), length < size ? TABLE : PROGRAM);
        block_free(&copy);
    }
    block_free(&block);
}

static void more_behind_it_does_not_matter(void **state)
{
    struct block block = make();

    (void)state;
    assert_verdict(config_check(block.config, SIZE_MAX), GOOD);
    assert_verdict(config_check(block.config, (size_t)block.config->total_size + 1), GOOD);
    block_free(&block);
}

static void things_are_where_they_were_put(void **state)
{
    struct block block = make();

    (void)state;
    for (uint32_t i = 0; i < 3; i++) {
        assert_ptr_equal(config_partition(block.config, i), &block.partitions[i]);
        assert_ptr_equal(config_program(block.config, i),
                         (char *)block.config + block.partitions[i].program_offset);
    }
    assert_ptr_equal(config_schedule(block.config, 1), &block.schedules[1]);
    assert_ptr_equal(config_window(block.config, 6), &block.windows[6]);
    block_free(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_field_at_its_boundaries),
        cmocka_unit_test(names_without_an_end),
        cmocka_unit_test(hardware_lines_have_one_owner),
        cmocka_unit_test(a_window_of_4_s_and_no_more),
        cmocka_unit_test(largest_numbers_of_everything),
        cmocka_unit_test(checksum_covers_every_bit),
        cmocka_unit_test(truncation_at_every_length),
        cmocka_unit_test(shortening_at_every_length),
        cmocka_unit_test(more_behind_it_does_not_matter),
        cmocka_unit_test(things_are_where_they_were_put),
    };

    return cmocka_run_group_tests_name("configuration check", tests, NULL, NULL);
}
