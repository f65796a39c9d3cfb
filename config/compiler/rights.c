/* SPDX-License-Identifier: BSD-2-Clause */

/* What a partition may do that others may not. */

#include "module.h"

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

/* Properties that are a flag of the kernel's. */
static const struct {
    const char *property;
    uint32_t flag;
} permissions[] = {
    {"ARINC653::System_Partition", BULKHEAD_PARTITION_SYSTEM},
    {"Bulkhead::Console_Input", BULKHEAD_PARTITION_INPUT},
    {"Bulkhead::Change_Schedule", BULKHEAD_PARTITION_SCHEDULE},
    {"Bulkhead::Read_Logs", BULKHEAD_PARTITION_LOG},
};

static void check_input(struct module *module, const struct module_partition *partition,
                        struct place at)
{
    for (uint32_t i = 0; i < partition->index; i++) {
        const struct module_partition *other = module->partitions.items[i];

        if ((other->flags & BULKHEAD_PARTITION_INPUT) != 0)
            REPORT(module, at,
                   "the console's input belongs to partition '%s' already; give it to one only",
                   other->name);
    }
}

static void decide(struct module *module, struct module_partition *partition)
{
    for (size_t i = 0; i < sizeof(permissions) / sizeof(permissions[0]); i++) {
        struct value value;
        bool given = false;

        if (!module_partition_value(module, partition, permissions[i].property, &value) ||
            !value_boolean(module->model, &value, &given) || !given)
            continue;
        partition->flags |= permissions[i].flag;
        if (permissions[i].flag == BULKHEAD_PARTITION_INPUT)
            check_input(module, partition, value.at);
    }
}

void rights_build(struct module *module)
{
    for (uint32_t i = 0; i < module->partitions.count; i++)
        decide(module, module->partitions.items[i]);
}
