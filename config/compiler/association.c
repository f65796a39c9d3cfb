/* SPDX-License-Identifier: BSD-2-Clause */

/* Checks every property association of the model: the property exists, applies
 * here, and its value is of its type. */

#include "property.h"

static void check_applies(struct compilation *compilation, const struct association *association,
                          struct place at, const struct element *element, enum category category)
{
    const struct property *property = association->definition;

    if (owners_allow(&property->owners, element, category))
        return;
    report_error(&compilation->diagnostics, at,
                 "'%s' does not apply to category %s; it applies to %s", property->name.text,
                 element == NULL ? category_title(category) : element_title(element),
                 owners_text(compilation, &property->owners));
}

/* Where the property goes: to the elements that "applies to" names, or to the
 * element (or classifier) that has the association. */
static void check_targets(struct compilation *compilation, const struct scope *scope,
                          const struct association *association)
{
    const struct classifier *from = scope->classifier;

    if (association->applies_to.count == 0) {
        if (scope->element != NULL)
            check_applies(compilation, association, association->property->at, scope->element,
                          scope->element->category);
        else if (from != NULL)
            check_applies(compilation, association, association->property->at, NULL,
                          from->category);
        return;
    }
    if (scope->element != NULL)
        from = names_target(compilation, scope->element);
    for (uint32_t i = 0; from != NULL && i < association->applies_to.count; i++) {
        const struct path *path = association->applies_to.items[i];
        const struct element *element;

        if (path->annex.key != NULL)
            continue;
        element = path_resolve(compilation, from, path, association->property->base.text);
        if (element != NULL)
            check_applies(compilation, association, path->at, element, element->category);
    }
}

/* What "in binding" names is what the models' components run or lie on. */
static void resolve_bindings(struct compilation *compilation, const struct scope *scope,
                             struct association *association)
{
    for (uint32_t i = 0; i < association->in_binding.count; i++) {
        const struct reference *reference = association->in_binding.items[i];
        const struct classifier *classifier =
            names_classifier(compilation, scope->package, reference, true);

        if (classifier == NULL)
            continue;
        if (classifier->category != CATEGORY_PROCESSOR &&
            classifier->category != CATEGORY_VIRTUAL_PROCESSOR &&
            classifier->category != CATEGORY_MEMORY)
            report_warning(&compilation->diagnostics, reference->at,
                           "'%s' is a %s, to which nothing is bound here; name a processor, "
                           "virtual processor or memory",
                           classifier->title, category_title(classifier->category));
        else
            list_add(&compilation->arena, &association->bound_to, classifier);
    }
}

static void check_association(struct compilation *compilation, const struct scope *scope,
                              struct association *association)
{
    struct property *property = property_find(compilation, NULL, association->property);

    if (property == NULL || property->kind != PROPERTY_DEFINITION) {
        property_report_unknown(compilation, NULL, association->property, PROPERTY_DEFINITION);
        return;
    }
    association->definition = property;
    check_targets(compilation, scope, association);
    resolve_bindings(compilation, scope, association);
    for (uint32_t i = 0; i < association->values.count; i++) {
        const struct modal_value *modal = association->values.items[i];

        value_check(compilation, scope, property, property->type, modal->value);
        if (scope->classifier != NULL)
            modes_check(compilation, scope->classifier,
                        scope->element == NULL ? NULL : names_target(compilation, scope->element),
                        &modal->modes);
    }
    const struct type *type = type_resolve(compilation, property->type);
    if (association->append && type != NULL && type->kind != TYPE_LIST)
        report_error(&compilation->diagnostics, association->at,
                     "'%s' takes one value, so nothing can be appended to it; write '=>'",
                     property->name.text);
}

static void check_list(struct compilation *compilation, const struct scope *scope,
                       const struct list *associations)
{
    for (uint32_t i = 0; i < associations->count; i++)
        check_association(compilation, scope, associations->items[i]);
}

static void check_element(struct compilation *compilation, struct scope scope,
                          const struct element *element)
{
    scope.element = element;
    check_list(compilation, &scope, &element->properties);
    if (element->kind != ELEMENT_CALL_SEQUENCE)
        return;
    for (uint32_t i = 0; i < element->parts.count; i++)
        check_element(compilation, scope, element->parts.items[i]);
}

void associations_check(struct compilation *compilation)
{
    for (uint32_t i = 0; i < compilation->packages.count; i++) {
        const struct package *package = compilation->packages.items[i];
        struct scope scope = {.package = package};

        check_list(compilation, &scope, &package->properties);
        for (uint32_t j = 0; j < package->classifiers.count; j++) {
            const struct classifier *classifier = package->classifiers.items[j];

            scope.classifier = classifier;
            check_list(compilation, &scope, &classifier->properties);
            for (uint32_t k = 0; k < classifier->elements.count; k++)
                check_element(compilation, scope, classifier->elements.items[k]);
        }
        scope.classifier = NULL;
    }
}
