/* SPDX-License-Identifier: BSD-2-Clause */

/* The C sources of a partition whose program is given by AADL threads. */
#ifndef CONFIG_GENERATE_H
#define CONFIG_GENERATE_H

#include "behaviour.h"

struct generated_file {
    const char *name;
    const char *text;
    size_t size;
};

/* main.c (start-up code and processes), gtypes.h (data types) and subprograms.h
 * (the user's functions), as struct generated_file. */
void generate(const struct behaviour *behaviour, struct list *files);

/* Bytes of memory that the stacks of its processes and error handler take, with
 * their guard pages. */
uint64_t generate_stacks(const struct behaviour *behaviour);

/* --- between generate.c and the files generate_*.c --- */

void generate_types(const struct behaviour *behaviour, FILE *out);
void generate_prototypes(const struct behaviour *behaviour, FILE *out);
void generate_composed(const struct behaviour *behaviour, FILE *out);
void generate_threads(const struct behaviour *behaviour, FILE *out);
void generate_errors(const struct behaviour *behaviour, FILE *out);
void generate_start(const struct behaviour *behaviour, FILE *out);

/* "void name(int a, int *b)" */
void generate_prototype(const struct behaviour_function *function, FILE *out);

/* The calls of a sequence, with what they send; thread: whose ports are sent to
 * (NULL: none); depth: of the indentation. */
void generate_calls(const struct behaviour_sequence *sequence,
                    const struct behaviour_thread *thread, int depth, FILE *out);

/* An indented line. */
void generate_line(FILE *out, int depth, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
