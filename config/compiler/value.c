/* SPDX-License-Identifier: BSD-2-Clause */

/* Checks property values against their types, and paths against the model. */

#include "property.h"

#include <string.h>

struct check {
    struct compilation *compilation;
    const struct scope *scope;
    const char *property; /* for the messages */
    const struct property_set *set;
};

static void check_value(const struct check *check, const struct type *type,
                        const struct expression *value);

#define REPORT(check, at, ...) report_error(&(check)->compilation->diagnostics, (at), __VA_ARGS__)

/* --- paths --- */

static void report_no_member(struct compilation *compilation, const struct classifier *classifier,
                             const struct name *name)
{
    struct suggestion suggestion = {.wanted = name->text};

    names_offer_elements(&suggestion, classifier, ELEMENT_ANY);
    report_error(&compilation->diagnostics, name->at, "there is no '%s' in '%s'%s", name->text,
                 classifier->title,
                 suggestion_advice(&compilation->arena, &suggestion, "declare it there"));
}

struct element *path_resolve(struct compilation *compilation, const struct classifier *from,
                             const struct path *path, const char *property)
{
    struct element *element = NULL;

    for (uint32_t i = 0; i < path->steps.count; i++) {
        const struct path_step *step = path->steps.items[i];

        if (element != NULL)
            from = names_target(compilation, element);
        if (from == NULL) {
            if (property != NULL && element != NULL && element->target == NULL)
                report_error(&compilation->diagnostics, step->name.at,
                             "'%s' has no classifier, so there is no '%s' in it; give it one",
                             element->name.text, step->name.text);
            return NULL;
        }
        element = names_element(from, step->name.key);
        if (element == NULL) {
            if (property != NULL && !from->incomplete)
                report_no_member(compilation, from, &step->name);
            return NULL;
        }
    }
    return element;
}

/* --- owners --- */

static const char *const feature_titles[] = {
    [FEATURE_ABSTRACT] = "feature",
    [FEATURE_DATA_PORT] = "data port",
    [FEATURE_EVENT_PORT] = "event port",
    [FEATURE_EVENT_DATA_PORT] = "event data port",
    [FEATURE_GROUP] = "feature group",
    [FEATURE_PARAMETER] = "parameter",
    [FEATURE_BUS_ACCESS] = "bus access",
    [FEATURE_DATA_ACCESS] = "data access",
    [FEATURE_SUBPROGRAM_ACCESS] = "subprogram access",
    [FEATURE_SUBPROGRAM_GROUP_ACCESS] = "subprogram group access",
    [FEATURE_VIRTUAL_BUS_ACCESS] = "virtual bus access",
};

static const char *const connection_titles[] = {
    [CONNECTION_PORT] = "port connection",
    [CONNECTION_PARAMETER] = "parameter connection",
    [CONNECTION_ACCESS] = "access connection",
    [CONNECTION_FEATURE_GROUP] = "feature group connection",
    [CONNECTION_FEATURE] = "feature connection",
};

const char *element_title(const struct element *element)
{
    switch (element->kind) {
    case ELEMENT_FEATURE:
        return feature_titles[element->feature];
    case ELEMENT_CONNECTION:
        return connection_titles[element->connection];
    case ELEMENT_FLOW:
        return element->flow == FLOW_END_TO_END ? "end to end flow" : "flow";
    case ELEMENT_MODE:
        return "mode";
    case ELEMENT_TRANSITION:
        return "mode transition";
    case ELEMENT_CALL_SEQUENCE:
        return "subprogram call sequence";
    case ELEMENT_CALL:
        return "subprogram call";
    case ELEMENT_PROTOTYPE:
        return "prototype";
    default:
        return category_title(element->category);
    }
}

static bool ends_with(const char *text, const char *end)
{
    size_t length = strlen(text), tail = strlen(end);

    return length >= tail && strcmp(text + length - tail, end) == 0;
}

static bool starts_with_word(const char *text, const char *word)
{
    size_t length = strlen(word);

    return strncmp(text, word, length) == 0 && (text[length] == '\0' || text[length] == ' ');
}

/* "process" also owns what "process implementation" may own here: the
 * difference between a classifier and its use, or another, is not made. */
