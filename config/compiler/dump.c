/* SPDX-License-Identifier: BSD-2-Clause */

#include "health.h"

#include <inttypes.h>

static void dump_partition(const struct module_partition *partition, FILE *out)
{
    fprintf(out, "partition %u %s\n", partition->index + 1, partition->name);
    fprintf(out, "  program   %s\n", partition->generated ? "(generated)" : partition->program);
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
    if ((partition->flags & BULKHEAD_PARTITION_INPUT) != 0)
        fputs("  console input\n", out);
    if ((partition->flags & BULKHEAD_PARTITION_SCHEDULE) != 0)
        fputs("  may change the schedule\n", out);
    if ((partition->flags & BULKHEAD_PARTITION_LOG) != 0)
        fputs("  may read all logs\n", out);
}

const char *module_dispatch_name(enum module_dispatch dispatch)
{
    static const char *const names[] = {
        [DISPATCH_NONE] = "any dispatch",     [DISPATCH_PERIODIC] = "periodic",
        [DISPATCH_SPORADIC] = "sporadic",     [DISPATCH_APERIODIC] = "aperiodic",
        [DISPATCH_BACKGROUND] = "background", [DISPATCH_OTHER] = "other dispatch",
    };

    return names[dispatch];
}

static void dump_thread(const struct module *module, const struct module_thread *thread, FILE *out)
{
    fprintf(out, "  thread    %s, %s", thread->name, module_dispatch_name(thread->dispatch));
    if (thread->period != 0)
        fprintf(out, ", period %s", module_time_text(module, thread->period));
    if (thread->deadline != 0 && thread->deadline != thread->period)
        fprintf(out, ", deadline %s", module_time_text(module, thread->deadline));
    if (thread->execution != 0)
        fprintf(out, ", execution %s", module_time_text(module, thread->execution));
    if (thread->has_priority)
        fprintf(out, ", priority %" PRId64, thread->priority);
    if (thread->stack != 0)
        fprintf(out, ", stack %" PRIu64, thread->stack);
    if (thread->analysed && thread->response.kind <= RESPONSE_BOUND)
        fprintf(out, ", response %s%s", thread->response.kind == RESPONSE_BOUND ? "at most " : "",
                module_time_text(module, thread->response.time));
    fputc('\n', out);
}

static void dump_port(const struct module *module, const struct module_port *port, FILE *out)
{
    fprintf(out, "  port      %s, %s %s", port->name, port->queuing ? "queuing" : "sampling",
            port->source ? "source" : "destination");
    if (port->size != 0)
        fprintf(out, ", %" PRIu64 " bytes", port->size);
    if (port->queuing)
        fprintf(out, ", depth %" PRIu64, port->depth);
    if (port->refresh != 0)
        fprintf(out, ", refresh period %s", module_time_text(module, port->refresh));
    for (uint32_t i = 0; port->source && i < port->peers.count; i++) {
        const struct module_port *peer = port->peers.items[i];

        fprintf(out, "%s %s.%s", i == 0 ? ", to" : ",", peer->partition->name, peer->name);
    }
    fputc('\n', out);
}

static void dump_devices(const struct module *module, const struct module_partition *partition,
                         FILE *out)
{
    for (uint32_t i = 0; i < module->devices.count; i++) {
        const struct module_device *device = module->devices.items[i];

        if (device->partition != partition)
            continue;
        fprintf(out, "  device    %s", device->name);
        for (uint32_t line = 0; device->lines >> line != 0; line++)
            if ((device->lines >> line & 1u) != 0)
                fprintf(out, ", line %" PRIu32 "%s", line,
                        (module->level_lines >> line & 1u) != 0 ? " (level)" : "");
        for (uint32_t j = 0; j < device->io.count; j++) {
            const struct module_io *io = device->io.items[j];

            fprintf(out, ", I/O 0x%04" PRIx32 " + 0x%" PRIx32, io->first, io->last - io->first + 1);
        }
        fputc('\n', out);
    }
}

/* Memory beside its own, and whom it may signal. */
static void dump_outside(const struct module *module, const struct module_partition *partition,
                         FILE *out)
{
    dump_devices(module, partition, out);
    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *region = module->regions.items[i];
        const struct module_mapping *mapping = region_mapping(region, partition);

        if (mapping != NULL)
            fprintf(out, "  block     %s, 0x%08" PRIx32 " + 0x%" PRIx32 ", %s\n", region->name,
                    region->address, region->size,
                    mapping->writable ? "read and write" : "read only");
    }
    for (uint32_t i = 0; i < module->partitions.count && i < BULKHEAD_MAX_PARTITIONS; i++)
        if ((partition->signal_targets >> i & 1) != 0)
            fprintf(out, "  signals   %s\n",
                    ((const struct module_partition *)module->partitions.items[i])->name);
}

