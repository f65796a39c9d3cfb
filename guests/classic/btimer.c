/* SPDX-License-Identifier: BSD-2-Clause */

/* The benchmark timer. */

#include <rtems/btimer.h>
#include <virtualizationlayerbsp.h>

static struct {
    uint64_t begin;
    uint64_t overhead;
    bool whole;
} timer;

void benchmark_timer_initialize(void)
{
    uint64_t before = _BSP_Virtual_Clock_read();

    timer.begin = _BSP_Virtual_Clock_read();
    timer.overhead = timer.begin - before;
}

benchmark_timer_t benchmark_timer_read(void)
{
    uint64_t time = _BSP_Virtual_Clock_read() - timer.begin;

    if (timer.whole)
        return (benchmark_timer_t)time;
    return time > timer.overhead ? (benchmark_timer_t)(time - timer.overhead) : 0;
}

void benchmark_timer_disable_subtracting_average_overhead(bool find_flag)
{
    timer.whole = find_flag;
}
