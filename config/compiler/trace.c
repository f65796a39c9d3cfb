/* SPDX-License-Identifier: BSD-2-Clause */

#include "trace.h"

#include <string.h>

/* Feature groups in feature groups, and connections one after the other. */
#define MAX_NESTING 32u
#define MAX_LENGTH  256u
/* Steps over all ways; only a mistake in a model exceeds it. */
#define MAX_STEPS 20000000u
/* Of a connection between arrays. */
#define MAX_PAIRS 100000u

/* A feature of an instance. Seen from outside, links of the component around
 * it begin there; seen from inside, links of the component itself. */
struct node {
    struct trace_end end;
    struct list leaving[2];  /* struct link, by side */
    struct list arriving[2]; /* struct link, by side */
    bool visiting;           /* on the way that is being followed */
};

enum side { OUTSIDE, INSIDE };

struct link {
    struct node *from, *to;
    enum side from_side, to_side;
    const struct element *connection;
};

struct tracer {
    struct model *model;
    struct map nodes; /* by interned "address/key" */
    struct list all;  /* struct node */
    struct list *traces;
    uint32_t steps;
};

static struct arena *arena_of(const struct tracer *tracer)
{
    return &tracer->model->compilation->arena;
}

/* --- nodes and links --- */

static struct node *node_for(struct tracer *tracer, struct trace_end end)
{
    const char *text = arena_print(arena_of(tracer), "%p/%s", (const void *)end.instance, end.key);
    const char *key = names_key(tracer->model->compilation, text);
    struct node *node = map_get(&tracer->nodes, key);

    if (node != NULL)
        return node;
    node = ARENA_NEW(arena_of(tracer), struct node);
    node->end = end;
    map_set(arena_of(tracer), &tracer->nodes, key, node);
    list_add(arena_of(tracer), &tracer->all, node);
    return node;
}

/* An end of a declared connection. */
struct place_of_end {
    struct trace_end end;
    enum side side;
    bool turned; /* the groups around it turn the directions in it */
};

static void add_link(struct tracer *tracer, const struct element *connection,
                     const struct place_of_end *from, const struct place_of_end *to)
{
    struct link *link = ARENA_NEW(arena_of(tracer), struct link);

    link->from = node_for(tracer, from->end);
    link->to = node_for(tracer, to->end);
    link->from_side = from->side;
    link->to_side = to->side;
    link->connection = connection;
    list_add(arena_of(tracer), &link->from->leaving[from->side], link);
    list_add(arena_of(tracer), &link->to->arriving[to->side], link);
}

/* The features of a feature group type: its own, or else those of the one that
 * it mirrors, which turns their directions. */
static const struct classifier *features_of(const struct classifier *group, bool *turned)
{
    for (const struct classifier *c = group; c != NULL; c = c->parent)
        if (c->elements.count > 0)
            return group;
    if (group->inverse != NULL)
        *turned = !*turned;
    return group->inverse != NULL ? group->inverse : group;
}

/* The end at an instance: a feature of it, from the step first on, or, of access
 * to data, the instance itself. */
static void locate_feature(struct tracer *tracer, const struct instance *instance,
                           const struct path *path, uint32_t first, enum side side,
                           struct list *places)
{
    struct place_of_end *place = ARENA_NEW(arena_of(tracer), struct place_of_end);
    struct classifier *scope = instance->classifier;
    const struct element *element = NULL;
    const char *key = NULL;

    for (uint32_t i = first; i < path->steps.count; i++) {
        const struct path_step *step = path->steps.items[i];

        element = scope == NULL ? NULL : names_element(scope, step->name.key);
        if (element == NULL || element->kind != ELEMENT_FEATURE)
            return;
        key = key == NULL ? step->name.key
                          : arena_print(arena_of(tracer), "%s.%s", key, step->name.key);
        scope = names_target(tracer->model->compilation, element);
        if (i + 1 < path->steps.count && scope != NULL) {
            place->turned = place->turned != element->inverse;
            features_of(scope, &place->turned);
        }
    }
    place->side = side;
    place->end = (struct trace_end){instance, element, key == NULL ? "" : key};
    list_add(arena_of(tracer), places, place);
}

/* The first steps are subcomponents of the instance, perhaps arrays of them. */
static void locate(struct tracer *tracer, const struct instance *instance, const struct path *path,
                   uint32_t first, enum side side, struct list *places)
{
    struct path one = {.steps = {.items = &path->steps.items[first], .count = 1}};
    const struct path_step *step = first < path->steps.count ? path->steps.items[first] : NULL;
    const struct element *element = step == NULL || instance->classifier == NULL
                                        ? NULL
                                        : names_element(instance->classifier, step->name.key);
    struct list found = {0};

    if (path->of_processor)
        return;
    if (element == NULL || element->kind != ELEMENT_SUBCOMPONENT) {
        locate_feature(tracer, instance, path, first, side, places);
        return;
    }
    path_instances(tracer->model, instance, &one, &found, &element);
    for (uint32_t i = 0; i < found.count; i++)
        locate(tracer, found.items[i], path, first + 1, OUTSIDE, places);
}

