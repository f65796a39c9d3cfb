/* SPDX-License-Identifier: BSD-2-Clause */

/* Data that the threads of a partition share, and what keeps them apart:
 * semaphores, mutexes with a priority ceiling, or the preemption lock. */

#include "behaviour.h"

#include <inttypes.h>
#include <string.h>

#define MAX_NAME_LENGTH 30 /* ARINC 653 Part 1: NAME_TYPE */

#define REPORT(behaviour, at, ...)                                                                 \
    report_error(module_messages((behaviour)->module), (at), __VA_ARGS__)
#define WARN(behaviour, at, ...)                                                                   \
    report_warning(module_messages((behaviour)->module), (at), __VA_ARGS__)

/* What a Concurrency_Control_Protocol is here. */
static const struct {
    const char *literal;
    enum object_kind kind;
} protocols[] = {
    {"semaphore", OBJECT_SEMAPHORE},
    {"protected_access", OBJECT_SEMAPHORE},
    {"spin_lock", OBJECT_SEMAPHORE},
    {"priority_ceiling", OBJECT_MUTEX},
    {"priority_ceiling_protocol", OBJECT_MUTEX},
    {"immediate_priority_ceiling_protocol", OBJECT_MUTEX},
    {"priority_inheritance", OBJECT_MUTEX},
    {"interrupt_masking", OBJECT_PREEMPTION_LOCK},
    {"maximum_priority", OBJECT_PREEMPTION_LOCK},
};

static const char *protocol_of(struct behaviour *behaviour, const struct instance *instance)
{
    struct value value;
    const char *literal = NULL;

    if (property_value(behaviour->module->model, instance,
                       "Thread_Properties::Concurrency_Control_Protocol", &value))
        literal = value_literal(behaviour->module->model, &value);
    return literal == NULL ? "" : literal;
}

static struct behaviour_object *make_lock(struct behaviour *behaviour,
                                          const struct behaviour_data *data, enum object_kind kind)
{
    struct arena *arena = behaviour_arena(behaviour);
    struct behaviour_object *lock = ARENA_NEW(arena, struct behaviour_object);
    const char *suffix = kind == OBJECT_SEMAPHORE ? "semaphore" : "mutex";

    lock->kind = kind;
    lock->name = arena_print(arena, "%.*s", MAX_NAME_LENGTH, data->variable);
    lock->depth = 1;
    if (kind != OBJECT_PREEMPTION_LOCK) {
        lock->id = behaviour_name(behaviour, &behaviour->names,
                                  arena_print(arena, "%s_%s", data->variable, suffix));
        list_add(arena, &behaviour->objects, lock);
    }
    return lock;
}

/* The text of Initial_Value: a C initializer. */
static const char *initial_of(struct behaviour *behaviour, const struct instance *instance)
{
    struct arena *arena = behaviour_arena(behaviour);
    struct model *model = behaviour->module->model;
    struct list texts = {0};
    struct value value;
    const char *all = "";

    if (!property_value(model, instance, "Data_Model::Initial_Value", &value))
        return NULL;
    value_elements(model, &value, &texts);
    for (uint32_t i = 0; i < texts.count; i++) {
        const char *text = value_string(model, texts.items[i]);

        all = arena_print(arena, "%s%s%s", all, i == 0 ? "" : ", ", text == NULL ? "0" : text);
    }
    return texts.count == 1 ? all : arena_print(arena, "{%s}", all);
}

static struct behaviour_data *make_data(struct behaviour *behaviour,
                                        const struct instance *instance)
{
    struct behaviour_data *data = ARENA_NEW(behaviour_arena(behaviour), struct behaviour_data);
    const char *protocol = protocol_of(behaviour, instance);

    data->instance = instance;
    data->type = datatype_of(&behaviour->types, instance->classifier);
    data->variable = behaviour_name(behaviour, &behaviour->names, instance->name);
    data->initial = initial_of(behaviour, instance);
    for (size_t i = 0; i < sizeof(protocols) / sizeof(protocols[0]); i++)
        if (strcmp(protocols[i].literal, protocol) == 0)
            data->lock = make_lock(behaviour, data, protocols[i].kind);
    list_add(behaviour_arena(behaviour), &behaviour->data, data);
    data->order = behaviour->data.count;
    return data;
}

