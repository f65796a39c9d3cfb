/* SPDX-License-Identifier: BSD-2-Clause */

/* The kernel's machine code and where in the sources it comes from, as read
 * from "objdump -dl --no-show-raw-insn" and "nm -l". */
#ifndef COVERAGE_LISTING_H
#define COVERAGE_LISTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Functions are the sources' ones: those that were inlined too, and all copies
 * of one are one. */
struct function {
    char *name;
    uint32_t source;
};

struct instruction {
    uint32_t address;
    uint32_t function;
    uint32_t source;
    uint32_t line; /* 0: not known, as of the compiler's library */
    bool is_conditional_jump;
    bool is_no_op; /* padding between functions and before loops */
};

/* An array that grows. */
struct table {
    void *items;
    size_t count, room;
};

struct listing {
    struct table sources;      /* char *, paths from the root of the tree */
    struct table functions;    /* struct function */
    struct table instructions; /* struct instruction, by address */
};

/* A new item, filled with 0. Ends the program if there is no memory. */
void *table_add(struct table *table, size_t item_size);

/* Ends the program with exit status 2. */
_Noreturn void fail(const char *what, const char *which);

/* Paths of sources are taken from the working directory. Ends the program if a
 * file can't be read, or has nothing of what is looked for. */
struct listing listing_read(const char *objdump_file, const char *nm_file);

const char *listing_source(const struct listing *listing, uint32_t source);
const struct function *listing_function(const struct listing *listing, uint32_t function);
const struct instruction *listing_instruction(const struct listing *listing, size_t index);

#endif