/* --- feature groups --- */

static enum direction opposite(enum direction direction)
{
    switch (direction) {
    case DIRECTION_IN:
        return DIRECTION_OUT;
    case DIRECTION_OUT:
        return DIRECTION_IN;
    default:
        return direction;
    }
}

static struct place_of_end member(struct tracer *tracer, const struct place_of_end *group,
                                  const struct element *feature)
{
    struct place_of_end place = *group;

    place.end.feature = feature;
    place.end.key = arena_print(arena_of(tracer), "%s.%s", group->end.key, feature->name.key);
    return place;
}

/* One link for each port of the groups. The direction is that of the source. */
static void link_groups(struct tracer *tracer, const struct element *connection,
                        const struct place_of_end *from, const struct place_of_end *to, bool turned,
                        uint32_t depth)
{
    const struct classifier *group = names_target(tracer->model->compilation, from->end.feature);

    if (group == NULL || depth > MAX_NESTING)
        return;
    turned = turned != from->end.feature->inverse;
    group = features_of(group, &turned);
    for (; group != NULL; group = group->parent)
        for (uint32_t i = 0; i < group->elements.count; i++) {
            const struct element *feature = group->elements.items[i];

            if (feature->kind != ELEMENT_FEATURE)
                continue;
            struct place_of_end inner_from = member(tracer, from, feature);
            struct place_of_end inner_to = member(tracer, to, feature);
            enum direction direction = turned ? opposite(feature->direction) : feature->direction;

            /* Seen from inside, an input is where data comes from. */
            if (from->side == INSIDE)
                direction = opposite(direction);
            if (feature->feature == FEATURE_GROUP) {
                link_groups(tracer, connection, &inner_from, &inner_to, turned, depth + 1);
                continue;
            }
            if (direction != DIRECTION_IN)
                add_link(tracer, connection, &inner_from, &inner_to);
            if (direction == DIRECTION_IN || direction == DIRECTION_IN_OUT)
                add_link(tracer, connection, &inner_to, &inner_from);
        }
}

/* --- all connections of the model --- */

static bool is_group(const struct place_of_end *place)
{
    return place->end.feature != NULL && place->end.feature->feature == FEATURE_GROUP;
}

static void link_ends(struct tracer *tracer, const struct element *connection,
                      const struct place_of_end *from, const struct place_of_end *to)
{
    if (is_group(from) && is_group(to)) {
        link_groups(tracer, connection, from, to, from->turned, 0);
        return;
    }
    add_link(tracer, connection, from, to);
    if (connection->both_ways)
        add_link(tracer, connection, to, from);
}

/* Elements of arrays: each with the one that is shift further, in a ring or not;
 * or all with all. */
struct pattern {
    const char *name;
    int shift;
    bool ring, all;
};

static const struct pattern patterns[] = {
    {.name = "one_to_one"},
    {.name = "all_to_all", .all = true},
    {.name = "one_to_all", .all = true},
    {.name = "all_to_one", .all = true},
    {.name = "next", .shift = 1},
    {.name = "previous", .shift = -1},
    {.name = "next_next", .shift = 2},
    {.name = "previous_previous", .shift = -2},
    {.name = "cyclic_next", .shift = 1, .ring = true},
    {.name = "cyclic_previous", .shift = -1, .ring = true},
    {.name = "cyclic_next_next", .shift = 2, .ring = true},
    {.name = "cyclic_previous_previous", .shift = -2, .ring = true},
};

/* That of the first dimension. */
static const struct pattern *pattern_of(struct tracer *tracer, const struct instance *holder,
                                        const struct element *connection)
{
    struct list lists = {0}, literals = {0};
    struct value value;

    if (!feature_value(tracer->model, holder, connection,
                       "Communication_Properties::Connection_Pattern", &value))
        return &patterns[0];
    value_elements(tracer->model, &value, &lists);
    if (lists.count > 0)
        value_elements(tracer->model, lists.items[0], &literals);
    const char *literal =
        literals.count == 0 ? NULL : value_literal(tracer->model, literals.items[0]);
    for (size_t i = 0; literal != NULL && i < sizeof(patterns) / sizeof(patterns[0]); i++)
        if (strcmp(patterns[i].name, literal) == 0)
            return &patterns[i];
    return &patterns[0];
}

