/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The declarations of AADL (SAE AS5506C, textual core), as the parser builds
 * them and names.c completes them. All of it lives in the compilation's
 * arena. Comments name the types behind the pointers of a list.
 */
#ifndef CONFIG_AST_H
#define CONFIG_AST_H

#include <stdbool.h>
#include <stdint.h>

#include "source.h"

/* An identifier. key is interned lower case (AADL ignores case): equal keys
 * are equal pointers. key == NULL: no name given. */
struct name {
    const char *text;
    const char *key;
    struct place at;
};

/* package::type.implementation, or set::property. For names of one part only
 * "base" is there. */
struct reference {
    struct name scope; /* "a::b" of a::b::type */
    struct name base;
    struct name implementation;
    struct place at;
};

/* a.b[1].c */
struct path_step {
    struct name name;
    struct list indices; /* struct expression: an integer or a range */
};

struct path {
    struct list steps; /* struct path_step */
    struct name annex; /* "{name}** a.b": the steps are the annex's own */
    bool of_processor; /* "processor.a" */
    struct place at;
};

enum expression_kind {
    EXPRESSION_STRING,
    EXPRESSION_INTEGER,
    EXPRESSION_REAL,
    EXPRESSION_BOOLEAN,
    EXPRESSION_NAME, /* a literal of an enumeration, a constant, a property */
    EXPRESSION_MINUS,
    EXPRESSION_NOT,
    EXPRESSION_AND,
    EXPRESSION_OR,
    EXPRESSION_RANGE,  /* operands: low, high, perhaps delta */
    EXPRESSION_LIST,   /* operands */
    EXPRESSION_RECORD, /* fields */
    EXPRESSION_CLASSIFIER,
    EXPRESSION_REFERENCE,
    EXPRESSION_COMPUTE,
};

struct expression {
    enum expression_kind kind;
    struct place at;
    union {
        const char *string;
        int64_t integer;
        double real;
        bool boolean;
        const struct reference *reference; /* NAME, CLASSIFIER */
        const struct path *path;           /* REFERENCE */
        struct name function;              /* COMPUTE */
    };
    struct name unit;     /* INTEGER, REAL */
    struct list operands; /* struct expression */
    struct list fields;   /* struct record_field */
};

struct record_field {
    struct name name;
    struct expression *value;
};

struct modal_value {
    struct expression *value;
    struct list modes; /* struct mode_binding; empty: in all (other) modes */
};

/* set::property => value applies to ... */
struct association {
    const struct reference *property;
    bool append;
    bool constant;
    struct list values;     /* struct modal_value */
    struct list applies_to; /* struct path */
    struct list in_binding; /* struct reference */
    struct place at;

    /* Completed by association.c. */
    const struct property *definition; /* NULL: unknown, or not yet looked up */
    struct list bound_to;              /* struct classifier: those of in_binding that there are */
};

/* "in modes (a => b)", and what "in modes" of a connection may name. */
struct mode_binding {
    struct name from;
    struct name to;
};

enum category {
    CATEGORY_ABSTRACT,
    CATEGORY_BUS,
    CATEGORY_DATA,
    CATEGORY_DEVICE,
    CATEGORY_FEATURE_GROUP,
    CATEGORY_MEMORY,
    CATEGORY_PROCESS,
    CATEGORY_PROCESSOR,
    CATEGORY_SUBPROGRAM,
    CATEGORY_SUBPROGRAM_GROUP,
    CATEGORY_SYSTEM,
    CATEGORY_THREAD,
    CATEGORY_THREAD_GROUP,
    CATEGORY_VIRTUAL_BUS,
    CATEGORY_VIRTUAL_PROCESSOR,
    CATEGORY_COUNT
};

enum element_kind {
    ELEMENT_PROTOTYPE,
    ELEMENT_FEATURE,
    ELEMENT_SUBCOMPONENT,
    ELEMENT_CALL_SEQUENCE,
    ELEMENT_CALL,
    ELEMENT_CONNECTION,
    ELEMENT_FLOW,
    ELEMENT_MODE,
    ELEMENT_TRANSITION,
    ELEMENT_ANY,
};

enum feature_kind {
    FEATURE_ABSTRACT,
    FEATURE_DATA_PORT,
    FEATURE_EVENT_PORT,
    FEATURE_EVENT_DATA_PORT,
    FEATURE_GROUP,
    FEATURE_PARAMETER,
    FEATURE_BUS_ACCESS,
    FEATURE_DATA_ACCESS,
    FEATURE_SUBPROGRAM_ACCESS,
    FEATURE_SUBPROGRAM_GROUP_ACCESS,
    FEATURE_VIRTUAL_BUS_ACCESS,
};

enum direction {
    DIRECTION_NONE,
    DIRECTION_IN,
    DIRECTION_OUT,
    DIRECTION_IN_OUT,
    DIRECTION_PROVIDES,
    DIRECTION_REQUIRES,
};

enum connection_kind {
    CONNECTION_PORT,
    CONNECTION_PARAMETER,
    CONNECTION_ACCESS,
    CONNECTION_FEATURE_GROUP,
    CONNECTION_FEATURE,
};

