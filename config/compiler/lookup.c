/* SPDX-License-Identifier: BSD-2-Clause */

/* The values of properties in the instance model (AS5506C, 11.3): the outermost
 * contained association counts, then the subcomponent's own, the
 * implementation's and what it extends, the type's and what it extends, the
 * containing component's if the property is inherited, and the default. */

#include "instance.h"

#include <string.h>

static struct arena *arena_of(const struct model *model)
{
    return &model->compilation->arena;
}

/* Goes through the associations of a property for an instance, the one that
 * counts first; those that append ("+=>") to the next one go on to it. */
struct lookup {
    struct model *model;
    const struct property *property;
    const struct instance *owner;
    struct value *last; /* the end of the chain of values */
    const char *mode;   /* key of the mode that counts; NULL: the initial one */
    bool modal;         /* stop at the first, take its value later */
    const struct association *first;
};

static const struct expression *value_in_mode(const struct association *association,
                                              const struct instance *context, const char *mode);

/* True: the value is complete. */
static bool take(struct lookup *lookup, const struct association *association,
                 const struct instance *context, const struct instance *inner)
{
    struct value *value = lookup->last;
    const struct expression *expression =
        lookup->modal ? NULL : value_in_mode(association, context, lookup->mode);

    if (expression == NULL && !lookup->modal)
        return false;
    if (lookup->first != NULL) {
        value->rest = ARENA_NEW(arena_of(lookup->model), struct value);
        value = value->rest;
        lookup->last = value;
    } else {
        lookup->first = association;
    }
    *value = (struct value){
        .type = lookup->property->type,
        .context = context,
        .inner = inner,
        .owner = lookup->owner,
    };
    if (lookup->modal)
        return true;
    value->expression = expression;
    value->at = value->expression->at;
    return !association->append;
}

/* Those "in binding" are asked before the others, so that these stand for all
 * other bindings. */
static bool counts(struct lookup *lookup, const struct association *association, bool bound)
{
    if (association->definition != lookup->property || bound != (association->in_binding.count > 0))
        return false;
    return !bound || binding_matches(lookup->model, lookup->owner, association);
}

static bool take_from(struct lookup *lookup, const struct list *associations,
                      const struct instance *context, const struct instance *inner)
{
    for (int bound = 1; bound >= 0; bound--)
        for (uint32_t i = associations->count; i > 0; i--) {
            const struct association *association = associations->items[i - 1];

            if (association->applies_to.count == 0 && counts(lookup, association, bound != 0) &&
                take(lookup, association, context, inner))
                return true;
        }
    return false;
}

static bool take_contained(struct lookup *lookup, const struct instance *instance,
                           const struct element *feature)
{
    for (int bound = 1; bound >= 0; bound--)
        for (uint32_t i = 0; i < instance->contained.count; i++) {
            const struct contained *contained = instance->contained.items[i];

            if (contained->feature == feature &&
                counts(lookup, contained->association, bound != 0) &&
                take(lookup, contained->association, contained->holder, NULL))
                return true;
        }
    return false;
}

/* The declaration, and those that it refines. */
static bool take_declared(struct lookup *lookup, const struct instance *instance)
{
    const struct element *element = instance->declaration;

    while (element != NULL) {
        if (take_from(lookup, &element->properties, instance->parent, instance))
            return true;
        element = element->refined && element->owner->parent != NULL
                      ? names_element(element->owner->parent, element->name.key)
                      : NULL;
    }
    return false;
}

static bool take_classified(struct lookup *lookup, const struct instance *instance,
                            const struct classifier *classifier)
{
    for (; classifier != NULL; classifier = classifier->parent)
        if (take_from(lookup, &classifier->properties, instance, NULL))
            return true;
    return false;
}

static bool take_all(struct lookup *lookup, const struct instance *instance)
{
    for (; instance != NULL; instance = instance->parent) {
        if (take_contained(lookup, instance, NULL) || take_declared(lookup, instance))
            return true;
        if (instance->classifier != NULL &&
            (take_classified(lookup, instance, instance->classifier) ||
             take_classified(lookup, instance, instance->classifier->type)))
            return true;
        if (!lookup->property->inherit)
            return false;
    }
    return false;
}

static const struct property *property_named(struct model *model, const char *name)
{
    struct interned *names = &model->compilation->names;
    const char *scope = strstr(name, "::");
    const struct property_set *set =
        map_get(&model->compilation->sets_by_name, intern(names, name, (size_t)(scope - name)));

    return set == NULL ? NULL : map_get(&set->by_name, intern(names, scope + 2, strlen(scope + 2)));
}

const struct association *property_association(struct model *model, const struct instance *instance,
                                               const char *name, struct value *context)
{
    struct lookup lookup = {.model = model,
                            .property = property_named(model, name),
                            .owner = instance,
                            .last = context,
                            .modal = true};

    if (lookup.property != NULL)
        take_all(&lookup, instance);
    return lookup.first;
}

static bool is_initial(const struct instance *context, const char *mode)
{
    const struct element *element =
        context->classifier == NULL ? NULL : names_element(context->classifier, mode);

    return element != NULL && element->kind == ELEMENT_MODE && element->initial;
}

/* The value for a mode of the component that has the association, or for its initial
 * one. A value without modes is for all others; NULL: none is for this one. */
