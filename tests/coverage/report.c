/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Adds up the counts of plugin.c, and says what of the kernel's machine code was
 * executed, by parts of the kernel and files, in numbers and line by line:
 *
 *     report OBJDUMP NM UNIT-JSON GOALS UNREACHED JSON COUNTS...
 *
 * The table goes to standard output. Exit status: 1 if it is not as GOALS say.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "coverage.h"
#include "unit.h"

#define CORE     "kernel/core"
#define IN_UNITS "; the unit tests take all branches"

static const char *const kind_names[KINDS] = {"functions", "lines", "instructions", "jumps"};

static FILE *open_output(const char *file)
{
    FILE *stream = fopen(file, "w");

    if (stream == NULL)
        fail(strerror(errno), file);
    return stream;
}

static void print_row(const struct tally *tally)
{
    if (tally->name == NULL)
        return;
    printf("%-34s", tally->name);
    for (enum kind kind = 0; kind < KINDS; kind++) {
        printf(" %5" PRIu32 "/%-5" PRIu32, tally->reached[kind], tally->all[kind]);
        if (tally->all[kind] == 0)
            printf("     -");
        else
            printf(" %4.1f%%", 100.0 * tally->reached[kind] / tally->all[kind]);
    }
    putchar('\n');
}

static int compare_tallies(const void *left, const void *right)
{
    const struct tally *a = left, *b = right;

    return strcmp(a->name == NULL ? "" : a->name, b->name == NULL ? "" : b->name);
}

static void print_table(struct coverage *coverage)
{
    size_t count = coverage->listing.sources.count;

    printf("%-34s %-17s %-17s %-17s %-17s\n", "executed in QEMU", "  functions", "  lines",
           "  instructions", "  jumps both ways");
    qsort(coverage->files, count, sizeof(*coverage->files), compare_tallies);
    for (size_t i = 0; i < count; i++)
        print_row(&coverage->files[i]);
    putchar('\n');
    for (size_t i = 0; i < COVERAGE_PARTS; i++)
        print_row(&coverage->parts[i]);
}

/* The unit tests have code of that line, and take all branches of it. */
static bool units_take_all(const struct coverage *coverage, const struct table *unit_lines,
                           const struct instruction *instruction)
{
    const struct unit_line *unit =
        unit_line_at(unit_lines, coverage_source(coverage, instruction), instruction->line);

    return unit != NULL && unit->is_executed && unit->taken == unit->branches;
}

static void print_jumps_left(const struct coverage *coverage, const struct table *unit_lines)
{
    uint32_t left = 0, in_units = 0;

    for (size_t i = 0; i < coverage->count; i++) {
        const struct instruction *jump = coverage->by_line[i];

        if (!jump->is_conditional_jump || coverage_both_ways(jump) ||
            strcmp(coverage_part(coverage_source(coverage, jump)), CORE) != 0)
            continue;
        left++;
        in_units += units_take_all(coverage, unit_lines, jump);
    }
    printf(CORE ": %" PRIu32 " jumps not both ways, %" PRIu32
                " of them on lines of which the unit tests take all branches\n",
           left, in_units);
}

/* The line has a jump for each pair of gcov's branches, or more if it was
 * inlined more than once, and all of them went both ways. */
static bool all_jumps_both_ways(const struct coverage *coverage, size_t first, uint32_t branches)
{
    uint32_t jumps = 0;

    if (first == coverage->count)
        return false;
    for (size_t i = 0; i < coverage_line_length(coverage, first); i++) {
        const struct instruction *jump = coverage->by_line[first + i];

        if (jump->is_conditional_jump && !coverage_both_ways(jump))
            return false;
        jumps += jump->is_conditional_jump;
    }
    return 2 * jumps >= branches;
}

/* Lines and branches as gcov counts them, of the files that unit tests have. A
 * branch that they do not take is taken in QEMU if all of the line's jumps went both ways. */
