/* SPDX-License-Identifier: BSD-2-Clause */

#include "behaviour.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define MAX_NAME_LENGTH 30u /* ARINC 653 Part 1: NAME_TYPE */
#define MIN_PRIORITY    1
#define MAX_PRIORITY    239
#define MIN_STACK       1024u

#define REPORT(behaviour, at, ...)                                                                 \
    report_error(module_messages((behaviour)->module), (at), __VA_ARGS__)
#define WARN(behaviour, at, ...)                                                                   \
    report_warning(module_messages((behaviour)->module), (at), __VA_ARGS__)

struct arena *behaviour_arena(const struct behaviour *behaviour)
{
    return module_arena(behaviour->module);
}

const char *behaviour_name(const struct behaviour *behaviour, struct map *names, const char *text)
{
    struct arena *arena = behaviour_arena(behaviour);
    struct compilation *compilation = behaviour->module->model->compilation;
    const char *wanted = c_identifier(arena, text), *name = wanted;

    for (uint32_t i = 2;; i++) {
        const char *key = names_key(compilation, name);

        if (map_get(names, key) == NULL && map_get(&behaviour->names, key) == NULL) {
            map_set(arena, names, key, (void *)(uintptr_t)name);
            return name;
        }
        name = arena_print(arena, "%s_%" PRIu32, wanted, i);
    }
}

bool behaviour_active(const struct element *element)
{
    bool known = false;

    for (uint32_t i = 0; i < element->modes.count; i++) {
        const struct mode_binding *binding = element->modes.items[i];
        const struct element *mode = names_element(element->owner, binding->from.key);

        if (mode == NULL || mode->kind != ELEMENT_MODE)
            continue;
        if (mode->initial)
            return true;
        known = true;
    }
    return !known;
}

/* --- priorities --- */

static int64_t rank_of(const struct module_thread *thread, bool deadlines)
{
    uint64_t time = deadlines ? thread->deadline : thread->period;

    return time == 0 || time > INT64_MAX ? INT64_MAX : (int64_t)time;
}

/* Shorter periods (or deadlines) get higher priorities; threads without one,
 * and background threads, the lowest. */
static int64_t ranked_priority(const struct behaviour *behaviour,
                               const struct module_thread *subject, bool deadlines)
{
    int64_t priority = MIN_PRIORITY + 1;

    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *other = behaviour->threads.items[i];
        bool counts = rank_of(other->thread, deadlines) > rank_of(subject, deadlines);

        /* Each period once. */
        for (uint32_t j = 0; j < i && counts; j++)
            counts = rank_of(((struct behaviour_thread *)behaviour->threads.items[j])->thread,
                             deadlines) != rank_of(other->thread, deadlines);
        priority += counts ? 1 : 0;
    }
    return priority > MAX_PRIORITY ? MAX_PRIORITY : priority;
}

static void set_priorities(struct behaviour *behaviour)
{
    const char *name;
    struct place at;
    enum module_policy policy =
        module_policy_of(behaviour->module, behaviour->partition, &name, &at);

    if (strcmp(name, "rr") == 0 || strcmp(name, "edf") == 0 || strcmp(name, "llf") == 0)
        WARN(behaviour, at,
             "'%s' has no effect: the processes of ARINC 653 are scheduled by priorities; use "
             "'RMS', "
             "or give the threads a Priority",
             name);
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        struct behaviour_thread *thread = behaviour->threads.items[i];
        const struct module_thread *in_model = thread->thread;

        if (in_model->dispatch == DISPATCH_BACKGROUND)
            thread->priority = MIN_PRIORITY;
        else if (policy == POLICY_RATES || policy == POLICY_DEADLINES)
            thread->priority = ranked_priority(behaviour, in_model, policy == POLICY_DEADLINES);
        else
            thread->priority = in_model->has_priority ? in_model->priority : MIN_PRIORITY + 1;
        if (thread->priority < MIN_PRIORITY || thread->priority > MAX_PRIORITY)
            REPORT(behaviour, in_model->instance->at,
                   "the thread '%s' can't be created with priority %" PRId64
                   "; ARINC 653 has %d to %d",
                   in_model->name, thread->priority, MIN_PRIORITY, MAX_PRIORITY);
    }
}

/* --- threads --- */

static bool is_active(const struct behaviour *behaviour, const struct instance *instance)
{
    for (; instance != behaviour->partition->process; instance = instance->parent)
        if (!behaviour_active(instance->declaration))
            return false;
    return true;
}

