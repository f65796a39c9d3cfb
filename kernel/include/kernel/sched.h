/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The cyclic schedule. All times are absolute module times: window n of frame
 * k starts at k major frames plus its offset, whatever happened before.
 */
#ifndef KERNEL_SCHED_H
#define KERNEL_SCHED_H

#include <stdbool.h>
#include <stdint.h>
#include "bulkhead/config.h"
#include "bulkhead/hypercall.h"
#include "kernel/arch.h"

struct partition;

/* A window of a schedule, made ready for entering it; times in ns. */
struct sched_slot {
    struct partition *owner; /* partition_nobody: an idle window */
    uint32_t duration;
    struct arch_duration arch_duration; /* the same */
    uint32_t switch_after;              /* duration less the lead */
    uint32_t last_timer;                /* from then on no timer is looked at in the window */
    uint64_t next_distance;             /* from its start to that of the owner's following window */
};

struct sched {
    const struct bulkhead_config_schedule *schedule;
    const struct sched_slot *slot;      /* of the present window */
    const struct sched_slot *slots_end; /* after the schedule's last one */
    uint64_t frame_start;
    uint64_t window_start;
    uint64_t window_end;
    uint32_t switch_after; /* the slot's, at hand */
    uint32_t last_timer;
    uint32_t window; /* index into the schedule */
    uint64_t frames; /* major frames begun */
    uint64_t missed; /* windows that were over before they could start */

    const struct bulkhead_config_schedule *next; /* NULL, or what begins with the next frame */
    bool next_is_reset;                          /* and every partition starts cold */
    uint64_t changed_at;                         /* the start of the present schedule */
};

extern struct sched sched;

/* Sets the schedule up before its first window; boot. */
void sched_init(const struct bulkhead_config *config);

/* Enters the first window: makes this instant module time 0. */
void sched_start(void);

/* The timer interrupted: switches windows, counts partition timers, programs
 * the next event. */
void sched_timer(void);

/* The running partition changed its timer: programs the next event. */
void sched_timer_changed(void);

/* Pure arithmetic, for sched and its tests: steps *s to the following window. */
void sched_advance(struct sched *s);

/* Start of the next window of the same partition after the present one. */
uint64_t sched_next_start(const struct sched *s);

/* From the next major frame on the module follows that schedule (an index). */
void sched_change(uint32_t schedule);

/* The module starts again with the next major frame: initial schedule, every
 * partition cold. */
void sched_reset(void);

/* A change of the schedule marks every partition, which takes so long (ns) for
 * each; the kernel begins the frame's last switch so much earlier. */
#define SCHED_CHANGE_TIME 20u

/* ns that a change takes at most, out of the frame's last window. */
uint32_t sched_change_time(void);

/* True if a change or a reset waits for the next major frame. */
bool sched_will_change(void);

void sched_status(struct bulkhead_schedule_status *status);

/* Module time, within a window; cheaper than arch_time_now(). */
uint64_t sched_now(void);

/* The same as sched_has_time(); *now is module time. */
/*@ requires \valid(now) && \separated(now, &sched);
    assigns *now;
    ensures \exists uint32_t since; *now == (uint64_t)(sched.window_start + since) &&
              (\result <==> since + ns < sched.switch_after); */
static inline bool sched_has_time_now(uint32_t ns, uint64_t *now)
{
    uint32_t since = arch_time_since_wait();

    *now = sched.window_start + since;
    return since < sched.switch_after && ns < sched.switch_after - since;
}

/* True if ns are left before the next switch begins. */
bool sched_has_time(uint32_t ns);

#endif
