/* SPDX-License-Identifier: BSD-2-Clause */

/* Completes and checks declarations: tables of names, extensions, refinements,
 * and whether what is named is of the right kind. */

#include "compile.h"

#include <string.h>

/* A longer chain of extensions is not looked at for being circular; a cycle
 * that it leads into is found from the cycle's own members. */
#define MAX_EXTENSIONS 1000u

/* A "with" may name a package or a property set. */
static void check_import(struct compilation *compilation, const struct name *name)
{
    if (map_get(&compilation->packages_by_name, name->key) != NULL ||
        map_get(&compilation->sets_by_name, name->key) != NULL)
        return;
    if (map_set(&compilation->arena, &compilation->unknown_sets, name->key, (void *)name->text))
        return;
    report_warning(&compilation->diagnostics, name->at,
                   "nothing is known about '%s'; if it is a property set, its properties have no "
                   "effect, if it is a package, give its file on the command line too",
                   name->text);
}

static void add_alias(struct compilation *compilation, struct package *package,
                      struct rename *rename)
{
    struct name alias = rename->alias;

    if (rename->all)
        return;
    if (alias.key == NULL)
        alias = rename->target->base;
    if (map_get(&package->aliases, alias.key) != NULL ||
        map_get(&package->members, alias.key) != NULL)
        report_error(&compilation->diagnostics, alias.at,
                     "'%s' already has a meaning in this package; choose another alias",
                     alias.text);
    else
        map_set(&compilation->arena, &package->aliases, alias.key, rename);
}

static void collect_package(struct compilation *compilation, struct package *package)
{
    for (uint32_t i = 0; i < package->classifiers.count; i++) {
        struct classifier *classifier = package->classifiers.items[i];
        const char *key = names_key(compilation, classifier->title);
        struct classifier *before = map_get(&package->members, key);

        if (before == NULL) {
            map_set(&compilation->arena, &package->members, key, classifier);
            continue;
        }
        report_error(&compilation->diagnostics, classifier->at,
                     "'%s' is declared twice in package '%s'; rename one", classifier->title,
                     package->name.text);
        report_note(&compilation->diagnostics, before->at, "the other one is here");
    }
    for (uint32_t i = 0; i < package->imports.count; i++)
        check_import(compilation, package->imports.items[i]);
    for (uint32_t i = 0; i < package->renames.count; i++)
        add_alias(compilation, package, package->renames.items[i]);
}

/* --- classifiers --- */

static bool fits(enum category general, enum category special)
{
    return general == special || general == CATEGORY_ABSTRACT;
}

static void resolve_extension(struct compilation *compilation, struct classifier *classifier)
{
    const struct reference *extends = classifier->extends;

    if (extends == NULL)
        return;
    struct classifier *parent = names_classifier(compilation, classifier->package, extends, true);
    classifier->incomplete = parent == NULL;
    if (parent == NULL)
        return;
    if (parent->is_implementation != classifier->is_implementation)
        report_error(&compilation->diagnostics, extends->at,
                     "'%s' is %s; only %s can be extended here", parent->title,
                     parent->is_implementation ? "an implementation" : "a type",
                     classifier->is_implementation ? "an implementation" : "a type");
    else if (!fits(parent->category, classifier->category))
        report_error(&compilation->diagnostics, extends->at,
                     "'%s' has category %s; extend one of category %s or abstract", parent->title,
                     category_title(parent->category), category_title(classifier->category));
    else
        classifier->parent = parent;
}

static void resolve_type(struct compilation *compilation, struct classifier *classifier)
{
    if (!classifier->is_implementation)
        return;
    struct reference reference = {.base = classifier->name, .at = classifier->name.at};
    struct classifier *type = names_classifier(compilation, classifier->package, &reference, true);
    classifier->incomplete = classifier->incomplete || type == NULL;
    if (type == NULL)
        return;
    if (!fits(type->category, classifier->category))
        report_error(&compilation->diagnostics, classifier->at,
                     "the type '%s' has category %s; write '%s implementation %s'", type->title,
                     category_title(type->category), category_title(type->category),
                     classifier->title);
    else
        classifier->type = type;
}

/* An extension that comes back to its start is cut there. */
static void cut_cycle(struct compilation *compilation, struct classifier *classifier)
{
    struct classifier *next = classifier;

    for (; next != NULL && next->walk == NULL; next = next->parent)
        next->walk = classifier;
    if (next == NULL || next->walk != classifier)
        return;
    report_error(&compilation->diagnostics, next->extends->at,
                 "'%s' extends itself, through '%s'; remove one of these 'extends'", next->title,
                 next->parent->title);
    next->parent = NULL;
}