static void print_together(const struct coverage *coverage, const struct table *unit_lines)
{
    uint32_t branches = 0, in_units = 0, in_qemu = 0, lines_left = 0;

    printf("\nbranches that the unit tests do not take:\n");
    for (size_t i = 0; i < unit_lines->count; i++) {
        const struct unit_line *unit = &((const struct unit_line *)unit_lines->items)[i];
        size_t first = coverage_line_find(coverage, unit->path, unit->line);
        bool executed = first < coverage->count && coverage_line_executed(coverage, first) != 0;
        bool both = all_jumps_both_ways(coverage, first, unit->branches);

        lines_left += !unit->is_executed && !executed;
        branches += unit->branches;
        in_units += unit->taken;
        if (unit->taken == unit->branches)
            continue;
        in_qemu += both ? unit->branches - unit->taken : 0;
        printf("%s:%" PRIu32 ": %" PRIu32 " of %" PRIu32 "; in QEMU %s\n", unit->path, unit->line,
               unit->branches - unit->taken, unit->branches,
               both       ? "both ways"
               : executed ? "executed"
                          : "not executed");
    }
    printf(CORE " together: %" PRIu32 " of %" PRIu32 " branches by unit tests, %" PRIu32
                " more in QEMU; lines that nothing executes: %" PRIu32 "\n",
           in_units, branches, in_qemu, lines_left);
}

static const char *jump_state(const struct instruction *jump)
{
    if (coverage_site(jump)->executed == 0)
        return "never executed";
    return coverage_site(jump)->taken == 0 ? "never taken" : "always taken";
}

static void write_unreached(const struct coverage *coverage, const struct table *unit_lines,
                            const char *file)
{
    const struct listing *listing = &coverage->listing;
    FILE *to = open_output(file);

    for (uint32_t i = 0; i < listing->functions.count; i++)
        if (!coverage->functions_reached[i])
            fprintf(to, "%s: function %s\n",
                    listing_source(listing, listing_function(listing, i)->source),
                    listing_function(listing, i)->name);
    for (size_t i = 0; i < coverage->count; i += coverage_line_length(coverage, i))
        if (coverage_line_executed(coverage, i) == 0)
            fprintf(to, "%s:%" PRIu32 ": line of %s%s\n",
                    coverage_source(coverage, coverage->by_line[i]), coverage->by_line[i]->line,
                    listing_function(listing, coverage->by_line[i]->function)->name,
                    units_take_all(coverage, unit_lines, coverage->by_line[i]) ? IN_UNITS : "");
    for (size_t i = 0; i < coverage->count; i++) {
        const struct instruction *jump = coverage->by_line[i];

        if (jump->is_conditional_jump && !coverage_both_ways(jump))
            fprintf(to, "%s:%" PRIu32 ": jump %08" PRIx32 " of %s %s%s\n",
                    coverage_source(coverage, jump), jump->line, jump->address,
                    listing_function(listing, jump->function)->name, jump_state(jump),
                    units_take_all(coverage, unit_lines, jump) ? IN_UNITS : "");
    }
    fclose(to);
}

/* Two branches for each jump. Lines of the core have none: gcov has its own
 * there, which are not these. */
static void write_branches(const struct coverage *coverage, size_t first, FILE *to)
{
    const char *separator = "";

    if (strcmp(coverage_part(coverage_source(coverage, coverage->by_line[first])), CORE) == 0)
        return;
    for (size_t i = 0; i < coverage_line_length(coverage, first); i++) {
        const struct instruction *jump = coverage->by_line[first + i];

        if (!jump->is_conditional_jump)
            continue;
        fprintf(to,
                "%s{\"count\": %" PRIu64 ", \"fallthrough\": false, \"throw\": false}, "
                "{\"count\": %" PRIu64 ", \"fallthrough\": true, \"throw\": false}",
                separator, coverage_site(jump)->taken, coverage_site(jump)->passed);
        separator = ", ";
    }
}

