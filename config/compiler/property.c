/* SPDX-License-Identifier: BSD-2-Clause */

#include "property.h"

#include <string.h>

/* Names of these sets need no qualification (AS5506C, 11.1.1). */
static const char *const predeclared[] = {
    "aadl_project",          "timing_properties",
    "thread_properties",     "communication_properties",
    "memory_properties",     "programming_properties",
    "deployment_properties", "modeling_properties",
};

#define PREDECLARED_COUNT (sizeof(predeclared) / sizeof(predeclared[0]))

static struct property_set *set_named(struct compilation *compilation, const char *name)
{
    return map_get(&compilation->sets_by_name, intern(&compilation->names, name, strlen(name)));
}

struct property *property_find(struct compilation *compilation, const struct property_set *own,
                               const struct reference *reference)
{
    const struct property_set *set = own;
    struct property *property = NULL;

    if (reference->scope.key != NULL) {
        set = map_get(&compilation->sets_by_name, reference->scope.key);
        return set == NULL ? NULL : map_get(&set->by_name, reference->base.key);
    }
    if (set != NULL)
        property = map_get(&set->by_name, reference->base.key);
    for (size_t i = 0; property == NULL && i < PREDECLARED_COUNT; i++) {
        set = set_named(compilation, predeclared[i]);
        if (set != NULL)
            property = map_get(&set->by_name, reference->base.key);
    }
    return property;
}

static const char *const kind_titles[] = {
    [PROPERTY_DEFINITION] = "property",
    [PROPERTY_CONSTANT] = "property constant",
    [PROPERTY_TYPE] = "property type",
};

static void offer_set(struct suggestion *suggestion, const struct property_set *set,
                      enum property_kind kind)
{
    for (uint32_t i = 0; set != NULL && i < set->members.count; i++) {
        const struct property *property = set->members.items[i];

        if (property->kind == kind)
            suggestion_offer(suggestion, property->name.text);
    }
}

/* A name without a set that only exists in sets that must be named. */
static const char *set_having(struct compilation *compilation, const char *key)
{
    for (uint32_t i = 0; i < compilation->property_sets.count; i++) {
        const struct property_set *set = compilation->property_sets.items[i];

        if (map_get(&set->by_name, key) != NULL)
            return set->name.text;
    }
    return NULL;
}

static void report_unknown_set(struct compilation *compilation, const struct name *set)
{
    struct suggestion suggestion = {.wanted = set->text};

    if (map_set(&compilation->arena, &compilation->unknown_sets, set->key, (void *)set->text))
        return;
    for (uint32_t i = 0; i < compilation->property_sets.count; i++)
        suggestion_offer(&suggestion,
                         ((struct property_set *)compilation->property_sets.items[i])->name.text);
    report_warning(&compilation->diagnostics, set->at,
                   "the property set '%s' is not known: its properties have no effect%s", set->text,
                   suggestion_advice(&compilation->arena, &suggestion, NULL));
}

void property_report_unknown(struct compilation *compilation, const struct property_set *own,
                             const struct reference *reference, enum property_kind kind)
{
    struct suggestion suggestion = {.wanted = reference->base.text};
    const struct property_set *set = own;

    if (reference->scope.key != NULL) {
        set = map_get(&compilation->sets_by_name, reference->scope.key);
        if (set == NULL) {
            report_unknown_set(compilation, &reference->scope);
            return;
        }
    }
    offer_set(&suggestion, set, kind);
    for (size_t i = 0; reference->scope.key == NULL && i < PREDECLARED_COUNT; i++)
        offer_set(&suggestion, set_named(compilation, predeclared[i]), kind);

    const char *having =
        reference->scope.key == NULL ? set_having(compilation, reference->base.key) : NULL;
    if (having != NULL)
        report_error(&compilation->diagnostics, reference->at,
                     "'%s' needs the name of its property set; write '%s::%s'",
                     reference->base.text, having, reference->base.text);
    else
        report_error(&compilation->diagnostics, reference->at, "there is no %s '%s'%s%s%s%s",
                     kind_titles[kind], reference->base.text,
                     reference->scope.key == NULL ? "" : " in the property set '",
                     reference->scope.key == NULL ? "" : reference->scope.text,
                     reference->scope.key == NULL ? "" : "'",
                     suggestion_advice(&compilation->arena, &suggestion,
                                       "look at the names that 'bulkhead properties' prints"));
}

