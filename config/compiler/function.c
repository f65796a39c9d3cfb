/* SPDX-License-Identifier: BSD-2-Clause */

/* Subprograms as C functions: their names, parameters and sources. */

#include "behaviour.h"

#include <string.h>

#define REPORT(behaviour, at, ...)                                                                 \
    report_error(module_messages((behaviour)->module), (at), __VA_ARGS__)

static struct model *model_of(const struct behaviour *behaviour)
{
    return behaviour->module->model;
}

static bool value_for(struct behaviour *behaviour, const struct classifier *classifier,
                      const char *property, struct value *value)
{
    return classifier_value(model_of(behaviour), model_of(behaviour)->root, classifier, property,
                            value);
}

/* --- sources --- */

static void add_source(struct behaviour *behaviour, const char *text, struct place at)
{
    for (uint32_t i = 0; i < behaviour->sources.count; i++)
        if (strcmp(((struct behaviour_source *)behaviour->sources.items[i])->text, text) == 0)
            return;
    struct behaviour_source *source =
        ARENA_NEW(behaviour_arena(behaviour), struct behaviour_source);
    source->text = text;
    source->at = at;
    list_add(behaviour_arena(behaviour), &behaviour->sources, source);
}

void sources_add(struct behaviour *behaviour, const struct value *value)
{
    struct list texts = {0};

    value_elements(model_of(behaviour), value, &texts);
    for (uint32_t i = 0; i < texts.count; i++) {
        const struct value *text = texts.items[i];

        if (value_string(model_of(behaviour), text) != NULL)
            add_source(behaviour, value_string(model_of(behaviour), text), text->at);
    }
}

static void take_sources(struct behaviour *behaviour, const struct classifier *subprogram)
{
    static const char *const names[] = {"Programming_Properties::Source_Text",
                                        "POK::Source_Location"};
    struct value value;

    for (int i = 0; i < 2; i++)
        if (value_for(behaviour, subprogram, names[i], &value))
            sources_add(behaviour, &value);
}

static void check_language(struct behaviour *behaviour, const struct classifier *subprogram)
{
    struct list languages = {0};
    struct value value;

    if (!value_for(behaviour, subprogram, "Programming_Properties::Source_Language", &value))
        return;
    value_elements(model_of(behaviour), &value, &languages);
    for (uint32_t i = 0; i < languages.count; i++) {
        const char *language = value_literal(model_of(behaviour), languages.items[i]);

        if (language != NULL && strcmp(language, "c") != 0)
            REPORT(behaviour, value.at,
                   "the subprogram '%s' is written in '%s'; the functions of generated programs "
                   "are in C",
                   subprogram->title, language);
    }
}

/* --- parameters --- */

static void add_parameter(struct behaviour *behaviour, struct behaviour_function *function,
                          const struct element *feature, enum argument_kind kind,
                          const struct datatype *type)
{
    struct arena *arena = behaviour_arena(behaviour);
    struct behaviour_parameter *parameter = ARENA_NEW(arena, struct behaviour_parameter);
    const char *suffix = kind == ARGUMENT_SEND ? "_send" : kind == ARGUMENT_CAME ? "_came" : "";

    parameter->kind = kind;
    parameter->feature = feature;
    parameter->type = type;
    parameter->name = c_identifier(arena, arena_print(arena, "%s%s", feature->name.text, suffix));
    list_add(arena, &function->parameters, parameter);
}

static enum argument_kind kind_of(const struct element *feature)
{
    if (feature->feature == FEATURE_DATA_ACCESS)
        return ARGUMENT_ACCESS;
    if (feature->direction == DIRECTION_IN_OUT)
        return ARGUMENT_IN_OUT;
    return feature->direction == DIRECTION_OUT ? ARGUMENT_OUT : ARGUMENT_IN;
}

