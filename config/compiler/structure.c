/* SPDX-License-Identifier: BSD-2-Clause */

/* Checks the structure of a classifier: connections, flows, modes, arrays. */

#include "property.h"

#define REPORT(compilation, at, ...) report_error(&(compilation)->diagnostics, (at), __VA_ARGS__)

/* --- connections --- */

struct end {
    const struct path *path;
    const struct element *element; /* NULL: unknown, or of the processor */
    bool inside;                   /* of a subcomponent or call */
    bool grouped;                  /* in a feature group, which may turn its direction */
};

static struct end resolve_end(struct compilation *compilation, const struct classifier *classifier,
                              const struct path *path)
{
    struct end end = {.path = path};
    const struct path_step *first = path->steps.items[0];
    const struct element *start = names_element(classifier, first->name.key);

    if (path->of_processor)
        return end;
    end.element = path_resolve(compilation, classifier, path, "connection");
    end.inside =
        start != NULL && (start->kind == ELEMENT_SUBCOMPONENT || start->kind == ELEMENT_CALL);
    return end;
}

static bool has_direction(const struct element *element)
{
    return element != NULL && element->kind == ELEMENT_FEATURE &&
           (element->direction == DIRECTION_IN || element->direction == DIRECTION_OUT);
}

/* Seen from inside of the component, its own inputs are sources. */
static void check_direction(struct compilation *compilation, const struct end *end, bool source)
{
    enum direction wanted = source == end->inside ? DIRECTION_OUT : DIRECTION_IN;

    if (has_direction(end->element) && end->element->direction != wanted)
        REPORT(compilation, end->path->at, "'%s' is an %s feature; the %s here must be '%s'",
               end->element->name.text, end->element->direction == DIRECTION_IN ? "'in'" : "'out'",
               source ? "source" : "destination", wanted == DIRECTION_IN ? "in" : "out");
}

static bool may_connect(enum connection_kind kind, const struct element *element)
{
    if (element == NULL || element->kind != ELEMENT_FEATURE || element->feature == FEATURE_ABSTRACT)
        return true;
    switch (kind) {
    case CONNECTION_PORT: /* models for POK connect parameters so, too */
    case CONNECTION_PARAMETER:
        return element->feature <= FEATURE_EVENT_DATA_PORT ||
               element->feature == FEATURE_PARAMETER || element->feature == FEATURE_DATA_ACCESS;
    case CONNECTION_ACCESS:
        return element->feature >= FEATURE_BUS_ACCESS;
    case CONNECTION_FEATURE_GROUP:
        return element->feature == FEATURE_GROUP;
    default:
        return true;
    }
}

static void check_end(struct compilation *compilation, const struct element *connection,
                      const struct end *end, bool source)
{
    if (!may_connect(connection->connection, end->element)) {
        REPORT(compilation, end->path->at, "'%s' has category %s; it can't be an end of this %s",
               end->element->name.text, element_title(end->element), element_title(connection));
        return;
    }
    if (!connection->both_ways && !end->grouped && connection->connection != CONNECTION_ACCESS)
        check_direction(compilation, end, source);
}

static void check_connection(struct compilation *compilation, const struct classifier *classifier,
                             const struct element *connection)
{
    if (connection->from == NULL) {
        if (!connection->refined)
            REPORT(compilation, connection->at,
                   "this connection has no ends; write 'source -> destination'");
        return;
    }
    struct end from = resolve_end(compilation, classifier, connection->from);
    struct end to = resolve_end(compilation, classifier, connection->to);
    check_end(compilation, connection, &from, true);
    check_end(compilation, connection, &to, false);
}

/* --- flows --- */

static void check_flow(struct compilation *compilation, const struct classifier *classifier,
                       const struct element *flow)
{
    for (uint32_t i = 0; i < flow->parts.count; i++)
        path_resolve(compilation, classifier, flow->parts.items[i], "flow");
    if (flow->parts.count == 0 && !flow->refined)
        REPORT(compilation, flow->at, "this flow has no ends; name its features");
}

/* --- modes --- */

