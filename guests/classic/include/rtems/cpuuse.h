/* SPDX-License-Identifier: BSD-2-Clause */

/* Processor time by thread. It includes the time while the partition is not
 * scheduled, for the thread that its window's end interrupted. Task context. */
#ifndef _RTEMS_CPUUSE_H
#define _RTEMS_CPUUSE_H

#include <rtems/score/basedefs.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rtems_printer;

/* A table since the last reset, or the start. */
void rtems_cpu_usage_report(void);
void rtems_cpu_usage_report_with_plugin(const struct rtems_printer *printer);

void rtems_cpu_usage_reset(void);

/* The processors; returns the number of characters. */
int rtems_cpu_info_report(const struct rtems_printer *printer);

#ifdef __cplusplus
}
#endif
#endif
