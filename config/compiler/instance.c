/* SPDX-License-Identifier: BSD-2-Clause */

#include "instance.h"

#include <string.h>

/* Only a mistake in a model exceeds it. */
#define MAX_DEPTH 64u

static void grow(struct model *model, struct instance *instance);

static struct arena *arena_of(const struct model *model)
{
    return &model->compilation->arena;
}

static struct diagnostics *messages_of(const struct model *model)
{
    return &model->compilation->diagnostics;
}

/* --- the tree --- */

static bool contains_itself(struct model *model, const struct instance *instance)
{
    for (const struct instance *above = instance->parent; above != NULL; above = above->parent) {
        if (instance->classifier == NULL || above->classifier != instance->classifier)
            continue;
        report_error(messages_of(model), instance->at,
                     "'%s' contains itself through this subcomponent; remove it",
                     instance->classifier->title);
        model->incomplete = true;
        return true;
    }
    return false;
}

static const struct element *actual_of(const struct list *bindings, const char *formal)
{
    for (uint32_t i = 0; i < bindings->count; i++) {
        const struct prototype_binding *binding = bindings->items[i];

        if (binding->formal.key == formal)
            return binding->actuals.items[0];
    }
    return NULL;
}

/* What a prototype of an instance's classifier stands for: the subcomponent's
 * declaration says it (in terms of the instance around it), or an extension or
 * implementation. */
static const struct element *bound_prototype(const struct instance *holder, const char *formal,
                                             const struct instance **scope)
{
    const struct element *actual = NULL;

    *scope = holder->parent;
    if (holder->declaration != NULL)
        actual = actual_of(&holder->declaration->bindings, formal);
    for (const struct classifier *c = holder->classifier; actual == NULL && c != NULL;
         c = c->parent) {
        *scope = holder;
        actual = actual_of(&c->type_bindings, formal);
        if (actual == NULL)
            actual = actual_of(&c->bindings, formal);
    }
    return actual;
}

/* The classifier of an element of an instance. */
static struct classifier *target_in(struct model *model, const struct instance *holder,
                                    const struct element *element)
{
    for (uint32_t hops = 0; element->target != NULL && hops < MAX_DEPTH; hops++) {
        const struct element *prototype =
            holder == NULL || holder->classifier == NULL
                ? NULL
                : names_prototype(holder->classifier, element->target);
        const struct instance *scope;
        const struct element *actual =
            prototype == NULL ? NULL : bound_prototype(holder, prototype->name.key, &scope);

        if (actual == NULL)
            return names_target(model->compilation, element);
        element = actual;
        holder = scope;
    }
    return NULL;
}

static struct instance *add_child(struct model *model, struct instance *parent,
                                  const struct element *element, uint32_t index)
{
    struct instance *child = ARENA_NEW(arena_of(model), struct instance);

    child->parent = parent;
    child->declaration = element;
    child->category = element->category;
    child->key = element->name.key;
    child->name = index == 0 ? element->name.text
                             : arena_print(arena_of(model), "%s_%u", element->name.text, index);
    child->index = index;
    child->depth = parent->depth + 1;
    child->number = model->count;
    child->at = element->name.at;
    child->classifier = target_in(model, parent, element);
    list_add(arena_of(model), &parent->children, child);
    model->count++;
    return child;
}

/* The subcomponents of a classifier: those of what it extends come first, a
 * refinement stands in the place of what it refines. */
static void collect_subcomponents(struct model *model, const struct classifier *classifier,
                                  struct list *elements)
{
    struct list chain = {0};

    for (const struct classifier *c = classifier; c != NULL; c = c->parent)
        list_add(arena_of(model), &chain, c);
    for (uint32_t i = chain.count; i > 0; i--) {
        const struct classifier *c = chain.items[i - 1];

        for (uint32_t j = 0; j < c->elements.count; j++) {
            struct element *element = c->elements.items[j];

            if (element->kind == ELEMENT_SUBCOMPONENT && !element->refined)
                list_add(arena_of(model), elements, names_element(classifier, element->name.key));
        }
    }
}

static void grow_element(struct model *model, struct instance *instance,
                         const struct element *element)
{
    uint32_t size = element->array_size;

    for (uint32_t i = 0; i < size && !model->incomplete; i++) {
        if (model->count >= MODEL_MAX_INSTANCES) {
            model->incomplete = true;
            report_error(messages_of(model), element->at,
                         "the model has more than %u components; make it smaller",
                         MODEL_MAX_INSTANCES);
            return;
        }
        grow(model,
             add_child(model, instance, element, element->dimensions.count == 0 ? 0 : i + 1));
    }
}