/* tells: functions are told whether event data came. */
static void take_feature(struct behaviour *behaviour, struct behaviour_function *function,
                         const struct element *feature, bool tells)
{
    const struct classifier *classifier = names_target(model_of(behaviour)->compilation, feature);
    enum argument_kind kind = kind_of(feature);

    switch (feature->feature) {
    case FEATURE_EVENT_PORT:
        add_parameter(behaviour, function, feature,
                      kind == ARGUMENT_OUT ? ARGUMENT_SEND : ARGUMENT_CAME, NULL);
        return;
    case FEATURE_PARAMETER:
    case FEATURE_DATA_PORT:
    case FEATURE_EVENT_DATA_PORT:
    case FEATURE_DATA_ACCESS:
        break;
    default:
        REPORT(behaviour, feature->name.at,
               "'%s' of '%s' can't be a parameter of a C function; use parameters, data access and "
               "event ports",
               feature->name.text, feature->owner->title);
        return;
    }
    if (classifier == NULL) {
        REPORT(behaviour, feature->name.at, "the parameter '%s' of '%s' has no data type; name one",
               feature->name.text, feature->owner->title);
        return;
    }
    add_parameter(behaviour, function, feature, kind, datatype_of(&behaviour->types, classifier));
    if (feature->feature == FEATURE_EVENT_DATA_PORT && (kind == ARGUMENT_OUT || tells))
        add_parameter(behaviour, function, feature,
                      kind == ARGUMENT_OUT ? ARGUMENT_SEND : ARGUMENT_CAME, NULL);
}

static void take_features(struct behaviour *behaviour, struct behaviour_function *function,
                          const struct classifier *classifier, const struct classifier *whole,
                          bool tells)
{
    if (classifier == NULL)
        return;
    take_features(behaviour, function, classifier->parent, whole, tells);
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        const struct element *feature = classifier->elements.items[i];

        if (feature->kind == ELEMENT_FEATURE && !feature->refined)
            take_feature(behaviour, function, names_element(whole, feature->name.key), tells);
    }
}

/* --- functions --- */

static bool same_parameters(const struct behaviour_function *a, const struct behaviour_function *b)
{
    if (a->parameters.count != b->parameters.count)
        return false;
    for (uint32_t i = 0; i < a->parameters.count; i++) {
        const struct behaviour_parameter *left = a->parameters.items[i];
        const struct behaviour_parameter *right = b->parameters.items[i];

        if (left->kind != right->kind || left->type != right->type)
            return false;
    }
    return true;
}

/* Several subprograms may be one C function. */
static struct behaviour_function *function_called(const struct behaviour *behaviour,
                                                  const char *name)
{
    for (uint32_t i = 0; i < behaviour->functions.count; i++) {
        struct behaviour_function *function = behaviour->functions.items[i];

        if (strcmp(function->name, name) == 0)
            return function;
    }
    return NULL;
}

static const char *source_name(struct behaviour *behaviour, const struct classifier *subprogram)
{
    struct value value;

    return value_for(behaviour, subprogram, "Programming_Properties::Source_Name", &value)
               ? value_string(model_of(behaviour), &value)
               : NULL;
}

/* The user's function, or the one that it is already. */
static struct behaviour_function *keep(struct behaviour *behaviour,
                                       struct behaviour_function *function, struct place at)
{
    struct behaviour_function *known = function_called(behaviour, function->name);

    if (known != NULL) {
        if (!same_parameters(known, function))
            REPORT(behaviour, at,
                   "the C function '%s' has other parameters elsewhere; give one of them another "
                   "Source_Name",
                   function->name);
        return known;
    }
    map_set(behaviour_arena(behaviour), &behaviour->names,
            names_key(model_of(behaviour)->compilation, function->name), function);
    list_add(behaviour_arena(behaviour), &behaviour->functions, function);
    return function;
}

static struct behaviour_function *function_for(const struct behaviour *behaviour,
                                               const struct classifier *subprogram)
{
    for (uint32_t i = 0; i < behaviour->functions.count; i++) {
        struct behaviour_function *function = behaviour->functions.items[i];

        if (function->classifier == subprogram)
            return function;
    }
    return NULL;
}