enum flow_kind { FLOW_SOURCE, FLOW_SINK, FLOW_PATH, FLOW_END_TO_END };

/* Anything with a name inside a classifier. */
struct element {
    enum element_kind kind;
    struct name name; /* connections and transitions may have none */
    struct place at;
    struct classifier *owner;
    bool refined;                   /* "refined to" */
    const struct reference *target; /* classifier; of a call: what is called */
    struct list bindings;           /* struct prototype_binding */
    struct list dimensions;         /* struct expression, NULL for "[]" */
    uint32_t array_size;            /* 1 if it is no array; set by structure.c */
    struct list choices;            /* struct reference: implementations of an array's elements */
    struct list properties;         /* struct association */
    struct list modes;              /* struct mode_binding: "in modes" */
    struct list parts;              /* calls (struct element), flow or trigger (struct path) */
    enum category category;         /* prototypes, subcomponents */
    enum feature_kind feature;      /* features, feature prototypes */
    enum direction direction;
    enum connection_kind connection;
    enum flow_kind flow;
    bool is_feature;              /* a prototype of a feature */
    bool inverse;                 /* feature group "inverse of" */
    bool initial;                 /* mode */
    bool both_ways;               /* connection "<->" */
    const struct path *from, *to; /* connection, transition */
};

struct prototype_binding {
    struct name formal;
    struct list actuals; /* struct element: category, feature or both, and target */
};

struct annex {
    struct name name;
    struct place at;
};

/* A component type or implementation, or a feature group type. */
struct classifier {
    enum category category;
    bool is_implementation;
    bool is_private;
    bool requires_modes;
    struct name name;           /* the type's */
    struct name implementation; /* the implementation's, if it is one */
    const char *title;          /* "type" or "type.implementation" */
    struct package *package;
    struct place at;
    const struct reference *extends;
    const struct reference *inverse_of;
    struct list bindings;      /* struct prototype_binding of "extends" */
    struct list type_bindings; /* struct prototype_binding of the type's, behind "type.i" */
    struct list elements;      /* struct element */
    struct list properties;    /* struct association */
    struct list annexes;       /* struct annex */

    /* Completed by names.c. */
    struct classifier *parent;     /* the extended one; no cycles */
    struct classifier *type;       /* of an implementation */
    struct classifier *inverse;    /* the feature group type that this one mirrors */
    const struct classifier *walk; /* whose search for cycles came along here */
    struct map members;            /* own elements by key */
    bool used;                     /* as a subcomponent */
    bool incomplete;               /* what it extends or implements was not found */
};

struct rename {
    struct name alias; /* no key: keeps its own name */
    enum category category;
    const struct reference *target; /* a package has scope and no base */
    bool is_package;
    bool all;
};

struct package {
    struct name name;
    struct place at;
    struct list imports;     /* struct name: of both parts */
    struct list renames;     /* struct rename */
    struct list classifiers; /* struct classifier */
    struct list properties;  /* struct association */
    struct list annexes;     /* struct annex */
    struct map members;      /* classifiers by interned title */
    struct map aliases;      /* renames by alias */
};

enum type_kind {
    TYPE_BOOLEAN,
    TYPE_STRING,
    TYPE_INTEGER,
    TYPE_REAL,
    TYPE_ENUMERATION,
    TYPE_UNITS,
    TYPE_RANGE,
    TYPE_RECORD,
    TYPE_CLASSIFIER,
    TYPE_REFERENCE,
    TYPE_LIST,
    TYPE_NAMED,
};

struct unit {
    struct name name;
    struct name base; /* no key: the smallest unit */
    struct expression *factor;

    /* How many of the smallest one; set by property.c. */
    double scale;        /* 0: not known yet */
    int64_t in_smallest; /* the same; 0: it is no whole number, or too large */
};

struct type {
    enum type_kind kind;
    struct place at;
    const struct reference *named; /* NAMED */
    struct type *element;          /* LIST, RANGE */
    struct list literals;          /* ENUMERATION: struct name; UNITS: struct unit */
    struct list fields;            /* RECORD: struct type_field */
    struct list owners;            /* CLASSIFIER, REFERENCE: const char *, "thread group" */
    struct type *units;            /* INTEGER, REAL */
    struct expression *low, *high; /* INTEGER, REAL */
    const struct property_set *set;
};

struct type_field {
    struct name name;
    struct type *type;
};

/* A property, a property constant or a property type, by its kind. */
enum property_kind { PROPERTY_DEFINITION, PROPERTY_CONSTANT, PROPERTY_TYPE };

struct property {
    enum property_kind kind;
    struct name name;
    struct place at;
    const struct property_set *set;
    bool inherit;
    bool visiting;
    struct type *type;
    struct expression *value; /* default, or the constant's value */
    struct list owners;       /* const char *, "thread group"; "all" */
};

struct property_set {
    struct name name;
    struct place at;
    struct list imports; /* struct name */
    struct list members; /* struct property */
    struct map by_name;
    bool checked; /* by property_sets_check() */
};

#endif