/* What CREATE_PROCESS would refuse. */
static void check_thread(struct behaviour *behaviour, const struct module_thread *thread)
{
    uint64_t period = behaviour->partition->period;

    if (strlen(thread->name) > MAX_NAME_LENGTH)
        REPORT(behaviour, thread->instance->at,
               "the name '%s' of a thread has %zu characters; ARINC 653 allows %u, shorten it",
               thread->name, strlen(thread->name), MAX_NAME_LENGTH);
    if (thread->dispatch == DISPATCH_PERIODIC && period != 0 && thread->period % period != 0)
        REPORT(behaviour, thread->instance->at,
               "the thread '%s' can't be created: its period %s is no multiple of that of its "
               "partition, %s",
               thread->name, module_time_text(behaviour->module, thread->period),
               module_time_text(behaviour->module, period));
    if (thread->stack != 0 && thread->stack < MIN_STACK)
        REPORT(behaviour, thread->instance->at,
               "the stack of thread '%s' has %" PRIu64 " bytes; the least is %u, enlarge it",
               thread->name, thread->stack, MIN_STACK);
}

static struct behaviour_thread *add_thread(struct behaviour *behaviour,
                                           const struct module_thread *module_thread)
{
    struct arena *arena = behaviour_arena(behaviour);
    struct behaviour_thread *thread = ARENA_NEW(arena, struct behaviour_thread);

    thread->thread = module_thread;
    thread->name = c_identifier(arena, module_thread->name);
    thread->entry =
        behaviour_name(behaviour, &behaviour->names, arena_print(arena, "%s_thread", thread->name));
    thread->id =
        behaviour_name(behaviour, &behaviour->names, arena_print(arena, "%s_id", thread->name));
    thread->active = is_active(behaviour, module_thread->instance);
    if (!thread->active)
        WARN(behaviour, module_thread->instance->at,
             "the thread '%s' is not started: it is not in the initial mode, and modes are not "
             "changed",
             module_thread->name);
    check_thread(behaviour, module_thread);
    list_add(arena, &behaviour->threads, thread);
    return thread;
}

/* --- errors of processes --- */

static const struct {
    const char *in_model;
    const char *in_c;
} errors[] = {
    {"deadline_missed", "DEADLINE_MISSED"},
    {"deadline_miss", "DEADLINE_MISSED"},
    {"application_error", "APPLICATION_ERROR"},
    {"numeric_error", "NUMERIC_ERROR"},
    {"illegal_request", "ILLEGAL_REQUEST"},
    {"stack_overflow", "STACK_OVERFLOW"},
    {"memory_violation", "MEMORY_VIOLATION"},
    {"hardware_fault", "HARDWARE_FAULT"},
    {"power_fail", "POWER_FAIL"},
};

static const struct {
    const char *in_model;
    const char *in_c;
} actions[] = {
    {"ignore", "IGNORE"},
    {"nothing", "IGNORE"},
    {"confirm", "CONFIRM"},
    {"thread_restart", "RESTART_PROCESS"},
    {"process_restart", "RESTART_PROCESS"},
    {"thread_stop", "STOP_PROCESS"},
    {"process_stop", "STOP_PROCESS"},
    {"thread_stop_and_start_another", "STOP_PROCESS"},
    {"process_stop_and_start_another", "STOP_PROCESS"},
    {"partition_stop", "STOP_PARTITION"},
    {"partition_restart", "RESTART_PARTITION"},
    {"cold_restart", "RESTART_PARTITION"},
    {"warm_restart", "WARM_RESTART_PARTITION"},
};

/* "3 Numeric_Error": errors with identifiers carry them in front. */
static const char *error_in_c(const char *text)
{
    const char *space = strchr(text, ' ');
    const char *word = space == NULL ? text : space + 1;

    for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
        if (strcasecmp(errors[i].in_model, word) == 0)
            return errors[i].in_c;
    return NULL;
}

static const char *action_in_c(const char *text)
{
    for (size_t i = 0; text != NULL && i < sizeof(actions) / sizeof(actions[0]); i++)
        if (strcasecmp(actions[i].in_model, text) == 0)
            return actions[i].in_c;
    return NULL;
}

static void add_reaction(struct behaviour *behaviour, const struct behaviour_thread *thread,
                         const struct module_health *row)
{
    struct behaviour_reaction *reaction =
        ARENA_NEW(behaviour_arena(behaviour), struct behaviour_reaction);

    reaction->thread = thread;
    reaction->error = error_in_c(row->error);
    reaction->action = action_in_c(row->action);
    if (reaction->error == NULL)
        WARN(behaviour, thread->thread->instance->at,
             "the error '%s' of thread '%s' is none that a process of ARINC 653 has; its action is "
             "never taken",
             row->error, thread->thread->name);
    if (row->action != NULL && strcasestr(row->action, "start_another") != NULL)
        WARN(
            behaviour, thread->thread->instance->at,
            "'%s' of thread '%s' only stops it: the model does not say which other thread to start",
            row->action, thread->thread->name);
    if (reaction->error != NULL && reaction->action != NULL)
        list_add(behaviour_arena(behaviour), &behaviour->reactions, reaction);
}

