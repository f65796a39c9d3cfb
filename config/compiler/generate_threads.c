/* SPDX-License-Identifier: BSD-2-Clause */

/* The functions of threads: receive, call, send, wait for the next dispatch. */

#include "generate.h"

#include <inttypes.h>
#include <string.h>

static void put_message(FILE *out, int depth, const char *service, const char *object,
                        const char *other)
{
    generate_line(out, depth, "expect(code, %s, \"%s %s\");", other, service, object);
}

/* --- receiving --- */

static const char *wait_text(const struct behaviour_port *port)
{
    return port->wait == NULL ? "0" : port->wait;
}

/* What a service answers if there is nothing, within the time. */
static const char *nothing_text(const struct behaviour_port *port)
{
    if (strcmp(wait_text(port), "INFINITE_TIME_VALUE") == 0)
        return "NO_ERROR";
    return strcmp(wait_text(port), "0") == 0 ? "NOT_AVAILABLE" : "TIMED_OUT";
}

static void put_fresh(const struct behaviour_port *port, int depth, const char *condition,
                      FILE *out)
{
    if (port->fresh != NULL)
        generate_line(out, depth, "%s = %s;", port->fresh, condition);
}

static void receive_state(const struct behaviour_port *port, const struct behaviour_object *object,
                          int depth, FILE *out)
{
    if (object->kind == OBJECT_SAMPLING_PORT) {
        generate_line(out, depth,
                      "READ_SAMPLING_MESSAGE(%s, (MESSAGE_ADDR_TYPE)&%s, &length, &validity, "
                      "&code);",
                      object->id, port->variable);
        put_message(out, depth, "READ_SAMPLING_MESSAGE", object->name, "NO_ACTION");
    } else {
        generate_line(out, depth,
                      "READ_BLACKBOARD(%s, %s, (MESSAGE_ADDR_TYPE)&%s, &length, &code);",
                      object->id, wait_text(port), port->variable);
        put_message(out, depth, "READ_BLACKBOARD", object->name, nothing_text(port));
    }
}

/* An event of another partition is a message of one byte. */
static void receive_queued(const struct behaviour_port *port, const struct behaviour_object *object,
                           int depth, FILE *out)
{
    const char *service =
        object->kind == OBJECT_BUFFER ? "RECEIVE_BUFFER" : "RECEIVE_QUEUING_MESSAGE";

    if (port->type == NULL)
        generate_line(out, depth, "%s(%s, %s, &event, &length, &code);", service, object->id,
                      wait_text(port));
    else
        generate_line(out, depth, "%s(%s, %s, (MESSAGE_ADDR_TYPE)&%s, &length, &code);", service,
                      object->id, wait_text(port), port->variable);
    if (object->kind == OBJECT_BUFFER) {
        put_fresh(port, depth, "code == NO_ERROR", out);
        put_message(out, depth, service, object->name, nothing_text(port));
        return;
    }
    /* INVALID_CONFIG: there is a message, but others were lost. */
    generate_line(out, depth, "if (code == INVALID_CONFIG)");
    generate_line(out, depth + 1, "code = NO_ERROR;");
    put_fresh(port, depth, "code == NO_ERROR", out);
    put_message(out, depth, service, object->name, nothing_text(port));
}

static void receive_event(const struct behaviour_port *port, const struct behaviour_object *object,
                          int depth, FILE *out)
{
    bool counts = object->kind == OBJECT_COUNTER;
    const char *service = counts ? "WAIT_SEMAPHORE" : "WAIT_EVENT";

    generate_line(out, depth, "%s(%s, %s, &code);", service, object->id, wait_text(port));
    put_fresh(port, depth, "code == NO_ERROR", out);
    put_message(out, depth, service, object->name, nothing_text(port));
    if (counts)
        return;
    generate_line(out, depth, "RESET_EVENT(%s, &code);", object->id);
    put_message(out, depth, "RESET_EVENT", object->name, "NO_ERROR");
}