static bool owner_is_category(const char *owner, enum category category)
{
    static const char *const kinds[] = {"",          " classifier",  " type", " implementation",
                                        " instance", " subcomponent"};
    const char *title = category_title(category);
    size_t length = strlen(title);

    if (strncmp(owner, title, length) != 0)
        return false;
    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (strcmp(owner + length, kinds[i]) == 0)
            return true;
    return false;
}

static bool owner_allows(const char *owner, const struct element *element, enum category category)
{
    const char *title;

    if (strcmp(owner, "all") == 0 || strcmp(owner, "named element") == 0)
        return true;
    if (element == NULL || element->kind == ELEMENT_SUBCOMPONENT)
        return category == CATEGORY_ABSTRACT || owner_is_category(owner, category) ||
               strstr(owner, "::") != NULL || strcmp(owner, "classifier") == 0 ||
               strcmp(owner, "component classifier") == 0 || strcmp(owner, "component") == 0;
    title = element_title(element);
    if (element->kind == ELEMENT_PROTOTYPE || strcmp(owner, title) == 0)
        return true;
    if (element->kind == ELEMENT_CALL)
        return strcmp(owner, "subprogram") == 0;
    if (element->kind == ELEMENT_FLOW)
        return starts_with_word(owner, "flow") || strcmp(owner, "end to end flow") == 0;
    if (element->kind == ELEMENT_FEATURE && strcmp(owner, "feature") == 0)
        return true;
    if (element->kind == ELEMENT_CONNECTION && strcmp(owner, "connection") == 0)
        return true;
    return (strcmp(owner, "port") == 0 && ends_with(title, " port")) ||
           (strcmp(owner, "access") == 0 && ends_with(title, " access"));
}

bool owners_allow(const struct list *owners, const struct element *element, enum category category)
{
    for (uint32_t i = 0; i < owners->count; i++)
        if (owner_allows(owners->items[i], element, category))
            return true;
    return owners->count == 0;
}

const char *owners_text(struct compilation *compilation, const struct list *owners)
{
    const char *text = "";

    for (uint32_t i = 0; i < owners->count; i++)
        text = arena_print(&compilation->arena, "%s%s%s", text,
                           i == 0                   ? ""
                           : i == owners->count - 1 ? " or "
                                                    : ", ",
                           (const char *)owners->items[i]);
    return text;
}

/* --- values --- */

static void wrong_kind(const struct check *check, const struct expression *value,
                       const char *wanted)
{
    REPORT(check, value->at, "'%s' takes %s; write one here", check->property, wanted);
}

/* A name that stands for a constant, or for another property's value. True if
 * it is such a name, or has been reported. */
static bool is_constant(const struct check *check, const struct expression *value)
{
    if (value->kind != EXPRESSION_NAME)
        return false;
    const struct property *property =
        property_find(check->compilation, check->set, value->reference);
    if (property != NULL && property->kind != PROPERTY_TYPE)
        return true;
    if (value->reference->scope.key == NULL)
        return false;
    property_report_unknown(check->compilation, check->set, value->reference, PROPERTY_CONSTANT);
    return true;
}

/* The limits are said in the unit of the value. */
static void check_range_of(const struct check *check, const struct type *type,
                           const struct expression *value, const struct number *number)
{
    const struct expression *literal =
        value->kind == EXPRESSION_MINUS ? value->operands.items[0] : value;
    struct number low, high;
    double unit = 1;

    if (number_in_range(check->compilation, type, number, &low, &high))
        return;
    if (literal->unit.key != NULL)
        unit = unit_factor(check->compilation, type, literal->unit.key);
    REPORT(check, value->at, "this is out of range for '%s'; the range is %.15g to %.15g%s%s",
           check->property, low.real / unit, high.real / unit,
           literal->unit.key != NULL ? " "
           : type->units != NULL     ? " in the smallest unit"
                                     : "",
           literal->unit.key != NULL ? literal->unit.text : "");
}

static void check_number(const struct check *check, const struct type *type,
                         const struct expression *value)
{
    struct number number;

    if (value->kind != EXPRESSION_INTEGER && value->kind != EXPRESSION_REAL &&
        value->kind != EXPRESSION_MINUS && value->kind != EXPRESSION_NAME) {
        wrong_kind(check, value, type->kind == TYPE_INTEGER ? "an integer" : "a number");
        return;
    }
    if (!number_value(check->compilation, check->set, type, value, &number))
        return;
    if (type->kind == TYPE_INTEGER && number.is_real) {
        REPORT(check, value->at, "'%s' takes an integer; use a smaller unit, or round it",
               check->property);
        return;
    }
    check_range_of(check, type, value, &number);
}

