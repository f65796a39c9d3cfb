/* SPDX-License-Identifier: BSD-2-Clause */

/* Ports of partitions, found by following the connections from end to end:
 * data ports are sampling ports; event data ports, and event ports with messages
 * of a byte, queuing ports. */

#include "datatype.h"
#include "module.h"

#include <inttypes.h>
#include <string.h>

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

struct ports {
    struct module *module;
    struct datatypes types;
    struct map known; /* struct module_port by "partition/key/direction" */
    struct map bells; /* struct trace_end, by the same: they have signals instead */
};

/* --- what a port is --- */

static bool carries_messages(const struct element *feature)
{
    return feature != NULL &&
           (feature->feature == FEATURE_DATA_PORT || feature->feature == FEATURE_EVENT_PORT ||
            feature->feature == FEATURE_EVENT_DATA_PORT);
}

/* A size that is given, in bytes; 0 if it is none. */
static uint64_t bytes_of(struct module *module, const struct value *value)
{
    int64_t bits;

    return value_integer(module->model, value, &bits) && bits > 0 && bits % 8 == 0
               ? (uint64_t)bits / 8
               : 0;
}

/* As given for the port, or else as its data type has in C; an event has a
 * byte. */
static uint64_t message_size(struct ports *ports, const struct trace_end *end)
{
    struct module *module = ports->module;
    const struct classifier *classifier = names_target(module->model->compilation, end->feature);
    struct value value;

    if (end->feature->feature == FEATURE_EVENT_PORT)
        return 1;
    if (feature_value(module->model, end->instance, end->feature, "Memory_Properties::Data_Size",
                      &value))
        return bytes_of(module, &value);
    if (classifier == NULL)
        return 0;
    const struct datatype *type = datatype_of(&ports->types, classifier);
    return type->wrong == NULL ? type->size : 0;
}

/* Given for the partition's port, or for the thread's at its end. */
static bool port_value(struct module *module, const struct trace_end *port,
                       const struct trace_end *end, const char *property, struct value *value)
{
    return feature_value(module->model, port->instance, port->feature, property, value) ||
           (carries_messages(end->feature) &&
            feature_value(module->model, end->instance, end->feature, property, value));
}

static void read_depth(struct module *module, struct module_port *port, const struct trace_end *at,
                       const struct trace_end *end)
{
    struct value value;
    int64_t depth = 1;

    port->depth = 1;
    if (!port_value(module, at, end, "Communication_Properties::Queue_Size", &value) ||
        !value_integer(module->model, &value, &depth))
        return;
    if (depth == 0)
        REPORT(module, value.at,
               "the queuing port '%s' of partition '%s' has no room for a "
               "message; give it a Queue_Size of 1 or more",
               port->name, port->partition->name);
    port->depth = (uint64_t)depth;
    port->depth_given = true;
    port->depth_at = value.at;
}

static void read_refresh(struct module *module, struct module_port *port,
                         const struct trace_end *at, const struct trace_end *end)
{
    static const char *const names[] = {"ARINC653::Sampling_Refresh_Period", "POK::Refresh_Time"};
    struct value value;

    for (int i = 0; i < 2; i++) {
        if (!port_value(module, at, end, names[i], &value))
            continue;
        if (module_time_of(module, &value, &port->refresh) && port->refresh == 0)
            REPORT(module, value.at,
                   "the refresh period of port '%s' of partition '%s' is 0; give it more",
                   port->name, port->partition->name);
        port->refresh_at = value.at;
        return;
    }
}

static const char *port_key(const struct ports *ports, const struct module_partition *partition,
                            const char *key, bool source)
{
    const char *text = arena_print(module_arena(ports->module), "%u/%s/%c", partition->index, key,
                                   source ? 'o' : 'i');

    return names_key(ports->module->model->compilation, text);
}

static struct module_port *port_for(struct ports *ports, const struct module_partition *partition,
                                    const struct trace_end *at, const struct trace_end *end,
                                    bool source)
{
    struct module *module = ports->module;
    const char *key = port_key(ports, partition, at->key, source);
    struct module_port *port = map_get(&ports->known, key);

    if (port != NULL)
        return port;
    port = ARENA_NEW(module_arena(module), struct module_port);
    port->partition = partition;
    port->feature = at->feature;
    port->name = strchr(at->key, '.') == NULL ? at->feature->name.text : at->key;
    port->queuing = at->feature->feature != FEATURE_DATA_PORT;
    port->source = source;
    port->at = at->feature->name.at;
    port->end = end->instance;
    port->size = message_size(ports, at);
    module_check_name(module, "port", port->name, port->at);
    if (at->feature->direction == DIRECTION_IN_OUT)
        REPORT(module, port->at,
               "the port '%s' of partition '%s' has both directions; ARINC 653's have one, make "
               "two ports of it",
               port->name, partition->name);
    if (port->queuing)
        read_depth(module, port, at, end);
    else if (!source)
        read_refresh(module, port, at, end);
    map_set(module_arena(module), &ports->known, key, port);
    list_add(module_arena(module), &module->ports, port);
    return port;
}