/* The format of gcovr 5.2's tracefiles. */
static void write_json(const struct coverage *coverage, const char *file)
{
    FILE *to = open_output(file);
    uint32_t source = UINT32_MAX;

    fprintf(to, "{\"gcovr/format_version\": \"0.3\", \"files\": [");
    for (size_t i = 0; i < coverage->count; i += coverage_line_length(coverage, i)) {
        const struct instruction *instruction = coverage->by_line[i];

        if (instruction->line == 0)
            continue;
        if (instruction->source != source)
            fprintf(to, "%s{\"file\": \"%s\", \"functions\": [], \"lines\": [\n",
                    source == UINT32_MAX ? "" : "]},\n", coverage_source(coverage, instruction));
        else
            fprintf(to, ",\n");
        source = instruction->source;
        fprintf(to,
                "{\"line_number\": %" PRIu32 ", \"count\": %" PRIu64
                ", \"gcovr/noncode\": false, \"gcovr/excluded\": false, \"branches\": [",
                instruction->line, coverage_line_executed(coverage, i));
        write_branches(coverage, i, to);
        fprintf(to, "]}");
    }
    fprintf(to, "%s]}\n", source == UINT32_MAX ? "" : "]}");
    fclose(to);
}

/* "goal PART KIND PERCENT" */
static bool meets_goal(const struct coverage *coverage, const char *line)
{
    char part[64], kind_name[64];
    unsigned percent;

    if (sscanf(line, "goal %63s %63s %u", part, kind_name, &percent) != 3)
        fail("not a goal", line);
    for (size_t i = 0; i < COVERAGE_PARTS; i++) {
        const struct tally *tally = &coverage->parts[i];

        for (enum kind kind = 0; tally->name != NULL && kind < KINDS; kind++) {
            if (strcmp(tally->name, part) != 0 || strcmp(kind_names[kind], kind_name) != 0)
                continue;
            if (100ull * tally->reached[kind] >= (uint64_t)percent * tally->all[kind])
                return true;
            fprintf(stderr, "coverage: %s: below %u %% of the %s\n", part, percent, kind_name);
            return false;
        }
    }
    fail("no such part or kind", line);
}

/* "function PATH NAME REASON": true if there is one of that name that was not
 * executed; it is forgotten then. */
static bool was_unreached(struct coverage *coverage, const char *line)
{
    const struct listing *listing = &coverage->listing;
    char path[128], name[128];

    if (sscanf(line, "function %127s %127s", path, name) != 2)
        fail("not a function", line);
    for (uint32_t i = 0; i < listing->functions.count; i++) {
        const struct function *function = listing_function(listing, i);

        if (coverage->functions_reached[i] || strcmp(function->name, name) != 0 ||
            strcmp(listing_source(listing, function->source), path) != 0)
            continue;
        coverage->functions_reached[i] = true;
        return true;
    }
    fprintf(stderr, "coverage: %s: function %s is executed, or does not exist\n", path, name);
    return false;
}

static int judge(struct coverage *coverage, const char *goals)
{
    const struct listing *listing = &coverage->listing;
    char line[512];
    int status = 0;
    FILE *from = fopen(goals, "r");

    if (from == NULL)
        fail(strerror(errno), goals);
    while (fgets(line, sizeof(line), from) != NULL) {
        if (line[0] == '#' || line[0] == '\n')
            continue;
        if (line[0] == 'g' ? !meets_goal(coverage, line) : !was_unreached(coverage, line))
            status = 1;
    }
    fclose(from);
    for (uint32_t i = 0; i < listing->functions.count; i++) {
        const struct function *function = listing_function(listing, i);

        if (coverage->functions_reached[i])
            continue;
        fprintf(stderr, "coverage: %s: function %s is not executed\n",
                listing_source(listing, function->source), function->name);
        status = 1;
    }
    return status;
}

int main(int argc, char **argv)
{
    struct coverage coverage;
    struct table unit;

    if (argc < 8)
        fail("usage", "report OBJDUMP NM UNIT-JSON GOALS UNREACHED JSON COUNTS...");
    for (int i = 7; i < argc; i++)
        coverage_add_counts(argv[i]);
    coverage = coverage_of(listing_read(argv[1], argv[2]));
    unit = unit_read(argv[3]);
    write_unreached(&coverage, &unit, argv[5]);
    write_json(&coverage, argv[6]);
    print_table(&coverage);
    print_jumps_left(&coverage, &unit);
    print_together(&coverage, &unit);
    return judge(&coverage, argv[4]);
}