static void check_literal(const struct check *check, const struct type *type,
                          const struct expression *value)
{
    struct suggestion suggestion = {0};
    bool units = type->kind == TYPE_UNITS;

    if (value->kind != EXPRESSION_NAME) {
        wrong_kind(check, value, units ? "a unit" : "a name of an enumeration");
        return;
    }
    suggestion.wanted = value->reference->base.text;
    for (uint32_t i = 0; i < type->literals.count; i++) {
        const struct name *name = units ? &((struct unit *)type->literals.items[i])->name
                                        : (struct name *)type->literals.items[i];

        if (name->key == value->reference->base.key && value->reference->scope.key == NULL)
            return;
        suggestion_offer(&suggestion, name->text);
    }
    if (is_constant(check, value))
        return;
    const char *some = "";
    for (uint32_t i = 0; i < type->literals.count && i < 8; i++)
        some = arena_print(&check->compilation->arena, "%s%s%s", some, i == 0 ? "" : ", ",
                           units ? ((struct unit *)type->literals.items[i])->name.text
                                 : ((struct name *)type->literals.items[i])->text);
    REPORT(check, value->at, "'%s' is no value of '%s'%s", suggestion.wanted, check->property,
           suggestion_advice(&check->compilation->arena, &suggestion,
                             arena_print(&check->compilation->arena, "use one of %s%s", some,
                                         type->literals.count > 8 ? ", ..." : "")));
}

static void check_boolean(const struct check *check, const struct expression *value)
{
    static const struct type boolean = {.kind = TYPE_BOOLEAN};

    switch (value->kind) {
    case EXPRESSION_BOOLEAN:
        return;
    case EXPRESSION_NOT:
    case EXPRESSION_AND:
    case EXPRESSION_OR:
        for (uint32_t i = 0; i < value->operands.count; i++)
            check_value(check, &boolean, value->operands.items[i]);
        return;
    default:
        if (!is_constant(check, value))
            wrong_kind(check, value, "true or false");
    }
}

static void check_range(const struct check *check, const struct type *type,
                        const struct expression *value)
{
    const struct type *element = type_resolve(check->compilation, type->element);
    struct number low, high;

    if (value->kind != EXPRESSION_RANGE) {
        if (!is_constant(check, value))
            wrong_kind(check, value, "a range, 'low .. high'");
        return;
    }
    for (uint32_t i = 0; i < value->operands.count; i++)
        check_value(check, type->element, value->operands.items[i]);
    if (element != NULL &&
        number_value(check->compilation, check->set, element, value->operands.items[0], &low) &&
        number_value(check->compilation, check->set, element, value->operands.items[1], &high) &&
        high.real < low.real)
        REPORT(check, value->at, "this range ends before it begins; exchange its ends");
}

static const struct type_field *field_named(const struct type *type, const char *key)
{
    for (uint32_t i = 0; i < type->fields.count; i++) {
        const struct type_field *field = type->fields.items[i];

        if (field->name.key == key)
            return field;
    }
    return NULL;
}

static void check_field(const struct check *check, const struct type *type,
                        const struct record_field *given)
{
    struct suggestion suggestion = {.wanted = given->name.text};
    const struct type_field *field = field_named(type, given->name.key);

    if (field != NULL) {
        struct check inner = *check;

        inner.property = field->name.text;
        check_value(&inner, field->type, given->value);
        return;
    }
    for (uint32_t i = 0; i < type->fields.count; i++)
        suggestion_offer(&suggestion, ((struct type_field *)type->fields.items[i])->name.text);
    REPORT(check, given->name.at, "there is no field '%s' in '%s'%s", given->name.text,
           check->property,
           suggestion_advice(&check->compilation->arena, &suggestion, "remove it"));
}

static void check_record(const struct check *check, const struct type *type,
                         const struct expression *value)
{
    if (value->kind != EXPRESSION_RECORD) {
        if (!is_constant(check, value))
            wrong_kind(check, value, "a record, '[field => value; ...]'");
        return;
    }
    for (uint32_t i = 0; i < value->fields.count; i++) {
        const struct record_field *field = value->fields.items[i];

        check_field(check, type, field);
        for (uint32_t j = 0; j < i; j++)
            if (((struct record_field *)value->fields.items[j])->name.key == field->name.key)
                REPORT(check, field->name.at, "the field '%s' is given twice; remove one",
                       field->name.text);
    }
}

