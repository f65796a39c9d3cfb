/* SPDX-License-Identifier: BSD-2-Clause */

#include "instance.h"

#include <string.h>

/* Limits that only a mistake in a model exceeds. */
#define MAX_DEPTH     64u
#define MAX_INSTANCES 1000000u

struct contained {
    const struct association *association;
    const struct instance *holder;
    const struct element *feature; /* a feature, connection, ... of the instance */
};

static void grow(struct model *model, struct instance *instance);

static struct arena *arena_of(const struct model *model)
{
    return &model->compilation->arena;
}

static struct diagnostics *messages_of(const struct model *model)
{
    return &model->compilation->diagnostics;
}

/* --- the tree --- */

static bool contains_itself(struct model *model, const struct instance *instance)
{
    for (const struct instance *above = instance->parent; above != NULL; above = above->parent) {
        if (instance->classifier == NULL || above->classifier != instance->classifier)
            continue;
        report_error(messages_of(model), instance->at,
                     "'%s' contains itself through this subcomponent; remove it",
                     instance->classifier->title);
        return true;
    }
    return false;
}

static struct instance *add_child(struct model *model, struct instance *parent,
                                  const struct element *element, uint32_t index)
{
    struct instance *child = ARENA_NEW(arena_of(model), struct instance);

    child->parent = parent;
    child->declaration = element;
    child->category = element->category;
    child->key = element->name.key;
    child->name = index == 0 ? element->name.text
                             : arena_print(arena_of(model), "%s_%u", element->name.text, index);
    child->index = index;
    child->depth = parent->depth + 1;
    child->at = element->name.at;
    child->classifier = names_target(model->compilation, element);
    list_add(arena_of(model), &parent->children, child);
    model->count++;
    return child;
}

/* How many elements an array has; 1 for all others. */
static uint32_t array_size(struct model *model, const struct element *element)
{
    static const struct type integer = {.kind = TYPE_INTEGER};
    uint64_t size = 1;

    for (uint32_t i = 0; i < element->dimensions.count; i++) {
        const struct expression *dimension = element->dimensions.items[i];
        struct number number;

        if (dimension == NULL ||
            !number_value(model->compilation, NULL, &integer, dimension, &number))
            continue;
        if (number.is_real || number.integer < 1 || number.integer > MAX_INSTANCES ||
            size * (uint64_t)number.integer > MAX_INSTANCES) {
            report_error(messages_of(model), dimension->at,
                         "the size of an array is 1 to %u; choose another", MAX_INSTANCES);
            return 1;
        }
        size *= (uint64_t)number.integer;
    }
    return (uint32_t)size;
}

/* The subcomponents of a classifier: those of what it extends come first, a
 * refinement stands in the place of what it refines. */
static void collect_subcomponents(struct model *model, const struct classifier *classifier,
                                  struct list *elements)
{
    struct list chain = {0};

    for (const struct classifier *c = classifier; c != NULL; c = c->parent)
        list_add(arena_of(model), &chain, c);
    for (uint32_t i = chain.count; i > 0; i--) {
        const struct classifier *c = chain.items[i - 1];

        for (uint32_t j = 0; j < c->elements.count; j++) {
            struct element *element = c->elements.items[j];

            if (element->kind == ELEMENT_SUBCOMPONENT && !element->refined)
                list_add(arena_of(model), elements, names_element(classifier, element->name.key));
        }
    }
}

static void grow_element(struct model *model, struct instance *instance,
                         const struct element *element)
{
    uint32_t size = array_size(model, element);

    for (uint32_t i = 0; i < size; i++) {
        if (model->count >= MAX_INSTANCES) {
            report_error(messages_of(model), element->at,
                         "the model has more than %u components; make it smaller", MAX_INSTANCES);
            return;
        }
        grow(model,
             add_child(model, instance, element, element->dimensions.count == 0 ? 0 : i + 1));
    }
}

static void grow(struct model *model, struct instance *instance)
{
    struct list elements = {0};

    if (instance->classifier == NULL || contains_itself(model, instance))
        return;
    if (instance->depth >= MAX_DEPTH) {
        report_error(messages_of(model), instance->at,
                     "components are more than %u deep in each other; make the model flatter",
                     MAX_DEPTH);
        return;
    }
    collect_subcomponents(model, instance->classifier, &elements);
    for (uint32_t i = 0; i < elements.count && model->count < MAX_INSTANCES; i++)
        grow_element(model, instance, elements.items[i]);
}

