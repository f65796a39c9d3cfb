/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The executive's clock. It drives the module-time timer queue by the
 * partition's virtual clock, in one of two ways that the personality chooses:
 *
 * - ticks: a periodic interrupt; timers expire at the first tick that is not
 *   before their expiry. Ticks that passed while the partition was not
 *   scheduled or had interrupts disabled are caught up one after the other.
 * - on demand: an interrupt at the next expiry only.
 *
 * Times are ns of module time, as _BSP_Virtual_Clock_read().
 */
#ifndef EXECUTIVE_CLOCK_H
#define EXECUTIVE_CLOCK_H

#include "executive/timer.h"

extern struct exec_timer_queue exec_clock_timers;

/* Starts ticks. on_tick (or NULL) is called for each one, with its instant, in
 * interrupt context with interrupts disabled, after the timers that are due at
 * it. Once, before exec_run(), with interrupts disabled. false if the host
 * refuses the period. */
bool exec_clock_start_ticks(uint64_t period, void (*on_tick)(uint64_t now));

/* Starts the clock on demand. Once, before exec_run(), with interrupts disabled. */
void exec_clock_start_on_demand(void);

/* Ticks processed since the start; 0 if the clock does not tick. */
uint64_t exec_clock_ticks(void);

/* The instant of the last tick that was processed; now, if the clock does not
 * tick. */
uint64_t exec_clock_last_tick(void);

/* Period in ns, 0 if the clock does not tick. */
uint64_t exec_clock_period(void);

/* The instant of the tick-th tick (0: the start). */
uint64_t exec_clock_time_of_tick(uint64_t tick);

/* Called by the timer queue when its first expiry has become an earlier one. */
void exec_clock_next_expiry_changed(const struct exec_timer_queue *queue);

/* Time of day: module time plus an offset, in ns since 1970-01-01. */
uint64_t exec_clock_realtime(void);
uint64_t exec_clock_realtime_offset(void);
void exec_clock_set_realtime_offset(uint64_t offset);

#endif