static void check_classifier(const struct check *check, const struct type *type,
                             const struct expression *value)
{
    if (value->kind != EXPRESSION_CLASSIFIER) {
        if (!is_constant(check, value))
            wrong_kind(check, value, "a classifier, 'classifier (name)'");
        return;
    }
    if (check->scope->package == NULL)
        return;
    const struct classifier *named =
        names_classifier(check->compilation, check->scope->package, value->reference, true);
    if (named != NULL && !owners_allow(&type->owners, NULL, named->category))
        REPORT(check, value->reference->at, "'%s' has category %s; '%s' takes %s", named->title,
               category_title(named->category), check->property,
               owners_text(check->compilation, &type->owners));
}

/* In the braces of a subcomponent a path begins in the subcomponent, or else
 * beside it. */
static const struct element *referenced(const struct check *check, const struct path *path)
{
    const struct scope *scope = check->scope;
    const struct element *found = NULL;

    if (scope->element != NULL) {
        const struct classifier *inner = names_target(check->compilation, scope->element);

        if (inner != NULL)
            found = path_resolve(check->compilation, inner, path, NULL);
    }
    if (found == NULL)
        found = path_resolve(check->compilation, scope->classifier, path, check->property);
    return found;
}

static void check_reference(const struct check *check, const struct type *type,
                            const struct expression *value)
{
    if (value->kind != EXPRESSION_REFERENCE) {
        if (!is_constant(check, value))
            wrong_kind(check, value, "a reference, 'reference (a.b)'");
        return;
    }
    if (check->scope->classifier == NULL || value->path->annex.key != NULL)
        return;
    const struct element *element = referenced(check, value->path);
    if (element != NULL && !owners_allow(&type->owners, element, element->category))
        REPORT(check, value->path->at, "'%s' has category %s; '%s' takes %s", element->name.text,
               element_title(element), check->property,
               owners_text(check->compilation, &type->owners));
}

/* A single value stands for a list of one. */
static void check_list(const struct check *check, const struct type *type,
                       const struct expression *value)
{
    if (value->kind == EXPRESSION_LIST)
        for (uint32_t i = 0; i < value->operands.count; i++)
            check_value(check, type->element, value->operands.items[i]);
    else if (!is_constant(check, value))
        check_value(check, type->element, value);
}

static void check_value(const struct check *check, const struct type *type,
                        const struct expression *value)
{
    if (value->kind == EXPRESSION_COMPUTE)
        return;
    type = type_resolve(check->compilation, type);
    if (type == NULL)
        return;
    if (value->kind == EXPRESSION_LIST && type->kind != TYPE_LIST) {
        if (value->operands.count == 1)
            check_value(check, type, value->operands.items[0]);
        else
            REPORT(check, value->at, "'%s' takes one value, not a list of %u; write one of them",
                   check->property, value->operands.count);
        return;
    }
    switch (type->kind) {
    case TYPE_BOOLEAN:
        check_boolean(check, value);
        break;
    case TYPE_STRING:
        if (value->kind != EXPRESSION_STRING && !is_constant(check, value))
            wrong_kind(check, value, "a string, '\"...\"'");
        break;
    case TYPE_INTEGER:
    case TYPE_REAL:
        check_number(check, type, value);
        break;
    case TYPE_ENUMERATION:
    case TYPE_UNITS:
        check_literal(check, type, value);
        break;
    case TYPE_RANGE:
        check_range(check, type, value);
        break;
    case TYPE_RECORD:
        check_record(check, type, value);
        break;
    case TYPE_CLASSIFIER:
        check_classifier(check, type, value);
        break;
    case TYPE_REFERENCE:
        check_reference(check, type, value);
        break;
    case TYPE_LIST:
        check_list(check, type, value);
        break;
    case TYPE_NAMED:
        break; /* type_resolve() leaves none */
    }
}

void value_check(struct compilation *compilation, const struct scope *scope,
                 const struct property *property, const struct type *type,
                 const struct expression *value)
{
    struct check check = {
        .compilation = compilation,
        .scope = scope,
        .property = property->name.text,
        .set = scope->set != NULL ? scope->set : NULL,
    };

    check_value(&check, type, value);
}
