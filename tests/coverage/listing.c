/* SPDX-License-Identifier: BSD-2-Clause */

#include "listing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LINE_SIZE 4096
#define LIBRARY   "libgcc"

/* Where the reading is. */
struct reading {
    struct listing *listing;
    struct table declarations; /* struct declaration */
    char symbol[256], function_name[256];
    uint32_t source, line;
    uint32_t function;
    bool has_function; /* that of the name and the source */
    bool is_data;      /* the loader's header before the first symbol */
};

/* A symbol's declaration, from nm. */
struct declaration {
    char *symbol, *path;
};

_Noreturn void fail(const char *what, const char *which)
{
    fprintf(stderr, "coverage: %s: %s\n", what, which);
    exit(2);
}

void *table_add(struct table *table, size_t item_size)
{
    if (table->count == table->room) {
        table->room = table->room == 0 ? 256 : 2 * table->room;
        table->items = realloc(table->items, table->room * item_size);
        if (table->items == NULL)
            fail("no memory", "a table");
    }
    return memset((char *)table->items + table->count++ * item_size, 0, item_size);
}

static char *copy_text(const char *text)
{
    char *copy = strdup(text);

    if (copy == NULL)
        fail("no memory", text);
    return copy;
}

const char *listing_source(const struct listing *listing, uint32_t source)
{
    return ((char **)listing->sources.items)[source];
}

const struct function *listing_function(const struct listing *listing, uint32_t function)
{
    return &((struct function *)listing->functions.items)[function];
}

const struct instruction *listing_instruction(const struct listing *listing, size_t index)
{
    return &((struct instruction *)listing->instructions.items)[index];
}

static FILE *open_file(const char *file)
{
    FILE *stream = fopen(file, "r");

    if (stream == NULL)
        fail(strerror(errno), file);
    return stream;
}

static uint32_t source_named(struct listing *listing, const char *path)
{
    for (uint32_t i = 0; i < listing->sources.count; i++)
        if (strcmp(listing_source(listing, i), path) == 0)
            return i;
    *(char **)table_add(&listing->sources, sizeof(char *)) = copy_text(path);
    return (uint32_t)(listing->sources.count - 1);
}

/* Without the compiler's suffixes, as of clones. */
static void set_name(char *name, size_t size, const char *text, size_t length)
{
    const char *dot = memchr(text, '.', length);

    if (dot != NULL && dot != text)
        length = (size_t)(dot - text);
    if (length >= size)
        fail("the name is too long", text);
    memcpy(name, text, length);
    name[length] = '\0';
}

static const char *without_root(const char *path)
{
    static char root[LINE_SIZE];
    size_t length;

    if (root[0] == '\0' && getcwd(root, sizeof(root)) == NULL)
        fail(strerror(errno), "working directory");
    length = strlen(root);
    return strncmp(path, root, length) == 0 && path[length] == '/' ? path + length + 1 : path;
}

/* "ADDRESS TYPE SYMBOL\tPATH:LINE" */
static struct table read_declarations(const char *file)
{
    struct table declarations = {NULL, 0, 0};
    char line[LINE_SIZE], symbol[256];
    FILE *from = open_file(file);

    while (fgets(line, sizeof(line), from) != NULL) {
        char *path = strchr(line, '\t'), *colon = strrchr(line, ':');
        struct declaration *declaration;

        if (path == NULL || colon == NULL || sscanf(line, "%*x %*1[tT] %255s", symbol) != 1)
            continue;
        *colon = '\0';
        declaration = table_add(&declarations, sizeof(*declaration));
        *declaration = (struct declaration){copy_text(symbol), copy_text(without_root(path + 1))};
    }
    fclose(from);
    if (declarations.count == 0)
        fail("no symbols with lines", file);
    return declarations;
}

static const char *declared_in(const struct table *declarations, const char *symbol)
{
    for (size_t i = 0; i < declarations->count; i++) {
        const struct declaration *declaration = &((struct declaration *)declarations->items)[i];

        if (strcmp(declaration->symbol, symbol) == 0)
            return declaration->path;
    }
    return NULL;
}

static bool is_header(const char *path)
{
    return path[strlen(path) - 1] == 'h';
}

/* By name: lines inlined from a header are of the function around them, if that
 * is all that the debug information says. Two static functions of one name count as one. */