static bool is_received(const struct behaviour_port *port)
{
    return !port->output && port->objects.count > 0 &&
           (port->trigger || port->variable != NULL || port->fresh != NULL);
}

static void receive(const struct behaviour_port *port, int depth, FILE *out)
{
    const struct behaviour_object *object = port->objects.items[0];

    switch (object->kind) {
    case OBJECT_SAMPLING_PORT:
    case OBJECT_BLACKBOARD:
        receive_state(port, object, depth, out);
        break;
    case OBJECT_BUFFER:
    case OBJECT_QUEUING_PORT:
        receive_queued(port, object, depth, out);
        break;
    default:
        receive_event(port, object, depth, out);
    }
}

static void receive_all(const struct behaviour_thread *thread, int depth, FILE *out)
{
    for (uint32_t i = 0; i < thread->ports.count; i++) {
        const struct behaviour_port *port = thread->ports.items[i];

        if (!port->trigger && is_received(port))
            receive(port, depth, out);
    }
}

/* --- sending --- */

/* "&name", but for what is behind a pointer. */
static void put_address(const char *variable, FILE *out)
{
    if (variable[0] == '*')
        fputs(variable + 1, out);
    else
        fprintf(out, "&%s", variable);
}

static void send_message(const struct behaviour_port *port, const struct behaviour_object *object,
                         const char *service, int depth, FILE *out)
{
    bool waits = object->kind == OBJECT_BUFFER || object->kind == OBJECT_QUEUING_PORT;

    fprintf(out, "%*s%s(%s, ", 4 * depth, "", service, object->id);
    if (port->type == NULL) {
        fputs("&event, sizeof(event), ", out);
    } else {
        fputs("(MESSAGE_ADDR_TYPE)", out);
        put_address(port->value->variable, out);
        fprintf(out, ", sizeof(%s), ", port->value->variable);
    }
    fprintf(out, "%s%s&code);\n", waits ? wait_text(port) : "", waits ? ", " : "");
}

/* The oldest message of a full buffer makes room. */
static void send_instead(const struct behaviour_port *port, const struct behaviour_object *object,
                         int depth, FILE *out)
{
    generate_line(out, depth, "if (code == %s) {", nothing_text(port));
    generate_line(out, depth + 1, "static %s oldest;", port->type->name);
    fputc('\n', out);
    generate_line(out, depth + 1,
                  "RECEIVE_BUFFER(%s, 0, (MESSAGE_ADDR_TYPE)&oldest, &length, &code);", object->id);
    send_message(port, object, "SEND_BUFFER", depth + 1, out);
    generate_line(out, depth, "}");
}

static void send_to(const struct behaviour_port *port, const struct behaviour_object *object,
                    int depth, FILE *out)
{
    const char *other = object->overflow == OVERFLOW_ERROR ? "NO_ERROR" : nothing_text(port);

    switch (object->kind) {
    case OBJECT_SAMPLING_PORT:
        send_message(port, object, "WRITE_SAMPLING_MESSAGE", depth, out);
        put_message(out, depth, "WRITE_SAMPLING_MESSAGE", object->name, "NO_ERROR");
        break;
    case OBJECT_BLACKBOARD:
        send_message(port, object, "DISPLAY_BLACKBOARD", depth, out);
        put_message(out, depth, "DISPLAY_BLACKBOARD", object->name, "NO_ERROR");
        break;
    case OBJECT_QUEUING_PORT:
        send_message(port, object, "SEND_QUEUING_MESSAGE", depth, out);
        put_message(out, depth, "SEND_QUEUING_MESSAGE", object->name, other);
        break;
    case OBJECT_BUFFER:
        send_message(port, object, "SEND_BUFFER", depth, out);
        if (object->overflow == OVERFLOW_OLDEST)
            send_instead(port, object, depth, out);
        put_message(out, depth, "SEND_BUFFER", object->name, other);
        break;
    case OBJECT_COUNTER:
        generate_line(out, depth, "SIGNAL_SEMAPHORE(%s, &code);", object->id);
        put_message(out, depth, "SIGNAL_SEMAPHORE", object->name,
                    object->overflow == OVERFLOW_ERROR ? "NO_ERROR" : "NO_ACTION");
        break;
    default:
        generate_line(out, depth, "SET_EVENT(%s, &code);", object->id);
        put_message(out, depth, "SET_EVENT", object->name, "NO_ERROR");
    }
}