/* --- who sends to whom --- */

/* Where a connection crosses the boundary of a partition's process. */
static const struct trace_end *crossing(const struct trace *trace,
                                        const struct module_partition *partition, bool source)
{
    const struct trace_end *found = NULL;

    for (uint32_t i = 0; i < trace->ends.count; i++) {
        const struct trace_end *end = trace->ends.items[i];

        if (end->instance == partition->process && (found == NULL || !source))
            found = end;
    }
    return found;
}

static void check_kinds(struct module *module, const struct module_port *from,
                        const struct module_port *to)
{
    if (from->queuing != to->queuing)
        REPORT(module, to->at,
               "'%s' of partition '%s' is a %s port, but '%s' of partition '%s', which sends to "
               "it, a %s port; make both 'data port' or both 'event data port'",
               to->name, to->partition->name, to->queuing ? "queuing" : "sampling", from->name,
               from->partition->name, from->queuing ? "queuing" : "sampling");
    if (from->size != 0 && to->size != 0 && from->size != to->size)
        REPORT(module, to->at,
               "messages of '%s' of partition '%s' have %" PRIu64
               " bytes, those of '%s' of partition '%s', which sends them, %" PRIu64
               "; use one data type",
               to->name, to->partition->name, to->size, from->name, from->partition->name,
               from->size);
}

/* How often a sampling port is written: the thread's period, or the partition's. */
static void check_refresh(struct module *module, const struct module_port *from,
                          const struct module_port *to)
{
    uint64_t period = 0;
    struct place at;

    if (to->queuing || to->refresh == 0)
        return;
    if (from->end->category != CATEGORY_THREAD ||
        module_time(module, from->end, "Timing_Properties::Period", &period, &at) != ANSWER_GIVEN)
        period = from->partition->period;
    if (period > to->refresh)
        WARN(module, to->refresh_at,
             "messages of port '%s' of partition '%s' are valid for %s, but '%s' of partition '%s' "
             "writes them every %s; lengthen the refresh period",
             to->name, to->partition->name, module_time_text(module, to->refresh), from->name,
             from->partition->name, module_time_text(module, period));
}

static void connect(struct module *module, struct module_port *from, struct module_port *to)
{
    for (uint32_t i = 0; i < from->peers.count; i++)
        if (from->peers.items[i] == to)
            return;
    if (to->peers.count > 0) {
        const struct module_port *other = to->peers.items[0];

        REPORT(module, to->at,
               "the port '%s' of partition '%s' gets messages from '%s' of partition '%s' and from "
               "'%s' of partition '%s'; a channel has one source, make two ports of it",
               to->name, to->partition->name, other->name, other->partition->name, from->name,
               from->partition->name);
    }
    if (from->queuing && from->peers.count > 0) {
        const struct module_port *other = from->peers.items[0];

        REPORT(module, from->at,
               "the queuing port '%s' of partition '%s' sends to '%s' of partition '%s' and to "
               "'%s' of partition '%s'; a message has one reader, make two ports of it",
               from->name, from->partition->name, other->name, other->partition->name, to->name,
               to->partition->name);
    }
    list_add(module_arena(module), &from->peers, to);
    list_add(module_arena(module), &to->peers, from);
    check_kinds(module, from, to);
    check_refresh(module, from, to);
}

/* --- doorbells: events that are signals to a partition, without a queue --- */

static bool is_doorbell(struct module *module, const struct trace_end *end, struct place *at)
{
    struct value value;
    bool doorbell = false;

    if (end == NULL || end->feature == NULL ||
        !feature_value(module->model, end->instance, end->feature, "Bulkhead::Doorbell", &value) ||
        !value_boolean(module->model, &value, &doorbell))
        return false;
    *at = value.at;
    return doorbell;
}

