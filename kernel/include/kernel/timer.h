/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * A partition's timer. It is looked at in the partition's own windows only:
 * what expired between them is counted when the next one starts.
 */
#ifndef KERNEL_TIMER_H
#define KERNEL_TIMER_H

#include <stdint.h>

struct partition;

struct timer {
    uint64_t expiry; /* module time, ns; TIMER_OFF: stopped. Outside of windows. */
    uint64_t period; /* ns; 0: one-shot */
    /* In a window: the expiry in ns from its start, TIMER_NOT_NEAR if it is
     * 2^32 ns away or off (then expiry is right in the window too). */
    uint32_t due;
    uint32_t near_period; /* the period, 0 if it is too long for arithmetic in due */
};
#define TIMER_OFF      UINT64_MAX
#define TIMER_NOT_NEAR UINT32_MAX

/* Stops it; at boot and at the partition's end. */
void timer_stop(struct timer *timer);

/* Sets the running partition's timer; what is due already counts at once. */
void timer_set(struct partition *partition, uint64_t expiry, uint64_t period);

/* A window of the partition starts: counts the expiries up to then. */
void timer_enter(struct partition *partition);

/* The partition's window is over. */
void timer_leave(struct partition *partition);

/* The timer is due: counts the expiries up to now (ns in the present window).
 * Returns when it is due next, 0 if all that took so long that now is no
 * longer the time. */
uint32_t timer_expire(struct partition *partition, uint32_t now);

#endif