static bool comes_from(const struct behaviour_port *port, const struct behaviour_call *call)
{
    for (uint32_t i = 0; i < call->arguments.count; i++)
        if (call->arguments.items[i] == (port->value != NULL ? port->value : port->send))
            return true;
    return false;
}

static void send_results(const struct behaviour_thread *thread, const struct behaviour_call *call,
                         int depth, FILE *out)
{
    for (uint32_t i = 0; i < thread->ports.count; i++) {
        const struct behaviour_port *port = thread->ports.items[i];
        int inner = port->send == NULL ? depth : depth + 1;

        if (!port->output || port->objects.count == 0 || !comes_from(port, call))
            continue;
        if (port->send != NULL)
            generate_line(out, depth, "if (%s) {", port->send->variable);
        for (uint32_t j = 0; j < port->objects.count; j++)
            send_to(port, port->objects.items[j], inner, out);
        if (port->send != NULL)
            generate_line(out, depth, "}");
    }
}

/* --- calls --- */

/* The next locked data of a call behind an order: all calls lock in one order,
 * and nothing twice, so that threads do not wait for each other. */
static const struct behaviour_data *next_locked(const struct behaviour_call *call, uint32_t order)
{
    const struct behaviour_data *next = NULL;

    for (uint32_t i = 0; i < call->arguments.count; i++) {
        const struct behaviour_data *data =
            ((struct behaviour_argument *)call->arguments.items[i])->data;

        if (data != NULL && data->lock != NULL && data->order > order &&
            (next == NULL || data->order < next->order))
            next = data;
    }
    return next;
}

static void set_lock(const struct behaviour_object *object, bool lock, int depth, FILE *out)
{
    const char *service = lock ? "LOCK_PREEMPTION" : "UNLOCK_PREEMPTION";

    if (object->kind == OBJECT_SEMAPHORE)
        service = lock ? "WAIT_SEMAPHORE" : "SIGNAL_SEMAPHORE";
    else if (object->kind == OBJECT_MUTEX)
        service = lock ? "ACQUIRE_MUTEX" : "RELEASE_MUTEX";
    if (object->kind == OBJECT_PREEMPTION_LOCK)
        generate_line(out, depth, "%s(&lock_level, &code);", service);
    else
        generate_line(out, depth, "%s(%s%s, &code);", service, object->id,
                      lock ? ", INFINITE_TIME_VALUE" : "");
    put_message(out, depth, service, object->name, "NO_ERROR");
}

static void set_locks(const struct behaviour_call *call, bool lock, int depth, FILE *out)
{
    const struct behaviour_data *data = next_locked(call, 0);

    for (; data != NULL; data = next_locked(call, data->order))
        set_lock(data->lock, lock, depth, out);
}

/* Before the call: values that it changes, and events that it may raise. */
static void prepare(const struct behaviour_call *call, int depth, FILE *out)
{
    for (uint32_t i = 0; i < call->arguments.count; i++) {
        const struct behaviour_argument *argument = call->arguments.items[i];

        if (argument->parameter->kind == ARGUMENT_SEND && argument->variable[0] != '*')
            generate_line(out, depth, "%s = false;", argument->variable);
        if (argument->from == NULL || strcmp(argument->from, argument->variable) == 0)
            continue;
        if (argument->parameter->type->kind == DATATYPE_ARRAY) {
            fprintf(out, "%*smemcpy(", 4 * depth, "");
            put_address(argument->variable, out);
            fputs(", ", out);
            put_address(argument->from, out);
            fprintf(out, ", sizeof(%s));\n", argument->parameter->type->name);
        } else {
            generate_line(out, depth, "%s = %s;", argument->variable, argument->from);
        }
    }
}

