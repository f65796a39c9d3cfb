/* SPDX-License-Identifier: BSD-2-Clause */

/* Who is meant by a name: packages, visibility, classifiers, extensions, and
 * the elements in them. */

#include "compile.h"

#include <string.h>

/* A longer chain of extensions is not looked at for being circular; a cycle
 * that it leads into is found from the cycle's own members. */
#define MAX_EXTENSIONS 10000u

static const char *const category_titles[CATEGORY_COUNT] = {
    [CATEGORY_ABSTRACT] = "abstract",
    [CATEGORY_BUS] = "bus",
    [CATEGORY_DATA] = "data",
    [CATEGORY_DEVICE] = "device",
    [CATEGORY_FEATURE_GROUP] = "feature group",
    [CATEGORY_MEMORY] = "memory",
    [CATEGORY_PROCESS] = "process",
    [CATEGORY_PROCESSOR] = "processor",
    [CATEGORY_SUBPROGRAM] = "subprogram",
    [CATEGORY_SUBPROGRAM_GROUP] = "subprogram group",
    [CATEGORY_SYSTEM] = "system",
    [CATEGORY_THREAD] = "thread",
    [CATEGORY_THREAD_GROUP] = "thread group",
    [CATEGORY_VIRTUAL_BUS] = "virtual bus",
    [CATEGORY_VIRTUAL_PROCESSOR] = "virtual processor",
};

const char *category_title(enum category category)
{
    return category_titles[category];
}

static const char *key_of(struct compilation *compilation, const char *text)
{
    return intern(&compilation->names, text, strlen(text));
}

/* "type" or "type.implementation" as in the package's table. */
static const char *title_key(struct compilation *compilation, const struct reference *reference)
{
    if (reference->implementation.key == NULL)
        return reference->base.key;
    return key_of(compilation, arena_print(&compilation->arena, "%s.%s", reference->base.text,
                                           reference->implementation.text));
}

static const char *reference_text(struct compilation *compilation,
                                  const struct reference *reference)
{
    return arena_print(&compilation->arena, "%s%s%s%s%s",
                       reference->scope.key == NULL ? "" : reference->scope.text,
                       reference->scope.key == NULL ? "" : "::", reference->base.text,
                       reference->implementation.key == NULL ? "" : ".",
                       reference->implementation.key == NULL ? "" : reference->implementation.text);
}

static bool imports(const struct package *package, const char *key)
{
    for (uint32_t i = 0; i < package->imports.count; i++)
        if (((const struct name *)package->imports.items[i])->key == key)
            return true;
    return false;
}

/* --- packages --- */

static struct package *find_package(struct compilation *compilation, const struct package *from,
                                    const struct name *name, bool report)
{
    struct rename *rename = map_get(&from->aliases, name->key);
    const char *key = name->key;

    if (rename != NULL && rename->is_package)
        key = key_of(compilation, reference_text(compilation, rename->target));
    struct package *package = map_get(&compilation->packages_by_name, key);
    if (package != NULL && (package == from || imports(from, key)))
        return package;
    if (!report)
        return NULL;
    if (package != NULL) {
        report_error(&compilation->diagnostics, name->at,
                     "the package '%s' is not visible here; add 'with %s;' to package '%s'",
                     name->text, package->name.text, from->name.text);
        return NULL;
    }
    struct suggestion suggestion = {.wanted = name->text};
    for (uint32_t i = 0; i < compilation->packages.count; i++)
        suggestion_offer(&suggestion,
                         ((const struct package *)compilation->packages.items[i])->name.text);
    report_error(&compilation->diagnostics, name->at, "there is no package '%s'%s", name->text,
                 suggestion_advice(&compilation->arena, &suggestion,
                                   "give its file on the command line too"));
    return NULL;
}

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
        const char *key = key_of(compilation, classifier->title);
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

static struct classifier *find_in(const struct package *package, const struct package *from,
                                  const char *key)
{
    struct classifier *classifier = map_get(&package->members, key);

    if (classifier != NULL && classifier->is_private && package != from)
        return NULL;
    return classifier;
}

