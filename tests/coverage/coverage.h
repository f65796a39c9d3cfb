/* SPDX-License-Identifier: BSD-2-Clause */

/* What of the kernel's code was executed. */
#ifndef COVERAGE_COVERAGE_H
#define COVERAGE_COVERAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "counts.h"
#include "listing.h"

enum kind { FUNCTIONS, LINES, INSTRUCTIONS, JUMPS, KINDS };

/* What there is, and what of it was executed; of conditional jumps: went both ways. */
struct tally {
    const char *name; /* NULL: there is none of it */
    uint32_t all[KINDS], reached[KINDS];
};

#define COVERAGE_PARTS 6

struct coverage {
    struct listing listing;
    const struct instruction **by_line; /* by source, line, address; without no-ops */
    size_t count;
    bool *functions_reached;            /* by function */
    struct tally *files;                /* as many as sources */
    struct tally parts[COVERAGE_PARTS]; /* of the kernel */
};

/* Adds the counts that the plugin left. Ends the program if they are not complete. */
void coverage_add_counts(const char *file);

/* Of all counts that were added. Ends the program if they can't be this kernel's. */
struct coverage coverage_of(struct listing listing);

/* The part of the kernel that a source belongs to. */
const char *coverage_part(const char *source);

const char *coverage_source(const struct coverage *coverage, const struct instruction *instruction);
const struct site *coverage_site(const struct instruction *instruction);
bool coverage_both_ways(const struct instruction *jump);

/* A line is the index of its first instruction in by_line. How many instructions
 * it has, and the largest count of them. */
size_t coverage_line_length(const struct coverage *coverage, size_t line);
uint64_t coverage_line_executed(const struct coverage *coverage, size_t line);

/* The line of that number; count: it has no instructions. */
size_t coverage_line_find(const struct coverage *coverage, const char *path, uint32_t number);

#endif
