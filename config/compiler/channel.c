/* SPDX-License-Identifier: BSD-2-Clause */

/* The ports of threads, and which objects of ARINC 653 carry what passes them:
 * ports of the partition towards other partitions; inside of it blackboards for
 * data ports, buffers for event data ports, events (or semaphores, which count)
 * for event ports. */

#include "behaviour.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define MAX_NAME_LENGTH 30u /* ARINC 653 Part 1: NAME_TYPE */
#define MAX_NESTING     8u  /* feature groups in feature groups */

#define REPORT(behaviour, at, ...)                                                                 \
    report_error(module_messages((behaviour)->module), (at), __VA_ARGS__)
#define WARN(behaviour, at, ...)                                                                   \
    report_warning(module_messages((behaviour)->module), (at), __VA_ARGS__)

/* --- connections by their ends --- */

static const char *end_key(struct module *module, const struct instance *instance, const char *key)
{
    return names_key(module->model->compilation,
                     arena_print(module_arena(module), "%p/%s", (const void *)instance, key));
}

static void add_end(struct module *module, struct map *map, const struct trace_end *end,
                    const struct trace *trace)
{
    const char *key = end_key(module, end->instance, end->key);
    struct list *list = map_get(map, key);

    if (list == NULL) {
        list = ARENA_NEW(module_arena(module), struct list);
        map_set(module_arena(module), map, key, list);
    }
    list_add(module_arena(module), list, trace);
}

struct channel_ends *channel_ends_find(struct module *module)
{
    struct channel_ends *ends = ARENA_NEW(module_arena(module), struct channel_ends);

    for (uint32_t i = 0; i < module->traces.count; i++) {
        const struct trace *trace = module->traces.items[i];

        add_end(module, &ends->from, &trace->from, trace);
        add_end(module, &ends->to, &trace->to, trace);
    }
    return ends;
}

static bool is_active(const struct trace *trace)
{
    for (uint32_t i = 0; i < trace->connections.count; i++)
        if (!behaviour_active(trace->connections.items[i]))
            return false;
    return true;
}

/* --- objects --- */

/* "thread.port", or shorter if it is too long for ARINC 653. */
static const char *object_name(struct behaviour *behaviour, const char *thread, const char *key)
{
    const char *name = arena_print(behaviour_arena(behaviour), "%s.%s", thread, key);

    if (strlen(name) <= MAX_NAME_LENGTH)
        return name;
    return arena_print(behaviour_arena(behaviour), "%.24s~%u", name, behaviour->objects.count);
}

static struct behaviour_object *known_object(struct behaviour *behaviour, enum object_kind kind,
                                             const char *name)
{
    const char *text = arena_print(behaviour_arena(behaviour), "%d/%s", (int)kind, name);

    return map_get(&behaviour->known, names_key(behaviour->module->model->compilation, text));
}

/* suffix: "port", "buffer" and so on. */
static struct behaviour_object *new_object(struct behaviour *behaviour, enum object_kind kind,
                                           const char *full_name, const char *name,
                                           const char *suffix)
{
    struct arena *arena = behaviour_arena(behaviour);
    struct behaviour_object *object = ARENA_NEW(arena, struct behaviour_object);
    const char *text = arena_print(arena, "%d/%s", (int)kind, full_name);

    object->kind = kind;
    object->name = name;
    object->id = behaviour_name(behaviour, &behaviour->names,
                                arena_print(arena, "%s_%s", full_name, suffix));
    list_add(arena, &behaviour->objects, object);
    map_set(arena, &behaviour->known, names_key(behaviour->module->model->compilation, text),
            object);
    return object;
}

static const struct module_port *port_of_partition(const struct behaviour *behaviour,
                                                   const char *key, bool source)
{
    const struct module *module = behaviour->module;

    for (uint32_t i = 0; i < module->ports.count; i++) {
        const struct module_port *port = module->ports.items[i];

        if (port->partition == behaviour->partition && port->source == source &&
            strcasecmp(port->name, key) == 0)
            return port;
    }
    return NULL;
}

