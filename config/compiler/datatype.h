/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Data types of the model as C types of the target (data modeling annex,
 * AS5506/2, annex B): representation, layout, and their declarations.
 */
#ifndef CONFIG_DATATYPE_H
#define CONFIG_DATATYPE_H

#include "instance.h"

enum datatype_kind {
    DATATYPE_SCALAR, /* base */
    DATATYPE_ENUM,
    DATATYPE_ARRAY,
    DATATYPE_STRUCT,
    DATATYPE_UNION,
    DATATYPE_BYTES,   /* only the size is known */
    DATATYPE_FOREIGN, /* declared in a header of the user's */
};

struct datatype_field {
    const char *name;
    const struct datatype *type;
    uint32_t count; /* elements of an array of subcomponents; 0: none */
};

struct datatype {
    enum datatype_kind kind;
    const char *name; /* "package__type", or as Type_Source_Name says */
    const char *base; /* SCALAR, ENUM: "int32_t"; FOREIGN: the header */
    const struct classifier *classifier;
    uint64_t size;       /* bytes; 0: unknown */
    uint32_t alignment;  /* bytes */
    struct list fields;  /* STRUCT, UNION: struct datatype_field */
    struct list numbers; /* ARRAY: const char *, its dimensions; ENUM: values, or none */
    struct list words;   /* ENUM: const char *, the enumerators */
    const struct datatype *element;
    bool has_range; /* SCALAR: low .. high */
    int64_t low, high;
    bool visiting;
    bool is_signed;
    /* Not NULL: what keeps it from being a C type. */
    const char *wrong;
    struct place wrong_at;
};

/* All types that were asked for; those that others need come first. */
struct datatypes {
    struct model *model;
    struct map known; /* struct datatype by interned name of the classifier */
    struct list all;  /* struct datatype */
};

/* The C type of a data classifier; never NULL, but perhaps wrong. */
const struct datatype *datatype_of(struct datatypes *types, const struct classifier *classifier);

/* A name for C: letters, digits and underscores, and no reserved word. */
const char *c_identifier(struct arena *arena, const char *text);

#endif
