/* SPDX-License-Identifier: BSD-2-Clause */

/* What the parameters of calls are connected to: ports of the thread, other
 * calls, data, or the parameters of a subprogram that is composed of calls. */

#include "call.h"

#include <string.h>

#define REPORT(behaviour, at, ...)                                                                 \
    report_error(module_messages((behaviour)->module), (at), __VA_ARGS__)
/* A data subcomponent of the caller. */
struct own_data {
    const char *key;
    const char *variable;
};

/* An end of a connection; one of these. */
struct connected {
    struct behaviour_argument *argument; /* of the call */
    struct behaviour_call *call;
    struct behaviour_port *port;                /* of the thread */
    const struct behaviour_parameter *received; /* of the composed subprogram */
    const char *variable;                       /* of own data */
    const char *access;                         /* the thread's feature that gives access */
};

static struct arena *arena_of(const struct caller *caller)
{
    return behaviour_arena(caller->behaviour);
}

/* --- what parameters are connected to --- */

static struct behaviour_call *call_named(const struct caller *caller, const struct name *name)
{
    for (uint32_t i = 0; i < caller->sequence->calls.count; i++) {
        struct behaviour_call *call = caller->sequence->calls.items[i];

        if (call->at.source == name->at.source && strcmp(call->name, name->text) == 0)
            return call;
    }
    for (uint32_t i = 0; i < caller->sequence->calls.count; i++) {
        struct behaviour_call *call = caller->sequence->calls.items[i];

        if (names_key(caller->behaviour->module->model->compilation, call->name) == name->key)
            return call;
    }
    return NULL;
}

/* event: the bool of an event, not the data. */
static struct behaviour_argument *argument_named(const struct behaviour_call *call, const char *key,
                                                 bool event)
{
    for (uint32_t i = 0; i < call->arguments.count; i++) {
        struct behaviour_argument *argument = call->arguments.items[i];
        enum argument_kind kind = argument->parameter->kind;

        if (argument->parameter->feature->name.key == key &&
            event == (kind == ARGUMENT_SEND || kind == ARGUMENT_CAME))
            return argument;
    }
    return NULL;
}

static struct behaviour_port *port_named(const struct caller *caller, const char *key, bool output)
{
    for (uint32_t i = 0; caller->thread != NULL && i < caller->thread->ports.count; i++) {
        struct behaviour_port *port = caller->thread->ports.items[i];

        if (port->key == key && port->output == output)
            return port;
    }
    return NULL;
}

static const struct behaviour_parameter *received_named(const struct caller *caller,
                                                        const char *key)
{
    for (uint32_t i = 0; caller->function != NULL && i < caller->function->parameters.count; i++) {
        const struct behaviour_parameter *parameter = caller->function->parameters.items[i];

        if (parameter->feature->name.key == key)
            return parameter;
    }
    return NULL;
}

/* "a.b" of the steps from the first on. */
static const char *path_key(const struct caller *caller, const struct path *path)
{
    const char *key = ((const struct path_step *)path->steps.items[0])->name.key;

    for (uint32_t i = 1; i < path->steps.count; i++)
        key = arena_print(arena_of(caller), "%s.%s", key,
                          ((const struct path_step *)path->steps.items[i])->name.key);
    return names_key(caller->behaviour->module->model->compilation, key);
}

static const char *own_variable(struct caller *caller, const struct element *element)
{
    for (uint32_t i = 0; i < caller->own.count; i++) {
        const struct own_data *own = caller->own.items[i];

        if (own->key == element->name.key)
            return own->variable;
    }
    const struct classifier *classifier =
        names_target(caller->behaviour->module->model->compilation, element);
    if (classifier == NULL)
        return NULL;
    struct own_data *own = ARENA_NEW(arena_of(caller), struct own_data);
    own->key = element->name.key;
    own->variable = caller_variable(caller, element->name.text,
                                    datatype_of(&caller->behaviour->types, classifier));
    list_add(arena_of(caller), &caller->own, own);
    return own->variable;
}

/* "data.part" of a data subcomponent. */
static const char *own_part(struct caller *caller, const struct path *path)
{
    const struct path_step *first = path->steps.items[0];
    const struct element *element = names_element(caller->classifier, first->name.key);
    const char *text;

    if (element == NULL || element->kind != ELEMENT_SUBCOMPONENT ||
        element->category != CATEGORY_DATA)
        return NULL;
    text = own_variable(caller, element);
    for (uint32_t i = 1; text != NULL && i < path->steps.count; i++)
        text =
            arena_print(arena_of(caller), "%s.%s", text,
                        c_identifier(arena_of(caller),
                                     ((const struct path_step *)path->steps.items[i])->name.text));
    return text;
}

