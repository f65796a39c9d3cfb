/* SPDX-License-Identifier: BSD-2-Clause */

#include "module.h"

#include <inttypes.h>

#include "trace.h"

static void dump_partition(const struct module_partition *partition, FILE *out)
{
    fprintf(out, "partition %u %s\n", partition->index + 1, partition->name);
    fprintf(out, "  program   %s\n", partition->program);
    if (partition->argument[0] != '\0')
        fprintf(out, "  argument  %s\n", partition->argument);
    fprintf(out, "  memory    0x%08" PRIx32 " + 0x%" PRIx32 ", stack 0x%" PRIx32 "\n",
            partition->memory_base, partition->memory_size, partition->stack_size);
    if (partition->period != 0)
        fprintf(out, "  period    %" PRIu64 " ns, duration %" PRIu64 " ns\n", partition->period,
                partition->duration);
    fprintf(out, "  timer     at least %" PRIu64 " ns\n", partition->timer_floor);
    for (uint32_t line = 0; partition->hw_lines >> line != 0; line++)
        if ((partition->hw_lines >> line & 1u) != 0)
            fprintf(out, "  line      %" PRIu32 "\n", line);
    if ((partition->flags & BULKHEAD_PARTITION_SYSTEM) != 0)
        fputs("  system partition\n", out);
}

static void dump_schedule(const struct module_schedule *schedule, bool initial, FILE *out)
{
    fprintf(out, "schedule %s%s, major frame %" PRIu64 " ns\n", schedule->name,
            initial ? " (initial)" : "", schedule->major_frame);
    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        const struct module_window *window = schedule->windows.items[i];

        fprintf(out, "  %12" PRIu64 " + %12" PRIu64 "  %s\n", window->offset, window->duration,
                window->partition == NULL ? "(idle)" : window->partition->name);
    }
}

static bool is_port(const struct trace_end *end)
{
    return end->feature != NULL && (end->feature->feature == FEATURE_DATA_PORT ||
                                    end->feature->feature == FEATURE_EVENT_PORT ||
                                    end->feature->feature == FEATURE_EVENT_DATA_PORT);
}

static void dump_end(struct model *model, const struct trace_end *end, FILE *out)
{
    if (end->instance->parent != NULL)
        fprintf(out, "%s.", instance_path(model, end->instance));
    fputs(end->key, out);
}

static void dump_connections(struct model *model, FILE *out)
{
    struct list traces = {0};

    trace_connections(model, &traces);
    for (uint32_t i = 0; i < traces.count; i++) {
        const struct trace *trace = traces.items[i];

        if (!is_port(&trace->from) && !is_port(&trace->to))
            continue;
        fputs("connection ", out);
        dump_end(model, &trace->from, out);
        fputs(" -> ", out);
        dump_end(model, &trace->to, out);
        fputc('\n', out);
    }
}

void module_dump(const struct module *module, FILE *out)
{
    fprintf(out, "module %s, window lead %" PRIu32 " ns%s\n", module->name, module->window_lead,
            module->stay_up ? ", stays up" : "");
    for (uint32_t i = 0; i < module->partitions.count; i++)
        dump_partition(module->partitions.items[i], out);
    for (uint32_t i = 0; i < module->schedules.count; i++)
        dump_schedule(module->schedules.items[i], i == module->initial_schedule, out);
    dump_connections(module->model, out);
}