/* --- paths --- */

static bool index_matches(const struct path_step *step, const struct instance *instance)
{
    if (step->indices.count == 0)
        return true;
    const struct expression *index = step->indices.items[0];
    int64_t low, high;

    if (index->kind == EXPRESSION_INTEGER) {
        low = high = index->integer;
    } else if (index->kind == EXPRESSION_RANGE) {
        low = ((struct expression *)index->operands.items[0])->integer;
        high = ((struct expression *)index->operands.items[1])->integer;
    } else {
        return false;
    }
    return instance->index >= low && instance->index <= high;
}

/* All instances that the steps from first on lead to; *element is the feature,
 * connection or the like that a last step names. */
static void follow(struct model *model, struct instance *from, const struct path *path,
                   uint32_t first, struct list *found, const struct element **element)
{
    if (first == path->steps.count) {
        list_add(arena_of(model), found, from);
        return;
    }
    const struct path_step *step = path->steps.items[first];
    for (uint32_t i = 0; i < from->children.count; i++) {
        struct instance *child = from->children.items[i];

        if (child->key == step->name.key && index_matches(step, child))
            follow(model, child, path, first + 1, found, element);
    }
    if (first + 1 == path->steps.count && from->classifier != NULL) {
        const struct element *last = names_element(from->classifier, step->name.key);

        if (last != NULL && last->kind != ELEMENT_SUBCOMPONENT) {
            *element = last;
            list_add(arena_of(model), found, from);
        }
    }
}

/* --- contained property associations --- */

static void place_one(struct model *model, struct instance *holder, struct instance *from,
                      const struct association *association)
{
    for (uint32_t i = 0; i < association->applies_to.count; i++) {
        struct list found = {0};
        const struct element *feature = NULL;

        follow(model, from, association->applies_to.items[i], 0, &found, &feature);
        for (uint32_t j = 0; j < found.count; j++) {
            struct contained *contained = ARENA_NEW(arena_of(model), struct contained);
            struct instance *target = found.items[j];

            contained->association = association;
            contained->holder = holder;
            contained->feature = feature;
            list_add(arena_of(model), &target->contained, contained);
        }
    }
}

static void place_all(struct model *model, struct instance *holder, struct instance *from,
                      const struct list *associations)
{
    for (uint32_t i = 0; i < associations->count; i++)
        place_one(model, holder, from, associations->items[i]);
}

static void place_chain(struct model *model, struct instance *instance,
                        const struct classifier *classifier)
{
    for (; classifier != NULL; classifier = classifier->parent)
        place_all(model, instance, instance, &classifier->properties);
}

/* Outermost first, so that the first match in a list is the one that counts. */
static void place_contained(struct model *model, struct instance *instance)
{
    if (instance->classifier != NULL) {
        place_chain(model, instance, instance->classifier);
        if (instance->classifier->type != NULL)
            place_chain(model, instance, instance->classifier->type);
    }
    for (uint32_t i = 0; i < instance->children.count; i++) {
        struct instance *child = instance->children.items[i];

        if (child->declaration->properties.count > 0)
            place_all(model, child, child, &child->declaration->properties);
        place_contained(model, child);
    }
}

/* --- the root --- */

static void find_roots(struct compilation *compilation, struct list *roots)
{
    for (uint32_t i = 0; i < compilation->packages.count; i++) {
        const struct package *package = compilation->packages.items[i];

        for (uint32_t j = 0; j < package->classifiers.count; j++) {
            struct classifier *classifier = package->classifiers.items[j];

            if (classifier->category == CATEGORY_SYSTEM && classifier->is_implementation &&
                !classifier->used)
                list_add(&compilation->arena, roots, classifier);
        }
    }
}

static const char *full_title(struct compilation *compilation, const struct classifier *classifier)
{
    return arena_print(&compilation->arena, "%s::%s", classifier->package->name.text,
                       classifier->title);
}

/* One that others extend is a building block, unless it is alone. */
static struct classifier *choose_root(struct compilation *compilation, struct list *roots)
{
    struct list leaves = {0};

