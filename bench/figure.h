/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the programs that measure share: figures in instructions, which the
 * time-stamp counter counts under -icount shift=0. A figure is the most
 * frequent of many samples, so that interrupts in between do not count.
 */
#ifndef FIGURE_H
#define FIGURE_H

#include "guest.h"

#define SAMPLES 500u

static uint32_t samples[SAMPLES];

static inline uint32_t counter(void)
{
    return (uint32_t)__builtin_ia32_rdtsc();
}

static inline uint32_t most_frequent(void)
{
    uint32_t best = 0, best_count = 0;

    for (unsigned i = 0; i < SAMPLES; i++) {
        uint32_t count = 0;

        for (unsigned j = 0; j < SAMPLES; j++)
            count += samples[j] == samples[i];
        if (count > best_count) {
            best = samples[i];
            best_count = count;
        }
    }
    return best;
}

static inline void figure(const char *name, uint64_t value, const char *unit)
{
    struct guest_line line = {.length = 0};

    guest_text(&line, "figure ");
    guest_text(&line, name);
    guest_text(&line, " ");
    guest_number(&line, value);
    guest_text(&line, " ");
    guest_text(&line, unit);
    guest_end_line(&line);
}

#define MEASURE(statement)                                                                         \
    do {                                                                                           \
        for (unsigned i_ = 0; i_ < SAMPLES; i_++) {                                                \
            uint32_t begin_ = counter(), end_;                                                     \
            statement;                                                                             \
            end_ = counter();                                                                      \
            samples[i_] = end_ - begin_;                                                           \
        }                                                                                          \
    } while (0)

/* What a pair of readings with nothing between them takes. */
static inline uint32_t empty_pair(void)
{
    MEASURE((void)0);
    return most_frequent();
}

#endif
