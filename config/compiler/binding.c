/* SPDX-License-Identifier: BSD-2-Clause */

/* "in binding": values that count if the component, or one around it, is bound
 * to a processor, virtual processor or memory of a given classifier. */

#include "instance.h"

static const char *const bindings[] = {
    "Deployment_Properties::Actual_Processor_Binding",
    "Deployment_Properties::Actual_Memory_Binding",
};

static bool goes_on(struct model *model, const struct instance *from,
                    const struct association *association);

/* Is the classifier the wanted one, or does it extend or implement it? */
static bool is_kind_of(const struct classifier *classifier, const struct classifier *wanted)
{
    for (; classifier != NULL; classifier = classifier->parent) {
        if (classifier == wanted)
            return true;
        if (classifier->type != NULL && is_kind_of(classifier->type, wanted))
            return true;
    }
    return false;
}

static bool is_wanted(const struct instance *bound, const struct association *association)
{
    for (uint32_t i = 0; i < association->bound_to.count; i++)
        if (is_kind_of(bound->classifier, association->bound_to.items[i]))
            return true;
    return false;
}

/* A virtual processor is bound to a processor, or is a part of it. */
static bool leads_to_wanted(struct model *model, const struct instance *instance,
                            const char *binding, const struct association *association)
{
    struct list elements = {0};
    struct value value;

    if (!property_value(model, instance, binding, &value))
        return false;
    value_elements(model, &value, &elements);
    for (uint32_t i = 0; i < elements.count; i++) {
        const struct instance *bound = value_instance(model, elements.items[i]);

        for (const struct instance *b = bound; b != NULL; b = b->parent)
            if (is_wanted(b, association))
                return true;
        if (bound != NULL && goes_on(model, bound, association))
            return true;
    }
    return false;
}

static bool goes_on(struct model *model, const struct instance *from,
                    const struct association *association)
{
    for (const struct instance *i = from; i != NULL && model->visited[i->number] != model->searches;
         i = i->parent) {
        model->visited[i->number] = model->searches;
        for (size_t j = 0; j < sizeof(bindings) / sizeof(bindings[0]); j++)
            if (leads_to_wanted(model, i, bindings[j], association))
                return true;
    }
    return false;
}

bool binding_matches(struct model *model, const struct instance *instance,
                     const struct association *association)
{
    bool matches;

    if (model->searching)
        return false;
    if (model->visited == NULL)
        model->visited =
            arena_alloc(&model->compilation->arena, model->count * sizeof(*model->visited));
    model->searching = true;
    model->searches++;
    matches = goes_on(model, instance, association);
    model->searching = false;
    return matches;
}