    for (uint32_t i = 0; i < roots->count; i++) {
        bool extended = false;

        for (uint32_t j = 0; j < roots->count; j++)
            extended =
                extended || ((struct classifier *)roots->items[j])->parent == roots->items[i];
        if (!extended)
            list_add(&compilation->arena, &leaves, roots->items[i]);
    }
    if (leaves.count == 1)
        return leaves.items[0];
    struct classifier *first = leaves.items[0];
    const char *names = "";
    for (uint32_t i = 0; i < leaves.count; i++)
        names = arena_print(&compilation->arena, "%s%s'%s'", names, i == 0 ? "" : ", ",
                            full_title(compilation, leaves.items[i]));
    report_error(&compilation->diagnostics, first->at,
                 "%u system implementations can be the root: %s; choose one with --root",
                 leaves.count, names);
    return NULL;
}

static struct classifier *named_root(struct compilation *compilation, const char *name)
{
    struct suggestion suggestion = {.wanted = name};
    struct place nowhere = {0};

    for (uint32_t i = 0; i < compilation->packages.count; i++) {
        const struct package *package = compilation->packages.items[i];

        for (uint32_t j = 0; j < package->classifiers.count; j++) {
            struct classifier *classifier = package->classifiers.items[j];
            const char *full = full_title(compilation, classifier);

            if (classifier->category != CATEGORY_SYSTEM || !classifier->is_implementation)
                continue;
            if (intern(&compilation->names, full, strlen(full)) ==
                intern(&compilation->names, name, strlen(name)))
                return classifier;
            suggestion_offer(&suggestion, full);
        }
    }
    report_error(&compilation->diagnostics, nowhere, "there is no system implementation '%s'%s",
                 name,
                 suggestion_advice(&compilation->arena, &suggestion,
                                   "write --root PACKAGE::type.implementation"));
    return NULL;
}

static struct classifier *find_root(struct compilation *compilation, const char *name)
{
    struct list roots = {0};
    struct place nowhere = {0};

    if (name != NULL)
        return named_root(compilation, name);
    find_roots(compilation, &roots);
    if (roots.count > 0)
        return choose_root(compilation, &roots);
    if (compilation->sources.count > 0)
        nowhere.source = compilation->sources.items[compilation->sources.count - 1];
    report_error(&compilation->diagnostics, nowhere,
                 "there is no system implementation to begin with; declare one that is no "
                 "subcomponent of another");
    return NULL;
}

bool model_build(struct model *model, struct compilation *compilation, const char *root)
{
    struct classifier *classifier = find_root(compilation, root);
    struct instance *instance;

    *model = (struct model){.compilation = compilation};
    if (classifier == NULL)
        return false;
    instance = ARENA_NEW(&compilation->arena, struct instance);
    instance->classifier = classifier;
    instance->category = CATEGORY_SYSTEM;
    instance->name = classifier->title;
    instance->at = classifier->at;
    model->root = instance;
    model->count = 1;
    grow(model, instance);
    place_contained(model, instance);
    return true;
}

const char *instance_path(struct model *model, const struct instance *instance)
{
    if (instance->parent == NULL)
        return instance->name;
    if (instance->parent->parent == NULL)
        return instance->name;
    return arena_print(arena_of(model), "%s.%s", instance_path(model, instance->parent),
                       instance->name);
}

void instances_of(struct model *model, const struct instance *from, enum category category,
                  struct list *found)
{
    for (uint32_t i = 0; i < from->children.count; i++) {
        struct instance *child = from->children.items[i];

        if (child->category == category)
            list_add(arena_of(model), found, child);
        instances_of(model, child, category, found);
    }
}

/* --- property lookup --- */

struct lookup {
    struct model *model;
    const struct property *property;
    struct value *context;
};

static const struct association *matching(const struct lookup *lookup,
                                          const struct list *associations)
{
    for (uint32_t i = associations->count; i > 0; i--) {
        const struct association *association = associations->items[i - 1];

        if (association->definition == lookup->property && association->applies_to.count == 0 &&
            association->in_binding.count == 0)
            return association;
    }
    return NULL;
}

static const struct association *in_chain(const struct lookup *lookup,
                                          const struct classifier *classifier)
{
    const struct association *association = NULL;

    for (; association == NULL && classifier != NULL; classifier = classifier->parent)
        association = matching(lookup, &classifier->properties);
    return association;
}

