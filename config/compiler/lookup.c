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
    struct number number, low, high;

    if (type == NULL ||
        !number_value(model->compilation, single.set, type, single.expression, &number) ||
        number.is_real || !number_in_range(model->compilation, type, &number, &low, &high))
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
