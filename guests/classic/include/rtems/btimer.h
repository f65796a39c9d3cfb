/* SPDX-License-Identifier: BSD-2-Clause */

/* A stopwatch for benchmarks, in ns of module time. */
#ifndef _RTEMS_BTIMER_H
#define _RTEMS_BTIMER_H

#include <rtems/rtems/status.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t benchmark_timer_t;

void benchmark_timer_initialize(void);

/* Since benchmark_timer_initialize(), less what reading takes. */
benchmark_timer_t benchmark_timer_read(void);

/* find_flag: what reading takes is not taken off from now on. */
void benchmark_timer_disable_subtracting_average_overhead(bool find_flag);

/* A test program brings it: something to call in a loop. */
rtems_status_code benchmark_timer_empty_function(void);

#ifdef __cplusplus
}
#endif
#endif
