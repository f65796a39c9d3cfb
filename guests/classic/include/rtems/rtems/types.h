/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_RTEMS_TYPES_H
#define _RTEMS_RTEMS_TYPES_H

#include <sys/cpuset.h>
#include <sys/time.h>
#include <time.h>
#include <rtems/score/basedefs.h>
#include <rtems/score/cpu.h>

/* Index, node, API and class of an object (object.h). */
typedef uint32_t rtems_id;
#define RTEMS_ID_NONE 0u

/* Four characters (rtems_build_name()); 0 is no name. */
typedef uint32_t rtems_name;

/* Clock ticks. */
typedef uint32_t rtems_interval;
#define RTEMS_NO_TIMEOUT ((rtems_interval)0)

/* 1 (most urgent) to RTEMS_MAXIMUM_PRIORITY. */
typedef uint32_t rtems_task_priority;

typedef struct {
    uint32_t year; /* 1988 to 2400 */
    uint32_t month;
    uint32_t day;
    uint32_t hour;
    uint32_t minute;
    uint32_t second;
    uint32_t ticks; /* since the second's begin */
} rtems_time_of_day;

#endif