/* The tables of the threads. */
static void find_reactions(struct behaviour *behaviour)
{
    struct module *module = behaviour->module;

    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *thread = behaviour->threads.items[i];

        for (uint32_t j = 0; j < module->health.count; j++) {
            const struct module_health *row = module->health.items[j];

            if (row->instance == thread->thread->instance)
                add_reaction(behaviour, thread, row);
        }
    }
}

static void find_error_handler(struct behaviour *behaviour)
{
    const struct module_partition *partition = behaviour->partition;
    struct model *model = behaviour->module->model;
    struct value value;

    if (!property_value(model, partition->process, "ARINC653::Error_Handling", &value) &&
        !property_value(model, partition->runtime, "ARINC653::Error_Handling", &value))
        return;
    const struct instance *instance = value_instance(model, &value);
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        struct behaviour_thread *thread = behaviour->threads.items[i];

        if (thread->thread->instance != instance)
            continue;
        thread->error_handler = true;
        if (thread->trigger != NULL || behaviour->reactions.count > 0)
            REPORT(behaviour, value.at,
                   "the error handler '%s' can't be dispatched by a port, and there is no other "
                   "table of errors beside it; remove these",
                   thread->thread->name);
        return;
    }
    REPORT(behaviour, value.at,
           "the error handler is no thread of partition '%s'; name one of its process",
           partition->name);
}

/* --- the whole --- */

static void find_initialization(struct behaviour *behaviour, struct behaviour_thread *thread)
{
    static const char entry[] = "Programming_Properties::Initialize_Entrypoint";
    const struct instance *instance =
        thread == NULL ? behaviour->partition->process : thread->thread->instance;
    const struct behaviour_function *function = entry_function(behaviour, instance, NULL, entry);

    if (function == NULL)
        return;
    if (function->parameters.count > 0)
        REPORT(behaviour, instance->at,
               "the function '%s' that initializes '%s' has parameters; it is called without, "
               "before the partition runs",
               function->name, instance->name);
    if (thread == NULL)
        behaviour->initialize = function;
    else
        thread->initialize = function;
}

/* Files that are given for the process or a thread as a whole. */
static void find_sources(struct behaviour *behaviour, const struct instance *instance)
{
    struct value value;

    if (property_value(behaviour->module->model, instance, "Programming_Properties::Source_Text",
                       &value))
        sources_add(behaviour, &value);
}

static void report_types(struct behaviour *behaviour)
{
    for (uint32_t i = 0; i < behaviour->types.all.count; i++) {
        const struct datatype *type = behaviour->types.all.items[i];

        if (type->wrong != NULL)
            REPORT(behaviour, type->wrong_at, "the data type '%s' can't be one of C: %s",
                   type->classifier->title, type->wrong);
    }
}

/* Different folders for partitions whose names differ in other characters only. */
static const char *file_name(const struct behaviour *behaviour)
{
    const struct module *module = behaviour->module;
    struct arena *arena = behaviour_arena(behaviour);
    const char *name = c_identifier(arena, behaviour->partition->name);

    for (uint32_t i = 0; i < module->behaviours.count; i++)
        if (strcmp(((struct behaviour *)module->behaviours.items[i])->name, name) == 0)
            return arena_print(arena, "%s_%" PRIu32, name, behaviour->partition->index + 1);
    return name;
}

static void build(struct module *module, const struct module_partition *partition,
                  const struct list *threads, const struct channel_ends *ends)
{
    struct behaviour *behaviour = ARENA_NEW(module_arena(module), struct behaviour);

    behaviour->module = module;
    behaviour->partition = partition;
    behaviour->types.model = module->model;
    behaviour->ends = ends;
    behaviour->name = file_name(behaviour);
    find_sources(behaviour, partition->process);
    for (uint32_t i = 0; i < threads->count; i++)
        add_thread(behaviour, threads->items[i]);
    set_priorities(behaviour);
    find_initialization(behaviour, NULL);
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        struct behaviour_thread *thread = behaviour->threads.items[i];

        find_sources(behaviour, thread->thread->instance);
        find_initialization(behaviour, thread);
        channels_find(behaviour, thread);
        calls_find(behaviour, thread);
    }
    shared_data_check(behaviour);
    find_reactions(behaviour);
    find_error_handler(behaviour);
    report_types(behaviour);
    list_add(module_arena(module), &module->behaviours, behaviour);
}

void behaviours_build(struct module *module)
{
    const struct channel_ends *ends = NULL;
    uint32_t next = 0;

    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];
        struct list threads = {0};

        /* Threads are in the order of partitions. */
        for (; next < module->threads.count; next++) {
            const struct module_thread *thread = module->threads.items[next];

            if (thread->partition != partition)
                break;
            list_add(module_arena(module), &threads, thread);
        }
        if (!partition->generated || threads.count == 0)
            continue;
        ends = ends == NULL ? channel_ends_find(module) : ends;
        build(module, partition, &threads, ends);
    }
}
