/* SPDX-License-Identifier: BSD-2-Clause */

/* Times, numbers from texts, tables of names, counters, the cache manager. */

#include <rtems/assoc.h>
#include <rtems/btimer.h>
#include <rtems/counter.h>
#include <rtems/stringto.h>
#include <rtems/timespec.h>
#include <rtems/version.h>
#include "../check.h"

#define TIME(seconds, ns) ((struct timespec){.tv_sec = (seconds), .tv_nsec = (ns)})

static bool is(const struct timespec *time, time_t seconds, long ns)
{
    return time->tv_sec == seconds && time->tv_nsec == ns;
}

static void test_timespec(void)
{
    struct timespec time = TIME(1, 600000000);
    struct timespec other = TIME(2, 500000000);
    struct timespec result;
    uint32_t whole;
    uint32_t part;

    group("timespec_*");
    EXPECT(rtems_timespec_is_valid(&time) && !rtems_timespec_is_valid(NULL));
    EXPECT(!rtems_timespec_is_valid(&TIME(-1, 0)) && !rtems_timespec_is_valid(&TIME(0, -1)));
    EXPECT(!rtems_timespec_is_valid(&TIME(0, 1000000000)));
    EXPECT(rtems_timespec_less_than(&time, &other) && rtems_timespec_greater_than(&other, &time));
    EXPECT(!rtems_timespec_less_than(&time, &time) && rtems_timespec_equal_to(&time, &time));
    EQUAL(4, rtems_timespec_add_to(&time, &other));
    EXPECT(is(&time, 4, 100000000));
    rtems_timespec_subtract(&other, &time, &result);
    EXPECT(is(&result, 1, 600000000));
    EQUAL(3, rtems_timespec_to_ticks(&TIME(0, 2000001)));
    EQUAL(0, rtems_timespec_to_ticks(&TIME(0, 0)));
    rtems_timespec_from_ticks(2345, &result);
    EXPECT(is(&result, 2, 345000000));
    rtems_timespec_divide_by_integer(&TIME(7, 0), 2, &result);
    EXPECT(is(&result, 3, 500000000));
    rtems_timespec_divide(&TIME(1, 0), &TIME(3, 0), &whole, &part);
    EXPECT(whole == 33 && part == 333);
    rtems_timespec_divide(&TIME(2000000000, 0), &TIME(4000000000, 0), &whole, &part);
    EXPECT(whole == 50 && part == 0);
    rtems_timespec_divide(&TIME(1, 0), &TIME(0, 0), &whole, &part);
    EXPECT(whole == 0 && part == 0);
    rtems_timespec_set(&result, 5, 6);
    EXPECT(rtems_timespec_get_seconds(&result) == 5 &&
           rtems_timespec_get_nanoseconds(&result) == 6);
    rtems_timespec_zero(&result);
    EXPECT(is(&result, 0, 0));
}

static void test_integers(void)
{
    unsigned long long huge = 1;
    unsigned long large = 1;
    unsigned char byte = 1;
    long long wide = 1;
    unsigned number = 1;
    long value = 1;
    int small = 1;
    char *end = NULL;
    void *pointer = NULL;

    group("string_to_*: integers");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_string_to_int(NULL, &small, &end, 10));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_string_to_int("1", NULL, &end, 10));
    STATUS(RTEMS_NOT_DEFINED, rtems_string_to_int("x", &small, &end, 10));
    EQUAL(0, small);
    STATUS(RTEMS_INVALID_NUMBER, rtems_string_to_int("2147483648", &small, NULL, 10));
    OK(rtems_string_to_int(" -42rest", &small, &end, 10));
    EXPECT(small == -42 && strcmp(end, "rest") == 0);
    OK(rtems_string_to_unsigned_char("255", &byte, NULL, 10));
    EQUAL(255, byte);
    STATUS(RTEMS_INVALID_NUMBER, rtems_string_to_unsigned_char("256", &byte, NULL, 10));
    EQUAL(0, byte);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_string_to_unsigned_char(NULL, &byte, NULL, 10));
    STATUS(RTEMS_NOT_DEFINED, rtems_string_to_unsigned_char("", &byte, NULL, 10));
    OK(rtems_string_to_unsigned_int("0xffffffff", &number, NULL, 0));
    EQUAL(0xffffffffu, number);
    STATUS(RTEMS_INVALID_NUMBER, rtems_string_to_unsigned_int("4294967296", &number, NULL, 10));
    OK(rtems_string_to_long("-7", &value, NULL, 10));
    EXPECT(value == -7);
    OK(rtems_string_to_unsigned_long("017", &large, NULL, 0));
    EQUAL(15, large);
    OK(rtems_string_to_long_long("-9223372036854775808", &wide, NULL, 10));
    EXPECT(wide == INT64_MIN);
    STATUS(RTEMS_INVALID_NUMBER, rtems_string_to_long_long("9223372036854775808", &wide, NULL, 10));
    OK(rtems_string_to_unsigned_long_long("18446744073709551615", &huge, NULL, 10));
    EXPECT(huge == UINT64_MAX);
    OK(rtems_string_to_pointer("0x1000", &pointer, NULL));
    EXPECT(pointer == (void *)0x1000);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_string_to_pointer("1", NULL, NULL));
}

