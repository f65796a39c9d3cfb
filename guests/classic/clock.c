/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"
#include "virtualizationlayerbsp.h"

#define NS_PER_SECOND   1000000000u
#define NS_PER_US       1000u
#define SECONDS_PER_DAY 86400u
#define FIRST_YEAR      1988u
#define LAST_YEAR       2400u
#define EPOCH           567993600u /* 1988-01-01 in seconds since 1970-01-01 */

struct exec_timer_queue classic_realtime_timers;
static bool tod_set;

/* Ticks ------------------------------------------------------------------ */

/* Without ticks, as without clock driver, no timeout ends. */
uint64_t classic_expiry(rtems_interval ticks)
{
    if (ticks == RTEMS_NO_TIMEOUT || exec_clock_period() == 0)
        return EXEC_FOREVER;
    return exec_clock_last_tick() + ticks * exec_clock_period();
}

static void on_tick(uint64_t now)
{
    if (exec_timer_next_expiry(&classic_realtime_timers) != EXEC_FOREVER)
        exec_timer_expire_until(&classic_realtime_timers, now + exec_clock_realtime_offset());
}

bool classic_clock_initialize(void)
{
    exec_clock_set_realtime_offset((uint64_t)EPOCH * NS_PER_SECOND);
    return !_RTEMS_Configuration.clock_driver ||
           exec_clock_start_ticks(rtems_configuration_get_nanoseconds_per_tick(), on_tick);
}

rtems_interval rtems_clock_get_ticks_since_boot(void)
{
    int level = exec_enter();
    rtems_interval ticks = (rtems_interval)exec_clock_ticks();

    exec_leave(level);
    return ticks;
}

rtems_interval rtems_clock_get_ticks_per_second(void)
{
    return 1000000u / rtems_configuration_get_microseconds_per_tick();
}

/* Dates ------------------------------------------------------------------ */

bool classic_tod_is_set(void)
{
    return tod_set;
}