/* source: data comes from here. */
static struct connected resolve(struct caller *caller, const struct path *path, bool source)
{
    const struct path_step *first = path->steps.items[0];
    struct connected end = {.call = call_named(caller, &first->name)};
    const char *key = path_key(caller, path);

    if (end.call != NULL && path->steps.count == 2) {
        const char *parameter = ((const struct path_step *)path->steps.items[1])->name.key;

        end.argument = argument_named(end.call, parameter, false);
        if (end.argument == NULL)
            end.argument = argument_named(end.call, parameter, true);
        return end;
    }
    end.port = port_named(caller, key, !source);
    end.received = received_named(caller, key);
    if (end.port != NULL || end.received != NULL)
        return end;
    const struct element *element = names_element(caller->classifier, first->name.key);
    if (caller->thread != NULL && element != NULL && element->kind == ELEMENT_FEATURE &&
        element->feature == FEATURE_DATA_ACCESS)
        end.access = key;
    else
        end.variable = own_part(caller, path);
    return end;
}

/* --- connecting --- */

const char *caller_port_variable(const struct caller *caller, struct behaviour_port *port)
{
    if (port->variable == NULL)
        port->variable = caller_variable(caller, port->key, port->type);
    return port->variable;
}

static const char *fresh_variable(const struct caller *caller, struct behaviour_port *port)
{
    if (port->fresh == NULL)
        port->fresh =
            caller_variable(caller, arena_print(arena_of(caller), "%s_came", port->key), NULL);
    return port->fresh;
}

static void check_types(const struct caller *caller, const struct behaviour_argument *argument,
                        const struct datatype *type, struct place at)
{
    const struct datatype *wanted = argument->parameter->type;

    if (wanted == NULL || type == NULL || wanted == type ||
        (wanted->kind == DATATYPE_SCALAR && type->kind == DATATYPE_SCALAR &&
         strcmp(wanted->base, type->base) == 0))
        return;
    REPORT(caller->behaviour, at,
           "the parameter '%s' of '%s' has the type '%s', but it is connected to '%s'; use one "
           "data type",
           argument->parameter->feature->name.text, argument->parameter->feature->owner->title,
           wanted->classifier->title, type->classifier->title);
}

/* The values of a composed subprogram's out parameters are behind pointers. */
static const char *received_text(const struct caller *caller,
                                 const struct behaviour_parameter *parameter)
{
    bool value = parameter->kind == ARGUMENT_IN || parameter->kind == ARGUMENT_CAME;

    return value ? parameter->name : arena_print(arena_of(caller), "*%s", parameter->name);
}

static void set_source(struct behaviour_argument *argument, const char *variable)
{
    if (argument->parameter->kind == ARGUMENT_IN_OUT && argument->from == NULL)
        argument->from = variable;
    else if (argument->variable == NULL)
        argument->variable = variable;
}

/* An event port or event data port on which nothing comes keeps the call from
 * being made, unless the function is told. */
static void need_event(const struct caller *caller, struct behaviour_call *call,
                       struct behaviour_port *port)
{
    struct behaviour_argument *told = argument_named(call, port->feature->name.key, true);

    /* A timed thread is dispatched without an event, too. */
    if (port->trigger)
        call->always = true;
    else if (told == NULL)
        list_add(arena_of(caller), &call->needs, fresh_variable(caller, port));
}

static void feed(const struct caller *caller, const struct connected *from,
                 const struct connected *to, struct place at)
{
    struct behaviour_argument *argument = to->argument;

    if (from->port != NULL && argument->parameter->kind == ARGUMENT_CAME) {
        argument->variable = fresh_variable(caller, from->port);
    } else if (from->port != NULL) {
        check_types(caller, argument, from->port->type, at);
        set_source(argument, caller_port_variable(caller, from->port));
        if (from->port->queued)
            need_event(caller, to->call, from->port);
    } else if (from->received != NULL) {
        check_types(caller, argument, from->received->type, at);
        set_source(argument, received_text(caller, from->received));
    } else if (from->argument != NULL) {
        check_types(caller, argument, from->argument->parameter->type, at);
        if (from->argument->variable == NULL) {
            from->argument->variable =
                caller_variable(caller,
                                arena_print(arena_of(caller), "%s_%s", from->call->name,
                                            from->argument->parameter->name),
                                from->argument->parameter->type);
        }
        set_source(argument, from->argument->variable);
    } else if (from->variable != NULL) {
        set_source(argument, from->variable);
    }
}

