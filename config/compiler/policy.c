/* SPDX-License-Identifier: BSD-2-Clause */

#include "module.h"

#include <string.h>

static const char *literal_of(struct module *module, const struct value *value)
{
    struct list elements = {0};
    const char *literal;

    value_elements(module->model, value, &elements);
    literal = elements.count == 0 ? NULL : value_literal(module->model, elements.items[0]);
    return literal == NULL ? "" : literal;
}

static bool is_one_of(const char *name, const char *const *names)
{
    for (; *names != NULL; names++)
        if (strcmp(name, *names) == 0)
            return true;
    return false;
}

static enum module_policy policy_named(const char *name)
{
    static const char *const rates[] = {"rms", "rate_monotonic_protocol", NULL};
    static const char *const deadlines[] = {"dms", "deadline_monotonic_protocol", NULL};
    /* Some of them say how partitions are scheduled, not their threads. */
    static const char *const fixed[] = {
        "",
        "posix_1003_highest_priority_first_protocol",
        "arinc653",
        "hierarchical_fixed_priority_protocol",
        "static",
        "hierarchical_cyclic_protocol",
        "fixedtimeline",
        NULL,
    };

    if (is_one_of(name, rates))
        return POLICY_RATES;
    if (is_one_of(name, deadlines))
        return POLICY_DEADLINES;
    return is_one_of(name, fixed) ? POLICY_PRIORITIES : POLICY_OTHER;
}

static bool has_priorities(const struct module *module, const struct module_partition *partition)
{
    for (uint32_t i = 0; i < module->threads.count; i++) {
        const struct module_thread *thread = module->threads.items[i];

        if (thread->partition == partition && thread->has_priority)
            return true;
    }
    return false;
}

enum module_policy module_policy_of(struct module *module, const struct module_partition *partition,
                                    const char **name, struct place *at)
{
    static const char *const properties[] = {"POK::Scheduler",
                                             "Deployment_Properties::Scheduling_Protocol"};
    struct value value;

    *name = "";
    for (int i = 0; i < 2 && **name == '\0'; i++)
        if (property_value(module->model, partition->runtime, properties[i], &value)) {
            *name = literal_of(module, &value);
            *at = value.at;
        }
    enum module_policy policy = policy_named(*name);
    if (!partition->generated || policy == POLICY_RATES || policy == POLICY_DEADLINES)
        return policy;
    return has_priorities(module, partition) ? POLICY_PRIORITIES : POLICY_RATES;
}