const struct type *type_resolve(struct compilation *compilation, const struct type *type)
{
    const struct property_set *set = type->set;

    for (int hops = 0; type->kind == TYPE_NAMED; hops++) {
        struct property *property = property_find(compilation, set, type->named);

        if (property == NULL || property->kind != PROPERTY_TYPE) {
            property_report_unknown(compilation, set, type->named, PROPERTY_TYPE);
            return NULL;
        }
        if (hops > 100) {
            report_error(&compilation->diagnostics, type->at,
                         "the type '%s' is declared by itself; give it a type of its own",
                         type->named->base.text);
            return NULL;
        }
        type = property->type;
        set = property->set;
    }
    return type;
}

/* --- units and numbers --- */

static struct unit *unit_in(const struct type *units, const char *key)
{
    for (uint32_t i = 0; i < units->literals.count; i++) {
        struct unit *unit = units->literals.items[i];

        if (unit->name.key == key)
            return unit;
    }
    return NULL;
}

static bool scale_unit(struct unit *unit, const struct unit *base)
{
    const struct expression *factor = unit->factor;
    bool whole = factor->kind == EXPRESSION_INTEGER;
    double times = whole                             ? (double)factor->integer
                   : factor->kind == EXPRESSION_REAL ? factor->real
                                                     : 0;

    if (!(times > 0))
        return false;
    unit->scale = base->scale * times;
    if (!whole || __builtin_mul_overflow(base->in_smallest, factor->integer, &unit->in_smallest))
        unit->in_smallest = 0;
    return true;
}

static void compute_units(struct compilation *compilation, struct type *units)
{
    for (uint32_t i = 0; i < units->literals.count; i++) {
        struct unit *unit = units->literals.items[i];
        const struct unit *base;

        unit->in_smallest = 1;
        unit->scale = 1;
        if (unit->base.key == NULL)
            continue;
        base = unit_in(units, unit->base.key);
        if (base == NULL || base == unit || base->scale == 0)
            report_error(&compilation->diagnostics, unit->base.at,
                         "the unit '%s' is not declared before; declare it first", unit->base.text);
        else if (!scale_unit(unit, base))
            report_error(&compilation->diagnostics, unit->factor->at,
                         "the factor of a unit is a positive number; choose another");
    }
}

static const struct type *units_of(struct compilation *compilation, const struct type *type)
{
    const struct type *units = NULL;

    if ((type->kind == TYPE_INTEGER || type->kind == TYPE_REAL) && type->units != NULL)
        units = type_resolve(compilation, type->units);
    return units != NULL && units->kind == TYPE_UNITS ? units : NULL;
}

double unit_factor(struct compilation *compilation, const struct type *type, const char *unit)
{
    const struct type *units;
    const struct unit *found = NULL;

    type = type_resolve(compilation, type);
    if (type == NULL)
        return 0;
    units = units_of(compilation, type);
    if (units != NULL)
        found = unit_in(units, intern(&compilation->names, unit, strlen(unit)));
    return found == NULL ? 0 : found->scale;
}

static const char *example_unit(const struct type *units)
{
    uint32_t middle = units->literals.count > 3 ? 3 : units->literals.count - 1;

    return ((const struct unit *)units->literals.items[middle])->name.text;
}

static bool apply_unit(struct compilation *compilation, const struct type *type,
                       const struct expression *expression, struct number *number)
{
    const struct type *units = units_of(compilation, type);
    const struct name *name = &expression->unit;

    if (units == NULL && name->key == NULL)
        return true;
    if (units == NULL) {
        report_error(&compilation->diagnostics, name->at, "this number has no unit; remove '%s'",
                     name->text);
        return false;
    }
    if (name->key == NULL) {
        if (number->real == 0)
            return true;
        report_error(&compilation->diagnostics, expression->at,
                     "a unit is missing; write for example '%s %s'",
                     expression->kind == EXPRESSION_REAL
                         ? arena_print(&compilation->arena, "%g", number->real)
                         : arena_print(&compilation->arena, "%lld", (long long)number->integer),
                     example_unit(units));
        return false;
    }
    const struct unit *unit = unit_in(units, name->key);
    if (unit == NULL) {
        struct suggestion suggestion = {.wanted = name->text};

        for (uint32_t i = 0; i < units->literals.count; i++)
            suggestion_offer(&suggestion, ((struct unit *)units->literals.items[i])->name.text);
        report_error(&compilation->diagnostics, name->at, "there is no unit '%s' here%s",
                     name->text,
                     suggestion_advice(&compilation->arena, &suggestion,
                                       arena_print(&compilation->arena, "use for example '%s'",
                                                   example_unit(units))));
        return false;
    }
    number->real *= unit->scale;
    if (unit->in_smallest == 0) {
        number->is_real = true;
        return true;
    }
    if (__builtin_mul_overflow(number->integer, unit->in_smallest, &number->integer)) {
        report_error(&compilation->diagnostics, expression->at,
                     "this number is too large for 64 bits in its smallest unit; make it smaller");
        return false;
    }
    return true;
}