static bool is_leap_year(uint32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static uint32_t days_of_month(uint32_t month, uint32_t year)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

static bool is_valid(const rtems_time_of_day *tod, bool with_ticks)
{
    if (with_ticks && tod->ticks >= rtems_clock_get_ticks_per_second())
        return false;
    if (tod->second >= 60 || tod->minute >= 60 || tod->hour >= 24)
        return false;
    if (tod->month < 1 || tod->month > 12 || tod->year < FIRST_YEAR || tod->year > LAST_YEAR)
        return false;
    return tod->day >= 1 && tod->day <= days_of_month(tod->month, tod->year);
}

static uint64_t seconds_of(const rtems_time_of_day *tod)
{
    uint64_t days = tod->day - 1;

    for (uint32_t year = FIRST_YEAR; year < tod->year; year++)
        days += is_leap_year(year) ? 366 : 365;
    for (uint32_t month = 1; month < tod->month; month++)
        days += days_of_month(month, tod->year);
    return EPOCH + days * SECONDS_PER_DAY + tod->hour * 3600u + tod->minute * 60u + tod->second;
}

rtems_status_code classic_tod_to_seconds(const rtems_time_of_day *tod, bool with_ticks,
                                         uint64_t *seconds)
{
    if (tod == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_valid(tod, with_ticks))
        return RTEMS_INVALID_CLOCK;
    *seconds = seconds_of(tod);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code classic_tod_in_future(const rtems_time_of_day *tod, bool with_ticks,
                                        uint64_t *seconds)
{
    rtems_status_code status;

    if (!tod_set)
        return RTEMS_NOT_DEFINED;
    status = classic_tod_to_seconds(tod, with_ticks, seconds);
    if (status == RTEMS_SUCCESSFUL &&
        (*seconds > UINT32_MAX || *seconds <= exec_clock_realtime() / NS_PER_SECOND))
        status = RTEMS_INVALID_CLOCK;
    return status;
}

/* Time of day ------------------------------------------------------------ */

void classic_tod_set(uint64_t ns)
{
    /* The tick's instant, not the present one: see clock.h. */
    exec_clock_set_realtime_offset(ns - exec_clock_last_tick());
    tod_set = true;
    exec_timer_expire_until(&classic_realtime_timers, ns);
}

rtems_status_code rtems_clock_set(const rtems_time_of_day *time_of_day)
{
    uint64_t seconds;
    uint64_t ns;
    int level;
    rtems_status_code status = classic_tod_to_seconds(time_of_day, true, &seconds);

    if (status != RTEMS_SUCCESSFUL)
        return status;
    ns = seconds * NS_PER_SECOND +
         (uint64_t)time_of_day->ticks * rtems_configuration_get_nanoseconds_per_tick();
    level = exec_enter();
    classic_tod_set(ns);
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_clock_get_tod(rtems_time_of_day *time_of_day)
{
    struct tm date;
    uint64_t now;
    time_t seconds;

    if (time_of_day == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!tod_set)
        return RTEMS_NOT_DEFINED;
    now = exec_clock_realtime();
    seconds = (time_t)(now / NS_PER_SECOND);
    (void)gmtime_r(&seconds, &date);
    *time_of_day = (rtems_time_of_day){
        .year = (uint32_t)date.tm_year + 1900,
        .month = (uint32_t)date.tm_mon + 1,
        .day = (uint32_t)date.tm_mday,
        .hour = (uint32_t)date.tm_hour,
        .minute = (uint32_t)date.tm_min,
        .second = (uint32_t)date.tm_sec,
        .ticks = (uint32_t)(now % NS_PER_SECOND) / rtems_configuration_get_nanoseconds_per_tick(),
    };
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_clock_get_seconds_since_epoch(rtems_interval *seconds)
{
    if (seconds == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!tod_set)
        return RTEMS_NOT_DEFINED;
    *seconds = (rtems_interval)(exec_clock_realtime() / NS_PER_SECOND - EPOCH);
    return RTEMS_SUCCESSFUL;
}

/* Formats ---------------------------------------------------------------- */

struct timespec classic_timespec(uint64_t ns)
{
    return (struct timespec){.tv_sec = (time_t)(ns / NS_PER_SECOND),
                             .tv_nsec = (long)(ns % NS_PER_SECOND)};
}

static struct timeval timeval_of(uint64_t ns)
{
    return (struct timeval){.tv_sec = (time_t)(ns / NS_PER_SECOND),
                            .tv_usec = (suseconds_t)(ns % NS_PER_SECOND / NS_PER_US)};
}

/* Of the last tick; read as a whole, a tick may come in between. */
static uint64_t coarse(bool realtime)
{
    int level = exec_enter();
    uint64_t time = exec_clock_last_tick() + (realtime ? exec_clock_realtime_offset() : 0);

    exec_leave(level);
    return time;
}

rtems_status_code rtems_clock_get_tod_timeval(struct timeval *time_of_day)
{
    if (time_of_day == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!tod_set)
        return RTEMS_NOT_DEFINED;
    *time_of_day = timeval_of(exec_clock_realtime());
    return RTEMS_SUCCESSFUL;
}

void rtems_clock_get_realtime(struct timespec *time)
{
    *time = classic_timespec(exec_clock_realtime());
}

void rtems_clock_get_realtime_timeval(struct timeval *time)
{
    *time = timeval_of(exec_clock_realtime());
}

void rtems_clock_get_realtime_coarse(struct timespec *time)
{
    *time = classic_timespec(coarse(true));
}

void rtems_clock_get_realtime_coarse_timeval(struct timeval *time)
{
    *time = timeval_of(coarse(true));
}

void rtems_clock_get_monotonic(struct timespec *time)
{
    *time = classic_timespec(_BSP_Virtual_Clock_read());
}

void rtems_clock_get_monotonic_timeval(struct timeval *time)
{
    *time = timeval_of(_BSP_Virtual_Clock_read());
}

void rtems_clock_get_monotonic_coarse(struct timespec *time)
{
    *time = classic_timespec(coarse(false));
}

void rtems_clock_get_monotonic_coarse_timeval(struct timeval *time)
{
    *time = timeval_of(coarse(false));
}

void rtems_clock_get_boot_time(struct timespec *time)
{
    *time = classic_timespec(exec_clock_realtime_offset());
}

void rtems_clock_get_boot_time_timeval(struct timeval *time)
{
    *time = timeval_of(exec_clock_realtime_offset());
}

/* A binary fraction of a second: 64 bits of ns / 10^9. */
static struct bintime bintime_of(uint64_t ns)
{
    uint64_t fraction = ns % NS_PER_SECOND;
    uint64_t high = (fraction << 32) / NS_PER_SECOND;
    uint64_t rest = (fraction << 32) % NS_PER_SECOND;

    return (struct bintime){.sec = (time_t)(ns / NS_PER_SECOND),
                            .frac = high << 32 | (rest << 32) / NS_PER_SECOND};
}

void rtems_clock_get_realtime_bintime(struct bintime *time)
{
    *time = bintime_of(exec_clock_realtime());
}

void rtems_clock_get_realtime_coarse_bintime(struct bintime *time)
{
    *time = bintime_of(coarse(true));
}

void rtems_clock_get_monotonic_bintime(struct bintime *time)
{
    *time = bintime_of(_BSP_Virtual_Clock_read());
}

void rtems_clock_get_monotonic_coarse_bintime(struct bintime *time)
{
    *time = bintime_of(coarse(false));
}

void rtems_clock_get_boot_time_bintime(struct bintime *time)
{
    *time = bintime_of(exec_clock_realtime_offset());
}

int64_t rtems_clock_get_monotonic_sbintime(void)
{
    struct bintime time = bintime_of(_BSP_Virtual_Clock_read());

    return (int64_t)time.sec << 32 | (int64_t)(time.frac >> 32);
}

rtems_status_code rtems_clock_get_uptime(struct timespec *uptime)
{
    if (uptime == NULL)
        return RTEMS_INVALID_ADDRESS;
    *uptime = classic_timespec(_BSP_Virtual_Clock_read());
    return RTEMS_SUCCESSFUL;
}

void rtems_clock_get_uptime_timeval(struct timeval *uptime)
{
    *uptime = timeval_of(_BSP_Virtual_Clock_read());
}

time_t rtems_clock_get_uptime_seconds(void)
{
    return (time_t)(_BSP_Virtual_Clock_read() / NS_PER_SECOND);
}

uint64_t rtems_clock_get_uptime_nanoseconds(void)
{
    return _BSP_Virtual_Clock_read();
}
