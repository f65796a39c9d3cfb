/* SPDX-License-Identifier: BSD-2-Clause */

#include <inttypes.h>
#include <rtems/printer.h>
#include "classic.h"
#include "virtualizationlayerbsp.h"

/* ns; there is no minimum yet while count is 0. */
struct statistics {
    uint32_t count;
    uint32_t missed;
    uint64_t min_cpu;
    uint64_t max_cpu;
    uint64_t total_cpu;
    uint64_t min_wall;
    uint64_t max_wall;
    uint64_t total_wall;
};

struct period {
    struct classic_object object;
    rtems_rate_monotonic_period_states state;
    rtems_tcb *owner;
    struct exec_timer timer;
    rtems_interval next_length;
    uint32_t postponed;
    uint64_t began; /* uptime, ns */
    uint64_t cpu_at_begin;
    struct statistics statistics;
};

struct classic_class classic_period_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_PERIODS,
    .object_size = sizeof(struct period),
};

/* The open period, or NULL. With interrupts disabled. */
static struct period *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_period_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct period, object);
}

/* Periods ---------------------------------------------------------------- */

static void start_timer(struct period *period)
{
    exec_timer_start(&exec_clock_timers, &period->timer, classic_expiry(period->next_length));
}

static void begin(struct period *period)
{
    period->began = _BSP_Virtual_Clock_read();
    period->cpu_at_begin = classic_cpu_time(period->owner);
    start_timer(period);
}

/* The owner waits for this period, and not for something else meanwhile. */
static bool is_awaited(const struct period *period)
{
    const struct exec_thread *owner = &period->owner->thread;

    return (owner->states & EXEC_STATE_WAITING) != 0 && owner->wait_data == period;
}

static void ended(struct exec_timer *timer)
{
    struct period *period = EXEC_CONTAINER(timer, struct period, timer);

    if (is_awaited(period)) {
        period->owner->thread.wait_data = NULL;
        begin(period);
        exec_wait_end(&period->owner->thread, EXEC_OK);
        return;
    }
    if (period->postponed != UINT32_MAX)
        period->postponed++;
    period->state = RATE_MONOTONIC_EXPIRED;
    start_timer(period);
}

static void elapsed(const struct period *period, uint64_t *wall, uint64_t *cpu)
{
    *wall = _BSP_Virtual_Clock_read() - period->began;
    *cpu = classic_cpu_time(period->owner) - period->cpu_at_begin;
}

static void count_period(struct period *period)
{
    struct statistics *s = &period->statistics;
    uint64_t wall;
    uint64_t cpu;

    elapsed(period, &wall, &cpu);
    s->total_cpu += cpu;
    s->total_wall += wall;
    if (s->count == 0 || cpu < s->min_cpu)
        s->min_cpu = cpu;
    if (cpu > s->max_cpu)
        s->max_cpu = cpu;
    if (s->count == 0 || wall < s->min_wall)
        s->min_wall = wall;
    if (wall > s->max_wall)
        s->max_wall = wall;
    s->count++;
    if (period->state == RATE_MONOTONIC_EXPIRED)
        s->missed++;
}

static rtems_status_code status_of(const struct period *period)
{
    switch (period->state) {
    case RATE_MONOTONIC_INACTIVE:
        return RTEMS_NOT_DEFINED;
    case RATE_MONOTONIC_EXPIRED:
        return RTEMS_TIMEOUT;
    default:
        return RTEMS_SUCCESSFUL;
    }
}

/* Jobs are late: the next one of them begins at once. */
static rtems_status_code next_postponed(struct period *period, rtems_interval length)
{
    period->state = RATE_MONOTONIC_EXPIRED;
    count_period(period);
    period->state = RATE_MONOTONIC_ACTIVE;
    period->next_length = length;
    period->postponed--;
    return RTEMS_TIMEOUT;
}