/* The constant or property that a name in a numeric place means. */
static bool named_number(struct compilation *compilation, const struct property_set *own,
                         const struct type *type, const struct expression *expression,
                         struct number *number)
{
    struct property *property = property_find(compilation, own, expression->reference);
    bool known;

    if (property == NULL || property->kind == PROPERTY_TYPE) {
        property_report_unknown(compilation, own, expression->reference, PROPERTY_CONSTANT);
        return false;
    }
    if (property->kind == PROPERTY_DEFINITION || property->value == NULL)
        return false;
    if (property->visiting) {
        report_error(&compilation->diagnostics, property->name.at,
                     "the constant '%s' is declared by itself; give it a number",
                     property->name.text);
        return false;
    }
    property->visiting = true;
    known = number_value(compilation, property->set, type, property->value, number);
    property->visiting = false;
    return known;
}

bool number_value(struct compilation *compilation, const struct property_set *own,
                  const struct type *type, const struct expression *expression,
                  struct number *number)
{
    switch (expression->kind) {
    case EXPRESSION_INTEGER:
        *number =
            (struct number){.integer = expression->integer, .real = (double)expression->integer};
        return apply_unit(compilation, type, expression, number);
    case EXPRESSION_REAL:
        *number = (struct number){.is_real = true, .real = expression->real};
        return apply_unit(compilation, type, expression, number);
    case EXPRESSION_MINUS:
        if (!number_value(compilation, own, type, expression->operands.items[0], number))
            return false;
        if (number->integer == INT64_MIN)
            return false;
        number->integer = -number->integer;
        number->real = -number->real;
        return true;
    case EXPRESSION_LIST:
        return expression->operands.count == 1 &&
               number_value(compilation, own, type, expression->operands.items[0], number);
    case EXPRESSION_NAME:
        return named_number(compilation, own, type, expression, number);
    default:
        return false;
    }
}

bool number_in_range(struct compilation *compilation, const struct type *type,
                     const struct number *number, struct number *low, struct number *high)
{
    if (type->low == NULL || !number_value(compilation, type->set, type, type->low, low) ||
        !number_value(compilation, type->set, type, type->high, high))
        return true;
    return number->real >= low->real && number->real <= high->real;
}

/* --- checking declarations --- */

static void check_type(struct compilation *compilation, struct type *type);

static void check_number_type(struct compilation *compilation, struct type *type)
{
    struct number low, high;

    if (type->units != NULL) {
        check_type(compilation, type->units);
        const struct type *units = type_resolve(compilation, type->units);
        if (units != NULL && units->kind != TYPE_UNITS)
            report_error(&compilation->diagnostics, type->units->at,
                         "this is no type of units; name a type declared with 'type units (...)'");
    }
    if (type->low == NULL || !number_value(compilation, type->set, type, type->low, &low) ||
        !number_value(compilation, type->set, type, type->high, &high))
        return;
    if (high.real < low.real)
        report_error(&compilation->diagnostics, type->low->at,
                     "this range ends before it begins; exchange its ends");
}

static void check_type(struct compilation *compilation, struct type *type)
{
    switch (type->kind) {
    case TYPE_UNITS:
        compute_units(compilation, type);
        break;
    case TYPE_NAMED:
        type_resolve(compilation, type);
        break;
    case TYPE_INTEGER:
    case TYPE_REAL:
        check_number_type(compilation, type);
        break;
    case TYPE_LIST:
    case TYPE_RANGE:
        check_type(compilation, type->element);
        break;
    case TYPE_RECORD:
        for (uint32_t i = 0; i < type->fields.count; i++)
            check_type(compilation, ((struct type_field *)type->fields.items[i])->type);
        break;
    default:
        break;
    }
}

static void check_declaration(struct compilation *compilation, struct property *property)
{
    struct scope scope = {.set = property->set};

    check_type(compilation, property->type);
    if (property->value != NULL)
        value_check(compilation, &scope, property, property->type, property->value);
}

void property_sets_check(struct compilation *compilation)
{
    /* Units first: declarations may use those of later sets. */
    for (int pass = 0; pass < 2; pass++)
        for (uint32_t i = 0; i < compilation->property_sets.count; i++) {
            struct property_set *set = compilation->property_sets.items[i];

            for (uint32_t j = 0; j < set->members.count && !set->checked; j++) {
                struct property *property = set->members.items[j];

                if (property->type->kind == TYPE_UNITS ? pass == 0 : pass == 1)
                    check_declaration(compilation, property);
            }
            set->checked = set->checked || pass == 1;
        }
}