static bool by_priority(struct behaviour *behaviour, const struct instance *instance,
                        const struct element *feature)
{
    struct value value;
    const char *literal = NULL;

    if (feature_value(behaviour->module->model, instance, feature, "ARINC653::Queueing_Discipline",
                      &value))
        literal = value_literal(behaviour->module->model, &value);
    return literal != NULL && strcmp(literal, "by_priority") == 0;
}

/* Where a connection crosses the boundary of the partition's process. */
static const struct trace_end *crossing(const struct behaviour *behaviour,
                                        const struct trace *trace, bool leaving)
{
    const struct trace_end *found = NULL;

    for (uint32_t i = 0; i < trace->ends.count; i++) {
        const struct trace_end *end = trace->ends.items[i];

        if (end->instance == behaviour->partition->process && (found == NULL || !leaving))
            found = end;
    }
    return found;
}

static enum overflow overflow_of(struct behaviour *behaviour, const struct trace_end *end)
{
    struct value value;
    const char *literal = NULL;

    if (feature_value(behaviour->module->model, end->instance, end->feature,
                      "Communication_Properties::Overflow_Handling_Protocol", &value))
        literal = value_literal(behaviour->module->model, &value);
    if (literal != NULL && strcmp(literal, "dropnewest") == 0)
        return OVERFLOW_NEWEST;
    return literal != NULL && strcmp(literal, "error") == 0 ? OVERFLOW_ERROR : OVERFLOW_OLDEST;
}

static struct behaviour_object *partition_port(struct behaviour *behaviour,
                                               const struct trace *trace,
                                               const struct behaviour_port *thread_port)
{
    const struct trace_end *end = crossing(behaviour, trace, thread_port->output);
    const struct module_port *port =
        end == NULL ? NULL : port_of_partition(behaviour, end->key, thread_port->output);

    if (port == NULL)
        return NULL;
    enum object_kind kind = port->queuing ? OBJECT_QUEUING_PORT : OBJECT_SAMPLING_PORT;
    const char *name =
        arena_print(behaviour_arena(behaviour), "%s_%s", port->name, port->source ? "out" : "in");
    struct behaviour_object *object = known_object(behaviour, kind, name);
    if (object == NULL) {
        object = new_object(behaviour, kind, name, port->name, "port");
        object->source = port->source;
        object->size = port->size;
        object->depth = port->depth;
        object->refresh = port->refresh;
        object->by_priority = by_priority(behaviour, end->instance, end->feature);
        object->overflow = overflow_of(behaviour, end);
    } else if (port->queuing && !port->source) {
        REPORT(behaviour, thread_port->at,
               "two ports of threads read the queuing port '%s' of partition '%s'; a message has "
               "one reader, make two ports of it",
               port->name, behaviour->partition->name);
    }
    if (thread_port->type != NULL && port->size != 0 && port->size != thread_port->type->size)
        REPORT(behaviour, thread_port->at,
               "the type '%s' has %" PRIu64 " bytes in C, but messages of the port '%s' of "
               "partition '%s' have %" PRIu64 "; remove the Data_Size of the port",
               thread_port->type->classifier->title, thread_port->type->size, port->name,
               behaviour->partition->name, port->size);
    return object;
}

static uint64_t queue_size(struct behaviour *behaviour, const struct trace_end *end)
{
    struct value value;
    int64_t size = 1;

    if (feature_value(behaviour->module->model, end->instance, end->feature,
                      "Communication_Properties::Queue_Size", &value) &&
        value_integer(behaviour->module->model, &value, &size) && size < 1) {
        REPORT(behaviour, value.at,
               "the queue of port '%s' has no room; give it a Queue_Size of 1 or more",
               end->feature->name.text);
        size = 1;
    }
    return (uint64_t)size;
}