/* The other end of a connection, if that is data. */
static const struct instance *data_at(const struct list *traces, bool from)
{
    for (uint32_t i = 0; traces != NULL && i < traces->count; i++) {
        const struct trace *trace = traces->items[i];
        const struct trace_end *end = from ? &trace->from : &trace->to;

        if (end->feature == NULL && end->instance->category == CATEGORY_DATA)
            return end->instance;
    }
    return NULL;
}

static const struct instance *find_instance(const struct behaviour *behaviour,
                                            const struct instance *thread, const char *key)
{
    struct module *module = behaviour->module;
    const char *end =
        names_key(module->model->compilation,
                  arena_print(module_arena(module), "%p/%s", (const void *)thread, key));
    const struct instance *instance = data_at(map_get(&behaviour->ends->to, end), true);

    return instance != NULL ? instance : data_at(map_get(&behaviour->ends->from, end), false);
}

static void add_user(struct behaviour *behaviour, struct behaviour_data *data,
                     const struct module_thread *thread)
{
    for (uint32_t i = 0; i < data->users.count; i++)
        if (data->users.items[i] == thread)
            return;
    list_add(behaviour_arena(behaviour), &data->users, thread);
}

struct behaviour_data *shared_data_of(struct behaviour *behaviour,
                                      const struct behaviour_thread *thread, const char *key,
                                      struct place at)
{
    const struct instance *instance = find_instance(behaviour, thread->thread->instance, key);
    struct behaviour_data *data = NULL;

    if (instance == NULL || instance->classifier == NULL) {
        REPORT(behaviour, at,
               "'%s' of thread '%s' is connected to no data; connect it to a data subcomponent "
               "that has a type",
               key, thread->thread->name);
        return NULL;
    }
    if (module_partition_of(behaviour->module, instance) != behaviour->partition) {
        REPORT(behaviour, at,
               "'%s' of thread '%s' leads to data outside of its partition '%s'; partitions share "
               "no memory, use ports",
               key, thread->thread->name, behaviour->partition->name);
        return NULL;
    }
    for (uint32_t i = 0; i < behaviour->data.count && data == NULL; i++)
        if (((struct behaviour_data *)behaviour->data.items[i])->instance == instance)
            data = behaviour->data.items[i];
    if (data == NULL)
        data = make_data(behaviour, instance);
    add_user(behaviour, data, thread->thread);
    return data;
}

/* --- once all threads are known --- */

static int64_t priority_of(const struct behaviour *behaviour, const struct module_thread *thread)
{
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *candidate = behaviour->threads.items[i];

        if (candidate->thread == thread)
            return candidate->priority;
    }
    return 0;
}

/* The priority of the most urgent user, unless the model says more. */
static void set_ceiling(struct behaviour *behaviour, const struct behaviour_data *data)
{
    struct behaviour_object *lock = NULL;
    int64_t highest = 0, ceiling = 0;
    struct value value;

    for (uint32_t i = 0; i < behaviour->objects.count; i++)
        if (behaviour->objects.items[i] == data->lock)
            lock = behaviour->objects.items[i];
    if (lock == NULL || lock->kind != OBJECT_MUTEX)
        return;
    for (uint32_t i = 0; i < data->users.count; i++) {
        int64_t priority = priority_of(behaviour, data->users.items[i]);

        highest = priority > highest ? priority : highest;
    }
    lock->ceiling = highest;
    if (property_value(behaviour->module->model, data->instance, "Thread_Properties::Priority",
                       &value) &&
        value_integer(behaviour->module->model, &value, &ceiling) && ceiling > highest)
        lock->ceiling = ceiling;
}

void shared_data_check(struct behaviour *behaviour)
{
    for (uint32_t i = 0; i < behaviour->data.count; i++) {
        const struct behaviour_data *data = behaviour->data.items[i];

        set_ceiling(behaviour, data);
        if (data->lock != NULL || data->users.count < 2)
            continue;
        const struct module_thread *first = data->users.items[0], *second = data->users.items[1];
        WARN(behaviour, data->instance->at,
             "the threads '%s' and '%s' share '%s' without protection; add "
             "'Concurrency_Control_Protocol => Semaphore;'",
             first->name, second->name, data->instance->name);
    }
}
