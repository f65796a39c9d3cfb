/* SPDX-License-Identifier: BSD-2-Clause */

/* One compilation: the sources, what they declare, and the messages. */
#ifndef CONFIG_COMPILE_H
#define CONFIG_COMPILE_H

#include "ast.h"

struct compilation {
    struct arena arena;
    struct diagnostics diagnostics;
    struct interned names;
    struct list sources;       /* struct source */
    struct list packages;      /* struct package */
    struct list property_sets; /* struct property_set */
    struct map packages_by_name;
    struct map sets_by_name;
    struct map unknown_sets; /* names in a "with" that nothing is known about */
};

void compilation_begin(struct compilation *compilation);
void compilation_end(struct compilation *compilation);

/* Reads and parses a file. False if it can't be read (errno says why). */
bool compile_file(struct compilation *compilation, const char *path);

/* Parses the files of packages and property sets that a "with" names and that
 * were not given: NAME.aadl beside the file with the "with", if it is there. */
void compile_imports(struct compilation *compilation);

/* Parses a text that is not in a file of its own. */
void compile_text(struct compilation *compilation, const char *name, const char *text, size_t size);

/* Parses the property sets that come with the product. */
void compile_shipped(struct compilation *compilation);

/* Resolves names and checks all declarations and property associations. False
 * if names or types are so wrong that nothing can be built on them. */
bool compile_check(struct compilation *compilation);

/* --- between the compiler's own files --- */

/* parser.y: adds what the source declares to the compilation. */
void parse_source(struct compilation *compilation, const struct source *source);

/* declare.c: resolves all names of the declarations. */
void names_resolve(struct compilation *compilation);
void for_each_classifier(struct compilation *compilation,
                         void (*action)(struct compilation *, struct classifier *));

/* names.c */
/* The key of a text. */
const char *names_key(struct compilation *compilation, const char *text);
/* A classifier as seen from a package; NULL after a message (if report). */
struct classifier *names_classifier(struct compilation *compilation, const struct package *from,
                                    const struct reference *reference, bool report);
/* An element of a classifier, of what it extends, or of its type. */
struct element *names_element(const struct classifier *classifier, const char *key);
/* The same, without looking into the type of an implementation. */
struct element *names_own_element(const struct classifier *classifier, const char *key);
/* The prototype of the classifier that a reference names; NULL if none. */
const struct element *names_prototype(const struct classifier *classifier,
                                      const struct reference *reference);
/* Offers the names of the elements of a classifier that are of a kind. */
void names_offer_elements(struct suggestion *suggestion, const struct classifier *classifier,
                          enum element_kind kind);
/* The classifier of an element; NULL if it has none. */
struct classifier *names_target(struct compilation *compilation, const struct element *element);
const char *category_title(enum category category);

/* association.c: checks every association against its property's type. */
void associations_check(struct compilation *compilation);

#endif
