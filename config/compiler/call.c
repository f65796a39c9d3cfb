/* SPDX-License-Identifier: BSD-2-Clause */

/* Calls of subprograms: which ones, and in which order. */

#include "call.h"

#include <string.h>

#define REPORT(behaviour, at, ...)                                                                 \
    report_error(module_messages((behaviour)->module), (at), __VA_ARGS__)
#define WARN(behaviour, at, ...)                                                                   \
    report_warning(module_messages((behaviour)->module), (at), __VA_ARGS__)

static struct arena *arena_of(const struct caller *caller)
{
    return behaviour_arena(caller->behaviour);
}

static const char *caller_name(const struct caller *caller)
{
    return caller->thread != NULL ? caller->thread->thread->name : caller->classifier->title;
}

const char *caller_variable(const struct caller *caller, const char *text,
                            const struct datatype *type)
{
    struct behaviour_variable *variable = ARENA_NEW(arena_of(caller), struct behaviour_variable);

    variable->name = behaviour_name(caller->behaviour, &caller->sequence->names, text);
    variable->type = type;
    list_add(arena_of(caller), &caller->sequence->variables, variable);
    return variable->name;
}

/* --- which calls --- */

static const struct element *chosen_sequence(const struct caller *caller)
{
    struct model *model = caller->behaviour->module->model;
    struct value value;

    if (caller->thread == NULL ||
        !property_value(model, caller->thread->thread->instance,
                        "Programming_Properties::Compute_Entrypoint_Call_Sequence", &value) ||
        value.expression->kind != EXPRESSION_REFERENCE || value.expression->path->steps.count != 1)
        return NULL;
    const struct path_step *step = value.expression->path->steps.items[0];
    return names_element(caller->classifier, step->name.key);
}

static bool is_sequence(const struct element *element)
{
    return element != NULL && element->kind == ELEMENT_CALL_SEQUENCE;
}

bool has_calls(const struct classifier *classifier)
{
    for (; classifier != NULL; classifier = classifier->parent)
        for (uint32_t i = 0; i < classifier->elements.count; i++)
            if (is_sequence(classifier->elements.items[i]))
                return true;
    return false;
}

/* The sequence that is named, or else the only one that is active. */
static const struct element *find_sequence(const struct caller *caller)
{
    const struct element *found = chosen_sequence(caller);

    if (is_sequence(found))
        return found;
    found = NULL;
    for (const struct classifier *c = caller->classifier; c != NULL; c = c->parent)
        for (uint32_t i = 0; i < c->elements.count; i++) {
            const struct element *element = c->elements.items[i];

            if (!is_sequence(element) || !behaviour_active(element))
                continue;
            if (found != NULL) {
                REPORT(caller->behaviour, element->at,
                       "'%s' has several call sequences; choose with "
                       "'Compute_Entrypoint_Call_Sequence => (reference (...));', or say 'in "
                       "modes' of each",
                       caller_name(caller));
                return NULL;
            }
            found = element;
        }
    return found;
}

static void add_arguments(const struct caller *caller, struct behaviour_call *call)
{
    for (uint32_t i = 0; i < call->function->parameters.count; i++) {
        struct behaviour_argument *argument =
            ARENA_NEW(arena_of(caller), struct behaviour_argument);

        argument->parameter = call->function->parameters.items[i];
        list_add(arena_of(caller), &call->arguments, argument);
    }
}

static struct behaviour_call *add_call(const struct caller *caller, const char *name,
                                       const struct behaviour_function *function, struct place at)
{
    struct behaviour_call *call = ARENA_NEW(arena_of(caller), struct behaviour_call);

    call->name = name;
    call->function = function;
    call->at = at;
    add_arguments(caller, call);
    list_add(arena_of(caller), &caller->sequence->calls, call);
    return call;
}

static void take_calls(const struct caller *caller, const struct element *sequence)
{
    struct compilation *compilation = caller->behaviour->module->model->compilation;

    for (uint32_t i = 0; i < sequence->parts.count; i++) {
        const struct element *element = sequence->parts.items[i];
        const struct classifier *target = names_target(compilation, element);

        if (target == NULL || target->category != CATEGORY_SUBPROGRAM) {
            REPORT(caller->behaviour, element->at,
                   "what '%s' calls is not known here; name a subprogram classifier",
                   element->name.text);
            continue;
        }
        add_call(caller, element->name.text, function_of(caller->behaviour, target, element->at),
                 element->name.at);
    }
}

/* --- entry points --- */

static void call_entry(struct caller *caller, const struct behaviour_function *function)
{
    struct behaviour_call *call =
        add_call(caller, function->name, function, caller->thread->thread->instance->at);

    parameters_match(caller, call);
}