static void grow(struct model *model, struct instance *instance)
{
    struct list elements = {0};

    if (instance->classifier == NULL || contains_itself(model, instance))
        return;
    if (instance->depth >= MAX_DEPTH) {
        report_error(messages_of(model), instance->at,
                     "components are more than %u deep in each other; make the model flatter",
                     MAX_DEPTH);
        model->incomplete = true;
        return;
    }
    collect_subcomponents(model, instance->classifier, &elements);
    for (uint32_t i = 0; i < elements.count && !model->incomplete; i++)
        grow_element(model, instance, elements.items[i]);
}

/* --- paths --- */

static bool index_matches(const struct path_step *step, const struct instance *instance)
{
    if (step->indices.count == 0)
        return true;
    const struct expression *index = step->indices.items[0];
    int64_t low, high;

    if (index->kind == EXPRESSION_INTEGER) {
        low = high = index->integer;
    } else if (index->kind == EXPRESSION_RANGE) {
        low = ((struct expression *)index->operands.items[0])->integer;
        high = ((struct expression *)index->operands.items[1])->integer;
    } else {
        return false;
    }
    return instance->index >= low && instance->index <= high;
}

/* path_instances() from the step first on. */
static void follow(struct model *model, const struct instance *from, const struct path *path,
                   uint32_t first, struct list *found, const struct element **element)
{
    if (first == path->steps.count) {
        list_add(arena_of(model), found, from);
        return;
    }
    const struct path_step *step = path->steps.items[first];
    for (uint32_t i = 0; i < from->children.count; i++) {
        const struct instance *child = from->children.items[i];

        if (child->key == step->name.key && index_matches(step, child))
            follow(model, child, path, first + 1, found, element);
    }
    if (first + 1 == path->steps.count && from->classifier != NULL) {
        const struct element *last = names_element(from->classifier, step->name.key);

        if (last != NULL && last->kind != ELEMENT_SUBCOMPONENT) {
            *element = last;
            list_add(arena_of(model), found, from);
        }
    }
}

void path_instances(struct model *model, const struct instance *from, const struct path *path,
                    struct list *found, const struct element **element)
{
    follow(model, from, path, 0, found, element);
}

/* --- contained property associations --- */

static void place_one(struct model *model, struct instance *holder, struct instance *from,
                      const struct association *association)
{
    for (uint32_t i = 0; i < association->applies_to.count; i++) {
        struct list found = {0};
        const struct element *feature = NULL;

        path_instances(model, from, association->applies_to.items[i], &found, &feature);
        for (uint32_t j = 0; j < found.count; j++) {
            struct contained *contained = ARENA_NEW(arena_of(model), struct contained);
            struct instance *target = found.items[j];

            contained->association = association;
            contained->holder = holder;
            contained->feature = feature;
            list_add(arena_of(model), &target->contained, contained);
        }
    }
}

static void place_all(struct model *model, struct instance *holder, struct instance *from,
                      const struct list *associations)
{
    for (uint32_t i = 0; i < associations->count; i++)
        place_one(model, holder, from, associations->items[i]);
}

static void place_chain(struct model *model, struct instance *instance,
                        const struct classifier *classifier)
{
    for (; classifier != NULL; classifier = classifier->parent)
        place_all(model, instance, instance, &classifier->properties);
}

/* Outermost first, so that the first match in a list is the one that counts. */
static void place_contained(struct model *model, struct instance *instance)
{
    if (instance->classifier != NULL) {
        place_chain(model, instance, instance->classifier);
        if (instance->classifier->type != NULL)
            place_chain(model, instance, instance->classifier->type);
    }
    for (uint32_t i = 0; i < instance->children.count; i++) {
        struct instance *child = instance->children.items[i];

        if (child->declaration->properties.count > 0)
            place_all(model, child, child, &child->declaration->properties);
        place_contained(model, child);
    }
}

/* --- the root --- */

