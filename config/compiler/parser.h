/* SPDX-License-Identifier: BSD-2-Clause */

/* What lexer.l, parser.y and build.c share: the state of one parse. */
#ifndef CONFIG_PARSER_H
#define CONFIG_PARSER_H

#include "compile.h"

/* Brackets inside each other; deeper input is refused. */
#define MAX_NESTING 100u
/* Syntax errors in one file after which it is given up. */
#define MAX_SYNTAX_ERRORS 50u

typedef struct place AADLLTYPE;
#define AADLLTYPE_IS_DECLARED 1

struct parser {
    struct compilation *compilation;
    const struct source *source;
    void *scanner;
    uint32_t line, column; /* of the next character */
    struct place annex;    /* where the present annex begins */
    uint32_t nesting;
    uint32_t errors;
    struct package *package;
    struct classifier *classifier; /* the one whose sections are read */
    struct property_set *set;
    bool is_private;
    bool given_up;    /* nothing more is read of this file */
    const char *word; /* the last identifier or reserved word, */
    bool is_word;     /* which is the last token */
};

/* build.c: constructors of the tree; all use the compilation's arena. */
struct name make_name(struct parser *parser, const char *text, size_t length, struct place at);
struct name join_names(struct parser *parser, const struct list *names, uint32_t count);
struct reference *make_reference(struct parser *parser, const struct list *qualified,
                                 const struct name *implementation, struct place at);
struct name *keep_name(struct parser *parser, struct name name);
struct path_step *make_step(struct parser *parser, struct name name, struct list indices);
struct expression *make_expression(struct parser *parser, enum expression_kind kind,
                                   struct place at);
struct expression *make_operation(struct parser *parser, enum expression_kind kind, struct place at,
                                  struct expression *left, struct expression *right);
struct expression *make_number(struct parser *parser, const char *text, struct place at,
                               struct name unit);
struct element *make_element(struct parser *parser, enum element_kind kind, struct name name,
                             struct place at);
void begin_classifier(struct parser *parser, enum category category, struct name name,
                      const struct name *implementation);
void end_classifier(struct parser *parser, struct name name, const struct name *implementation);
void begin_package(struct parser *parser, struct name name);
void end_named(struct parser *parser, struct name began, struct name ended);
void begin_set(struct parser *parser, struct name name);
void add_property(struct parser *parser, struct property *property, struct name name,
                  struct place at);
struct type *make_type(struct parser *parser, enum type_kind kind, struct place at);
struct type *make_list_type(struct parser *parser, uint32_t depth, struct type *element,
                            struct place at);
struct rename *add_rename(struct parser *parser, const struct reference *target);
struct element *make_feature(struct parser *parser, enum feature_kind kind,
                             enum direction direction, const struct reference *target,
                             struct place at);
struct record_field *make_record_field(struct parser *parser, struct name name,
                                       struct expression *value);
struct property *make_property(struct parser *parser, enum property_kind kind, struct type *type,
                               struct expression *value);
struct type_field *make_type_field(struct parser *parser, struct name name, struct type *type);
/* range: NULL, or an expression of that kind. */
struct type *make_number_type(struct parser *parser, enum type_kind kind,
                              const struct expression *range, struct type *units, struct place at);
const char *append_word(struct parser *parser, const char *words, const char *word);

#endif