static void cut_length(struct compilation *compilation, struct classifier *classifier)
{
    const struct classifier *parent = classifier->parent;
    uint32_t steps = 0;

    for (; parent != NULL && steps < MAX_EXTENSIONS; parent = parent->parent)
        steps++;
    if (parent == NULL)
        return;
    report_error(&compilation->diagnostics, classifier->extends->at,
                 "'%s' extends more than %u others, one through the other; extend fewer",
                 classifier->title, MAX_EXTENSIONS);
    classifier->parent = NULL;
}

static void add_member(struct compilation *compilation, struct classifier *classifier,
                       struct element *element)
{
    element->owner = classifier;
    if (element->name.key == NULL)
        return;
    struct element *before = map_get(&classifier->members, element->name.key);
    /* Flows and connections may have one declaration for each mode, and a flow
     * several implementations. */
    if (before != NULL && before->kind == element->kind &&
        (element->modes.count > 0 ||
         (classifier->is_implementation && element->kind == ELEMENT_FLOW &&
          element->flow != FLOW_END_TO_END)))
        return;
    if (before == NULL) {
        map_set(&compilation->arena, &classifier->members, element->name.key, element);
        return;
    }
    report_error(&compilation->diagnostics, element->name.at,
                 "'%s' is declared twice in '%s'; rename one", element->name.text,
                 classifier->title);
    report_note(&compilation->diagnostics, before->name.at, "the other one is here");
}

static void own_bindings(struct classifier *classifier, const struct list *bindings)
{
    for (uint32_t i = 0; i < bindings->count; i++) {
        const struct prototype_binding *binding = bindings->items[i];

        for (uint32_t j = 0; j < binding->actuals.count; j++) {
            struct element *actual = binding->actuals.items[j];

            actual->owner = classifier;
            own_bindings(classifier, &actual->bindings);
        }
    }
}

static void collect_members(struct compilation *compilation, struct classifier *classifier)
{
    own_bindings(classifier, &classifier->bindings);
    own_bindings(classifier, &classifier->type_bindings);
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        struct element *element = classifier->elements.items[i];

        add_member(compilation, classifier, element);
        own_bindings(classifier, &element->bindings);
        if (element->kind != ELEMENT_CALL_SEQUENCE)
            continue;
        for (uint32_t j = 0; j < element->parts.count; j++)
            add_member(compilation, classifier, element->parts.items[j]);
    }
}

/* The element that a refinement refines, or that a new one would hide. */
static const struct element *inherited(const struct classifier *classifier, const char *key)
{
    const struct element *element = names_own_element(classifier->parent, key);

    if (element == NULL && classifier->type != NULL)
        element = names_own_element(classifier->type, key);
    return element;
}

static void check_inheritance(struct compilation *compilation, const struct classifier *classifier,
                              const struct element *element)
{
    if (element->name.key == NULL)
        return;
    const struct element *before = inherited(classifier, element->name.key);
    if (element->refined && before == NULL && !classifier->incomplete) {
        report_error(&compilation->diagnostics, element->name.at,
                     "there is no '%s' to refine in what '%s' extends; remove 'refined to'",
                     element->name.text, classifier->title);
    } else if (!element->refined && before != NULL && before->kind != ELEMENT_PROTOTYPE &&
               element->kind != ELEMENT_FLOW) {
        report_error(&compilation->diagnostics, element->name.at,
                     "'%s' already has a '%s'; write 'refined to', or rename this one",
                     classifier->title, element->name.text);
        report_note(&compilation->diagnostics, before->name.at, "the other one is here");
    }
}

static enum category feature_category(enum feature_kind feature)
{
    switch (feature) {
    case FEATURE_GROUP:
        return CATEGORY_FEATURE_GROUP;
    case FEATURE_BUS_ACCESS:
        return CATEGORY_BUS;
    case FEATURE_SUBPROGRAM_ACCESS:
        return CATEGORY_SUBPROGRAM;
    case FEATURE_SUBPROGRAM_GROUP_ACCESS:
        return CATEGORY_SUBPROGRAM_GROUP;
    case FEATURE_VIRTUAL_BUS_ACCESS:
        return CATEGORY_VIRTUAL_BUS;
    case FEATURE_ABSTRACT:
        return CATEGORY_ABSTRACT;
    default:
        return CATEGORY_DATA;
    }
}