/* What stands in the partition's process. */
static void dump_inside(const struct module *module, const struct module_partition *partition,
                        FILE *out)
{
    uint64_t load = module_load(module, partition);

    for (uint32_t i = 0; i < module->threads.count; i++)
        if (((struct module_thread *)module->threads.items[i])->partition == partition)
            dump_thread(module, module->threads.items[i], out);
    if (load != 0)
        fprintf(out, "  load      %s of the processor\n",
                module_share_text(module, load, 1000000000));
    for (uint32_t i = 0; i < module->ports.count; i++)
        if (((struct module_port *)module->ports.items[i])->partition == partition)
            dump_port(module, module->ports.items[i], out);
    dump_outside(module, partition, out);
    health_print_rules(out, "  ", partition->rules, BULKHEAD_HEALTH_PROCESS);
}

/* What each partition gets of the frame, and what is left. */
static void dump_supply(const struct module *module, const struct module_schedule *schedule,
                        FILE *out)
{
    uint64_t idle = schedule->major_frame;
    struct supply supply;

    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        if (!module_supply(module, schedule, partition, 0, &supply))
            continue;
        idle -= supply.per_frame;
        fprintf(out, "  gives     %s %s, %s, longest pause %s\n", partition->name,
                module_time_text(module, supply.per_frame),
                module_share_text(module, supply.per_frame, supply.frame),
                module_time_text(module, supply_longest_gap(&supply)));
    }
    fprintf(out, "  idle      %s, %s\n", module_time_text(module, idle),
            module_share_text(module, idle, schedule->major_frame));
}

static void dump_schedule(const struct module *module, const struct module_schedule *schedule,
                          bool initial, FILE *out)
{
    fprintf(out, "schedule %s%s, major frame %" PRIu64 " ns\n", schedule->name,
            initial ? " (initial)" : "", schedule->major_frame);
    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        const struct module_window *window = schedule->windows.items[i];

        fprintf(out, "  %12" PRIu64 " + %12" PRIu64 "  %s\n", window->offset, window->duration,
                window->partition == NULL ? "(idle)" : window->partition->name);
    }
    for (uint32_t i = 0; i < module->partitions.count; i++)
        if (schedule->changes[i] != BULKHEAD_CHANGE_IGNORE)
            fprintf(out, "  change    %s: %s\n",
                    ((const struct module_partition *)module->partitions.items[i])->name,
                    module_change_name(schedule->changes[i]));
    dump_supply(module, schedule, out);
}

static bool is_port(const struct trace_end *end)
{
    return end->feature != NULL && (end->feature->feature == FEATURE_ABSTRACT ||
                                    end->feature->feature == FEATURE_DATA_PORT ||
                                    end->feature->feature == FEATURE_EVENT_PORT ||
                                    end->feature->feature == FEATURE_EVENT_DATA_PORT);
}

static void dump_end(struct model *model, const struct trace_end *end, FILE *out)
{
    if (end->instance->parent != NULL)
        fprintf(out, "%s.", instance_path(model, end->instance));
    fputs(end->key, out);
}

static void dump_connections(const struct module *module, FILE *out)
{
    struct model *model = module->model;

    for (uint32_t i = 0; i < module->traces.count; i++) {
        const struct trace *trace = module->traces.items[i];

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
    uint64_t load = module_load(module, NULL);

    fprintf(out, "module %s, window lead %" PRIu32 " ns%s\n", module->name, module->window_lead,
            module->stay_up ? ", stays up" : "");
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        dump_partition(module->partitions.items[i], out);
        dump_inside(module, module->partitions.items[i], out);
    }
    if (load != 0)
        fprintf(out, "load in all %s of the processor\n",
                module_share_text(module, load, 1000000000));
    for (uint32_t i = 0; i < module->schedules.count; i++)
        dump_schedule(module, module->schedules.items[i], i == module->initial_schedule, out);
    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *region = module->regions.items[i];

        fprintf(out, "region %s, 0x%" PRIx32 " bytes", region->name, region->size);
        if (region->physical != BULKHEAD_NO_ADDRESS)
            fprintf(out, " of a device at 0x%08" PRIx64, region->physical);
        fputc('\n', out);
    }
    health_print_rules(out, "", module->rules, BULKHEAD_HEALTH_MODULE);
    for (uint32_t i = 0; i < module->health.count; i++) {
        const struct module_health *row = module->health.items[i];

        fprintf(out, "health %s level, %s: %s -> %s", health_level_name(row->level), row->holder,
                row->error, row->action == NULL ? "(no action)" : row->action);
        if (row->threshold != 0)
            fprintf(out, " after %" PRIu32, row->threshold);
        fputc('\n', out);
    }
    dump_connections(module, out);
}
