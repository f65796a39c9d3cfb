/* SPDX-License-Identifier: BSD-2-Clause */

/* Any text as a model: a message, never a crash. For libFuzzer; see the target
 * fuzz-config. */

#include <stdio.h>
#include <string.h>

#include "module.h"
#include "shipped.h"
#include "trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct compilation base;

/* The property sets are parsed once. Packages are not among them: checking
 * completes their declarations in place. */
static void make_base(void)
{
    compilation_begin(&base);
    for (const struct shipped_file *file = shipped_files; file->name != NULL; file++)
        if (strcmp(file->name, "base_types.aadl") != 0)
            compile_text(&base, file->name, file->text, strlen(file->text));
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

static void compile(struct compilation *compilation)
{
    struct model model;
    struct module module;
    struct list traces = {0};

    if (compilation->diagnostics.errors > 0 || !compile_check(compilation) ||
        !model_build(&model, compilation, NULL))
        return;
    module_build(&module, &model);
    trace_connections(&model, &traces);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static FILE *nowhere;
    struct compilation compilation;

    if (nowhere == NULL) {
        nowhere = fopen("/dev/null", "w");
        make_base();
    }
    begin_from_base(&compilation);
    compile_text(&compilation, "fuzz.aadl", (const char *)data, size);
    compile(&compilation);
    if (nowhere != NULL)
        diagnostics_print(&compilation.diagnostics, nowhere, false);
    compilation_end(&compilation);
    return 0;
}
