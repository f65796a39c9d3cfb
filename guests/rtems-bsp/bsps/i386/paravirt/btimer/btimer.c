/* SPDX-License-Identifier: BSD-2-Clause */

/* RTEMS' benchmark timer, in nanoseconds of module time. */
#include <rtems.h>
#include <rtems/btimer.h>
#include <virtualizationlayerbsp.h>

static bool keep_overhead;
static uint64_t started, overhead;

void benchmark_timer_initialize(void)
{
    started = _BSP_Virtual_Clock_read();
    overhead = _BSP_Virtual_Clock_read() - started;
    started = _BSP_Virtual_Clock_read();
}

benchmark_timer_t benchmark_timer_read(void)
{
    uint64_t passed = _BSP_Virtual_Clock_read() - started;

    if (keep_overhead)
        return (benchmark_timer_t)passed;
    return (benchmark_timer_t)(passed < overhead ? 0 : passed - overhead);
}

void benchmark_timer_disable_subtracting_average_overhead(bool find_flag)
{
    keep_overhead = find_flag;
}