static const char *thread_name(const struct behaviour *behaviour, const struct instance *instance)
{
    const char *name = instance->name;

    for (instance = instance->parent; instance != behaviour->partition->process;
         instance = instance->parent)
        name = arena_print(behaviour_arena(behaviour), "%s.%s", instance->name, name);
    return name;
}

/* A blackboard belongs to its writer, the others to their reader. */
static struct behaviour_object *local_object(struct behaviour *behaviour, const struct trace *trace,
                                             const struct behaviour_port *port)
{
    static const char *const suffixes[] = {
        [OBJECT_BLACKBOARD] = "blackboard",
        [OBJECT_BUFFER] = "buffer",
        [OBJECT_EVENT] = "event",
        [OBJECT_COUNTER] = "events",
    };
    enum feature_kind kind = port->feature->feature;
    const struct trace_end *end = kind == FEATURE_DATA_PORT ? &trace->from : &trace->to;
    uint64_t depth = port->queued ? queue_size(behaviour, end) : 1;
    enum object_kind made = kind == FEATURE_DATA_PORT         ? OBJECT_BLACKBOARD
                            : kind == FEATURE_EVENT_DATA_PORT ? OBJECT_BUFFER
                            : depth == 1                      ? OBJECT_EVENT
                                                              : OBJECT_COUNTER;
    const char *thread = thread_name(behaviour, end->instance);
    const char *full = arena_print(behaviour_arena(behaviour), "%s_%s", thread, end->key);
    struct behaviour_object *object = known_object(behaviour, made, full);

    if (object != NULL)
        return object;
    object =
        new_object(behaviour, made, full, object_name(behaviour, thread, end->key), suffixes[made]);
    object->size = port->type == NULL ? 0 : port->type->size;
    object->depth = depth;
    object->by_priority = by_priority(behaviour, end->instance, end->feature);
    object->overflow = overflow_of(behaviour, end);
    return object;
}

/* --- ports --- */

static struct behaviour_object *object_for(struct behaviour *behaviour, const struct trace *trace,
                                           const struct behaviour_port *port)
{
    const struct trace_end *other = port->output ? &trace->to : &trace->from;

    if (!is_active(trace))
        return NULL;
    if (module_partition_of(behaviour->module, other->instance) != behaviour->partition ||
        other->instance == behaviour->partition->process)
        return partition_port(behaviour, trace, port);
    if (other->feature == NULL || other->instance->category != CATEGORY_THREAD)
        return NULL;
    if (other->feature->feature != port->feature->feature) {
        REPORT(behaviour, port->at,
               "'%s' is a port of another kind than '%s', which it is connected to; make both the "
               "same",
               port->feature->name.text, other->feature->name.text);
        return NULL;
    }
    return local_object(behaviour, trace, port);
}

static void connect_port(struct behaviour *behaviour, const struct behaviour_thread *thread,
                         struct behaviour_port *port)
{
    const struct list *traces =
        map_get(port->output ? &behaviour->ends->from : &behaviour->ends->to,
                end_key(behaviour->module, thread->thread->instance, port->key));

    for (uint32_t i = 0; traces != NULL && i < traces->count; i++) {
        struct behaviour_object *object = object_for(behaviour, traces->items[i], port);
        bool known = object == NULL;

        for (uint32_t j = 0; j < port->objects.count; j++)
            known = known || port->objects.items[j] == object;
        if (!known)
            list_add(behaviour_arena(behaviour), &port->objects, object);
    }
    if (!port->output && port->objects.count > 1)
        REPORT(behaviour, port->at,
               "the port '%s' of thread '%s' gets messages in %u ways; a process of ARINC 653 "
               "waits for one, make a port for each",
               port->key, thread->thread->name, port->objects.count);
}

