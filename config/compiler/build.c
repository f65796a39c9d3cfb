/* SPDX-License-Identifier: BSD-2-Clause */

/* The parser's actions that are more than an assignment. */

#include "parser.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct arena *arena_of(struct parser *parser)
{
    return &parser->compilation->arena;
}

static struct diagnostics *messages_of(struct parser *parser)
{
    return &parser->compilation->diagnostics;
}

struct name make_name(struct parser *parser, const char *text, size_t length, struct place at)
{
    return (struct name){
        .text = text, .key = intern(&parser->compilation->names, text, length), .at = at};
}

struct name *keep_name(struct parser *parser, struct name name)
{
    struct name *kept = ARENA_NEW(arena_of(parser), struct name);

    *kept = name;
    return kept;
}

/* The first count names, "a::b". */
struct name join_names(struct parser *parser, const struct list *names, uint32_t count)
{
    struct name joined = {0};
    size_t length = 0;
    char *text, *end;

    if (count == 0)
        return joined;
    joined = *(const struct name *)names->items[0];
    if (count == 1)
        return joined;
    for (uint32_t i = 0; i < count; i++)
        length += strlen(((const struct name *)names->items[i])->text) + 2;
    end = text = arena_alloc(arena_of(parser), length + 1);
    for (uint32_t i = 0; i < count; i++) {
        const struct name *name = names->items[i];

        end = stpcpy(i == 0 ? end : stpcpy(end, "::"), name->text);
        joined.at.last_line = name->at.last_line;
        joined.at.last_column = name->at.last_column;
    }
    joined.text = text;
    joined.key = intern(&parser->compilation->names, text, (size_t)(end - text));
    return joined;
}

struct reference *make_reference(struct parser *parser, const struct list *qualified,
                                 const struct name *implementation, struct place at)
{
    struct reference *reference = ARENA_NEW(arena_of(parser), struct reference);

    reference->scope = join_names(parser, qualified, qualified->count - 1);
    reference->base = *(const struct name *)qualified->items[qualified->count - 1];
    if (implementation != NULL)
        reference->implementation = *implementation;
    reference->at = at;
    return reference;
}

struct path_step *make_step(struct parser *parser, struct name name, struct list indices)
{
    struct path_step *step = ARENA_NEW(arena_of(parser), struct path_step);

    step->name = name;
    step->indices = indices;
    return step;
}

struct expression *make_expression(struct parser *parser, enum expression_kind kind,
                                   struct place at)
{
    struct expression *expression = ARENA_NEW(arena_of(parser), struct expression);

    expression->kind = kind;
    expression->at = at;
    return expression;
}

struct expression *make_operation(struct parser *parser, enum expression_kind kind, struct place at,
                                  struct expression *left, struct expression *right)
{
    struct expression *operation = make_expression(parser, kind, at);

    list_add(arena_of(parser), &operation->operands, left);
    if (right != NULL)
        list_add(arena_of(parser), &operation->operands, right);
    return operation;
}

static int digit_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : 99;
}

/* Digits of a base at *text; moves *text behind them. */
static bool scan_digits(const char **text, int base, int64_t *value)
{
    *value = 0;
    for (; digit_value(**text) < base || **text == '_'; ++*text)
        if (**text != '_' && (__builtin_mul_overflow(*value, base, value) ||
                              __builtin_add_overflow(*value, digit_value(**text), value)))
            return false;
    return true;
}

static bool scale(int64_t *value, int64_t base, int64_t exponent)
{
    for (; exponent > 0 && *value != 0; exponent--)
        if (__builtin_mul_overflow(*value, base, value))
            return false;
    return true;
}

/* "16#ff#e2": an integer in a base, with an exponent. */
static const char *scan_integer(const char *text, int64_t *value)
{
    static const char too_large[] = "this number does not fit into 64 bits; make it smaller";
    int64_t base = 10, exponent = 0;

    if (!scan_digits(&text, 10, value))
        return too_large;
    if (*text == '#') {
        base = *value;
        text++;
        if (base < 2 || base > 16)
            return "the base of a number is 2 to 16; write it in one of these";
        if (!scan_digits(&text, (int)base, value))
            return too_large;
        if (*text != '#')
            return "this digit does not belong to the number's base; remove it";
        text++;
    }
    if (*text == 'e' || *text == 'E') {
        text += text[1] == '+' ? 2 : 1;
        if (!scan_digits(&text, 10, &exponent) || !scale(value, base, exponent))
            return too_large;
    }
    return NULL;
}

