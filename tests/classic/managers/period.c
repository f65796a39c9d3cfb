/* SPDX-License-Identifier: BSD-2-Clause */

/* The rate monotonic manager, and processor time. */

#include "../check.h"
#include <rtems/cpuuse.h>
#include <rtems/printer.h>

static rtems_id period;
static char printed[2000];

static void spin(rtems_interval ticks)
{
    rtems_interval end = rtems_clock_tick_later(ticks);

    while (rtems_clock_tick_before(end))
        ;
}

static rtems_rate_monotonic_period_status status_now(void)
{
    rtems_rate_monotonic_period_status status = {0};

    OK(rtems_rate_monotonic_get_status(period, &status));
    return status;
}

static rtems_rate_monotonic_period_statistics statistics_now(void)
{
    rtems_rate_monotonic_period_statistics statistics = {0};

    OK(rtems_rate_monotonic_get_statistics(period, &statistics));
    return statistics;
}

static rtems_task not_owner(rtems_task_argument argument)
{
    (void)argument;
    STATUS(RTEMS_NOT_OWNER_OF_RESOURCE, rtems_rate_monotonic_period(period, 5));
    STATUS(RTEMS_NOT_OWNER_OF_RESOURCE, rtems_rate_monotonic_period(period, RTEMS_PERIOD_STATUS));
    STATUS(RTEMS_NOT_OWNER_OF_RESOURCE, rtems_rate_monotonic_cancel(period));
    mark('n');
    rtems_task_exit();
}

static void test_status_codes(void)
{
    rtems_rate_monotonic_period_statistics statistics;
    rtems_rate_monotonic_period_status status;
    rtems_id id;

    group("rate_monotonic_create, _ident");
    STATUS(RTEMS_INVALID_NAME, rtems_rate_monotonic_create(0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_rate_monotonic_create(NAME("PERD"), NULL));
    OK(rtems_rate_monotonic_create(NAME("PERD"), &period));
    EQUAL(OBJECTS_RTEMS_PERIODS, rtems_object_id_get_class(period));
    STATUS(RTEMS_TOO_MANY, rtems_rate_monotonic_create(NAME("PER2"), &id));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_rate_monotonic_ident(NAME("PERD"), NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_rate_monotonic_ident(NAME("PER2"), &id));
    OK(rtems_rate_monotonic_ident(NAME("PERD"), &id));
    EQUAL(period, id);

    group("rate_monotonic_*: status codes");
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_period(BAD_ID, 5));
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_cancel(BAD_ID));
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_delete(BAD_ID));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_rate_monotonic_get_status(BAD_ID, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_get_status(BAD_ID, &status));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_rate_monotonic_get_statistics(BAD_ID, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_get_statistics(BAD_ID, &statistics));
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_reset_statistics(BAD_ID));
    STATUS(RTEMS_NOT_DEFINED, rtems_rate_monotonic_period(period, RTEMS_PERIOD_STATUS));
    EQUAL(RATE_MONOTONIC_INACTIVE, status_now().state);
    EQUAL(rtems_task_self(), status_now().owner);
    trace_reset();
    (void)spawn("OTHR", 2, not_owner, 0);
    TRACE("n");
}

static void test_rhythm(void)
{
    rtems_rate_monotonic_period_statistics statistics;
    rtems_interval start;

    group("periods keep their rhythm");
    pause_ticks(1);
    start = rtems_clock_get_ticks_since_boot();
    OK(rtems_rate_monotonic_period(period, 10));
    EQUAL(start, rtems_clock_get_ticks_since_boot());
    OK(rtems_rate_monotonic_period(period, RTEMS_PERIOD_STATUS));
    EQUAL(RATE_MONOTONIC_ACTIVE, status_now().state);
    for (rtems_interval i = 1; i <= 5; i++) {
        spin(i);
        OK(rtems_rate_monotonic_period(period, i == 5 ? 7 : 10));
        EQUAL(start + 10 * i, rtems_clock_get_ticks_since_boot());
    }
    OK(rtems_rate_monotonic_period(period, 10)); /* the period of 7 ends */
    EQUAL(start + 57, rtems_clock_get_ticks_since_boot());

    group("statistics of periods");
    statistics = statistics_now();
    EQUAL(6, statistics.count);
    EQUAL(0, statistics.missed_count);
    EXPECT(statistics.max_cpu_time.tv_nsec > 4000000 && statistics.max_cpu_time.tv_nsec < 6000000);
    EXPECT(statistics.min_cpu_time.tv_nsec < 1000000);
    EXPECT(statistics.total_wall_time.tv_nsec > 10000000 &&
           statistics.total_wall_time.tv_nsec < 22000000);
    EXPECT(statistics.max_wall_time.tv_nsec >= statistics.max_cpu_time.tv_nsec);
}