static void test_floats(void)
{
    long double most = 1;
    double value = 1;
    float small = 1;
    char *end;

    group("string_to_*: floating point");
    OK(rtems_string_to_float("1.5", &small, NULL));
    EXPECT(small == 1.5f);
    STATUS(RTEMS_INVALID_NUMBER, rtems_string_to_float("1e99", &small, NULL));
    OK(rtems_string_to_double("-0.25,", &value, &end));
    EXPECT(value == -0.25 && *end == ',');
    STATUS(RTEMS_NOT_DEFINED, rtems_string_to_double("-", &value, NULL));
    EXPECT(value == 0);
    STATUS(RTEMS_INVALID_NUMBER, rtems_string_to_double("1e999", &value, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_string_to_double(NULL, &value, NULL));
    OK(rtems_string_to_long_double("2.5", &most, NULL));
    EXPECT(most == 2.5L);
}

static void test_assoc(void)
{
    static const rtems_assoc_t table[] = {{"one", 1, 0x10}, {"two", 2, 0x20}, {NULL, 0, 0}};
    static const rtems_assoc_t fallback[] = {{RTEMS_ASSOC_DEFAULT_NAME, 9, 8}, {NULL, 0, 0}};
    static const rtems_assoc_32_pair pairs[] = {{1, "R"}, {6, "W"}};
    char text[16];

    group("assoc_*");
    EQUAL(0x20, rtems_assoc_remote_by_local(table, 2));
    EQUAL(1, rtems_assoc_local_by_remote(table, 0x10));
    EQUAL(0, rtems_assoc_local_by_remote(table, 1));
    EQUAL(2, rtems_assoc_local_by_name(table, "two"));
    EQUAL(0x10, rtems_assoc_remote_by_name(table, "one"));
    EXPECT(rtems_assoc_ptr_by_name(table, "three") == NULL);
    EXPECT(rtems_assoc_ptr_by_name(fallback, "three") == fallback);
    EXPECT(strcmp("two", rtems_assoc_name_by_local(table, 2)) == 0);
    EXPECT(strcmp("one", rtems_assoc_name_by_remote(table, 0x10)) == 0);
    EQUAL(0x30, rtems_assoc_remote_by_local_bitfield(table, 3));
    EQUAL(3, rtems_assoc_local_by_remote_bitfield(table, 0x30));
    EXPECT(strcmp("one two", rtems_assoc_name_by_local_bitfield(table, 3, text)) == 0);
    EXPECT(strcmp("two", rtems_assoc_name_by_remote_bitfield(table, 0x20, text)) == 0);
    EQUAL(3, rtems_assoc_32_to_string(5, text, sizeof(text), pairs, 2, ":", "-"));
    EXPECT(strcmp("R:W", text) == 0);
    EQUAL(3, rtems_assoc_32_to_string(5, text, 2, pairs, 2, ":", "-"));
    EXPECT(strcmp("R", text) == 0);
    EQUAL(1, rtems_assoc_32_to_string(8, text, sizeof(text), pairs, 2, ":", "-"));
    EXPECT(strcmp("-", text) == 0);
}

static void test_counters(void)
{
    rtems_counter_ticks begin = rtems_counter_read();
    int64_t fraction;

    group("counter_*, the benchmark timer");
    rtems_counter_delay_nanoseconds(20000);
    EXPECT(rtems_counter_difference(rtems_counter_read(), begin) >= 20000);
    EQUAL(1500, rtems_counter_ticks_to_nanoseconds(rtems_counter_nanoseconds_to_ticks(1500)));
    fraction = rtems_counter_ticks_to_sbintime(rtems_counter_frequency() / 2);
    EXPECT(fraction == (int64_t)1 << 31);
    EQUAL(rtems_counter_frequency() / 2, rtems_counter_sbintime_to_ticks(fraction));
    benchmark_timer_initialize();
    rtems_counter_delay_nanoseconds(50000);
    EXPECT(benchmark_timer_read() >= 50000 && benchmark_timer_read() < 100000);
}

static void test_caches(void)
{
    size_t line = rtems_cache_get_maximal_line_size();
    char *block = rtems_cache_aligned_malloc(100);

    group("cache_*");
    EXPECT(block != NULL && (uintptr_t)block % line == 0);
    EQUAL(line, rtems_cache_get_data_line_size());
    EQUAL(line, rtems_cache_get_instruction_line_size());
    memset(block, 7, 100);
    rtems_cache_flush_multiple_data_lines(block, 100);
    rtems_cache_invalidate_multiple_data_lines(block, 100);
    rtems_cache_instruction_sync_after_code_change(block, 100);
    EQUAL(7, block[99]);
    EXPECT(rtems_cache_aligned_malloc(SIZE_MAX) == NULL);
    free(block);
}

static void test_system(void)
{
    Heap_Information_block info;
    void *block;
    uintptr_t used;

    group("version, workspace_get_information");
    EXPECT(!rtems_version_control_key_is_valid(rtems_version_control_key()));
    EXPECT(strcmp("partition", rtems_board_support_package()) == 0);
    EXPECT(!rtems_workspace_get_information(NULL));
    EXPECT(rtems_workspace_get_information(&info));
    used = info.Used.total;
    EXPECT(rtems_workspace_allocate(100, &block));
    EXPECT(rtems_workspace_get_information(&info) && info.Used.total >= used + 100);
    EXPECT(rtems_workspace_free(block));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_timespec();
    test_integers();
    test_floats();
    test_assoc();
    test_counters();
    test_caches();
    test_system();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_MEMORY_OVERHEAD       1
#define CONFIGURE_INIT_TASK_STACK_SIZE  16384
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
