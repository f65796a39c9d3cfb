/* SPDX-License-Identifier: BSD-2-Clause */

/* All that was decided, as data: times in ns, sizes in bytes. */

#include "report.h"

#include <stdlib.h>

#include <cjson/cJSON.h>

#include "health.h"

static void add_number(cJSON *object, const char *name, uint64_t number)
{
    cJSON_AddNumberToObject(object, name, (double)number);
}

/* What is 0 if it was not given. */
static void add_given(cJSON *object, const char *name, uint64_t number)
{
    if (number != 0)
        add_number(object, name, number);
}

static cJSON *add_object(cJSON *array)
{
    cJSON *object = cJSON_CreateObject();

    cJSON_AddItemToArray(array, object);
    return object;
}

static void add_thread(cJSON *array, const struct module_thread *thread)
{
    static const char *const kinds[] = {"exact", "bound", "overload", "unknown"};
    cJSON *object = add_object(array);

    cJSON_AddStringToObject(object, "name", thread->name);
    cJSON_AddStringToObject(object, "dispatch", module_dispatch_name(thread->dispatch));
    if (thread->has_priority)
        cJSON_AddNumberToObject(object, "priority", (double)thread->priority);
    add_given(object, "period", thread->period);
    add_given(object, "deadline", thread->deadline);
    add_given(object, "execution", thread->execution);
    add_given(object, "stack", thread->stack);
    if (!thread->analysed)
        return;
    cJSON *response = cJSON_AddObjectToObject(object, "response");
    cJSON_AddStringToObject(response, "kind", kinds[thread->response.kind]);
    cJSON_AddStringToObject(response, "schedule", thread->schedule->name);
    if (thread->response.kind > RESPONSE_BOUND)
        return;
    add_number(response, "time", thread->response.time);
    add_number(response, "release", thread->response.release);
}

static void add_port(cJSON *array, const struct module_port *port)
{
    cJSON *object = add_object(array);

    cJSON_AddStringToObject(object, "name", port->name);
    cJSON_AddStringToObject(object, "kind", port->queuing ? "queuing" : "sampling");
    cJSON_AddStringToObject(object, "direction", port->source ? "source" : "destination");
    add_given(object, "size", port->size);
    add_given(object, "depth", port->queuing ? port->depth : 0);
    add_given(object, "refresh", port->refresh);
    cJSON *peers = cJSON_AddArrayToObject(object, "peers");
    for (uint32_t i = 0; i < port->peers.count; i++) {
        const struct module_port *peer = port->peers.items[i];
        cJSON *one = add_object(peers);

        cJSON_AddStringToObject(one, "partition", peer->partition->name);
        cJSON_AddStringToObject(one, "port", peer->name);
    }
}

static void add_devices(cJSON *array, const struct module *module,
                        const struct module_partition *partition)
{
    for (uint32_t i = 0; i < module->devices.count; i++) {
        const struct module_device *device = module->devices.items[i];

        if (device->partition != partition)
            continue;
        cJSON *object = add_object(array);
        cJSON_AddStringToObject(object, "name", device->name);
        cJSON *lines = cJSON_AddArrayToObject(object, "lines");
        for (uint32_t line = 0; device->lines >> line != 0; line++)
            if ((device->lines >> line & 1u) != 0)
                cJSON_AddItemToArray(lines, cJSON_CreateNumber(line));
        cJSON *ranges = cJSON_AddArrayToObject(object, "io");
        for (uint32_t j = 0; j < device->io.count; j++) {
            const struct module_io *io = device->io.items[j];
            cJSON *one = add_object(ranges);

            add_number(one, "first", io->first);
            add_number(one, "last", io->last);
        }
    }
}

static void add_blocks(cJSON *array, const struct module *module,
                       const struct module_partition *partition)
{
    for (uint32_t i = 0; i < module->regions.count; i++) {
        const struct module_region *region = module->regions.items[i];
        const struct module_mapping *mapping = region_mapping(region, partition);

        if (mapping == NULL)
            continue;
        cJSON *object = add_object(array);
        cJSON_AddStringToObject(object, "name", region->name);
        add_number(object, "address", region->address);
        add_number(object, "size", region->size);
        cJSON_AddBoolToObject(object, "writable", mapping->writable);
        if (region->physical != BULKHEAD_NO_ADDRESS)
            add_number(object, "physical", region->physical);
    }
}

static void add_rights(cJSON *object, const struct module *module,
                       const struct module_partition *partition)
{
    cJSON_AddBoolToObject(object, "changes_schedule",
                          (partition->flags & BULKHEAD_PARTITION_SCHEDULE) != 0);
    cJSON_AddBoolToObject(object, "reads_logs", (partition->flags & BULKHEAD_PARTITION_LOG) != 0);
    cJSON *signals = cJSON_AddArrayToObject(object, "signals");
    for (uint32_t i = 0; i < module->partitions.count && i < BULKHEAD_MAX_PARTITIONS; i++) {
        const struct module_partition *other = module->partitions.items[i];

        if ((partition->signal_targets >> i & 1) != 0)
            cJSON_AddItemToArray(signals, cJSON_CreateString(other->name));
    }
    add_devices(cJSON_AddArrayToObject(object, "devices"), module, partition);
    add_blocks(cJSON_AddArrayToObject(object, "blocks"), module, partition);
}