static void test_missed(void)
{
    group("missed periods are postponed");
    OK(rtems_rate_monotonic_reset_statistics(period));
    EQUAL(0, statistics_now().count);
    EXPECT(statistics_now().min_cpu_time.tv_sec > 1000000);
    spin(25); /* over two ends of periods */
    STATUS(RTEMS_TIMEOUT, rtems_rate_monotonic_period(period, RTEMS_PERIOD_STATUS));
    EQUAL(RATE_MONOTONIC_EXPIRED, status_now().state);
    EQUAL(2, status_now().postponed_jobs_count);
    STATUS(RTEMS_TIMEOUT, rtems_rate_monotonic_period(period, 10));
    EQUAL(1, status_now().postponed_jobs_count);
    STATUS(RTEMS_TIMEOUT, rtems_rate_monotonic_period(period, 10));
    EQUAL(0, status_now().postponed_jobs_count);
    EQUAL(2, statistics_now().missed_count);
    OK(rtems_rate_monotonic_period(period, 10));
    EQUAL(3, statistics_now().count);

    group("rate_monotonic_cancel, _delete, _reset_all_statistics");
    rtems_rate_monotonic_reset_all_statistics();
    EQUAL(0, statistics_now().count);
    OK(rtems_rate_monotonic_cancel(period));
    STATUS(RTEMS_NOT_DEFINED, rtems_rate_monotonic_period(period, RTEMS_PERIOD_STATUS));
    EQUAL(0, status_now().since_last_period.tv_nsec);
    OK(rtems_rate_monotonic_period(period, 2));
    OK(rtems_rate_monotonic_period(period, 2));
}

static int print(void *context, const char *format, va_list arguments)
{
    char *text = context;
    size_t used = strlen(text);

    return vsnprintf(text + used, sizeof(printed) - used, format, arguments);
}

static void test_reports(void)
{
    rtems_printer printer = {.context = printed, .printer = print};

    group("rate_monotonic_report_statistics_with_plugin");
    rtems_rate_monotonic_report_statistics_with_plugin(&printer);
    EXPECT(strstr(printed, " UI1      1      0 0.00") != NULL);
    OK(rtems_rate_monotonic_delete(period));
    STATUS(RTEMS_INVALID_ID, rtems_rate_monotonic_delete(period));
    pause_ticks(5);

    group("cpu_usage_report, _reset");
    rtems_cpu_usage_reset();
    spin(20);
    pause_ticks(60);
    printed[0] = '\0';
    rtems_cpu_usage_report_with_plugin(&printer);
    /* A quarter of the time this task, the rest the idle one. */
    EXPECT(strstr(printed, "UI1 ") != NULL && strstr(printed, "|      0.0") != NULL);
    EXPECT(strstr(printed, "IDLE") != NULL);
    {
        const char *share = strstr(strstr(printed, "UI1 "), "|  ");

        share = strchr(share + 1, '|');
        EXPECT(share != NULL && atoi(share + 1) >= 23 && atoi(share + 1) <= 27);
    }
    printed[0] = '\0';
    EXPECT(rtems_cpu_info_report(&printer) > 0);
    EXPECT(strstr(printed, "1 of 1") != NULL);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_status_codes();
    test_rhythm();
    test_missed();
    test_reports();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         2
#define CONFIGURE_MAXIMUM_PERIODS       1
#define CONFIGURE_INIT_TASK_PRIORITY    10
#define CONFIGURE_INIT_TASK_STACK_SIZE  16384
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