/* A function that is composed of calls is kept behind those that it calls. */
static struct behaviour_function *compose(struct behaviour *behaviour,
                                          struct behaviour_function *function)
{
    struct arena *arena = behaviour_arena(behaviour);
    const char *text = arena_print(arena, "%s__%s", function->classifier->package->name.text,
                                   function->classifier->title);

    function->name = behaviour_name(behaviour, &behaviour->names, text);
    function->visiting = true;
    list_add(arena, &behaviour->functions, function);
    composed_find(behaviour, function);
    function->visiting = false;
    for (uint32_t i = 0; i < behaviour->functions.count; i++)
        if (behaviour->functions.items[i] == function) {
            memmove(&behaviour->functions.items[i], &behaviour->functions.items[i + 1],
                    (behaviour->functions.count - i - 1) * sizeof(void *));
            behaviour->functions.count--;
        }
    list_add(arena, &behaviour->functions, function);
    return function;
}

struct behaviour_function *function_of(struct behaviour *behaviour,
                                       const struct classifier *subprogram, struct place at)
{
    struct behaviour_function *function = function_for(behaviour, subprogram);
    const struct classifier *type = subprogram->is_implementation ? subprogram->type : subprogram;

    if (function != NULL) {
        if (function->visiting)
            REPORT(behaviour, at, "the subprogram '%s' calls itself; leave that to the C function",
                   subprogram->title);
        return function;
    }
    function = ARENA_NEW(behaviour_arena(behaviour), struct behaviour_function);
    function->classifier = subprogram;
    check_language(behaviour, subprogram);
    take_sources(behaviour, subprogram);
    take_features(behaviour, function, type, subprogram, false);
    function->name = source_name(behaviour, subprogram);
    if (function->name == NULL && has_calls(subprogram))
        return compose(behaviour, function);
    if (function->name == NULL)
        function->name = subprogram->name.text;
    if (strcmp(function->name, c_identifier(behaviour_arena(behaviour), function->name)) != 0)
        REPORT(behaviour, at,
               "'%s' can't be the name of a C function here; give '%s' another Source_Name",
               function->name, subprogram->title);
    return keep(behaviour, function, at);
}

struct behaviour_function *function_named(struct behaviour *behaviour,
                                          const struct behaviour_thread *thread, const char *name)
{
    struct behaviour_function *function =
        ARENA_NEW(behaviour_arena(behaviour), struct behaviour_function);
    const struct classifier *classifier = thread->thread->instance->classifier;

    function->name = name;
    if (classifier != NULL)
        take_features(behaviour, function,
                      classifier->is_implementation ? classifier->type : classifier, classifier,
                      true);
    return keep(behaviour, function, thread->thread->instance->at);
}

/* --- entry points --- */

/* A name is one of the package where the property is given: of the component's
 * classifier, or of one that this extends or implements. */
static const struct classifier *classifier_seen_from(struct behaviour *behaviour,
                                                     const struct instance *instance,
                                                     const struct reference *reference)
{
    struct compilation *compilation = model_of(behaviour)->compilation;

    for (; instance != NULL; instance = instance->parent) {
        const struct classifier *from = instance->classifier;

        for (; from != NULL; from = from->parent) {
            const struct classifier *found =
                names_classifier(compilation, from->package, reference, false);

            if (found == NULL && from->type != NULL)
                found = names_classifier(compilation, from->type->package, reference, false);
            if (found != NULL)
                return found;
        }
    }
    return NULL;
}

struct behaviour_function *entry_function(struct behaviour *behaviour,
                                          const struct instance *instance,
                                          const struct element *feature, const char *property)
{
    const struct classifier *subprogram;
    struct value value;

    if (feature == NULL ? !property_value(model_of(behaviour), instance, property, &value)
                        : !feature_value(model_of(behaviour), instance, feature, property, &value))
        return NULL;
    if (value.expression->kind != EXPRESSION_CLASSIFIER)
        return NULL;
    subprogram = classifier_seen_from(behaviour, instance, value.expression->reference);
    return subprogram == NULL ? NULL : function_of(behaviour, subprogram, value.at);
}