static struct classifier *find_renamed(struct compilation *compilation, const struct package *from,
                                       const struct reference *reference)
{
    const struct rename *rename = map_get(&from->aliases, reference->base.key);

    if (rename != NULL && !rename->is_package) {
        struct reference target = *rename->target;

        if (reference->implementation.key != NULL)
            target.implementation = reference->implementation;
        const struct package *package = find_package(compilation, from, &target.scope, false);
        return package == NULL ? NULL : find_in(package, from, title_key(compilation, &target));
    }
    for (uint32_t i = 0; i < from->renames.count; i++) {
        rename = from->renames.items[i];
        if (!rename->all)
            continue;
        const char *key = key_of(compilation, reference_text(compilation, rename->target));
        const struct package *package = map_get(&compilation->packages_by_name, key);
        struct classifier *classifier =
            package == NULL ? NULL : find_in(package, from, title_key(compilation, reference));
        if (classifier != NULL)
            return classifier;
    }
    return NULL;
}

static void report_unknown(struct compilation *compilation, const struct package *package,
                           const struct package *from, const struct reference *reference)
{
    struct suggestion suggestion = {.wanted = reference->implementation.key == NULL
                                                  ? reference->base.text
                                                  : arena_print(&compilation->arena, "%s.%s",
                                                                reference->base.text,
                                                                reference->implementation.text)};

    for (uint32_t i = 0; i < package->classifiers.count; i++) {
        const struct classifier *candidate = package->classifiers.items[i];

        if (!candidate->is_private || package == from)
            suggestion_offer(&suggestion, candidate->title);
    }
    report_error(&compilation->diagnostics, reference->at, "there is no '%s' in package '%s'%s",
                 suggestion.wanted, package->name.text,
                 suggestion_advice(&compilation->arena, &suggestion, "declare it"));
}

struct classifier *names_classifier(struct compilation *compilation, const struct package *from,
                                    const struct reference *reference, bool report)
{
    const struct package *package = from;
    struct classifier *classifier;

    if (reference->scope.key != NULL)
        package = find_package(compilation, from, &reference->scope, report);
    if (package == NULL)
        return NULL;
    classifier = find_in(package, from, title_key(compilation, reference));
    if (classifier == NULL && reference->scope.key == NULL)
        classifier = find_renamed(compilation, from, reference);
    if (classifier == NULL && report)
        report_unknown(compilation, package, from, reference);
    return classifier;
}

static struct element *own_element(const struct classifier *classifier, const char *key)
{
    for (; classifier != NULL; classifier = classifier->parent) {
        struct element *element = map_get(&classifier->members, key);

        if (element != NULL)
            return element;
    }
    return NULL;
}

struct element *names_element(const struct classifier *classifier, const char *key)
{
    struct element *element = own_element(classifier, key);

    if (element == NULL && classifier->type != NULL)
        element = own_element(classifier->type, key);
    return element;
}

static void offer_chain(struct suggestion *suggestion, const struct classifier *classifier)
{
    for (; classifier != NULL; classifier = classifier->parent)
        for (uint32_t i = 0; i < classifier->elements.count; i++) {
            const struct element *element = classifier->elements.items[i];

            if (element->name.key != NULL)
                suggestion_offer(suggestion, element->name.text);
        }
}

void names_offer_elements(struct suggestion *suggestion, const struct classifier *classifier)
{
    offer_chain(suggestion, classifier);
    offer_chain(suggestion, classifier->type);
}

/* The prototype that an unqualified name in a classifier may stand for. */
static const struct element *prototype_of(const struct classifier *classifier,
                                          const struct reference *reference)
{
    if (classifier == NULL || reference->scope.key != NULL || reference->implementation.key != NULL)
        return NULL;
    const struct element *element = names_element(classifier, reference->base.key);
    return element != NULL && element->kind == ELEMENT_PROTOTYPE ? element : NULL;
}

struct classifier *names_target(struct compilation *compilation, const struct element *element)
{
    /* A prototype's own constraint may name another prototype, once. */
    for (int hops = 0; element->target != NULL && hops < 3; hops++) {
        const struct element *prototype = prototype_of(element->owner, element->target);

        if (prototype == NULL || prototype == element)
            return names_classifier(compilation, element->owner->package, element->target, false);
        element = prototype;
    }
    return NULL;
}