static void put_call(const struct behaviour_call *call, int depth, FILE *out)
{
    fprintf(out, "%*s%s(", 4 * depth, "", call->function->name);
    for (uint32_t i = 0; i < call->arguments.count; i++) {
        const struct behaviour_argument *argument = call->arguments.items[i];
        enum argument_kind kind = argument->parameter->kind;

        fputs(i == 0 ? "" : ", ", out);
        if (kind == ARGUMENT_IN || kind == ARGUMENT_CAME)
            fputs(argument->variable, out);
        else
            put_address(argument->variable, out);
    }
    fputs(");\n", out);
}

void generate_calls(const struct behaviour_sequence *sequence,
                    const struct behaviour_thread *thread, int depth, FILE *out)
{
    for (uint32_t i = 0; i < sequence->calls.count; i++) {
        const struct behaviour_call *call = sequence->calls.items[i];
        bool asks = call->needs.count != 0 && !call->always;
        int inner = asks ? depth + 1 : depth;

        if (asks) {
            fprintf(out, "%*sif (", 4 * depth, "");
            for (uint32_t j = 0; j < call->needs.count; j++)
                fprintf(out, "%s%s", j == 0 ? "" : " || ", (const char *)call->needs.items[j]);
            fputs(") {\n", out);
        }
        prepare(call, inner, out);
        set_locks(call, true, inner, out);
        put_call(call, inner, out);
        set_locks(call, false, inner, out);
        if (thread != NULL)
            send_results(thread, call, inner, out);
        if (asks)
            generate_line(out, depth, "}");
    }
}

/* --- variables --- */

static bool has_locks(const struct behaviour_sequence *sequence, bool preemption_only)
{
    for (uint32_t i = 0; i < sequence->calls.count; i++) {
        const struct behaviour_call *call = sequence->calls.items[i];

        for (uint32_t j = 0; j < call->arguments.count; j++) {
            const struct behaviour_data *data =
                ((struct behaviour_argument *)call->arguments.items[j])->data;

            if (data != NULL && data->lock != NULL &&
                (!preemption_only || data->lock->kind == OBJECT_PREEMPTION_LOCK))
                return true;
        }
    }
    return false;
}

struct needs {
    bool code, length, validity, event;
};

static void add_needs(const struct behaviour_port *port, struct needs *needs)
{
    bool sent = port->output && (port->value != NULL || port->send != NULL);

    for (uint32_t i = 0; i < port->objects.count; i++) {
        const struct behaviour_object *object = port->objects.items[i];
        bool message = object->kind <= OBJECT_BUFFER;

        if (!sent && !is_received(port))
            continue;
        needs->code = true;
        needs->length = needs->length || (message && !port->output) ||
                        (object->kind == OBJECT_BUFFER && object->overflow == OVERFLOW_OLDEST);
        needs->validity =
            needs->validity || (object->kind == OBJECT_SAMPLING_PORT && !port->output);
        needs->event = needs->event || (message && port->type == NULL);
    }
}

static void put_variables(const struct behaviour_sequence *sequence, bool keep, FILE *out)
{
    for (uint32_t i = 0; i < sequence->variables.count; i++) {
        const struct behaviour_variable *variable = sequence->variables.items[i];

        generate_line(out, 1, "%s%s %s%s;", keep && variable->type != NULL ? "static " : "",
                      variable->type == NULL ? "bool" : variable->type->name, variable->name,
                      variable->type == NULL ? " = false" : "");
    }
}

/* --- threads --- */

static bool repeats(const struct behaviour_thread *thread)
{
    return !thread->error_handler &&
           (thread->thread->dispatch == DISPATCH_PERIODIC || thread->trigger != NULL);
}

static bool keeps_distance(const struct behaviour_thread *thread)
{
    return thread->thread->dispatch == DISPATCH_SPORADIC && thread->trigger != NULL;
}