static rtems_status_code next(struct period *period, rtems_interval length)
{
    if (period->state == RATE_MONOTONIC_INACTIVE) {
        period->state = RATE_MONOTONIC_ACTIVE;
        period->next_length = length;
        begin(period);
        return RTEMS_SUCCESSFUL;
    }
    if (period->postponed > 0)
        return next_postponed(period, length);
    count_period(period);
    period->next_length = length;
    period->owner->thread.wait_data = period;
    exec_wait_begin(NULL, EXEC_WAIT_FIFO);
    return classic_status(exec_wait_finish());
}

rtems_status_code rtems_rate_monotonic_period(rtems_id id, rtems_interval length)
{
    rtems_status_code status;
    int level = exec_enter();
    struct period *period = get(id);

    if (period == NULL)
        status = RTEMS_INVALID_ID;
    else if (&period->owner->thread != exec_executing())
        status = RTEMS_NOT_OWNER_OF_RESOURCE;
    else if (length == RTEMS_PERIOD_STATUS)
        status = status_of(period);
    else
        status = next(period, length);
    exec_leave(level);
    return status;
}

static void cancel(struct period *period)
{
    exec_timer_stop(&exec_clock_timers, &period->timer);
    period->postponed = 0;
    period->state = RATE_MONOTONIC_INACTIVE;
}

rtems_status_code rtems_rate_monotonic_cancel(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    struct period *period = get(id);

    if (period == NULL)
        status = RTEMS_INVALID_ID;
    else if (&period->owner->thread != exec_executing())
        status = RTEMS_NOT_OWNER_OF_RESOURCE;
    else
        cancel(period);
    exec_leave(level);
    return status;
}

/* Life ------------------------------------------------------------------- */

rtems_status_code rtems_rate_monotonic_create(rtems_name name, rtems_id *id)
{
    struct classic_object *object;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_period_class);
    if (object != NULL) {
        struct period *period = EXEC_CONTAINER(object, struct period, object);

        period->state = RATE_MONOTONIC_INACTIVE;
        period->owner = classic_executing();
        period->timer.expired = ended;
        period->postponed = 0;
        period->statistics = (struct statistics){0};
        *id = classic_object_open(&classic_period_class, object, name);
    }
    classic_allocator_unlock();
    return object == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_rate_monotonic_ident(rtems_name name, rtems_id *id)
{
    return classic_object_ident(&classic_period_class, name, RTEMS_SEARCH_LOCAL_NODE, id);
}