static const struct expression *value_in_mode(const struct association *association,
                                              const struct instance *context, const char *mode)
{
    const struct modal_value *first = association->values.items[0];
    const struct expression *otherwise = mode == NULL ? first->value : NULL;

    for (uint32_t i = 0; i < association->values.count; i++) {
        const struct modal_value *modal = association->values.items[i];

        if (modal->modes.count == 0)
            otherwise = modal->value;
        for (uint32_t j = 0; j < modal->modes.count; j++) {
            const struct mode_binding *binding = modal->modes.items[j];

            if (mode == NULL ? is_initial(context, binding->from.key) : binding->from.key == mode)
                return modal->value;
        }
    }
    return otherwise;
}

static bool value_of(struct model *model, const struct instance *instance,
                     const struct property *property, const char *mode, struct value *value)
{
    struct lookup lookup = {
        .model = model, .property = property, .owner = instance, .last = value, .mode = mode};

    if (take_all(&lookup, instance) || lookup.first != NULL)
        return true;
    if (property->value == NULL)
        return false;
    *value = (struct value){
        .expression = property->value,
        .context = instance,
        .owner = instance,
        .type = property->type,
        .set = property->set,
        .at = instance->at,
    };
    return true;
}

bool property_value(struct model *model, const struct instance *instance, const char *name,
                    struct value *value)
{
    return property_value_in(model, instance, name, NULL, value);
}

bool property_value_in(struct model *model, const struct instance *instance, const char *name,
                       const char *mode, struct value *value)
{
    const struct property *property = property_named(model, name);

    return property != NULL && value_of(model, instance, property, mode, value);
}

bool feature_value(struct model *model, const struct instance *instance,
                   const struct element *feature, const char *name, struct value *value)
{
    struct lookup lookup = {
        .model = model, .property = property_named(model, name), .owner = instance, .last = value};

    if (lookup.property == NULL)
        return false;
    if (take_contained(&lookup, instance, feature))
        return true;
    for (const struct element *element = feature; element != NULL;
         element = element->refined && element->owner->parent != NULL
                       ? names_element(element->owner->parent, feature->name.key)
                       : NULL)
        if (take_from(&lookup, &element->properties, instance, NULL))
            return true;
    return lookup.first != NULL;
}

bool classifier_value(struct model *model, const struct instance *instance,
                      const struct classifier *classifier, const char *name, struct value *value)
{
    struct lookup lookup = {
        .model = model, .property = property_named(model, name), .owner = instance, .last = value};

    if (lookup.property == NULL)
        return false;
    return take_classified(&lookup, instance, classifier) ||
           take_classified(&lookup, instance, classifier->type) || lookup.first != NULL;
}

/* --- reading values --- */

/* What a name stands for: a constant, or another property of the same component. */
static bool follow_name(struct model *model, struct value *value)
{
    const struct property *named =
        property_find(model->compilation, value->set, value->expression->reference);
    struct value other;

    if (named == NULL || named->kind == PROPERTY_TYPE)
        return false;
    if (named->kind == PROPERTY_CONSTANT) {
        value->expression = named->value;
        value->set = named->set;
        return true;
    }
    if (value->owner == NULL || !value_of(model, value->owner, named, NULL, &other))
        return false;
    other.at = value->at;
    *value = other;
    return true;
}

/* Without names, and without brackets around a single value. */
static struct value plain(struct model *model, const struct value *value)
{
    struct value result = *value;

    for (int hops = 0; hops < 100; hops++) {
        const struct expression *expression = result.expression;
        const struct type *type = type_resolve(model->compilation, result.type);

        if (type == NULL)
            break;
        if (expression->kind == EXPRESSION_NAME) {
            if (type->kind == TYPE_ENUMERATION || !follow_name(model, &result))
                break;
        } else if (expression->kind == EXPRESSION_LIST && expression->operands.count == 1 &&
                   type->kind != TYPE_LIST) {
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

    if (whole.rest != NULL)
        value_elements(model, whole.rest, elements);
    whole.rest = NULL;
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
    struct number number, low, high;

    if (type == NULL ||
        !number_value(model->compilation, single.set, type, single.expression, &number) ||
        number.is_real || !number_in_range(model->compilation, type, &number, &low, &high))
        return false;
    *integer = number.integer;
    return true;
}

bool value_range(struct model *model, const struct value *value, int64_t *low, int64_t *high)
{
    struct value end = plain(model, value);
    const struct type *type = type_resolve(model->compilation, end.type);
    struct list ends = end.expression->operands;

    if (end.expression->kind != EXPRESSION_RANGE || type == NULL || type->kind != TYPE_RANGE)
        return false;
    end.type = type->element;
    end.expression = ends.items[0];
    if (!value_integer(model, &end, low))
        return false;
    end.expression = ends.items[1];
    return value_integer(model, &end, high);
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
    const struct type *type = type_resolve(model->compilation, single.type);

    if (single.expression->kind != EXPRESSION_NAME || type == NULL ||
        type->kind != TYPE_ENUMERATION)
        return NULL;
    for (uint32_t i = 0; i < type->literals.count; i++) {
        const struct name *literal = type->literals.items[i];

        if (literal->key == single.expression->reference->base.key)
            return literal->key;
    }
    return NULL;
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
        path_instances(model, from[i], single.expression->path, &found, &element);
        if (found.count > 0 && element == NULL)
            return found.items[0];
    }
    return NULL;
}