static void put_declarations(const struct behaviour_thread *thread, FILE *out)
{
    struct needs needs = {.code = repeats(thread) || has_locks(&thread->sequence, false)};

    for (uint32_t i = 0; i < thread->ports.count; i++)
        add_needs(thread->ports.items[i], &needs);
    put_variables(&thread->sequence, true, out);
    if (needs.event)
        generate_line(out, 1, "APEX_BYTE event = 1;");
    if (needs.length)
        generate_line(out, 1, "MESSAGE_SIZE_TYPE length;");
    if (needs.validity)
        generate_line(out, 1, "VALIDITY_TYPE validity;");
    if (has_locks(&thread->sequence, true))
        generate_line(out, 1, "LOCK_LEVEL_TYPE lock_level;");
    if (keeps_distance(thread))
        generate_line(out, 1, "SYSTEM_TIME_TYPE released, now;");
    if (needs.code)
        generate_line(out, 1, "RETURN_CODE_TYPE code;");
    if (needs.code || thread->sequence.variables.count > 0)
        fputc('\n', out);
}

/* The least time between two dispatches of a sporadic thread. */
static void put_distance(const struct behaviour_thread *thread, int depth, FILE *out)
{
    generate_line(out, depth, "GET_TIME(&now, &code);");
    generate_line(out, depth, "if (now - released < %" PRIu64 ") {", thread->thread->period);
    generate_line(out, depth + 1, "TIMED_WAIT(released + %" PRIu64 " - now, &code);",
                  thread->thread->period);
    put_message(out, depth + 1, "TIMED_WAIT", thread->thread->name, "NO_ERROR");
    generate_line(out, depth, "}");
}

static void put_body(const struct behaviour_thread *thread, FILE *out)
{
    int depth = repeats(thread) ? 2 : 1;

    if (repeats(thread))
        generate_line(out, 1, "for (;;) {");
    if (thread->trigger != NULL && !thread->error_handler)
        receive(thread->trigger, depth, out);
    if (keeps_distance(thread))
        generate_line(out, depth, "GET_TIME(&released, &code);");
    receive_all(thread, depth, out);
    generate_calls(&thread->sequence, thread, depth, out);
    if (keeps_distance(thread))
        put_distance(thread, depth, out);
    if (repeats(thread) && thread->thread->dispatch == DISPATCH_PERIODIC) {
        generate_line(out, depth, "PERIODIC_WAIT(&code);");
        put_message(out, depth, "PERIODIC_WAIT", thread->thread->name, "NO_ERROR");
    }
    if (repeats(thread))
        generate_line(out, 1, "}");
}

void generate_threads(const struct behaviour *behaviour, FILE *out)
{
    for (uint32_t i = 0; i < behaviour->threads.count; i++) {
        const struct behaviour_thread *thread = behaviour->threads.items[i];

        fprintf(out, "/* Thread '%s', %s%s%s. */\nstatic void %s(void)\n{\n", thread->thread->name,
                module_dispatch_name(thread->thread->dispatch),
                thread->thread->period == 0 ? "" : ", period ",
                thread->thread->period == 0
                    ? ""
                    : module_time_text(behaviour->module, thread->thread->period),
                thread->entry);
        put_declarations(thread, out);
        put_body(thread, out);
        fputs("}\n\n", out);
    }
}

/* --- subprograms that are composed of calls --- */

void generate_composed(const struct behaviour *behaviour, FILE *out)
{
    for (uint32_t i = 0; i < behaviour->functions.count; i++) {
        const struct behaviour_function *function = behaviour->functions.items[i];

        if (function->body == NULL)
            continue;
        fprintf(out, "/* Subprogram '%s'. */\nstatic ", function->classifier->title);
        generate_prototype(function, out);
        fputs("\n{\n", out);
        put_variables(function->body, false, out);
        if (function->body->variables.count > 0)
            fputc('\n', out);
        generate_calls(function->body, NULL, 1, out);
        fputs("}\n\n", out);
    }
}
