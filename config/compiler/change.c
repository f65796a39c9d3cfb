/* SPDX-License-Identifier: BSD-2-Clause */

/* Changes between module schedules (ARINC 653 Part 2): who may ask for them,
 * and what becomes of the partitions. */

#include "module.h"

#include <string.h>

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

static const char changes_property[] = "Bulkhead::Schedule_Change_Actions";

const char *module_change_name(enum bulkhead_change_action action)
{
    static const char *const names[] = {
        [BULKHEAD_CHANGE_IGNORE] = "ignore",
        [BULKHEAD_CHANGE_WARM_START] = "warm start",
        [BULKHEAD_CHANGE_COLD_START] = "cold start",
        [BULKHEAD_CHANGE_IDLE] = "idle",
    };

    return names[action];
}

static bool read_action(struct module *module, const struct value *record,
                        enum bulkhead_change_action *action)
{
    static const char *const literals[] = {
        [BULKHEAD_CHANGE_IGNORE] = "ignore",
        [BULKHEAD_CHANGE_WARM_START] = "warm_start",
        [BULKHEAD_CHANGE_COLD_START] = "cold_start",
        [BULKHEAD_CHANGE_IDLE] = "idle",
    };
    struct value field;
    const char *literal = NULL;

    if (value_field(module->model, record, "Action", &field))
        literal = value_literal(module->model, &field);
    for (uint32_t i = 0; literal != NULL && i < BULKHEAD_CHANGE_COUNT; i++)
        if (strcmp(literals[i], literal) == 0) {
            *action = (enum bulkhead_change_action)i;
            return true;
        }
    if (literal == NULL)
        REPORT(module, record->at, "this entry has no action; add 'Action => ...;'");
    return false;
}

static void take_change(struct module *module, struct module_schedule *schedule,
                        const struct value *record, uint64_t *given)
{
    const struct module_partition *partition;
    const struct instance *instance;
    struct value field;

    if (!value_field(module->model, record, "Partition", &field)) {
        REPORT(module, record->at,
               "this entry is for no partition; add 'Partition => reference (...);'");
        return;
    }
    instance = value_instance(module->model, &field);
    if (instance == NULL)
        return;
    partition = module_partition_at(module, instance);
    if (partition == NULL) {
        REPORT(module, field.at, "'%s' is no partition of the processor '%s'; name one of these",
               instance->name, module->processor->name);
        return;
    }
    if (partition->index >= BULKHEAD_MAX_PARTITIONS)
        return;
    if ((*given >> partition->index & 1) != 0)
        REPORT(module, record->at,
               "the partition '%s' has two actions for a change to the schedule '%s'; remove one",
               partition->name, schedule->name);
    *given |= UINT64_C(1) << partition->index;
    read_action(module, record, &schedule->changes[partition->index]);
}

static void take_changes(struct module *module, struct module_schedule *schedule)
{
    struct list records = {0};
    struct value value;
    uint64_t given = 0;

    if (!property_value_in(module->model, module->processor, changes_property, schedule->mode,
                           &value))
        return;
    if (module->schedules.count == 1)
        WARN(module, value.at,
             "these actions are never taken: there is one schedule only; add another in a mode, or "
             "remove them");
    value_elements(module->model, &value, &records);
    for (uint32_t i = 0; i < records.count; i++)
        take_change(module, schedule, records.items[i], &given);
}

void changes_build(struct module *module)
{
    bool changed = module->schedules.count <= 1;

    for (uint32_t i = 0; i < module->schedules.count; i++)
        take_changes(module, module->schedules.items[i]);
    for (uint32_t i = 0; i < module->partitions.count; i++)
        changed =
            changed || (((const struct module_partition *)module->partitions.items[i])->flags &
                        BULKHEAD_PARTITION_SCHEDULE) != 0;
    if (!changed)
        WARN(module, module->processor->at,
             "there are %u schedules, but no partition may change them; add "
             "'Bulkhead::Change_Schedule => true;' to a process",
             module->schedules.count);
}