static bool take_entry(struct caller *caller)
{
    static const char compute[] = "Programming_Properties::Compute_Entrypoint";
    struct behaviour *behaviour = caller->behaviour;
    struct behaviour_thread *thread = caller->thread;
    struct behaviour_function *function = NULL;
    struct model *model = behaviour->module->model;
    struct value value;

    if (thread->trigger != NULL)
        function =
            entry_function(behaviour, thread->thread->instance, thread->trigger->feature, compute);
    if (function == NULL)
        function = entry_function(behaviour, thread->thread->instance, NULL, compute);
    if (function == NULL &&
        property_value(model, thread->thread->instance,
                       "Programming_Properties::Compute_Entrypoint_Source_Text", &value) &&
        value_string(model, &value) != NULL)
        function = function_named(behaviour, thread, value_string(model, &value));
    if (function != NULL)
        call_entry(caller, function);
    return function != NULL;
}

/* --- what is left --- */

static void complete_argument(const struct caller *caller, const struct behaviour_call *call,
                              struct behaviour_argument *argument)
{
    const struct behaviour_parameter *parameter = argument->parameter;
    bool needed = parameter->kind == ARGUMENT_IN || parameter->kind == ARGUMENT_ACCESS ||
                  parameter->kind == ARGUMENT_CAME ||
                  (parameter->kind == ARGUMENT_IN_OUT && argument->from == NULL);

    if (needed && argument->variable == NULL) {
        REPORT(caller->behaviour, call->at,
               "the parameter '%s' of the call of '%s' gets no value; connect it",
               parameter->feature->name.text, call->function->name);
        return;
    }
    if (argument->variable == NULL)
        argument->variable = caller_variable(
            caller, arena_print(arena_of(caller), "%s_%s", call->name, parameter->name),
            parameter->type);
    argument->declared = true;
}

/* A process owns one mutex of ARINC 653 at a time, and waits for nothing then. */
static void check_locks(const struct caller *caller, const struct behaviour_call *call)
{
    const struct behaviour_data *first = NULL;

    for (uint32_t i = 0; i < call->arguments.count; i++) {
        const struct behaviour_data *data =
            ((struct behaviour_argument *)call->arguments.items[i])->data;

        if (data == NULL || data->lock == NULL || data == first)
            continue;
        if (first != NULL &&
            (first->lock->kind != OBJECT_SEMAPHORE || data->lock->kind != OBJECT_SEMAPHORE))
            REPORT(caller->behaviour, call->at,
                   "the call of '%s' locks both '%s' and '%s', of which a process of ARINC 653 "
                   "can own one only; protect both by 'Semaphore'",
                   call->function->name, first->variable, data->variable);
        first = data;
    }
}

static void complete(const struct caller *caller)
{
    for (uint32_t i = 0; i < caller->sequence->calls.count; i++) {
        struct behaviour_call *call = caller->sequence->calls.items[i];

        for (uint32_t j = 0; j < call->arguments.count; j++)
            complete_argument(caller, call, call->arguments.items[j]);
        check_locks(caller, call);
    }
}

static void check_outputs(const struct caller *caller)
{
    const struct behaviour_thread *thread = caller->thread;

    for (uint32_t i = 0; i < thread->ports.count; i++) {
        struct behaviour_port *port = thread->ports.items[i];

        if (port->trigger && port->variable == NULL && port->type != NULL)
            caller_port_variable(caller, port);
        if (port->output && port->objects.count > 0 && port->value == NULL && port->send == NULL)
            WARN(caller->behaviour, port->at,
                 "nothing writes to the port '%s' of thread '%s'; connect a parameter of a call "
                 "to it",
                 port->key, thread->thread->name);
    }
}

void calls_find(struct behaviour *behaviour, struct behaviour_thread *thread)
{
    struct caller caller = {
        .behaviour = behaviour,
        .thread = thread,
        .classifier = thread->thread->instance->classifier,
        .sequence = &thread->sequence,
    };
    const struct element *sequence = caller.classifier == NULL ? NULL : find_sequence(&caller);

    if (sequence != NULL) {
        take_calls(&caller, sequence);
        parameters_connect(&caller);
    } else if (!take_entry(&caller)) {
        WARN(behaviour, thread->thread->instance->at,
             "the thread '%s' calls nothing; add calls, or a Compute_Entrypoint",
             thread->thread->name);
    }
    complete(&caller);
    check_outputs(&caller);
}

void composed_find(struct behaviour *behaviour, struct behaviour_function *function)
{
    struct caller caller = {
        .behaviour = behaviour,
        .function = function,
        .classifier = function->classifier,
    };
    const struct element *sequence;

    function->body = ARENA_NEW(behaviour_arena(behaviour), struct behaviour_sequence);
    caller.sequence = function->body;
    for (uint32_t i = 0; i < function->parameters.count; i++) {
        const char *name = ((struct behaviour_parameter *)function->parameters.items[i])->name;

        map_set(behaviour_arena(behaviour), &function->body->names,
                names_key(behaviour->module->model->compilation, name), function);
    }
    sequence = find_sequence(&caller);
    if (sequence != NULL)
        take_calls(&caller, sequence);
    parameters_connect(&caller);
    complete(&caller);
}