static void find_roots(struct compilation *compilation, struct list *roots)
{
    for (uint32_t i = 0; i < compilation->packages.count; i++) {
        const struct package *package = compilation->packages.items[i];

        for (uint32_t j = 0; j < package->classifiers.count; j++) {
            struct classifier *classifier = package->classifiers.items[j];

            if (classifier->category == CATEGORY_SYSTEM && classifier->is_implementation &&
                !classifier->used)
                list_add(&compilation->arena, roots, classifier);
        }
    }
}

static const char *full_title(struct compilation *compilation, const struct classifier *classifier)
{
    return arena_print(&compilation->arena, "%s::%s", classifier->package->name.text,
                       classifier->title);
}

/* One that others extend is a building block, unless it is alone. */
static struct classifier *choose_root(struct compilation *compilation, struct list *roots)
{
    struct list leaves = {0};

    for (uint32_t i = 0; i < roots->count; i++) {
        bool extended = false;

        for (uint32_t j = 0; j < roots->count; j++)
            extended =
                extended || ((struct classifier *)roots->items[j])->parent == roots->items[i];
        if (!extended)
            list_add(&compilation->arena, &leaves, roots->items[i]);
    }
    if (leaves.count == 1)
        return leaves.items[0];
    struct classifier *first = leaves.items[0];
    const char *names = "";
    for (uint32_t i = 0; i < leaves.count; i++)
        names = arena_print(&compilation->arena, "%s%s'%s'", names, i == 0 ? "" : ", ",
                            full_title(compilation, leaves.items[i]));
    report_error(&compilation->diagnostics, first->at,
                 "%u system implementations can be the root: %s; choose one with --root",
                 leaves.count, names);
    return NULL;
}

static struct classifier *named_root(struct compilation *compilation, const char *name)
{
    struct suggestion suggestion = {.wanted = name};
    struct place nowhere = {0};

    for (uint32_t i = 0; i < compilation->packages.count; i++) {
        const struct package *package = compilation->packages.items[i];

        for (uint32_t j = 0; j < package->classifiers.count; j++) {
            struct classifier *classifier = package->classifiers.items[j];
            const char *full = full_title(compilation, classifier);

            if (classifier->category != CATEGORY_SYSTEM || !classifier->is_implementation)
                continue;
            if (intern(&compilation->names, full, strlen(full)) ==
                intern(&compilation->names, name, strlen(name)))
                return classifier;
            suggestion_offer(&suggestion, full);
        }
    }
    report_error(&compilation->diagnostics, nowhere, "there is no system implementation '%s'%s",
                 name,
                 suggestion_advice(&compilation->arena, &suggestion,
                                   "write --root PACKAGE::type.implementation"));
    return NULL;
}

static struct classifier *find_root(struct compilation *compilation, const char *name)
{
    struct list roots = {0};
    struct place nowhere = {0};

    if (name != NULL)
        return named_root(compilation, name);
    find_roots(compilation, &roots);
    if (roots.count > 0)
        return choose_root(compilation, &roots);
    if (compilation->sources.count > 0)
        nowhere.source = compilation->sources.items[compilation->sources.count - 1];
    report_error(&compilation->diagnostics, nowhere,
                 "there is no system implementation to begin with; declare one that is no "
                 "subcomponent of another");
    return NULL;
}

bool model_build(struct model *model, struct compilation *compilation, const char *root)
{
    struct classifier *classifier = find_root(compilation, root);
    struct instance *instance;

    *model = (struct model){.compilation = compilation};
    if (classifier == NULL)
        return false;
    instance = ARENA_NEW(&compilation->arena, struct instance);
    instance->classifier = classifier;
    instance->category = CATEGORY_SYSTEM;
    instance->name = classifier->title;
    instance->at = classifier->at;
    model->root = instance;
    model->count = 1;
    grow(model, instance);
    if (model->incomplete)
        return false;
    place_contained(model, instance);
    return true;
}

const char *instance_path(struct model *model, const struct instance *instance)
{
    if (instance->parent == NULL)
        return instance->name;
    if (instance->parent->parent == NULL)
        return instance->name;
    return arena_print(arena_of(model), "%s.%s", instance_path(model, instance->parent),
                       instance->name);
}

void instances_of(struct model *model, const struct instance *from, enum category category,
                  struct list *found)
{
    for (uint32_t i = 0; i < from->children.count; i++) {
        struct instance *child = from->children.items[i];

        if (child->category == category)
            list_add(arena_of(model), found, child);
        instances_of(model, child, category, found);
    }
}
