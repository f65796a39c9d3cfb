/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The timer manager. Routines run in interrupt context with interrupts
 * disabled, those of the server_ directives in the context of the timer server
 * task. Any context, unless a comment says otherwise.
 */
#ifndef _RTEMS_RTEMS_TIMER_H
#define _RTEMS_RTEMS_TIMER_H

#include <rtems/rtems/attr.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    TIMER_DORMANT = 0,
    TIMER_INTERVAL = 4,
    TIMER_TIME_OF_DAY = 5,
    TIMER_INTERVAL_ON_TASK = 6,
    TIMER_TIME_OF_DAY_ON_TASK = 7
} Timer_Classes;

typedef struct {
    Timer_Classes the_class;
    rtems_interval initial;    /* ticks, or seconds since the epoch */
    rtems_interval start_time; /* tick of the last start */
    rtems_interval stop_time;  /* tick of the last expiry or cancellation */
} rtems_timer_information;

#define RTEMS_TIMER_SERVER_DEFAULT_PRIORITY ((rtems_task_priority)-1)

typedef void rtems_timer_service_routine;
typedef rtems_timer_service_routine (*rtems_timer_service_routine_entry)(rtems_id timer,
                                                                         void *user_data);

/* INVALID_NAME, INVALID_ADDRESS, TOO_MANY. Task context. */
rtems_status_code rtems_timer_create(rtems_name name, rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. */
rtems_status_code rtems_timer_ident(rtems_name name, rtems_id *id);

/* INVALID_ID. */
rtems_status_code rtems_timer_cancel(rtems_id id);
rtems_status_code rtems_timer_delete(rtems_id id);

/* INVALID_NUMBER (0 ticks), INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_timer_fire_after(rtems_id id, rtems_interval ticks,
                                         rtems_timer_service_routine_entry routine,
                                         void *user_data);

/* NOT_DEFINED (no time of day), INVALID_ADDRESS, INVALID_CLOCK, INVALID_ID. */
rtems_status_code rtems_timer_fire_when(rtems_id id, const rtems_time_of_day *wall_time,
                                        rtems_timer_service_routine_entry routine, void *user_data);

/* INCORRECT_STATE (is there already), then as rtems_task_create(). Task context. */
rtems_status_code rtems_timer_initiate_server(rtems_task_priority priority, size_t stack_size,
                                              rtems_attribute attribute_set);

/* INCORRECT_STATE (no server), then as without server. */
rtems_status_code rtems_timer_server_fire_after(rtems_id id, rtems_interval ticks,
                                                rtems_timer_service_routine_entry routine,
                                                void *user_data);
rtems_status_code rtems_timer_server_fire_when(rtems_id id, const rtems_time_of_day *wall_time,
                                               rtems_timer_service_routine_entry routine,
                                               void *user_data);

/* INVALID_ID, NOT_DEFINED (not an interval timer). */
rtems_status_code rtems_timer_reset(rtems_id id);

/* INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_timer_get_information(rtems_id id, rtems_timer_information *info);

#ifdef __cplusplus
}
#endif
#endif