static void check_target(struct compilation *compilation, const struct classifier *classifier,
                         const struct element *element)
{
    enum category wanted =
        element->kind == ELEMENT_FEATURE ? feature_category(element->feature) : element->category;

    if (element->target == NULL || names_prototype(classifier, element->target) != NULL ||
        (element->kind == ELEMENT_PROTOTYPE && element->is_feature))
        return;
    struct classifier *target =
        names_classifier(compilation, classifier->package, element->target, true);
    if (target == NULL)
        return;
    if (element->kind == ELEMENT_SUBCOMPONENT || element->kind == ELEMENT_PROTOTYPE)
        target->used = true;
    if (element->feature == FEATURE_ABSTRACT && element->kind == ELEMENT_FEATURE)
        return;
    if (!fits(target->category, wanted))
        report_error(&compilation->diagnostics, element->target->at,
                     "'%s' has category %s; name one of category %s here", target->title,
                     category_title(target->category), category_title(wanted));
}

/* A call may also name a subprogram access, of a subcomponent or data type. */
static void check_call(struct compilation *compilation, const struct classifier *classifier,
                       const struct element *call)
{
    const struct reference *target = call->target;

    if (target == NULL)
        return;
    if (target->scope.key == NULL && names_element(classifier, target->base.key) != NULL)
        return;
    if (names_classifier(compilation, classifier->package, target, false) == NULL &&
        target->implementation.key != NULL) {
        struct reference owner = *target;

        owner.implementation = (struct name){0};
        const struct classifier *type =
            names_classifier(compilation, classifier->package, &owner, false);
        if (type != NULL && names_element(type, target->implementation.key) != NULL)
            return;
    }
    check_target(compilation, classifier, call);
}

static void check_bindings(struct compilation *compilation, const struct classifier *classifier,
                           const struct classifier *target, const struct list *bindings)
{
    for (uint32_t i = 0; i < bindings->count; i++) {
        const struct prototype_binding *binding = bindings->items[i];
        const struct element *formal =
            target == NULL ? NULL : names_element(target, binding->formal.key);
        struct suggestion suggestion = {.wanted = binding->formal.text};

        for (uint32_t j = 0; j < binding->actuals.count; j++)
            check_target(compilation, classifier, binding->actuals.items[j]);
        if (target == NULL || (formal != NULL && formal->kind == ELEMENT_PROTOTYPE))
            continue;
        names_offer_elements(&suggestion, target, ELEMENT_PROTOTYPE);
        report_error(&compilation->diagnostics, binding->formal.at,
                     "there is no prototype '%s' in '%s'%s", binding->formal.text, target->title,
                     suggestion_advice(&compilation->arena, &suggestion, "remove it"));
    }
}

static void check_classifier(struct compilation *compilation, struct classifier *classifier)
{
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        const struct element *element = classifier->elements.items[i];

        check_inheritance(compilation, classifier, element);
        check_target(compilation, classifier, element);
        check_bindings(compilation, classifier, names_target(compilation, element),
                       &element->bindings);
        if (element->kind != ELEMENT_CALL_SEQUENCE)
            continue;
        for (uint32_t j = 0; j < element->parts.count; j++)
            check_call(compilation, classifier, element->parts.items[j]);
    }
    check_bindings(compilation, classifier, classifier->parent, &classifier->bindings);
    check_bindings(compilation, classifier, classifier->type, &classifier->type_bindings);
    if (classifier->inverse_of != NULL)
        classifier->inverse =
            names_classifier(compilation, classifier->package, classifier->inverse_of, true);
}

void for_each_classifier(struct compilation *compilation,
                         void (*action)(struct compilation *, struct classifier *))
{
    for (uint32_t i = 0; i < compilation->packages.count; i++) {
        const struct package *package = compilation->packages.items[i];

        for (uint32_t j = 0; j < package->classifiers.count; j++)
            action(compilation, package->classifiers.items[j]);
    }
}

void names_resolve(struct compilation *compilation)
{
    for (uint32_t i = 0; i < compilation->packages.count; i++)
        collect_package(compilation, compilation->packages.items[i]);
    for_each_classifier(compilation, collect_members);
    for_each_classifier(compilation, resolve_extension);
    for_each_classifier(compilation, cut_cycle);
    for_each_classifier(compilation, cut_length);
    for_each_classifier(compilation, resolve_type);
    for_each_classifier(compilation, check_classifier);
}