/* --- completing classifiers --- */

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
        report_error(&compilation->diagnostics, extends->at, "'%s' is %s; %s extends %s",
                     parent->title, parent->is_implementation ? "an implementation" : "a type",
                     classifier->is_implementation ? "an implementation" : "a type",
                     classifier->is_implementation ? "an implementation" : "a type");
    else if (!fits(parent->category, classifier->category))
        report_error(&compilation->diagnostics, extends->at,
                     "'%s' is a %s; a %s can only extend a %s or an abstract component",
                     parent->title, category_title(parent->category),
                     category_title(classifier->category), category_title(classifier->category));
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
                     "the type '%s' is a %s; write '%s implementation %s'", type->title,
                     category_title(type->category), category_title(type->category),
                     classifier->title);
    else
        classifier->type = type;
}

/* An extension that comes back to its start is cut there. */
static void cut_cycle(struct compilation *compilation, struct classifier *classifier)
{
    const struct classifier *parent = classifier->parent;

    for (uint32_t steps = 0; parent != NULL && parent != classifier; steps++) {
        if (steps > MAX_EXTENSIONS)
            return;
        parent = parent->parent;
    }
    if (parent == NULL)
        return;
    report_error(&compilation->diagnostics, classifier->extends->at,
                 "'%s' extends itself, through '%s'; remove one of these 'extends'",
                 classifier->title, classifier->parent->title);
    classifier->parent = NULL;
}

static void add_member(struct compilation *compilation, struct classifier *classifier,
                       struct element *element)
{
    element->owner = classifier;
    if (element->name.key == NULL)
        return;
    struct element *before = map_get(&classifier->members, element->name.key);
    if (before == NULL) {
        map_set(&compilation->arena, &classifier->members, element->name.key, element);
        return;
    }
    report_error(&compilation->diagnostics, element->name.at,
                 "'%s' is declared twice in '%s'; rename one", element->name.text,
                 classifier->title);
    report_note(&compilation->diagnostics, before->name.at, "the other one is here");
}

static void collect_members(struct compilation *compilation, struct classifier *classifier)
{
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        struct element *element = classifier->elements.items[i];

        add_member(compilation, classifier, element);
        if (element->kind != ELEMENT_CALL_SEQUENCE)
            continue;
        for (uint32_t j = 0; j < element->parts.count; j++)
            add_member(compilation, classifier, element->parts.items[j]);
    }
}

/* The element that a refinement refines, or that a new one would hide. */
static const struct element *inherited(const struct classifier *classifier, const char *key)
{
    const struct element *element = own_element(classifier->parent, key);

    if (element == NULL && classifier->type != NULL)
        element = own_element(classifier->type, key);
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
    } else if (!element->refined && before != NULL && before->kind != ELEMENT_PROTOTYPE) {
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

    if (element->target == NULL || prototype_of(classifier, element->target) != NULL ||
        (element->kind == ELEMENT_PROTOTYPE && element->is_feature))
        return;
    struct classifier *target =
        names_classifier(compilation, classifier->package, element->target, true);
    if (target == NULL)
        return;
    if (element->kind == ELEMENT_SUBCOMPONENT)
        target->used = true;
    if (element->feature == FEATURE_ABSTRACT && element->kind == ELEMENT_FEATURE)
        return;
    if (!fits(target->category, wanted))
        report_error(&compilation->diagnostics, element->target->at,
                     "'%s' is a %s, but a %s is declared here; name a %s", target->title,
                     category_title(target->category), category_title(wanted),
                     category_title(wanted));
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

static void check_classifier(struct compilation *compilation, struct classifier *classifier)
{
    for (uint32_t i = 0; i < classifier->elements.count; i++) {
        const struct element *element = classifier->elements.items[i];

        check_inheritance(compilation, classifier, element);
        check_target(compilation, classifier, element);
        if (element->kind != ELEMENT_CALL_SEQUENCE)
            continue;
        for (uint32_t j = 0; j < element->parts.count; j++)
            check_call(compilation, classifier, element->parts.items[j]);
    }
    if (classifier->inverse_of != NULL)
        names_classifier(compilation, classifier->package, classifier->inverse_of, true);
}

static void for_each_classifier(struct compilation *compilation,
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
    for_each_classifier(compilation, resolve_type);
    for_each_classifier(compilation, check_classifier);
}