/* The declaration, and those that it refines. */
static const struct association *in_declaration(const struct lookup *lookup,
                                                const struct element *element)
{
    const struct association *association = matching(lookup, &element->properties);

    while (association == NULL && element->refined && element->owner->parent != NULL) {
        element = names_element(element->owner->parent, element->name.key);
        if (element == NULL)
            return NULL;
        association = matching(lookup, &element->properties);
    }
    return association;
}

static const struct association *contained_in(const struct lookup *lookup,
                                              const struct instance *instance)
{
    for (uint32_t i = 0; i < instance->contained.count; i++) {
        const struct contained *contained = instance->contained.items[i];

        if (contained->association->definition == lookup->property && contained->feature == NULL &&
            contained->association->in_binding.count == 0) {
            lookup->context->context = contained->holder;
            return contained->association;
        }
    }
    return NULL;
}

static const struct association *own_association(const struct lookup *lookup,
                                                 const struct instance *instance)
{
    const struct association *association = contained_in(lookup, instance);

    if (association != NULL)
        return association;
    lookup->context->context = instance;
    if (instance->declaration != NULL) {
        association = in_declaration(lookup, instance->declaration);
        if (association != NULL) {
            lookup->context->context = instance->parent;
            lookup->context->inner = instance;
            return association;
        }
    }
    if (instance->classifier == NULL)
        return NULL;
    association = in_chain(lookup, instance->classifier);
    if (association == NULL)
        association = in_chain(lookup, instance->classifier->type);
    return association;
}

static struct property *property_named(struct model *model, const char *name)
{
    struct interned *names = &model->compilation->names;
    const char *scope = strstr(name, "::");
    const struct property_set *set =
        map_get(&model->compilation->sets_by_name, intern(names, name, (size_t)(scope - name)));

    return set == NULL ? NULL : map_get(&set->by_name, intern(names, scope + 2, strlen(scope + 2)));
}

static const struct association *find_association(const struct lookup *lookup,
                                                  const struct instance *instance)
{
    const struct association *association = own_association(lookup, instance);

    while (association == NULL && lookup->property->inherit && instance->parent != NULL) {
        instance = instance->parent;
        association = own_association(lookup, instance);
    }
    return association;
}

const struct association *property_association(struct model *model, const struct instance *instance,
                                               const char *name, struct value *context)
{
    struct lookup lookup = {model, property_named(model, name), context};

    *context = (struct value){0};
    if (lookup.property == NULL)
        return NULL;
    context->type = lookup.property->type;
    return find_association(&lookup, instance);
}

/* The value for the initial mode of the component that has the association. */
static const struct expression *initial_value(const struct association *association,
                                              const struct instance *context)
{
    const struct modal_value *otherwise = association->values.items[0];

    for (uint32_t i = 0; i < association->values.count; i++) {
        const struct modal_value *modal = association->values.items[i];

        if (modal->modes.count == 0)
            otherwise = modal;
        for (uint32_t j = 0; j < modal->modes.count && context->classifier != NULL; j++) {
            const struct mode_binding *binding = modal->modes.items[j];
            const struct element *mode = names_element(context->classifier, binding->from.key);

            if (mode != NULL && mode->kind == ELEMENT_MODE && mode->initial)
                return modal->value;
        }
    }
    return otherwise->value;
}

bool property_value(struct model *model, const struct instance *instance, const char *name,
                    struct value *value)
{
    const struct association *association = property_association(model, instance, name, value);

    if (association != NULL) {
        value->expression = initial_value(association, value->context);
        value->at = value->expression->at;
        return true;
    }
    const struct property *property = property_named(model, name);
    if (property == NULL || property->value == NULL)
        return false;
    value->expression = property->value;
    value->context = instance;
    value->set = property->set;
    value->at = instance->at;
    return true;
}

/* --- reading values --- */

/* Follows names of constants; one in brackets is taken out of them. */
static struct value plain(struct model *model, const struct value *value)
{
    struct value result = *value;

    for (int hops = 0; hops < 100; hops++) {
        const struct expression *expression = result.expression;

        if (expression->kind == EXPRESSION_NAME) {
            const struct property *constant =
                property_find(model->compilation, result.set, expression->reference);

            if (constant == NULL || constant->kind != PROPERTY_CONSTANT)
                break;
            result.expression = constant->value;
            result.set = constant->set;
        } else if (expression->kind == EXPRESSION_LIST && expression->operands.count == 1 &&
                   result.type != NULL &&
                   type_resolve(model->compilation, result.type)->kind != TYPE_LIST) {
            result.expression = expression->operands.items[0];
        } else {
            break;
        }
    }
    return result;
}