rtems_status_code rtems_rate_monotonic_delete(rtems_id id)
{
    struct period *period;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    period = get(id);
    if (period != NULL) {
        classic_object_close(&classic_period_class, &period->object);
        cancel(period);
        classic_object_free(&classic_period_class, &period->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return period == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

/* Status and statistics -------------------------------------------------- */

rtems_status_code rtems_rate_monotonic_get_status(rtems_id id,
                                                  rtems_rate_monotonic_period_status *status)
{
    const struct period *period;
    uint64_t wall = 0;
    uint64_t cpu = 0;
    int level;

    if (status == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    period = get(id);
    if (period != NULL) {
        if (period->state != RATE_MONOTONIC_INACTIVE)
            elapsed(period, &wall, &cpu);
        *status = (rtems_rate_monotonic_period_status){
            .owner = period->owner->object.id,
            .state = period->state,
            .since_last_period = classic_timespec(wall),
            .executed_since_last_period = classic_timespec(cpu),
            .postponed_jobs_count = period->postponed,
        };
    }
    exec_leave(level);
    return period == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

/* Without any period counted, the minima are as large as can be. */
static uint64_t minimum(const struct statistics *s, uint64_t value)
{
    return s->count == 0 ? (uint64_t)INT32_MAX * 1000000000u + 999999999u : value;
}

rtems_status_code
rtems_rate_monotonic_get_statistics(rtems_id id, rtems_rate_monotonic_period_statistics *statistics)
{
    const struct period *period;
    int level;

    if (statistics == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    period = get(id);
    if (period != NULL) {
        const struct statistics *s = &period->statistics;

        *statistics = (rtems_rate_monotonic_period_statistics){
            .count = s->count,
            .missed_count = s->missed,
            .min_cpu_time = classic_timespec(minimum(s, s->min_cpu)),
            .max_cpu_time = classic_timespec(s->max_cpu),
            .total_cpu_time = classic_timespec(s->total_cpu),
            .min_wall_time = classic_timespec(minimum(s, s->min_wall)),
            .max_wall_time = classic_timespec(s->max_wall),
            .total_wall_time = classic_timespec(s->total_wall),
        };
    }
    exec_leave(level);
    return period == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_rate_monotonic_reset_statistics(rtems_id id)
{
    int level = exec_enter();
    struct period *period = get(id);

    if (period != NULL)
        period->statistics = (struct statistics){0};
    exec_leave(level);
    return period == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

static void for_each(void (*act)(rtems_id id, const rtems_printer *printer),
                     const rtems_printer *printer)
{
    classic_allocator_lock();
    for (uint32_t i = 0; i < classic_period_class.maximum; i++)
        if (classic_period_class.open[i] != NULL)
            act(classic_period_class.open[i]->id, printer);
    classic_allocator_unlock();
}

static void reset(rtems_id id, const rtems_printer *printer)
{
    (void)printer;
    (void)rtems_rate_monotonic_reset_statistics(id);
}

void rtems_rate_monotonic_reset_all_statistics(void)
{
    for_each(reset, NULL);
}

/* Minimum, maximum and average, in seconds with microseconds. */
static void print_times(const rtems_printer *printer, const struct timespec *min,
                        const struct timespec *max, const struct timespec *total, uint32_t count,
                        const char *end)
{
    uint64_t ns = (uint64_t)total->tv_sec * 1000000000u + (uint64_t)total->tv_nsec;
    struct timespec average = classic_timespec(ns / count);

    rtems_printf(printer, "%" PRId64 ".%06ld/%" PRId64 ".%06ld/%" PRId64 ".%06ld%s",
                 (int64_t)min->tv_sec, min->tv_nsec / 1000, (int64_t)max->tv_sec,
                 max->tv_nsec / 1000, (int64_t)average.tv_sec, average.tv_nsec / 1000, end);
}

static void report(rtems_id id, const rtems_printer *printer)
{
    rtems_rate_monotonic_period_statistics s;
    rtems_rate_monotonic_period_status status;
    char name[5] = "";

    if (rtems_rate_monotonic_get_statistics(id, &s) != RTEMS_SUCCESSFUL ||
        rtems_rate_monotonic_get_status(id, &status) != RTEMS_SUCCESSFUL)
        return;
    (void)rtems_object_get_name(status.owner, sizeof(name), name);
    rtems_printf(printer, "0x%08" PRIx32 " %4s %5" PRIu32 " %6" PRIu32 " ", id, name, s.count,
                 s.missed_count);
    if (s.count == 0) {
        rtems_printf(printer, "\n");
        return;
    }
    print_times(printer, &s.min_cpu_time, &s.max_cpu_time, &s.total_cpu_time, s.count, " ");
    print_times(printer, &s.min_wall_time, &s.max_wall_time, &s.total_wall_time, s.count, "\n");
}

void rtems_rate_monotonic_report_statistics_with_plugin(const rtems_printer *printer)
{
    rtems_printf(printer, "Periods; times in seconds: minimum/maximum/average\n"
                          "ID         OWNER COUNT MISSED CPU TIME                   WALL TIME\n");
    for_each(report, printer);
}

void rtems_rate_monotonic_report_statistics(void)
{
    rtems_printer printer;

    rtems_print_printer_printk(&printer);
    rtems_rate_monotonic_report_statistics_with_plugin(&printer);
}
