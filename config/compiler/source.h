/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Source texts and messages about them. Messages are collected and printed
 * in the order of the text, so that one run shows all that can be found.
 */
#ifndef CONFIG_SOURCE_H
#define CONFIG_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "arena.h"

struct source {
    const char *name; /* as the user gave it */
    const char *text; /* size bytes and a terminator; may contain others */
    size_t size;
    uint32_t order; /* of the first use; messages are sorted by it */
    bool shipped;   /* part of the product: a property set of ours */
};

/* A stretch of text; lines and columns count from 1. A NULL source means
 * that the message is about no text. */
struct place {
    const struct source *source;
    uint32_t first_line;
    uint32_t first_column;
    uint32_t last_line;
    uint32_t last_column; /* of the last character */
};

struct diagnostics {
    struct arena *arena;
    struct list messages;
    uint32_t errors;
    uint32_t warnings;
};

/* One message: "what is wrong; what to do". The same text at the same place
 * is kept once. */
void report_error(struct diagnostics *diagnostics, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void report_warning(struct diagnostics *diagnostics, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* A second place that belongs to the last message, on lines of its own. */
void report_note(struct diagnostics *diagnostics, struct place at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Prints all messages with their source lines, then the number of errors. */
void diagnostics_print(struct diagnostics *diagnostics, FILE *out, bool colour);

/* One of diagnostics->messages.count messages; after diagnostics_print() in
 * the order of the text. */
struct message_view {
    const char *severity; /* "error" or "warning" */
    const char *text;
    const char *note; /* NULL: none */
    struct place at;
};

struct message_view diagnostics_message(const struct diagnostics *diagnostics, uint32_t index);

/* The name nearest to a misspelt one, for "did you mean"; call
 * suggestion_offer() for each candidate. best is NULL if none is near. */
struct suggestion {
    const char *wanted;
    const char *best;
    uint32_t distance;
};

void suggestion_offer(struct suggestion *suggestion, const char *candidate);
/* "; did you mean X?" or the other advice, for the end of a message. */
const char *suggestion_advice(struct arena *arena, const struct suggestion *suggestion,
                              const char *otherwise);

#endif
