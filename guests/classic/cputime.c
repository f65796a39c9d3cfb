/* SPDX-License-Identifier: BSD-2-Clause */

/* Processor time of threads, counted at each switch. */

#include "classic.h"
#include "virtualizationlayerbsp.h"

static uint64_t last_switch; /* uptime, ns */

void classic_cpu_time_switched(rtems_tcb *from, rtems_tcb *to)
{
    uint64_t now = _BSP_Virtual_Clock_read();

    (void)to;
    if (from != NULL)
        from->cpu_time += now - last_switch;
    last_switch = now;
}

uint64_t classic_cpu_time(const rtems_tcb *task)
{
    uint64_t time = task->cpu_time;

    if (&task->thread == exec_executing())
        time += _BSP_Virtual_Clock_read() - last_switch;
    return time;
}
