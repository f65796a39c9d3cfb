/* SPDX-License-Identifier: BSD-2-Clause */

/* Devices of partitions: interrupt lines, I/O ports and memory. */

#include "module.h"

#include "bulkhead/vcpu.h"

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

static void take_line(struct module *module, struct module_partition *partition,
                      const struct value *value)
{
    int64_t line;

    if (!value_integer(module->model, value, &line))
        return;
    if (line < 0 || line >= BULKHEAD_LINE_FIRST_VIRTUAL)
        return; /* the property's range; reported as such */
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *other = module->partitions.items[i];

        if ((other->hw_lines >> line & 1u) != 0)
            REPORT(module, value->at,
                   "hardware line %d belongs to partition '%s' already; give it to one only",
                   (int)line, other->name);
    }
    partition->hw_lines |= 1u << line;
}

void devices_build(struct module *module)
{
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        struct module_partition *partition = module->partitions.items[i];
        struct list lines = {0};
        struct value value;

        if (!module_partition_value(module, partition, "Bulkhead::Hardware_Lines", &value))
            continue;
        value_elements(module->model, &value, &lines);
        for (uint32_t j = 0; j < lines.count; j++)
            take_line(module, partition, lines.items[j]);
    }
}