static void link_shifted(struct tracer *tracer, const struct element *connection,
                         const struct pattern *pattern, const struct list *from,
                         const struct list *to)
{
    for (uint32_t i = 0; i < from->count; i++) {
        int64_t other = (int64_t)i + pattern->shift;

        if (pattern->ring)
            other = (other + to->count) % to->count;
        if (other >= 0 && other < to->count)
            link_ends(tracer, connection, from->items[i], to->items[other]);
    }
}

static void link_connection(struct tracer *tracer, const struct instance *holder,
                            const struct element *connection)
{
    struct list from = {0}, to = {0};

    if (connection->from == NULL)
        return;
    locate(tracer, holder, connection->from, 0, INSIDE, &from);
    locate(tracer, holder, connection->to, 0, INSIDE, &to);
    const struct pattern *pattern =
        from.count > 1 && to.count > 1 ? pattern_of(tracer, holder, connection) : &patterns[1];
    if ((uint64_t)from.count * to.count > MAX_PAIRS && pattern->all)
        report_error(&tracer->model->compilation->diagnostics, connection->at,
                     "this connects %u elements with each of %u; connect less", from.count,
                     to.count);
    else if (!pattern->all && from.count != to.count)
        report_error(&tracer->model->compilation->diagnostics, connection->at,
                     "this connects %u elements with %u; make the arrays equally long, name one "
                     "element, or add 'Connection_Pattern => ((All_To_All));'",
                     from.count, to.count);
    else if (!pattern->all)
        link_shifted(tracer, connection, pattern, &from, &to);
    else
        for (uint32_t i = 0; i < from.count; i++)
            for (uint32_t j = 0; j < to.count; j++)
                link_ends(tracer, connection, from.items[i], to.items[j]);
}

static void link_instance(struct tracer *tracer, const struct instance *instance)
{
    for (const struct classifier *c = instance->classifier; c != NULL; c = c->parent)
        for (uint32_t i = 0; i < c->elements.count; i++) {
            const struct element *element = c->elements.items[i];

            if (element->kind == ELEMENT_CONNECTION && !element->refined &&
                element->connection != CONNECTION_PARAMETER)
                link_connection(tracer, instance, element);
        }
    for (uint32_t i = 0; i < instance->children.count; i++)
        link_instance(tracer, instance->children.items[i]);
}

/* --- following --- */

struct way {
    const struct node *start;
    const struct element *connections[MAX_LENGTH];
    const struct trace_end *ends[MAX_LENGTH]; /* behind each connection */
    uint32_t length;
};

static void finish(struct tracer *tracer, const struct way *way, const struct node *last)
{
    struct trace *trace = ARENA_NEW(arena_of(tracer), struct trace);

    trace->from = way->start->end;
    trace->to = last->end;
    list_add(arena_of(tracer), &trace->ends, &way->start->end);
    for (uint32_t i = 0; i < way->length; i++) {
        list_add(arena_of(tracer), &trace->connections, way->connections[i]);
        list_add(arena_of(tracer), &trace->ends, way->ends[i]);
    }
    list_add(arena_of(tracer), tracer->traces, trace);
}

/* What arrives on one side of a feature goes on from the other. */
static void follow_links(struct tracer *tracer, struct way *way, struct node *node, enum side side)
{
    const struct list *links = &node->leaving[side];

    if (way->length >= MAX_LENGTH || node->visiting)
        return;
    node->visiting = true;
    for (uint32_t i = 0; i < links->count && tracer->steps < MAX_STEPS; i++) {
        const struct link *link = links->items[i];
        enum side next = link->to_side == OUTSIDE ? INSIDE : OUTSIDE;

        tracer->steps++;
        way->ends[way->length] = &link->to->end;
        way->connections[way->length++] = link->connection;
        if (link->to->leaving[next].count == 0)
            finish(tracer, way, link->to);
        else
            follow_links(tracer, way, link->to, next);
        way->length--;
    }
    node->visiting = false;
}

/* A source is a feature that something leaves, and nothing has come to from
 * its other side. */
static void trace_from(struct tracer *tracer, struct node *node)
{
    struct way way = {.start = node};

    for (int side = OUTSIDE; side <= INSIDE; side++)
        if (node->leaving[side].count > 0 &&
            node->arriving[side == OUTSIDE ? INSIDE : OUTSIDE].count == 0)
            follow_links(tracer, &way, node, (enum side)side);
}

void trace_connections(struct model *model, struct list *traces)
{
    struct tracer tracer = {.model = model, .traces = traces};

    link_instance(&tracer, model->root);
    for (uint32_t i = 0; i < tracer.all.count; i++)
        trace_from(&tracer, tracer.all.items[i]);
    if (tracer.steps >= MAX_STEPS)
        report_error(&model->compilation->diagnostics, model->root->at,
                     "the connections lead through each other in too many ways; connect less");
}
