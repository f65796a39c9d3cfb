/* SPDX-License-Identifier: BSD-2-Clause */

/* Property sets: finding properties, and the types of their values. */
#ifndef CONFIG_PROPERTY_H
#define CONFIG_PROPERTY_H

#include "compile.h"

/* Components in a model, and in an array; only a mistake exceeds it. */
#define MODEL_MAX_INSTANCES 1000000u

/* Where an expression stands, which decides what its names mean. */
struct scope {
    const struct property_set *set;      /* inside this property set, or */
    const struct classifier *classifier; /* inside this classifier */
    const struct package *package;       /* of the classifier, or the package itself */
    const struct element *element;       /* ... in the braces of this element */
};

/* Computes the units of all property sets and checks their declarations. */
void property_sets_check(struct compilation *compilation);

/* The property, constant or type of that name; NULL if there is none. Names
 * without a set are looked up in the own and in the predeclared sets. */
struct property *property_find(struct compilation *compilation, const struct property_set *own,
                               const struct reference *reference);

/* Reports that a property (kind), constant or type does not exist, unless its
 * set is one that nothing is known about. */
void property_report_unknown(struct compilation *compilation, const struct property_set *own,
                             const struct reference *reference, enum property_kind kind);

/* The type behind the names; NULL after a message if it does not exist. */
const struct type *type_resolve(struct compilation *compilation, const struct type *type);

/* A number, in the smallest unit of its type if that has units. */
struct number {
    bool is_real;
    int64_t integer;
    double real; /* set in any case */
};

/* The value of a numeric expression of a type. False if it is none that is
 * known here: after a message, or if it depends on another property. */
bool number_value(struct compilation *compilation, const struct property_set *own,
                  const struct type *type, const struct expression *expression,
                  struct number *number);

/* Is a number in the range of its type? If not, the range is in *low, *high. */
bool number_in_range(struct compilation *compilation, const struct type *type,
                     const struct number *number, struct number *low, struct number *high);

/* How many of the smallest unit one such unit is; 0 if the type has no such unit. */
double unit_factor(struct compilation *compilation, const struct type *type, const char *unit);

/* Checks a value against a type; all messages name the property. */
void value_check(struct compilation *compilation, const struct scope *scope,
                 const struct property *property, const struct type *type,
                 const struct expression *value);

/* Follows a path from a classifier through its declarations. Returns the last
 * element, NULL after a message (if property is not NULL). */
struct element *path_resolve(struct compilation *compilation, const struct classifier *from,
                             const struct path *path, const char *property);

/* Does a list of owners ("applies to", "reference (...)") allow the element, or
 * the classifier if element is NULL? */
bool owners_allow(const struct list *owners, const struct element *element, enum category category);
const char *element_title(const struct element *element);
const char *owners_text(struct compilation *compilation, const struct list *owners);

/* structure.c: checks connections, flows, modes and arrays of a classifier. */
void structure_check(struct compilation *compilation, struct classifier *classifier);

/* Checks that "in modes" names modes of the classifier, or of the inner one if
 * that is not NULL. */
void modes_check(struct compilation *compilation, const struct classifier *classifier,
                 const struct classifier *inner, const struct list *modes);

#endif