static void check_mode(struct compilation *compilation, const struct classifier *classifier,
                       const struct path *path)
{
    const struct path_step *step = path->steps.items[path->steps.count - 1];
    const struct element *mode = path_resolve(compilation, classifier, path, "mode");

    if (mode != NULL && mode->kind != ELEMENT_MODE)
        REPORT(compilation, path->at, "'%s' is no mode; name one of '%s'", step->name.text,
               classifier->title);
}

static void check_transition(struct compilation *compilation, const struct classifier *classifier,
                             const struct element *transition)
{
    check_mode(compilation, classifier, transition->from);
    check_mode(compilation, classifier, transition->to);
    for (uint32_t i = 0; i < transition->parts.count; i++) {
        const struct path *trigger = transition->parts.items[i];

        if (!trigger->of_processor)
            path_resolve(compilation, classifier, trigger, "trigger");
    }
}

/* Modes begin in one of them. */
static void check_initial(struct compilation *compilation, const struct classifier *classifier)
{
    const struct element *first = NULL, *initial = NULL;

    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        const struct element *mode = classifier->elements.items[i];

        if (mode->kind != ELEMENT_MODE)
            continue;
        first = first == NULL ? mode : first;
        if (!mode->initial)
            continue;
        if (initial != NULL)
            REPORT(compilation, mode->name.at,
                   "'%s' is a second initial mode beside '%s'; keep one", mode->name.text,
                   initial->name.text);
        initial = mode;
    }
    if (first != NULL && initial == NULL && !classifier->requires_modes && !classifier->extends)
        REPORT(compilation, first->name.at,
               "'%s' has modes, but none is initial; write 'initial mode'", classifier->title);
}

void modes_check(struct compilation *compilation, const struct classifier *classifier,
                 const struct classifier *inner, const struct list *modes)
{
    for (uint32_t i = 0; i < modes->count; i++) {
        const struct name *name = &((struct mode_binding *)modes->items[i])->from;
        const struct element *mode = names_element(classifier, name->key);

        if (mode == NULL && inner != NULL)
            mode = names_element(inner, name->key);
        if (mode == NULL || (mode->kind != ELEMENT_MODE && mode->kind != ELEMENT_TRANSITION))
            REPORT(compilation, name->at,
                   "there is no mode '%s' in '%s'; declare it in its section 'modes'", name->text,
                   classifier->title);
    }
}

/* --- arrays --- */

/* How many elements an array has; 1 for all others. */
static uint32_t array_size(struct compilation *compilation, const struct element *element)
{
    static const struct type integer = {.kind = TYPE_INTEGER};
    uint64_t size = 1;

    for (uint32_t i = 0; i < element->dimensions.count; i++) {
        const struct expression *dimension = element->dimensions.items[i];
        struct number number;

        if (dimension == NULL || !number_value(compilation, NULL, &integer, dimension, &number))
            continue;
        if (number.is_real || number.integer < 1 || number.integer > MODEL_MAX_INSTANCES ||
            size * (uint64_t)number.integer > MODEL_MAX_INSTANCES) {
            REPORT(compilation, dimension->at, "the size of an array is 1 to %u; choose another",
                   MODEL_MAX_INSTANCES);
            return 1;
        }
        size *= (uint64_t)number.integer;
    }
    return (uint32_t)size;
}

static void check_element(struct compilation *compilation, const struct classifier *classifier,
                          const struct element *element)
{
    switch (element->kind) {
    case ELEMENT_CONNECTION:
        check_connection(compilation, classifier, element);
        break;
    case ELEMENT_FLOW:
        check_flow(compilation, classifier, element);
        break;
    case ELEMENT_TRANSITION:
        check_transition(compilation, classifier, element);
        break;
    default:
        break;
    }
    modes_check(compilation, classifier, NULL, &element->modes);
}

void structure_check(struct compilation *compilation, struct classifier *classifier)
{
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        struct element *element = classifier->elements.items[i];

        check_element(compilation, classifier, element);
        element->array_size = array_size(compilation, element);
    }
    check_initial(compilation, classifier);
}