static const char *wait_of(struct behaviour *behaviour, const struct instance *instance,
                           const struct element *feature)
{
    struct value value;
    uint64_t ns;

    if (feature_value(behaviour->module->model, instance, feature, "ARINC653::Timeout", &value) &&
        module_time_of(behaviour->module, &value, &ns))
        return arena_print(behaviour_arena(behaviour), "%" PRIu64, ns);
    return NULL;
}

static void add_port(struct behaviour *behaviour, struct behaviour_thread *thread,
                     const struct element *feature, const char *key, bool output)
{
    const struct instance *instance = thread->thread->instance;
    struct behaviour_port *port = ARENA_NEW(behaviour_arena(behaviour), struct behaviour_port);
    const struct classifier *classifier =
        names_target(behaviour->module->model->compilation, feature);

    port->key = key;
    port->feature = feature;
    port->output = output;
    port->queued = feature->feature != FEATURE_DATA_PORT;
    port->at = feature->name.at;
    port->wait = wait_of(behaviour, instance, feature);
    if (feature->feature != FEATURE_EVENT_PORT && classifier == NULL) {
        REPORT(behaviour, port->at,
               "the port '%s' of thread '%s' has no data type, so its messages have no size; name "
               "one",
               key, thread->thread->name);
        return;
    }
    if (feature->feature != FEATURE_EVENT_PORT)
        port->type = datatype_of(&behaviour->types, classifier);
    list_add(behaviour_arena(behaviour), &thread->ports, port);
    connect_port(behaviour, thread, port);
}

/* Own features, or those of a feature group (with a prefix); turned: inputs are
 * outputs. */
static void add_features(struct behaviour *behaviour, struct behaviour_thread *thread,
                         const struct classifier *classifier, const char *prefix, bool turned,
                         uint32_t depth)
{
    struct compilation *compilation = behaviour->module->model->compilation;

    if (classifier == NULL || depth > MAX_NESTING)
        return;
    if (classifier->elements.count == 0 && classifier->inverse != NULL) {
        add_features(behaviour, thread, classifier->inverse, prefix, !turned, depth + 1);
        return;
    }
    add_features(behaviour, thread, classifier->parent, prefix, turned, depth);
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        const struct element *feature = classifier->elements.items[i];

        if (feature->kind != ELEMENT_FEATURE || feature->refined)
            continue;
        if (depth == 0)
            feature = names_element(thread->thread->instance->classifier, feature->name.key);
        const char *key = names_key(compilation, arena_print(behaviour_arena(behaviour), "%s%s",
                                                             prefix, feature->name.key));
        if (feature->feature == FEATURE_GROUP)
            add_features(behaviour, thread, names_target(compilation, feature),
                         arena_print(behaviour_arena(behaviour), "%s.", key),
                         turned != feature->inverse, depth + 1);
        if (feature->feature != FEATURE_DATA_PORT && feature->feature != FEATURE_EVENT_PORT &&
            feature->feature != FEATURE_EVENT_DATA_PORT)
            continue;
        bool in = feature->direction != DIRECTION_OUT, out = feature->direction != DIRECTION_IN;
        if (turned ? out : in)
            add_port(behaviour, thread, feature, key, false);
        if (turned ? in : out)
            add_port(behaviour, thread, feature, key, true);
    }
}

/* --- what dispatches a thread --- */

/* Does Dispatch_Trigger name the port? Without it all inputs with a queue dispatch. */
static bool may_dispatch(struct behaviour *behaviour, const struct instance *instance,
                         const struct behaviour_port *port)
{
    struct list triggers = {0};
    struct value value;

    if (port->output || port->objects.count == 0)
        return false;
    if (!property_value(behaviour->module->model, instance, "Thread_Properties::Dispatch_Trigger",
                        &value))
        return port->queued;
    value_elements(behaviour->module->model, &value, &triggers);
    for (uint32_t i = 0; i < triggers.count; i++) {
        const struct expression *trigger = ((struct value *)triggers.items[i])->expression;

        if (trigger->kind != EXPRESSION_REFERENCE || trigger->path->steps.count == 0)
            continue;
        const struct path_step *last = trigger->path->steps.items[trigger->path->steps.count - 1];
        if (last->name.key == port->feature->name.key)
            return true;
    }
    return false;
}

