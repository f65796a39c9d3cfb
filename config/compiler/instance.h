/* SPDX-License-Identifier: BSD-2-Clause */

/* The instance model: the tree of components under the root system, and the
 * values of their properties. */
#ifndef CONFIG_INSTANCE_H
#define CONFIG_INSTANCE_H

#include "property.h"

struct instance {
    struct instance *parent;           /* NULL: the root */
    const struct element *declaration; /* the subcomponent; NULL: the root */
    struct classifier *classifier;     /* NULL: it has none */
    enum category category;
    const char *name; /* with its index if it is of an array */
    const char *key;  /* without */
    uint32_t index;   /* from 1; 0: not of an array */
    uint32_t depth;   /* of the root: 0 */
    struct place at;
    struct list children;  /* struct instance */
    struct list contained; /* struct contained: associations that end here */
    uint32_t number;       /* from 0: the root */
};

/* An association that "applies to" this instance, or to a feature, connection
 * or the like of it; outermost holders come first. */
struct contained {
    const struct association *association;
    const struct instance *holder; /* the instance that it is written in */
    const struct element *feature; /* NULL: the instance itself */
};

struct model {
    struct compilation *compilation;
    struct instance *root;
    uint32_t count;  /* instances */
    bool incomplete; /* too large or endless; reported */

    /* Of binding.c. */
    bool searching;
    uint32_t searches;
    uint32_t *visited; /* by number of an instance: the last search that came to it */
};

/* A property's value, and the instance that its references start from. */
struct value {
    const struct expression *expression;
    const struct instance *context;
    const struct instance *inner; /* tried first, if not NULL */
    const struct instance *owner; /* whose property it is */
    const struct type *type;
    const struct property_set *set; /* inside a property set: its own names count */
    struct value *rest;             /* what "+=>" appends it to; NULL: nothing */
    struct place at;
};

/* Builds the tree under the root: the system implementation that root names,
 * or the only one that is no subcomponent. False after a message. */
bool model_build(struct model *model, struct compilation *compilation, const char *root);

/* "cpu.part1": the path of an instance below the root. */
const char *instance_path(struct model *model, const struct instance *instance);

/* The instances that a path leads to; *element is the feature, connection or
 * the like that its last step names (found is then what has it). */
void path_instances(struct model *model, const struct instance *from, const struct path *path,
                    struct list *found, const struct element **element);

/* All instances of a category under (and not including) an instance, in the
 * order of the text. */
void instances_of(struct model *model, const struct instance *from, enum category category,
                  struct list *found);

/* The association that gives an instance its property "set::name", and in
 * *context the instance that it is written in. NULL: only a default, or none. */
const struct association *property_association(struct model *model, const struct instance *instance,
                                               const char *name, struct value *context);

/* The property's value in the initial mode; false if it has none. */
bool property_value(struct model *model, const struct instance *instance, const char *name,
                    struct value *value);

/* The same in the mode with that key (NULL: the initial one). */
bool property_value_in(struct model *model, const struct instance *instance, const char *name,
                       const char *mode, struct value *value);

/* The value that is given for a feature of an instance, or for a classifier
 * seen from an instance (as the type of a port is); false if none is. */
bool feature_value(struct model *model, const struct instance *instance,
                   const struct element *feature, const char *name, struct value *value);
bool classifier_value(struct model *model, const struct instance *instance,
                      const struct classifier *classifier, const char *name, struct value *value);

/* Does an association with "in binding" count for an instance? Bindings
 * themselves depend on no binding. */
bool binding_matches(struct model *model, const struct instance *instance,
                     const struct association *association);

/* The elements of a list of values; a single value is a list of one. */
void value_elements(struct model *model, const struct value *value, struct list *elements);

/* A field of a record; false if it is not given. */
bool value_field(struct model *model, const struct value *record, const char *name,
                 struct value *field);

/* Numbers in the smallest unit of their type. False: unknown (reported when
 * the declarations were checked). */
bool value_integer(struct model *model, const struct value *value, int64_t *integer);
/* The ends of a range. */
bool value_range(struct model *model, const struct value *value, int64_t *low, int64_t *high);
bool value_boolean(struct model *model, const struct value *value, bool *boolean);
const char *value_string(struct model *model, const struct value *value);
const char *value_literal(struct model *model, const struct value *value);
const struct instance *value_instance(struct model *model, const struct value *value);

#endif
