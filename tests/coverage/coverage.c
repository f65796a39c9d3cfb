/* SPDX-License-Identifier: BSD-2-Clause */

#include "coverage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The first that fits; headers count for the part that they belong to. */
static const struct {
    const char *prefix, *name;
} parts[COVERAGE_PARTS] = {
    {"kernel/arch/x86/", "kernel/arch/x86"},
    {"kernel/drivers/", "kernel/drivers"},
    {"kernel/boards/", "kernel/boards"},
    {"kernel/", "kernel/core"},
    {"abi/", "kernel/core"},
    {"", "libgcc"},
};

static struct site sites[COUNTS_SITES];

void coverage_add_counts(const char *file)
{
    static struct site from[COUNTS_SITES];
    FILE *stream = fopen(file, "rb");

    if (stream == NULL || fread(from, sizeof(from), 1, stream) != 1)
        fail("no counts of the plugin", file);
    fclose(stream);
    for (size_t i = 0; i < COUNTS_SITES; i++) {
        sites[i].executed += from[i].executed;
        sites[i].taken += from[i].taken;
        sites[i].passed += from[i].passed;
    }
}

const char *coverage_source(const struct coverage *coverage, const struct instruction *instruction)
{
    return listing_source(&coverage->listing, instruction->source);
}

const struct site *coverage_site(const struct instruction *instruction)
{
    return &sites[counts_index(instruction->address)];
}

bool coverage_both_ways(const struct instruction *jump)
{
    return coverage_site(jump)->taken != 0 && coverage_site(jump)->passed != 0;
}

/* All that was executed must be an instruction of this kernel. */
static void check_counts(const struct listing *listing)
{
    static bool known[COUNTS_SITES];

    for (size_t i = 0; i < listing->instructions.count; i++) {
        uint32_t index = counts_index(listing_instruction(listing, i)->address);

        if (index >= COUNTS_SITES)
            fail("the kernel's code is longer", "COUNTS_SITES in counts.h");
        known[index] = true;
    }
    for (size_t i = 0; i < COUNTS_SITES; i++)
        if (sites[i].executed != 0 && !known[i])
            fail("the counts are of another kernel", "run the tests again");
}

static int compare_lines(const void *left, const void *right)
{
    const struct instruction *a = *(const struct instruction *const *)left;
    const struct instruction *b = *(const struct instruction *const *)right;

    if (a->source != b->source)
        return a->source < b->source ? -1 : 1;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return a->address < b->address ? -1 : a->address > b->address;
}

static void sort_by_line(struct coverage *coverage)
{
    const struct listing *listing = &coverage->listing;

    coverage->by_line = calloc(listing->instructions.count, sizeof(*coverage->by_line));
    if (coverage->by_line == NULL)
        fail("no memory", "instructions");
    for (size_t i = 0; i < listing->instructions.count; i++)
        if (!listing_instruction(listing, i)->is_no_op)
            coverage->by_line[coverage->count++] = listing_instruction(listing, i);
    qsort(coverage->by_line, coverage->count, sizeof(*coverage->by_line), compare_lines);
}

size_t coverage_line_length(const struct coverage *coverage, size_t first)
{
    const struct instruction *const *by_line = coverage->by_line;
    size_t i = first + 1;

    while (i < coverage->count && by_line[i]->source == by_line[first]->source &&
           by_line[i]->line == by_line[first]->line)
        i++;
    return i - first;
}

uint64_t coverage_line_executed(const struct coverage *coverage, size_t first)
{
    uint64_t most = 0;

    for (size_t i = 0; i < coverage_line_length(coverage, first); i++)
        if (coverage_site(coverage->by_line[first + i])->executed > most)
            most = coverage_site(coverage->by_line[first + i])->executed;
    return most;
}

size_t coverage_line_find(const struct coverage *coverage, const char *path, uint32_t line)
{
    size_t i = 0;

    while (i < coverage->count &&
           (coverage->by_line[i]->line != line ||
            strcmp(coverage_source(coverage, coverage->by_line[i]), path) != 0))
        i += coverage_line_length(coverage, i);
    return i;
}

const char *coverage_part(const char *source)
{
    size_t i = 0;

    while (strncmp(source, parts[i].prefix, strlen(parts[i].prefix)) != 0)
        i++;
    return parts[i].name;
}

/* The tally of a part is where its name comes first. */
static struct tally *tally_of_part(struct coverage *coverage, const char *part)
{
    size_t i = 0;

    while (strcmp(parts[i].name, part) != 0)
        i++;
    coverage->parts[i].name = part;
    return &coverage->parts[i];
}

static void count_one(struct coverage *coverage, uint32_t source, enum kind kind, bool reached)
{
    const char *path = listing_source(&coverage->listing, source);
    struct tally *file = &coverage->files[source];
    struct tally *part = tally_of_part(coverage, coverage_part(path));

    file->name = path;
    file->all[kind]++;
    file->reached[kind] += reached;
    part->all[kind]++;
    part->reached[kind] += reached;
}

static void count_all(struct coverage *coverage)
{
    const struct listing *listing = &coverage->listing;

    coverage->files = calloc(listing->sources.count, sizeof(*coverage->files));
    coverage->functions_reached = calloc(listing->functions.count, sizeof(bool));
    if (coverage->files == NULL || coverage->functions_reached == NULL)
        fail("no memory", "files and functions");
    for (size_t i = 0; i < coverage->count; i++) {
        const struct instruction *instruction = coverage->by_line[i];

        count_one(coverage, instruction->source, INSTRUCTIONS,
                  coverage_site(instruction)->executed != 0);
        if (instruction->is_conditional_jump)
            count_one(coverage, instruction->source, JUMPS, coverage_both_ways(instruction));
        if (coverage_site(instruction)->executed != 0)
            coverage->functions_reached[instruction->function] = true;
    }
    for (size_t i = 0; i < coverage->count; i += coverage_line_length(coverage, i))
        if (coverage->by_line[i]->line != 0)
            count_one(coverage, coverage->by_line[i]->source, LINES,
                      coverage_line_executed(coverage, i) != 0);
    for (uint32_t i = 0; i < listing->functions.count; i++)
        count_one(coverage, listing_function(listing, i)->source, FUNCTIONS,
                  coverage->functions_reached[i]);
}

struct coverage coverage_of(struct listing listing)
{
    struct coverage coverage = {.listing = listing};

    check_counts(&listing);
    sort_by_line(&coverage);
    count_all(&coverage);
    return coverage;
}