void value_elements(struct model *model, const struct value *value, struct list *elements)
{
    struct value whole = plain(model, value);
    const struct type *type = type_resolve(model->compilation, whole.type);
    struct value *element;

    if (type != NULL && type->kind == TYPE_LIST)
        whole.type = type->element;
    if (whole.expression->kind != EXPRESSION_LIST) {
        element = ARENA_NEW(arena_of(model), struct value);
        *element = whole;
        list_add(arena_of(model), elements, element);
        return;
    }
    for (uint32_t i = 0; i < whole.expression->operands.count; i++) {
        element = ARENA_NEW(arena_of(model), struct value);
        *element = whole;
        element->expression = whole.expression->operands.items[i];
        element->at = element->expression->at;
        list_add(arena_of(model), elements, element);
    }
}

bool value_field(struct model *model, const struct value *record, const char *name,
                 struct value *field)
{
    struct value whole = plain(model, record);
    const struct type *type = type_resolve(model->compilation, whole.type);
    const char *key = intern(&model->compilation->names, name, strlen(name));

    if (whole.expression->kind != EXPRESSION_RECORD || type == NULL || type->kind != TYPE_RECORD)
        return false;
    *field = whole;
    field->expression = NULL;
    for (uint32_t i = 0; i < whole.expression->fields.count; i++) {
        const struct record_field *given = whole.expression->fields.items[i];

        if (given->name.key == key)
            field->expression = given->value;
    }
    for (uint32_t i = 0; i < type->fields.count; i++) {
        const struct type_field *declared = type->fields.items[i];

        if (declared->name.key == key)
            field->type = declared->type;
    }
    if (field->expression == NULL)
        return false;
    field->at = field->expression->at;
    return true;
}

bool value_integer(struct model *model, const struct value *value, int64_t *integer)
{
    struct value single = plain(model, value);
    const struct type *type = type_resolve(model->compilation, single.type);
    struct number number;

    if (type == NULL ||
        !number_value(model->compilation, single.set, type, single.expression, &number) ||
        number.is_real)
        return false;
    *integer = number.integer;
    return true;
}

static bool boolean_of(struct model *model, const struct value *value,
                       const struct expression *expression, bool *boolean)
{
    struct value operand = *value;
    bool right;

    operand.expression = expression;
    operand = plain(model, &operand);
    expression = operand.expression;
    if (expression->kind == EXPRESSION_BOOLEAN) {
        *boolean = expression->boolean;
        return true;
    }
    if (expression->kind != EXPRESSION_NOT && expression->kind != EXPRESSION_AND &&
        expression->kind != EXPRESSION_OR)
        return false;
    if (!boolean_of(model, &operand, expression->operands.items[0], boolean))
        return false;
    if (expression->kind == EXPRESSION_NOT)
        *boolean = !*boolean;
    for (uint32_t i = 1; i < expression->operands.count; i++) {
        if (!boolean_of(model, &operand, expression->operands.items[i], &right))
            return false;
        *boolean = expression->kind == EXPRESSION_AND ? *boolean && right : *boolean || right;
    }
    return true;
}

bool value_boolean(struct model *model, const struct value *value, bool *boolean)
{
    return boolean_of(model, value, value->expression, boolean);
}

const char *value_string(struct model *model, const struct value *value)
{
    struct value single = plain(model, value);

    return single.expression->kind == EXPRESSION_STRING ? single.expression->string : NULL;
}

const char *value_literal(struct model *model, const struct value *value)
{
    struct value single = plain(model, value);

    return single.expression->kind == EXPRESSION_NAME ? single.expression->reference->base.key
                                                      : NULL;
}

const struct instance *value_instance(struct model *model, const struct value *value)
{
    struct value single = plain(model, value);
    const struct instance *from[] = {single.inner, single.context};

    if (single.expression->kind != EXPRESSION_REFERENCE)
        return NULL;
    for (int i = 0; i < 2; i++) {
        struct list found = {0};
        const struct element *element = NULL;

        if (from[i] == NULL)
            continue;
        follow(model, (struct instance *)(uintptr_t)from[i], single.expression->path, 0, &found,
               &element);
        if (found.count > 0 && element == NULL)
            return found.items[0];
    }
    return NULL;
}
