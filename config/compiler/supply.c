/* SPDX-License-Identifier: BSD-2-Clause */

#include "supply.h"

#include <stdbool.h>

void supply_prepare(struct supply *supply)
{
    supply->per_frame = 0;
    for (uint32_t i = 0; i < supply->count; i++) {
        supply->windows[i].before = supply->per_frame;
        supply->per_frame += supply->windows[i].duration;
    }
}

/* The last window for which offset (or before, if by_supply) is below a limit;
 * the first one if there is none. */
static const struct supply_window *last_below(const struct supply *supply, uint64_t limit,
                                              bool by_supply)
{
    uint32_t low = 0, high = supply->count;

    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        const struct supply_window *window = &supply->windows[middle];

        if ((by_supply ? window->before : window->offset) < limit)
            low = middle;
        else
            high = middle;
    }
    return &supply->windows[low];
}

/* Time given in [0, at). */
static uint64_t given_until(const struct supply *supply, uint64_t at)
{
    uint64_t whole = at / supply->frame * supply->per_frame;
    uint64_t rest = at % supply->frame;
    const struct supply_window *window = last_below(supply, rest, false);

    if (rest <= window->offset)
        return whole + window->before;
    rest -= window->offset;
    return whole + window->before + (rest < window->duration ? rest : window->duration);
}

uint64_t supply_between(const struct supply *supply, uint64_t from, uint64_t to)
{
    return given_until(supply, to) - given_until(supply, from);
}

uint64_t supply_wait(const struct supply *supply, uint64_t from, uint64_t demand)
{
    uint64_t total = given_until(supply, from) + demand;
    uint64_t frames = (total - 1) / supply->per_frame;
    uint64_t rest = total - frames * supply->per_frame; /* 1 to per_frame */
    const struct supply_window *window = last_below(supply, rest, true);

    return frames * supply->frame + window->offset + (rest - window->before) - from;
}

/* Seen as a function of its begin, what an interval gets is least where it
 * begins with a window's end, or ends with a window's begin. */
uint64_t supply_least(const struct supply *supply, uint64_t length, uint64_t *start)
{
    uint64_t least = UINT64_MAX;

    for (uint32_t i = 0; i < supply->count; i++) {
        const struct supply_window *window = &supply->windows[i];
        uint64_t begins[] = {
            (window->offset + window->duration) % supply->frame,
            (window->offset + supply->frame - length % supply->frame) % supply->frame,
        };

        for (int j = 0; j < 2; j++) {
            uint64_t given = supply_between(supply, begins[j], begins[j] + length);

            if (given >= least)
                continue;
            least = given;
            *start = begins[j];
        }
    }
    return least;
}

uint64_t supply_longest_gap(const struct supply *supply)
{
    const struct supply_window *last = &supply->windows[supply->count - 1];
    uint64_t end = last->offset + last->duration;
    uint64_t longest = supply->frame - end + supply->windows[0].offset;

    end = supply->windows[0].offset;
    for (uint32_t i = 0; i < supply->count; i++) {
        const struct supply_window *window = &supply->windows[i];

        if (window->offset - end > longest)
            longest = window->offset - end;
        end = window->offset + window->duration;
    }
    return longest;
}
