/* SPDX-License-Identifier: BSD-2-Clause */

/* What the windows of a schedule give to each partition, and whether that is
 * what its period and duration ask for. */

#include "module.h"

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

bool module_supply(const struct module *module, const struct module_schedule *schedule,
                   const struct module_partition *partition, uint64_t lead, struct supply *supply)
{
    *supply = (struct supply){.frame = schedule->major_frame};
    supply->windows =
        arena_alloc(module_arena(module), schedule->windows.count * sizeof(struct supply_window));
    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        const struct module_window *window = schedule->windows.items[i];

        if (window->partition == partition && window->duration > lead)
            supply->windows[supply->count++] = (struct supply_window){
                .offset = window->offset, .duration = window->duration - lead};
    }
    supply_prepare(supply);
    return supply->count > 0;
}

/* A period that does not fit to the frame begins anywhere in it. */
static void report_not_harmonic(struct module *module, const struct module_schedule *schedule,
                                const struct module_partition *partition,
                                const struct supply *supply)
{
    uint64_t begin = 0;
    uint64_t least = supply_least(supply, partition->period, &begin);

    REPORT(module, partition->period_at,
           "the major frame of %s is no multiple of the period %s of partition '%s'; change one "
           "of them",
           module_time_text(module, schedule->major_frame),
           module_time_text(module, partition->period), partition->name);
    report_note(module_messages(module), schedule->at,
                "a period that begins at %s gets %s here, %s all in all",
                module_time_text(module, begin), module_time_text(module, least),
                module_share_text(module, supply->per_frame, supply->frame));
}

void period_check(struct module *module, const struct module_schedule *schedule,
                  const struct module_partition *partition)
{
    uint64_t wanted = partition->duration == 0 ? 1 : partition->duration;
    struct supply supply;

    if (partition->period == 0 || partition->duration > partition->period ||
        !module_supply(module, schedule, partition, 0, &supply))
        return;
    if (schedule->major_frame % partition->period != 0) {
        report_not_harmonic(module, schedule, partition, &supply);
        return;
    }
    /* More periods than windows: one of the first gets nothing. */
    for (uint64_t from = 0; from < schedule->major_frame; from += partition->period) {
        uint64_t given = supply_between(&supply, from, from + partition->period);

        if (given >= wanted)
            continue;
        REPORT(module, partition->period_at,
               "partition '%s' runs %s in its period from %s to %s; give it %s there",
               partition->name, module_time_text(module, given), module_time_text(module, from),
               module_time_text(module, from + partition->period),
               partition->duration == 0 ? "a window"
                                        : module_time_text(module, partition->duration));
        return;
    }
}
