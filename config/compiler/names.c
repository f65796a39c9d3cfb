/* SPDX-License-Identifier: BSD-2-Clause */

/* Who is meant by a name: packages and their aliases, visibility, classifiers,
 * and the elements in them. */

#include "compile.h"

#include <string.h>

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

const char *names_key(struct compilation *compilation, const char *text)
{
    return intern(&compilation->names, text, strlen(text));
}

/* "type" or "type.implementation" as in the package's table. */
static const char *title_key(struct compilation *compilation, const struct reference *reference)
{
    if (reference->implementation.key == NULL)
        return reference->base.key;
    return names_key(compilation, arena_print(&compilation->arena, "%s.%s", reference->base.text,
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
        key = names_key(compilation, reference_text(compilation, rename->target));
    struct package *package = map_get(&compilation->packages_by_name, key);
    if (package != NULL) {
        if (report && package != from && !imports(from, key))
            report_warning(&compilation->diagnostics, name->at,
                           "the package '%s' is used without being imported; add 'with %s;' to "
                           "package '%s'",
                           name->text, package->name.text, from->name.text);
        return package;
    }
    if (!report)
        return NULL;
    struct suggestion suggestion = {.wanted = name->text};
    for (uint32_t i = 0; i < compilation->packages.count; i++)
        suggestion_offer(&suggestion,
                         ((const struct package *)compilation->packages.items[i])->name.text);
    report_error(&compilation->diagnostics, name->at, "there is no package '%s'%s", name->text,
                 suggestion_advice(&compilation->arena, &suggestion,
                                   "give its file on the command line too"));
    return NULL;
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
        struct name name = {.text = reference_text(compilation, rename->target)};
        name.key = names_key(compilation, name.text);
        const struct package *package = find_package(compilation, from, &name, false);
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
        bool implementation = reference->implementation.key != NULL;

        if ((!candidate->is_private || package == from) &&
            candidate->is_implementation == implementation)
            suggestion_offer(&suggestion, candidate->title);
    }
    if (map_get(&package->members, title_key(compilation, reference)) != NULL) {
        report_error(&compilation->diagnostics, reference->at,
                     "'%s' is in the private part of package '%s'; move it to the public part",
                     suggestion.wanted, package->name.text);
        return;
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

struct element *names_own_element(const struct classifier *classifier, const char *key)
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
    struct element *element = names_own_element(classifier, key);

    if (element == NULL && classifier->type != NULL)
        element = names_own_element(classifier->type, key);
    if (element == NULL && classifier->inverse != NULL)
        element = names_own_element(classifier->inverse, key);
    return element;
}

static void offer_chain(struct suggestion *suggestion, const struct classifier *classifier,
                        enum element_kind kind)
{
    for (; classifier != NULL; classifier = classifier->parent)
        for (uint32_t i = 0; i < classifier->elements.count; i++) {
            const struct element *element = classifier->elements.items[i];

            if (element->name.key != NULL && (kind == ELEMENT_ANY || kind == element->kind))
                suggestion_offer(suggestion, element->name.text);
        }
}

void names_offer_elements(struct suggestion *suggestion, const struct classifier *classifier,
                          enum element_kind kind)
{
    offer_chain(suggestion, classifier, kind);
    offer_chain(suggestion, classifier->type, kind);
}

/* The prototype that an unqualified name in a classifier may stand for. */
const struct element *names_prototype(const struct classifier *classifier,
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
        const struct element *prototype = names_prototype(element->owner, element->target);

        if (prototype == NULL || prototype == element)
            return names_classifier(compilation, element->owner->package, element->target, false);
        element = prototype;
    }
    return NULL;
}