static const char *scan_real(struct arena *arena, const char *text, double *value)
{
    char *plain = arena_alloc(arena, strlen(text) + 1);
    char *end = plain;

    if (strchr(text, '#') != NULL)
        return "real numbers have the base 10 here; convert it";
    for (; *text != '\0'; text++)
        if (*text != '_')
            *end++ = *text;
    errno = 0;
    *value = strtod(plain, NULL);
    return errno == ERANGE ? "this number is outside of the range of real numbers; change it"
                           : NULL;
}

struct expression *make_number(struct parser *parser, const char *text, struct place at,
                               struct name unit)
{
    bool real =
        strchr(text, '.') != NULL || strstr(text, "e-") != NULL || strstr(text, "E-") != NULL;
    struct expression *number =
        make_expression(parser, real ? EXPRESSION_REAL : EXPRESSION_INTEGER, at);
    const char *wrong = real ? scan_real(arena_of(parser), text, &number->real)
                             : scan_integer(text, &number->integer);

    number->unit = unit;
    if (wrong != NULL)
        report_error(messages_of(parser), at, "%s", wrong);
    return number;
}

struct element *make_element(struct parser *parser, enum element_kind kind, struct name name,
                             struct place at)
{
    struct element *element = ARENA_NEW(arena_of(parser), struct element);

    element->kind = kind;
    element->name = name;
    element->at = at;
    return element;
}

void begin_classifier(struct parser *parser, enum category category, struct name name,
                      const struct name *implementation)
{
    struct classifier *classifier = ARENA_NEW(arena_of(parser), struct classifier);

    classifier->category = category;
    classifier->is_private = parser->is_private;
    classifier->name = name;
    classifier->title = name.text;
    classifier->at = name.at;
    if (implementation != NULL) {
        classifier->is_implementation = true;
        classifier->implementation = *implementation;
        classifier->title = arena_print(arena_of(parser), "%s.%s", name.text, implementation->text);
    }
    classifier->package = parser->package;
    list_add(arena_of(parser), &parser->package->classifiers, classifier);
    parser->classifier = classifier;
}

void end_named(struct parser *parser, struct name began, struct name ended)
{
    if (began.key != ended.key) {
        report_error(messages_of(parser), ended.at,
                     "'%s' is ended here but '%s' is declared; write 'end %s;'", ended.text,
                     began.text, began.text);
        report_note(messages_of(parser), began.at, "the declaration begins here");
    }
    parser->set = NULL;
}

void end_classifier(struct parser *parser, struct name name, const struct name *implementation)
{
    struct classifier *classifier = parser->classifier;
    const char *key = implementation == NULL ? NULL : implementation->key;

    if (classifier->name.key != name.key || classifier->implementation.key != key) {
        report_error(messages_of(parser), name.at,
                     "'%s%s%s' is ended here but '%s' is declared; write 'end %s;'", name.text,
                     key == NULL ? "" : ".", key == NULL ? "" : implementation->text,
                     classifier->title, classifier->title);
        report_note(messages_of(parser), classifier->at, "the declaration begins here");
    }
    parser->classifier = NULL;
}

void begin_package(struct parser *parser, struct name name)
{
    struct compilation *compilation = parser->compilation;
    struct package *package = ARENA_NEW(&compilation->arena, struct package);

    package->name = name;
    package->at = name.at;
    parser->package = package;
    parser->classifier = NULL;
    parser->set = NULL;
    struct package *before = map_get(&compilation->packages_by_name, name.key);
    if (before != NULL) {
        report_error(messages_of(parser), name.at,
                     "there are two packages '%s'; rename one, or give its file only once",
                     name.text);
        report_note(messages_of(parser), before->name.at, "the other one is here");
        return;
    }
    list_add(&compilation->arena, &compilation->packages, package);
    map_set(&compilation->arena, &compilation->packages_by_name, name.key, package);
}

