/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Response-time analysis: how long after its release a thread has ended its
 * work, at worst, if threads share the windows of their partition by fixed
 * priorities, preemptively, and first in first out at one priority. Threads
 * are independent: they do not block each other. Times are in ns.
 */
#ifndef CONFIG_RESPONSE_H
#define CONFIG_RESPONSE_H

#include <stdbool.h>
#include <stdint.h>

#include "supply.h"

struct response_thread {
    uint64_t period;    /* sporadic: the least time between releases; not 0 */
    uint64_t execution; /* at most, per release; not 0 */
    uint64_t offset;    /* periodic: of the first release from the common start */
    int64_t priority;   /* higher ones preempt lower ones */
    bool sporadic;      /* may be released at any time */
};

/* Periodic threads start together: at origin, or whole steps later. */
struct response_start {
    uint64_t origin;
    uint64_t step; /* divides the major frame; 0: one start in each frame */
};

enum response_kind {
    RESPONSE_EXACT,    /* it does take that long in some run */
    RESPONSE_BOUND,    /* it never takes longer */
    RESPONSE_OVERLOAD, /* it and those of higher priority need more than they get */
    RESPONSE_UNKNOWN,  /* too much to compute */
};

struct response {
    enum response_kind kind;
    uint64_t time;    /* EXACT, BOUND: from the release to the end */
    uint64_t release; /* the instant of that release since the schedule's start */
};

/* The worst response of one thread among all of its partition.
 *
 * If it and all that can delay it are periodic, all releases are known, and
 * the answer is exact. If not, it is taken to be released at any instant, all
 * higher ones at the same one: exact for a sporadic thread that is alone at
 * its priority and has sporadic ones above, else a bound. */
struct response response_worst(const struct supply *supply, const struct response_start *start,
                               const struct response_thread *threads, uint32_t count,
                               uint32_t subject);

#endif
