/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * RTEMS Classic API: tasks with rate-monotonic periods, and what is counted of
 * them. For a second in between, the fastest has more to do than there is time.
 */

#include <rtems.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#define SECOND         100 /* ticks */
#define OVERLOAD_BEGIN (1 * SECOND)
#define OVERLOAD_END   (2 * SECOND)
#define END            (3 * SECOND)

struct job {
    const char *name;
    rtems_interval period; /* ticks */
    uint32_t load;         /* rounds of work, some ns each */
    uint32_t overload;     /* the same, while it has too much to do */
    rtems_id id;
    rtems_id task;
};

/* The shorter the period, the more urgent. */
static struct job jobs[] = {
    {.name = "sample", .period = 4, .load = 100000, .overload = 3000000},
    {.name = "control", .period = 10, .load = 300000, .overload = 300000},
    {.name = "report", .period = 50, .load = 500000, .overload = 500000},
};

static void work(uint32_t rounds)
{
    for (volatile uint32_t i = 0; i < rounds; i++)
        ;
}

static bool is_overloaded(void)
{
    rtems_interval now = rtems_clock_get_ticks_since_boot();

    return now >= OVERLOAD_BEGIN && now < OVERLOAD_END;
}

/* The first call begins the period; each other one waits for its end, and says
 * if that has been in the past already. */
static rtems_task run(rtems_task_argument argument)
{
    struct job *job = (struct job *)argument;
    bool late = false;

    (void)rtems_rate_monotonic_create(rtems_build_name('P', 'E', 'R', 'D'), &job->id);
    for (;;) {
        bool missed = rtems_rate_monotonic_period(job->id, job->period) == RTEMS_TIMEOUT;

        if (missed != late)
            printf("%s: %s\n", job->name, missed ? "is late" : "is in time again");
        late = missed;
        work(is_overloaded() ? job->overload : job->load);
    }
}

static void start(struct job *job, rtems_task_priority priority)
{
    (void)rtems_task_create(rtems_build_name('T', 'A', 'S', 'K'), priority,
                            RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES, RTEMS_DEFAULT_ATTRIBUTES,
                            &job->task);
    (void)rtems_task_start(job->task, run, (rtems_task_argument)job);
}

static void report(const struct job *job)
{
    rtems_rate_monotonic_period_statistics statistics;

    (void)rtems_rate_monotonic_get_statistics(job->id, &statistics);
    printf("%s: every %lu ms, %s\n", job->name, (unsigned long)job->period * 10,
           statistics.missed_count == 0 ? "never late"
           : statistics.missed_count * 2 < statistics.count
               ? "late in less than half of its periods"
               : "late in most of its periods");
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(jobs); i++)
        start(&jobs[i], (rtems_task_priority)(10 + i));
    (void)rtems_task_wake_after(END);
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(jobs); i++)
        report(&jobs[i]);
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         4
#define CONFIGURE_MAXIMUM_PERIODS       3
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