void begin_set(struct parser *parser, struct name name)
{
    struct compilation *compilation = parser->compilation;
    struct property_set *set = ARENA_NEW(&compilation->arena, struct property_set);

    set->name = name;
    set->at = name.at;
    parser->set = set;
    parser->classifier = NULL;
    struct property_set *before = map_get(&compilation->sets_by_name, name.key);
    if (before != NULL && before->name.at.source->shipped) {
        report_warning(messages_of(parser), name.at,
                       "the property set '%s' comes with Bulkhead; this one is not used",
                       name.text);
        return;
    }
    if (before != NULL) {
        report_error(messages_of(parser), name.at,
                     "there are two property sets '%s'; rename one, or give its file only once",
                     name.text);
        report_note(messages_of(parser), before->name.at, "the other one is here");
        return;
    }
    list_add(&compilation->arena, &compilation->property_sets, set);
    map_set(&compilation->arena, &compilation->sets_by_name, name.key, set);
}

void add_property(struct parser *parser, struct property *property, struct name name,
                  struct place at)
{
    struct property_set *set = parser->set;

    property->name = name;
    property->at = at;
    property->set = set;
    struct property *before = map_get(&set->by_name, name.key);
    if (before != NULL) {
        report_error(messages_of(parser), name.at,
                     "'%s' is declared twice in the property set '%s'; rename one", name.text,
                     set->name.text);
        report_note(messages_of(parser), before->name.at, "the other one is here");
        return;
    }
    list_add(arena_of(parser), &set->members, property);
    map_set(arena_of(parser), &set->by_name, name.key, property);
}

struct type *make_type(struct parser *parser, enum type_kind kind, struct place at)
{
    struct type *type = ARENA_NEW(arena_of(parser), struct type);

    type->kind = kind;
    type->at = at;
    type->set = parser->set;
    return type;
}

struct type *make_list_type(struct parser *parser, uint32_t depth, struct type *element,
                            struct place at)
{
    for (; depth > 0; depth--) {
        struct type *list = make_type(parser, TYPE_LIST, at);

        list->element = element;
        element = list;
    }
    return element;
}

const char *append_word(struct parser *parser, const char *words, const char *word)
{
    return arena_print(arena_of(parser), "%s %s", words, word);
}

struct rename *add_rename(struct parser *parser, const struct reference *target)
{
    struct rename *rename = ARENA_NEW(arena_of(parser), struct rename);

    rename->target = target;
    list_add(arena_of(parser), &parser->package->renames, rename);
    return rename;
}

struct element *make_feature(struct parser *parser, enum feature_kind kind,
                             enum direction direction, const struct reference *target,
                             struct place at)
{
    struct element *feature = make_element(parser, ELEMENT_FEATURE, (struct name){0}, at);

    feature->feature = kind;
    feature->direction = direction;
    feature->target = target;
    return feature;
}

struct record_field *make_record_field(struct parser *parser, struct name name,
                                       struct expression *value)
{
    struct record_field *field = ARENA_NEW(arena_of(parser), struct record_field);

    field->name = name;
    field->value = value;
    return field;
}

struct property *make_property(struct parser *parser, enum property_kind kind, struct type *type,
                               struct expression *value)
{
    struct property *property = ARENA_NEW(arena_of(parser), struct property);

    property->kind = kind;
    property->type = type;
    property->value = value;
    return property;
}

struct type_field *make_type_field(struct parser *parser, struct name name, struct type *type)
{
    struct type_field *field = ARENA_NEW(arena_of(parser), struct type_field);

    field->name = name;
    field->type = type;
    return field;
}

struct type *make_number_type(struct parser *parser, enum type_kind kind,
                              const struct expression *range, struct type *units, struct place at)
{
    struct type *type = make_type(parser, kind, at);

    if (range != NULL) {
        type->low = range->operands.items[0];
        type->high = range->operands.items[1];
    }
    type->units = units;
    return type;
}