static uint32_t function_here(const struct reading *reading)
{
    struct listing *listing = reading->listing;
    const char *name = reading->function_name;
    const char *declared = declared_in(&reading->declarations, name);
    uint32_t source = reading->source;
    struct function *function;

    if (declared != NULL)
        source = source_named(listing, declared);
    for (uint32_t i = 0; i < listing->functions.count; i++) {
        function = &((struct function *)listing->functions.items)[i];
        if (strcmp(function->name, name) != 0)
            continue;
        if (is_header(listing_source(listing, function->source)))
            function->source = source;
        return i;
    }
    function = table_add(&listing->functions, sizeof(*function));
    *function = (struct function){copy_text(name), source};
    return (uint32_t)(listing->functions.count - 1);
}

/* Binutils 2.40 does not find the name of a unit's own file if link-time
 * optimization made that unit; what is in such a symbol is all of its file. */
static const char *resolve(const struct reading *reading, const char *path)
{
    const char *declared;

    if (strcmp(path, "<artificial>") != 0)
        return path;
    declared = declared_in(&reading->declarations, reading->symbol);
    if (declared == NULL)
        fail("no source known", reading->symbol);
    return declared;
}

/* "ADDRESS <SYMBOL>:" */
static bool read_symbol(const char *line, struct reading *reading)
{
    const char *open = strstr(line, " <"), *close = strstr(line, ">:");

    if (open == NULL || close == NULL || strchr(line, '\t') != NULL || close < open)
        return false;
    reading->source = source_named(reading->listing, LIBRARY);
    reading->line = 0;
    reading->has_function = false;
    reading->is_data = memchr(open, '-', (size_t)(close - open)) != NULL;
    snprintf(reading->symbol, sizeof(reading->symbol), "%.*s", (int)(close - open - 2), open + 2);
    set_name(reading->function_name, sizeof(reading->function_name), open + 2,
             (size_t)(close - open - 2));
    return true;
}

/* "FUNCTION():" */
static bool read_function(const char *line, struct reading *reading)
{
    const char *end = strstr(line, "():\n");

    if (end == NULL || strchr(line, '\t') != NULL)
        return false;
    set_name(reading->function_name, sizeof(reading->function_name), line, (size_t)(end - line));
    reading->has_function = false;
    return true;
}

/* "PATH:LINE" or "PATH:LINE (discriminator N)" */
static bool read_position(const char *line, struct reading *reading)
{
    char path[LINE_SIZE];
    const char *colon = strrchr(line, ':');
    uint32_t source;

    if (line[0] != '/' || colon == NULL || sscanf(colon + 1, "%u", &reading->line) != 1)
        return false;
    memcpy(path, line, (size_t)(colon - line));
    path[colon - line] = '\0';
    source = source_named(reading->listing, resolve(reading, without_root(path)));
    reading->has_function = reading->has_function && reading->source == source;
    reading->source = source;
    return true;
}

static bool is_no_op(const char *mnemonic)
{
    static const char *const no_ops[] = {
        "nop",    "xchg   %ax,%ax", "lea    0x0(%esi),%esi", "lea    0x0(%esi,%eiz,1),%esi",
        "data16", "cs nop"};

    for (size_t i = 0; i < sizeof(no_ops) / sizeof(no_ops[0]); i++)
        if (strncmp(mnemonic, no_ops[i], strlen(no_ops[i])) == 0)
            return true;
    return false;
}

static bool is_conditional_jump(const char *mnemonic)
{
    return (mnemonic[0] == 'j' && strncmp(mnemonic, "jmp", 3) != 0) ||
           strncmp(mnemonic, "loop", 4) == 0;
}

/* "ADDRESS:\tMNEMONIC OPERANDS" */
static void read_instruction(const char *line, struct reading *reading)
{
    struct instruction *instruction;
    const char *tab = strstr(line, ":\t");
    uint32_t address;

    if (tab == NULL || sscanf(line, "%x:", &address) != 1 || reading->is_data)
        return;
    if (!reading->has_function)
        reading->function = function_here(reading);
    reading->has_function = true;
    instruction = table_add(&reading->listing->instructions, sizeof(*instruction));
    *instruction = (struct instruction){address,
                                        reading->function,
                                        reading->source,
                                        reading->line,
                                        is_conditional_jump(tab + 2),
                                        is_no_op(tab + 2)};
}

struct listing listing_read(const char *objdump_file, const char *nm_file)
{
    struct listing listing = {.sources = {NULL, 0, 0}};
    struct reading reading = {
        .listing = &listing, .declarations = read_declarations(nm_file), .is_data = true};
    char line[LINE_SIZE];
    FILE *from = open_file(objdump_file);

    while (fgets(line, sizeof(line), from) != NULL)
        if (!read_symbol(line, &reading) && !read_function(line, &reading) &&
            !read_position(line, &reading))
            read_instruction(line, &reading);
    fclose(from);
    if (listing.instructions.count == 0)
        fail("no instructions", objdump_file);
    return listing;
}