static void find_trigger(struct behaviour *behaviour, struct behaviour_thread *thread, bool timed)
{
    const struct module_thread *module_thread = thread->thread;
    struct behaviour_port *found = NULL;

    for (uint32_t i = 0; i < thread->ports.count; i++) {
        struct behaviour_port *port = thread->ports.items[i];

        if (!may_dispatch(behaviour, module_thread->instance, port))
            continue;
        if (found != NULL) {
            REPORT(behaviour, port->at,
                   "both '%s' and '%s' dispatch the thread '%s', and a process of ARINC 653 waits "
                   "for one; choose with 'Dispatch_Trigger => (reference (%s));'",
                   found->key, port->key, module_thread->name, found->key);
            return;
        }
        found = port;
    }
    if (found == NULL && module_thread->dispatch != DISPATCH_APERIODIC)
        REPORT(behaviour, module_thread->instance->at,
               "the thread '%s' is %s, but nothing dispatches it; connect an event port or event "
               "data port of it",
               module_thread->name, timed ? "timed" : "sporadic");
    else if (found == NULL)
        WARN(behaviour, module_thread->instance->at,
             "nothing dispatches the thread '%s', so it runs once, at the start; connect an event "
             "port or event data port of it",
             module_thread->name);
    else if (!found->queued)
        REPORT(behaviour, found->at,
               "the data port '%s' can't dispatch the thread '%s': one can't wait for it; make it "
               "an event data port",
               found->key, module_thread->name);
    if (found == NULL)
        return;
    found->trigger = true;
    if (found->wait == NULL)
        found->wait =
            timed ? arena_print(behaviour_arena(behaviour), "%" PRIu64, module_thread->period)
                  : "INFINITE_TIME_VALUE";
    thread->trigger = found;
}

static void find_dispatch(struct behaviour *behaviour, struct behaviour_thread *thread)
{
    const struct module_thread *module_thread = thread->thread;
    const char *literal = NULL;
    struct value value;

    if (property_value(behaviour->module->model, module_thread->instance,
                       "Thread_Properties::Dispatch_Protocol", &value))
        literal = value_literal(behaviour->module->model, &value);
    switch (module_thread->dispatch) {
    case DISPATCH_NONE:
        REPORT(behaviour, module_thread->instance->at,
               "the thread '%s' has no Dispatch_Protocol; add 'Dispatch_Protocol => Periodic;'",
               module_thread->name);
        break;
    case DISPATCH_SPORADIC:
    case DISPATCH_APERIODIC:
        find_trigger(behaviour, thread, false);
        break;
    case DISPATCH_OTHER:
        if (literal == NULL || strcmp(literal, "timed") != 0)
            REPORT(behaviour, value.at,
                   "the thread '%s' can't be '%s': ARINC 653 has no such processes; make it "
                   "periodic, sporadic, aperiodic, timed or background",
                   module_thread->name, literal == NULL ? "?" : literal);
        else if (module_thread->period == 0)
            REPORT(behaviour, module_thread->instance->at,
                   "the thread '%s' is timed, but has no Period; add 'Period => ...;'",
                   module_thread->name);
        else
            find_trigger(behaviour, thread, true);
        break;
    default:
        break;
    }
}

void channels_find(struct behaviour *behaviour, struct behaviour_thread *thread)
{
    const struct classifier *classifier = thread->thread->instance->classifier;

    if (classifier == NULL)
        return;
    add_features(behaviour, thread, classifier->is_implementation ? classifier->type : classifier,
                 "", false, 0);
    find_dispatch(behaviour, thread);
}