static void drain(const struct caller *caller, const struct connected *from,
                  const struct connected *to, struct place at)
{
    struct behaviour_argument *argument = from->argument;

    if (to->port != NULL) {
        check_types(caller, argument, to->port->type, at);
        if (argument->parameter->kind == ARGUMENT_SEND)
            to->port->send = argument;
        else
            to->port->value = argument;
    } else if (to->received != NULL && argument->variable == NULL) {
        check_types(caller, argument, to->received->type, at);
        argument->variable = received_text(caller, to->received);
    } else if (to->variable != NULL && argument->variable == NULL) {
        argument->variable = to->variable;
    }
    /* Event data: whether it is to be sent is said by its second parameter. */
    if (to->port != NULL && argument->parameter->feature->feature == FEATURE_EVENT_DATA_PORT)
        to->port->send = argument_named(from->call, argument->parameter->feature->name.key, true);
}

static void give_access(const struct caller *caller, struct behaviour_argument *argument,
                        const struct connected *data, struct place at)
{
    if (data->received != NULL)
        argument->variable = received_text(caller, data->received);
    else if (data->variable != NULL)
        argument->variable = data->variable;
    else if (data->access != NULL)
        argument->data = shared_data_of(caller->behaviour, caller->thread, data->access, at);
    if (argument->data != NULL) {
        check_types(caller, argument, argument->data->type, at);
        argument->variable = argument->data->variable;
    }
}

static bool gives_access(const struct connected *end)
{
    return end->argument != NULL && end->argument->parameter->kind == ARGUMENT_ACCESS;
}

/* What is stored in own data or out parameters comes first: a call that reads
 * the same value then reads it there. */
static void take_connection(struct caller *caller, const struct element *connection, bool storing)
{
    struct connected from = resolve(caller, connection->from, true);
    struct connected to = resolve(caller, connection->to, false);

    if (storing != (from.argument != NULL && (to.received != NULL || to.variable != NULL)))
        return;
    if (gives_access(&to)) {
        /* Access connections may be written in either order. */
        give_access(caller, to.argument, &from, connection->at);
    } else if (gives_access(&from)) {
        give_access(caller, from.argument, &to, connection->at);
    } else {
        if (to.argument != NULL)
            feed(caller, &from, &to, connection->at);
        if (from.argument != NULL)
            drain(caller, &from, &to, connection->at);
    }
}

static void take_connections(struct caller *caller, bool storing)
{
    for (const struct classifier *c = caller->classifier; c != NULL; c = c->parent)
        for (uint32_t i = 0; i < c->elements.count; i++) {
            const struct element *element = c->elements.items[i];

            if (element->kind == ELEMENT_CONNECTION && !element->refined && element->from != NULL &&
                element->from->steps.count > 0 && element->to->steps.count > 0 &&
                behaviour_active(element))
                take_connection(caller, element, storing);
        }
}

void parameters_connect(struct caller *caller)
{
    take_connections(caller, true);
    take_connections(caller, false);
}

/* --- entry points: parameters belong to the ports of the same name --- */

static void match_argument(struct caller *caller, struct behaviour_call *call,
                           struct behaviour_argument *argument)
{
    const char *key = argument->parameter->feature->name.key;
    struct connected own = {.argument = argument, .call = call};
    enum argument_kind kind = argument->parameter->kind;

    if (kind == ARGUMENT_ACCESS) {
        struct connected data = {.access = key};

        give_access(caller, argument, &data, call->at);
        return;
    }
    struct connected in = {.port = port_named(caller, key, false)};
    struct connected out = {.port = port_named(caller, key, true)};
    if (in.port != NULL && kind != ARGUMENT_OUT && kind != ARGUMENT_SEND)
        feed(caller, &in, &own, call->at);
    if (out.port != NULL && kind != ARGUMENT_IN && kind != ARGUMENT_CAME)
        drain(caller, &own, &out, call->at);
}

void parameters_match(struct caller *caller, struct behaviour_call *call)
{
    for (uint32_t i = 0; i < call->arguments.count; i++)
        match_argument(caller, call, call->arguments.items[i]);
}
