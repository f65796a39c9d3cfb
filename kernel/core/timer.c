/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/timer.h"

#include "kernel/partition.h"
#include "kernel/sched.h"

/* A window's end plus such a period does not reach TIMER_NOT_NEAR. */
#define NEAR_PERIOD_MAX 0x10000000u
_Static_assert(BULKHEAD_MAX_WINDOW + (uint64_t)NEAR_PERIOD_MAX < TIMER_NOT_NEAR, "no overflow");

void timer_stop(struct timer *timer)
{
    timer->expiry = TIMER_OFF;
    timer->due = TIMER_NOT_NEAR;
}

static void update_due(struct timer *timer)
{
    uint64_t due = timer->expiry - sched.window_start;

    timer->due = due >= TIMER_NOT_NEAR ? TIMER_NOT_NEAR : (uint32_t)due;
}

/* Counts the expiries of a timer whose first one is late by the given ns. */
__attribute__((noinline, cold)) static void expire(struct partition *partition, uint64_t late)
{
    struct timer *timer = &partition->timer;
    uint64_t expired = 1;

    if (timer->period == 0) {
        timer->expiry = TIMER_OFF;
    } else {
        /* More than one is seldom, and a 64-bit division is long. */
        if (late >= timer->period)
            expired += late / timer->period;
        /* A guest may name a period that leads out of time. */
        if (__builtin_mul_overflow(expired, timer->period, &late) ||
            __builtin_add_overflow(timer->expiry, late, &timer->expiry))
            timer->expiry = TIMER_OFF;
    }
    update_due(timer);
    virq_raise(partition, BULKHEAD_LINE_TIMER,
               expired > UINT32_MAX ? UINT32_MAX : (uint32_t)expired);
}

void timer_leave(struct partition *partition)
{
    struct timer *timer = &partition->timer;

    if (timer->due != TIMER_NOT_NEAR)
        timer->expiry = sched.window_start + timer->due;
}

uint32_t timer_expire(struct partition *partition, uint32_t now)
{
    struct timer *timer = &partition->timer;
    uint32_t late = now - timer->due;

    /* The usual case by itself, in 32 bits: it is in every tick's path. */
    if (__builtin_expect(late < timer->near_period, 1)) {
        uint32_t due = timer->due + timer->near_period;

        timer->due = due;
        virq_raise(partition, BULKHEAD_LINE_TIMER, 1);
        return due;
    }
    timer_leave(partition);
    expire(partition, late);
    return 0;
}

void timer_enter(struct partition *partition)
{
    if (partition->timer.expiry <= sched.window_start)
        expire(partition, sched.window_start - partition->timer.expiry);
    else
        update_due(&partition->timer);
}

void timer_set(struct partition *partition, uint64_t expiry, uint64_t period)
{
    struct timer *timer = &partition->timer;
    uint64_t now = arch_time_now();

    timer->expiry = expiry;
    timer->period = period;
    timer->near_period = period > NEAR_PERIOD_MAX ? 0 : (uint32_t)period;
    if (expiry <= now)
        expire(partition, now - expiry);
    else
        update_due(timer);
}