static void add_partition(cJSON *array, const struct module *module,
                          const struct module_partition *partition)
{
    cJSON *object = add_object(array);

    cJSON_AddStringToObject(object, "name", partition->name);
    if (partition->program != NULL)
        cJSON_AddStringToObject(object, "program", partition->program);
    add_number(object, "memory_base", partition->memory_base);
    add_number(object, "memory_size", partition->memory_size);
    add_number(object, "stack_size", partition->stack_size);
    add_given(object, "period", partition->period);
    add_given(object, "duration", partition->duration);
    cJSON *threads = cJSON_AddArrayToObject(object, "threads");
    for (uint32_t i = 0; i < module->threads.count; i++)
        if (((struct module_thread *)module->threads.items[i])->partition == partition)
            add_thread(threads, module->threads.items[i]);
    cJSON *ports = cJSON_AddArrayToObject(object, "ports");
    for (uint32_t i = 0; i < module->ports.count; i++)
        if (((struct module_port *)module->ports.items[i])->partition == partition)
            add_port(ports, module->ports.items[i]);
    add_rights(object, module, partition);
}

static void add_changes(cJSON *object, const struct module *module,
                        const struct module_schedule *schedule)
{
    cJSON *changes = cJSON_AddArrayToObject(object, "changes");

    for (uint32_t i = 0; i < module->partitions.count && i < BULKHEAD_MAX_PARTITIONS; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        if (schedule->changes[i] == BULKHEAD_CHANGE_IGNORE)
            continue;
        cJSON *one = add_object(changes);
        cJSON_AddStringToObject(one, "partition", partition->name);
        cJSON_AddStringToObject(one, "action", module_change_name(schedule->changes[i]));
    }
}

static void add_schedule(cJSON *array, const struct module *module,
                         const struct module_schedule *schedule, bool initial)
{
    cJSON *object = add_object(array);

    cJSON_AddStringToObject(object, "name", schedule->name);
    cJSON_AddBoolToObject(object, "initial", initial);
    add_number(object, "major_frame", schedule->major_frame);
    cJSON *windows = cJSON_AddArrayToObject(object, "windows");
    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        const struct module_window *window = schedule->windows.items[i];
        cJSON *one = add_object(windows);

        add_number(one, "offset", window->offset);
        add_number(one, "duration", window->duration);
        if (window->partition != NULL)
            cJSON_AddStringToObject(one, "partition", window->partition->name);
    }
    add_changes(object, module, schedule);
}

static void add_health(cJSON *array, const struct module_health *row)
{
    cJSON *object = add_object(array);

    cJSON_AddStringToObject(object, "level", health_level_name(row->level));
    cJSON_AddStringToObject(object, "of", row->holder);
    cJSON_AddStringToObject(object, "error", row->error);
    if (row->action != NULL)
        cJSON_AddStringToObject(object, "action", row->action);
    add_given(object, "threshold", row->threshold);
}

static void add_message(cJSON *array, const struct message_view *view)
{
    cJSON *object = add_object(array);

    if (view->at.source != NULL) {
        cJSON_AddStringToObject(object, "file", view->at.source->name);
        cJSON_AddNumberToObject(object, "line", view->at.first_line);
        cJSON_AddNumberToObject(object, "column", view->at.first_column);
    }
    cJSON_AddStringToObject(object, "severity", view->severity);
    cJSON_AddStringToObject(object, "text", view->text);
    if (view->note != NULL)
        cJSON_AddStringToObject(object, "note", view->note);
}

void report_json(FILE *out, const struct module *module)
{
    const struct diagnostics *messages = module_messages(module);
    cJSON *root = cJSON_CreateObject();

    cJSON_AddStringToObject(root, "module", module->name);
    add_number(root, "window_lead", module->window_lead);
    cJSON *array = cJSON_AddArrayToObject(root, "partitions");
    for (uint32_t i = 0; i < module->partitions.count; i++)
        add_partition(array, module, module->partitions.items[i]);
    array = cJSON_AddArrayToObject(root, "schedules");
    for (uint32_t i = 0; i < module->schedules.count; i++)
        add_schedule(array, module, module->schedules.items[i], i == module->initial_schedule);
    array = cJSON_AddArrayToObject(root, "health");
    for (uint32_t i = 0; i < module->health.count; i++)
        add_health(array, module->health.items[i]);
    array = cJSON_AddArrayToObject(root, "messages");
    for (uint32_t i = 0; i < messages->messages.count; i++) {
        struct message_view view = diagnostics_message(messages, i);

        add_message(array, &view);
    }
    char *text = cJSON_Print(root);
    if (text != NULL)
        fprintf(out, "%s\n", text);
    cJSON_Delete(root);
    free(text);
}