static void add_bell(struct ports *ports, const struct module_partition *partition,
                     const struct trace_end *end, bool source)
{
    if (end != NULL)
        map_set(module_arena(ports->module), &ports->bells,
                port_key(ports, partition, end->key, source), (void *)(uintptr_t)end);
}

static void add_signal(struct module *module, const struct module_partition *from,
                       const struct module_partition *to, struct place at)
{
    struct module_partition *source = module->partitions.items[from->index];

    if (to->index < BULKHEAD_MAX_PARTITIONS)
        source->signal_targets |= UINT64_C(1) << to->index;
    if (from->generated || to->generated)
        REPORT(module, at,
               "the program of partition '%s' is generated, and knows no doorbells; remove this, "
               "or use an 'event port' without it",
               from->generated ? from->name : to->name);
}

/* Devices, and features of the module itself, exchange no messages. */
static void warn_outside(struct module *module, const struct module_port *port,
                         const struct trace_end *other)
{
    const char *path = other->instance->parent == NULL
                           ? other->key
                           : arena_print(module_arena(module), "%s.%s",
                                         instance_path(module->model, other->instance), other->key);

    WARN(module, port->at,
         "the port '%s' of partition '%s' is connected to '%s', which is in no partition, so no "
         "message passes there",
         port->name, port->partition->name, path);
}

static void take_trace(struct ports *ports, const struct trace *trace)
{
    const struct module_partition *source =
        module_partition_of(ports->module, trace->from.instance);
    const struct module_partition *target = module_partition_of(ports->module, trace->to.instance);
    const struct trace_end *from = source == NULL ? NULL : crossing(trace, source, true);
    const struct trace_end *to = target == NULL ? NULL : crossing(trace, target, false);
    struct module_port *out = NULL, *in = NULL;

    struct place at;

    if (source == target)
        return;
    if (is_doorbell(ports->module, from, &at) || is_doorbell(ports->module, to, &at)) {
        if (source == NULL || target == NULL)
            return;
        add_bell(ports, source, from, true);
        add_bell(ports, target, to, false);
        add_signal(ports->module, source, target, at);
        return;
    }
    if (from != NULL && carries_messages(from->feature))
        out = port_for(ports, source, from, &trace->from, true);
    if (to != NULL && carries_messages(to->feature))
        in = port_for(ports, target, to, &trace->to, false);
    if (out != NULL && in != NULL)
        connect(ports->module, out, in);
    else if (out != NULL && target == NULL)
        warn_outside(ports->module, out, &trace->to);
    else if (in != NULL && source == NULL)
        warn_outside(ports->module, in, &trace->from);
}

/* --- ports without a peer --- */

static bool is_connected(const struct ports *ports, const struct module_partition *partition,
                         const struct element *feature)
{
    for (int source = 0; source <= 1; source++) {
        const char *key = port_key(ports, partition, feature->name.key, source != 0);

        if (map_get(&ports->known, key) != NULL || map_get(&ports->bells, key) != NULL)
            return true;
    }
    return false;
}

/* The partition has it all the same: a program can be written for peers that
 * not every module has. */
static void add_unconnected(struct ports *ports, const struct module_partition *partition,
                            const struct element *feature)
{
    struct module *module = ports->module;
    struct trace_end end = {partition->process, feature, feature->name.key};
    struct value value;
    struct place at;
    bool required = true;

    if (is_doorbell(module, &end, &at))
        return;
    if (feature_value(module->model, partition->process, feature,
                      "Communication_Properties::Required_Connection", &value))
        value_boolean(module->model, &value, &required);
    if (required)
        WARN(module, feature->name.at,
             "the port '%s' of partition '%s' is connected to no other; connect it, or add "
             "'Required_Connection => false;'",
             feature->name.text, partition->name);
    port_for(ports, partition, &end, &end, feature->direction == DIRECTION_OUT);
}

static void find_unconnected(struct ports *ports, const struct module_partition *partition,
                             const struct classifier *classifier)
{
    for (; classifier != NULL; classifier = classifier->parent)
        for (uint32_t i = 0; i < classifier->elements.count; i++) {
            const struct element *feature =
                names_element(partition->process->classifier,
                              ((struct element *)classifier->elements.items[i])->name.key);

            if (feature != NULL && feature->kind == ELEMENT_FEATURE && carries_messages(feature) &&
                !is_connected(ports, partition, feature))
                add_unconnected(ports, partition, feature);
        }
}

/* --- channels: what the ports of one have in common --- */

