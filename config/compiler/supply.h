/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * How much time the windows of a cyclic schedule give to one partition. Times
 * are in ns since the start of the first major frame, which repeats for ever.
 */
#ifndef CONFIG_SUPPLY_H
#define CONFIG_SUPPLY_H

#include <stdint.h>

/* A stretch of the major frame in which the partition runs. */
struct supply_window {
    uint64_t offset;
    uint64_t duration; /* not 0 */
    uint64_t before;   /* time in the windows before it; set by supply_prepare() */
};

struct supply {
    uint64_t frame;                /* length of the major frame; not 0 */
    struct supply_window *windows; /* ascending, not overlapping, inside of the frame */
    uint32_t count;                /* at least 1 */
    uint64_t per_frame;            /* set by supply_prepare() */
};

/* To be called once, before the other functions. */
void supply_prepare(struct supply *supply);

/* Time given in [from, to); from <= to. */
uint64_t supply_between(const struct supply *supply, uint64_t from, uint64_t to);

/* How long after "from" the partition has got "demand" (not 0). */
uint64_t supply_wait(const struct supply *supply, uint64_t from, uint64_t demand);

/* The least that any interval of this length gets; *start is such an
 * interval's begin, in the first frame. */
uint64_t supply_least(const struct supply *supply, uint64_t length, uint64_t *start);

/* The longest time without a window. */
uint64_t supply_longest_gap(const struct supply *supply);

#endif
