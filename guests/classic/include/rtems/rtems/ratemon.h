/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The rate monotonic manager. Processor time includes the time while the
 * partition is not scheduled, for the task that its window's end interrupted.
 */
#ifndef _RTEMS_RTEMS_RATEMON_H
#define _RTEMS_RTEMS_RATEMON_H

#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RTEMS_PERIOD_STATUS RTEMS_NO_TIMEOUT

typedef enum {
    RATE_MONOTONIC_INACTIVE,
    RATE_MONOTONIC_ACTIVE,
    RATE_MONOTONIC_EXPIRED
} rtems_rate_monotonic_period_states;

/* Counted at the end of each period. */
typedef struct {
    uint32_t count;
    uint32_t missed_count;
    struct timespec min_cpu_time;
    struct timespec max_cpu_time;
    struct timespec total_cpu_time;
    struct timespec min_wall_time;
    struct timespec max_wall_time;
    struct timespec total_wall_time;
} rtems_rate_monotonic_period_statistics;

typedef struct {
    rtems_id owner;
    rtems_rate_monotonic_period_states state;
    struct timespec since_last_period; /* 0 in an inactive period, as the next */
    struct timespec executed_since_last_period;
    uint32_t postponed_jobs_count;
} rtems_rate_monotonic_period_status;

struct rtems_printer;

/* INVALID_NAME, INVALID_ADDRESS, TOO_MANY. The caller owns the period. Task context. */
rtems_status_code rtems_rate_monotonic_create(rtems_name name, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. */
rtems_status_code rtems_rate_monotonic_ident(rtems_name name, rtems_id *id);

/* INVALID_ID. Task context. */
rtems_status_code rtems_rate_monotonic_delete(rtems_id id);

/* INVALID_ID, NOT_OWNER_OF_RESOURCE. */
rtems_status_code rtems_rate_monotonic_cancel(rtems_id id);

/*
 * INVALID_ID, NOT_OWNER_OF_RESOURCE; with RTEMS_PERIOD_STATUS: NOT_DEFINED
 * (inactive), TIMEOUT (expired); else: TIMEOUT (the period had ended before the
 * call, or jobs are postponed). The first call begins the period and does not
 * wait. length in ticks. Task context.
 */
rtems_status_code rtems_rate_monotonic_period(rtems_id id, rtems_interval length);

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_rate_monotonic_get_status(rtems_id id,
                                                  rtems_rate_monotonic_period_status *status);
rtems_status_code
rtems_rate_monotonic_get_statistics(rtems_id id,
                                    rtems_rate_monotonic_period_statistics *statistics);

/* INVALID_ID. */
rtems_status_code rtems_rate_monotonic_reset_statistics(rtems_id id);
void rtems_rate_monotonic_reset_all_statistics(void);

/* A table of all periods, by printk() or the printer. Task context. */
void rtems_rate_monotonic_report_statistics(void);
void rtems_rate_monotonic_report_statistics_with_plugin(const struct rtems_printer *printer);

#ifdef __cplusplus
}
#endif
#endif