static void check_size(struct module *module, const struct module_port *port, uint64_t size)
{
    if (size == 0 && port->peers.count > 0)
        REPORT(module, port->at,
               "messages of port '%s' of partition '%s' have no size; add 'Data_Size => ... "
               "Bytes;' to their data type",
               port->name, port->partition->name);
    if (size > BULKHEAD_MAX_MESSAGE_SIZE)
        REPORT(module, port->at,
               "messages of port '%s' of partition '%s' have %" PRIu64
               " bytes; the most is %u, send them in parts",
               port->name, port->partition->name, size, BULKHEAD_MAX_MESSAGE_SIZE);
}

/* The queue is the receiver's (AS5506C, 8.3.2); what the sender says counts
 * if the receiver says nothing. */
static uint64_t channel_depth(struct module *module, const struct module_port *port)
{
    const struct module_port *receiver = port->peers.count == 0 ? port : port->peers.items[0];

    if (!port->queuing)
        return 1;
    if (receiver != port && port->depth_given && receiver->depth_given &&
        port->depth != receiver->depth)
        WARN(module, port->depth_at,
             "this Queue_Size has no effect: the queue is that of '%s' of partition '%s', and has "
             "%" PRIu64 " messages, not %" PRIu64 "; remove one",
             receiver->name, receiver->partition->name, receiver->depth, port->depth);
    return receiver->depth_given ? receiver->depth : port->depth;
}

static void join(struct module_port *port, const struct module_channel *channel)
{
    port->channel = channel;
    port->size = channel->message_size;
    port->depth = channel->message_count;
}

/* Begins at a source port, or at one that nothing comes to. */
static void build_channel(struct module *module, struct module_port *first)
{
    struct module_channel *channel = ARENA_NEW(module_arena(module), struct module_channel);
    uint64_t size = first->size;

    for (uint32_t i = 0; i < first->peers.count && size == 0; i++)
        size = ((const struct module_port *)first->peers.items[i])->size;
    check_size(module, first, size);
    if (size == 0 || size > BULKHEAD_MAX_MESSAGE_SIZE)
        return;
    channel->index = module->channels.count;
    channel->queuing = first->queuing;
    channel->message_size = (uint32_t)size;
    channel->message_count = (uint32_t)channel_depth(module, first);
    join(first, channel);
    for (uint32_t i = 0; i < first->peers.count; i++)
        join(first->peers.items[i], channel);
    list_add(module_arena(module), &module->channels, channel);
}

static void check_limits(struct module *module)
{
    uint32_t total = 0;

    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];
        uint32_t count = 0;

        for (uint32_t j = 0; j < module->ports.count; j++) {
            const struct module_port *port = module->ports.items[j];

            count += port->partition == partition && port->channel != NULL;
        }
        if (count > BULKHEAD_MAX_PARTITION_PORTS)
            REPORT(module, partition->at,
                   "the partition '%s' has %u ports; the kernel has room for %u, send more by "
                   "each",
                   partition->name, count, BULKHEAD_MAX_PARTITION_PORTS);
        total += count;
    }
    if (total > BULKHEAD_MAX_PORTS)
        REPORT(module, module->processor->at,
               "there are %u ports in the module; the kernel has room for %u, send more by each",
               total, BULKHEAD_MAX_PORTS);
}

static void check_valid_for_ever(struct module *module, const struct module_port *port)
{
    if (!port->queuing && !port->source && port->peers.count > 0 && port->refresh_at.source == NULL)
        WARN(module, port->at,
             "the sampling port '%s' of partition '%s' has no refresh period, so its messages are "
             "always valid; add 'ARINC653::Sampling_Refresh_Period => ...;'",
             port->name, port->partition->name);
}

static void build_channels(struct module *module)
{
    for (uint32_t i = 0; i < module->ports.count; i++) {
        struct module_port *port = module->ports.items[i];

        if (port->source || port->peers.count == 0)
            build_channel(module, port);
        check_valid_for_ever(module, port);
    }
    check_limits(module);
}

void ports_build(struct module *module)
{
    struct ports ports = {.module = module, .types.model = module->model};

    for (uint32_t i = 0; i < module->traces.count; i++)
        take_trace(&ports, module->traces.items[i]);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];
        const struct classifier *classifier =
            partition->process == NULL ? NULL : partition->process->classifier;

        if (classifier != NULL)
            find_unconnected(&ports, partition,
                             classifier->type == NULL ? classifier : classifier->type);
    }
    build_channels(module);
}
