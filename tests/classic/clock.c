/* SPDX-License-Identifier: BSD-2-Clause */

/* The clock manager. */

#include "check.h"
#include <bsp.h>
#include <errno.h>
#include <time.h>

#define TICK_NS 1000000u

static const rtems_time_of_day valid = {
    .year = 2024, .month = 2, .day = 29, .hour = 23, .minute = 59, .second = 58, .ticks = 999};

#define INVALID(member, value)                                                                     \
    do {                                                                                           \
        rtems_time_of_day wrong = valid;                                                           \
        wrong.member = (value);                                                                    \
        STATUS(RTEMS_INVALID_CLOCK, rtems_clock_set(&wrong));                                      \
    } while (0)

static void test_not_set(void)
{
    rtems_time_of_day tod;
    struct timeval time;
    rtems_interval seconds;

    group("before the time of day is set");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_clock_get_tod(NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_clock_get_tod_timeval(NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_clock_get_seconds_since_epoch(NULL));
    STATUS(RTEMS_NOT_DEFINED, rtems_clock_get_tod(&tod));
    STATUS(RTEMS_NOT_DEFINED, rtems_clock_get_tod_timeval(&time));
    STATUS(RTEMS_NOT_DEFINED, rtems_clock_get_seconds_since_epoch(&seconds));
    rtems_clock_get_realtime_timeval(&time);
    EXPECT(time.tv_sec - 567993600 == rtems_clock_get_uptime_seconds());
}

static void test_set(void)
{
    rtems_time_of_day tod;
    rtems_interval seconds;

    group("clock_set");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_clock_set(NULL));
    INVALID(ticks, 1000);
    INVALID(second, 60);
    INVALID(minute, 60);
    INVALID(hour, 24);
    INVALID(day, 0);
    INVALID(day, 30);
    INVALID(month, 0);
    INVALID(month, 13);
    INVALID(year, 1987);
    INVALID(year, 2401);
    INVALID(year, 2023); /* had no February 29 */
    INVALID(year, 2100);
    OK(rtems_clock_set(&valid));

    group("clock_get_tod");
    OK(rtems_clock_get_tod(&tod));
    EXPECT(memcmp(&tod, &valid, sizeof(tod)) == 0);
    pause_ticks(1);
    OK(rtems_clock_get_tod(&tod));
    EQUAL(59, tod.second);
    EQUAL(0, tod.ticks);
    pause_ticks(1000);
    OK(rtems_clock_get_tod(&tod));
    EQUAL(3, tod.month);
    EQUAL(1, tod.day);
    EQUAL(0, tod.hour + tod.minute + tod.second + tod.ticks);

    group("clock_get_seconds_since_epoch");
    OK(rtems_clock_get_seconds_since_epoch(&seconds));
    EQUAL(1141257600, seconds); /* 2024-03-01 - 1988-01-01 */
}

static void test_timevals(void)
{
    struct timeval tod;
    struct timeval realtime;
    struct timespec precise;
    struct timespec coarse;
    struct timespec boot;

    group("clock_get_tod_timeval, _realtime, _boot_time");
    OK(rtems_clock_get_tod_timeval(&tod));
    rtems_clock_get_realtime_timeval(&realtime);
    EQUAL(1709251200, tod.tv_sec);
    EXPECT(tod.tv_sec == realtime.tv_sec && realtime.tv_usec - tod.tv_usec < 1000);
    rtems_clock_get_realtime_coarse(&coarse);
    rtems_clock_get_realtime(&precise);
    EXPECT(coarse.tv_sec == precise.tv_sec && coarse.tv_nsec <= precise.tv_nsec);
    EXPECT((uint32_t)(precise.tv_nsec - coarse.tv_nsec) < TICK_NS);
    rtems_clock_get_boot_time(&boot);
    EXPECT(boot.tv_sec < precise.tv_sec);

    group("clock_gettime, time, gettimeofday");
    EXPECT(clock_gettime(CLOCK_REALTIME, &precise) == 0);
    EQUAL(1709251200, precise.tv_sec);
    EQUAL(1709251200, time(NULL));
    EXPECT(gettimeofday(&realtime, NULL) == 0);
    EQUAL(1709251200, realtime.tv_sec);
    EXPECT(clock_gettime(77, &precise) == -1 && errno == EINVAL);
    EXPECT(clock_getres(CLOCK_MONOTONIC, &precise) == 0 && precise.tv_nsec == 1);
}

static void test_uptime(void)
{
    struct timespec uptime;
    struct timespec monotonic;
    uint64_t before = _BSP_Virtual_Clock_read();
    uint64_t ns;

    group("clock_get_uptime");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_clock_get_uptime(NULL));
    OK(rtems_clock_get_uptime(&uptime));
    ns = rtems_clock_get_uptime_nanoseconds();
    EXPECT(ns > before && ns - before < TICK_NS);
    EQUAL(ns / 1000000000u, uptime.tv_sec);
    EQUAL(uptime.tv_sec, rtems_clock_get_uptime_seconds());
    rtems_clock_get_monotonic(&monotonic);
    EQUAL(uptime.tv_sec, monotonic.tv_sec);
    EXPECT(monotonic.tv_nsec > uptime.tv_nsec);

    group("uptime never goes back");
    for (int i = 0; i < 100000; i++) {
        uint64_t now = rtems_clock_get_uptime_nanoseconds();

        if (now < ns) {
            fail(__LINE__, "%" PRIu64 " after %" PRIu64, now, ns);
            break;
        }
        ns = now;
    }
}

static void test_ticks(void)
{
    rtems_interval start;
    rtems_interval later;
    uint64_t begin;

    group("clock_get_ticks_per_second, _since_boot");
    EQUAL(1000, rtems_clock_get_ticks_per_second());
    EQUAL(1000, rtems_configuration_get_microseconds_per_tick());
    pause_ticks(1);
    start = rtems_clock_get_ticks_since_boot();
    begin = rtems_clock_get_uptime_nanoseconds();
    pause_ticks(50);
    EQUAL(50, rtems_clock_get_ticks_since_boot() - start);
    EXPECT(rtems_clock_get_uptime_nanoseconds() - begin > 49 * TICK_NS);
    EXPECT(rtems_clock_get_uptime_nanoseconds() - begin < 51 * TICK_NS);

    group("clock_tick_later, _later_usec, _before");
    start = rtems_clock_get_ticks_since_boot();
    later = rtems_clock_tick_later(2);
    EQUAL(start + 2, later);
    EQUAL(start + 3, rtems_clock_tick_later_usec(1001 + 999));
    EXPECT(rtems_clock_tick_before(later));
    while (rtems_clock_tick_before(later))
        ;
    EQUAL(later, rtems_clock_get_ticks_since_boot());
}

static void test_nanosleep(void)
{
    struct timespec duration = {.tv_nsec = 2500000};
    uint64_t begin;

    group("nanosleep");
    begin = rtems_clock_get_uptime_nanoseconds();
    EXPECT(nanosleep(&duration, NULL) == 0);
    EXPECT(rtems_clock_get_uptime_nanoseconds() - begin >= 2500000);
    duration.tv_nsec = 1000000000;
    EXPECT(nanosleep(&duration, NULL) == -1 && errno == EINVAL);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_not_set();
    test_set();
    test_timevals();
    test_uptime();
    test_ticks();
    test_nanosleep();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
