/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Any text as a model: a message, never a crash. For libFuzzer. How far a text
 * is taken depends on the name by which the program is started, because the
 * first stages are tried much more often in the same time.
 */

#include <stdio.h>
#include <string.h>

#include "generate.h"
#include "property.h"
#include "shipped.h"

int LLVMFuzzerInitialize(int *count, char ***words);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static enum { STAGE_SYNTAX, STAGE_NAMES, STAGE_MODULE } stage = STAGE_MODULE;
static struct compilation base;
static FILE *nowhere;

/* The property sets are parsed once. Packages are not among them: checking
 * completes their declarations in place. */
static void make_base(void)
{
    compilation_begin(&base);
    for (const struct shipped_file *file = shipped_files; file->name != NULL; file++)
        if (strcmp(file->name, "base_types.aadl") != 0)
            compile_text(&base, file->name, file->text, strlen(file->text));
    property_sets_check(&base);
}

static void compile_base_types(struct compilation *compilation)
{
    for (const struct shipped_file *file = shipped_files; file->name != NULL; file++)
        if (strcmp(file->name, "base_types.aadl") == 0)
            compile_text(compilation, file->name, file->text, strlen(file->text));
}

static void copy_map(struct arena *arena, struct map *map)
{
    struct map_entry *entries = arena_alloc(arena, map->capacity * sizeof(*entries));

    memcpy(entries, map->entries, map->capacity * sizeof(*entries));
    map->entries = entries;
}

static void copy_list(struct arena *arena, struct list *list)
{
    struct list copy = {0};

    list_append(arena, &copy, list);
    *list = copy;
}

/* What a compilation adds to goes into an arena of its own. */
static void begin_from_base(struct compilation *compilation)
{
    struct arena *arena = &compilation->arena;

    *compilation = base;
    compilation->arena = (struct arena){0};
    compilation->diagnostics = (struct diagnostics){.arena = arena};
    compilation->names.arena = arena;
    compilation->names.texts = arena_alloc(arena, base.names.capacity * sizeof(char *));
    memcpy(compilation->names.texts, base.names.texts, base.names.capacity * sizeof(char *));
    copy_map(arena, &compilation->sets_by_name);
    copy_list(arena, &compilation->sources);
    copy_list(arena, &compilation->property_sets);
}

static void check(struct compilation *compilation)
{
    struct model model;
    struct module module;
    struct list files = {0};

    if (compilation->diagnostics.errors > 0 || !compile_check(compilation) ||
        stage < STAGE_MODULE || !model_build(&model, compilation, NULL))
        return;
    module_build(&module, &model);
    if (compilation->diagnostics.errors == 0)
        for (uint32_t i = 0; i < module.behaviours.count; i++)
            generate(module.behaviours.items[i], &files);
}

int LLVMFuzzerInitialize(int *count, char ***words)
{
    const char *name = (*words)[0];

    (void)count;
    if (strstr(name, "syntax") != NULL)
        stage = STAGE_SYNTAX;
    else if (strstr(name, "names") != NULL)
        stage = STAGE_NAMES;
    nowhere = fopen("/dev/null", "w");
    if (nowhere == NULL)
        return 1;
    make_base();
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct compilation compilation;

    begin_from_base(&compilation);
    if (stage == STAGE_MODULE && memmem(data, size, "Base_Types", 10) != NULL)
        compile_base_types(&compilation);
    compile_text(&compilation, "fuzz.aadl", (const char *)data, size);
    if (stage > STAGE_SYNTAX)
        check(&compilation);
    diagnostics_print(&compilation.diagnostics, nowhere, false);
    compilation_end(&compilation);
    return 0;
}
