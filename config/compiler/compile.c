/* SPDX-License-Identifier: BSD-2-Clause */

#include "property.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "shipped.h"

#define MAX_SOURCE_SIZE (64u << 20)

void compilation_begin(struct compilation *compilation)
{
    *compilation = (struct compilation){0};
    compilation->diagnostics.arena = &compilation->arena;
    compilation->names.arena = &compilation->arena;
}

void compilation_end(struct compilation *compilation)
{
    arena_free(&compilation->arena);
}

static struct source *add_source(struct compilation *compilation, const char *name,
                                 const char *text, size_t size)
{
    static const char byte_order_mark[] = "\xef\xbb\xbf";
    const size_t length = sizeof(byte_order_mark) - 1;
    struct source *source = ARENA_NEW(&compilation->arena, struct source);

    if (size >= length && memcmp(text, byte_order_mark, length) == 0) {
        text += length;
        size -= length;
    }
    source->name = arena_copy(&compilation->arena, name, strlen(name));
    source->text = text;
    source->size = size;
    source->order = compilation->sources.count;
    list_add(&compilation->arena, &compilation->sources, source);
    return source;
}

void compile_shipped(struct compilation *compilation)
{
    for (size_t i = 0; shipped_files[i].name != NULL; i++) {
        struct source *source = add_source(compilation, shipped_files[i].name,
                                           shipped_files[i].text, strlen(shipped_files[i].text));

        source->shipped = true;
        parse_source(compilation, source);
    }
}

/* The whole file in the arena; NULL with errno set. */
static char *read_text(struct compilation *compilation, const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    size_t capacity = 16384;
    char *text;

    *size = 0;
    if (file == NULL)
        return NULL;
    text = arena_alloc(&compilation->arena, capacity + 1);
    for (;;) {
        *size += fread(text + *size, 1, capacity - *size, file);
        if (*size < capacity)
            break;
        if (capacity >= MAX_SOURCE_SIZE) {
            fclose(file);
            errno = EFBIG;
            return NULL;
        }
        char *larger = arena_alloc(&compilation->arena, capacity * 2 + 1);
        memcpy(larger, text, *size);
        text = larger;
        capacity *= 2;
    }
    int error = ferror(file) ? errno : 0;
    fclose(file);
    errno = error;
    return error == 0 ? text : NULL;
}

bool compile_file(struct compilation *compilation, const char *path)
{
    size_t size;
    char *text = read_text(compilation, path, &size);

    if (text == NULL)
        return false;
    parse_source(compilation, add_source(compilation, path, text, size));
    return true;
}

void compile_text(struct compilation *compilation, const char *name, const char *text, size_t size)
{
    char *copy = arena_copy(&compilation->arena, text, size);

    parse_source(compilation, add_source(compilation, name, copy, size));
}

/* "a::b" may be in a-b.aadl, beside the file that imports it. */
static const char *imported_path(struct compilation *compilation, const struct name *name,
                                 bool lower)
{
    const char *importer = name->at.source->name;
    const char *slash = strrchr(importer, '/');
    int folder = slash == NULL ? 0 : (int)(slash - importer) + 1;
    char *file =
        arena_copy(&compilation->arena, lower ? name->key : name->text, strlen(name->text));
    char *to = file;

    for (const char *from = file; *from != '\0'; from++) {
        if (from[0] == ':' && from[1] == ':')
            from++;
        *to++ = *from == ':' ? '-' : *from;
    }
    *to = '\0';
    return arena_print(&compilation->arena, "%.*s%s.aadl", folder, importer, file);
}

static void compile_import(struct compilation *compilation, const struct name *name)
{
    if (map_get(&compilation->packages_by_name, name->key) == NULL &&
        map_get(&compilation->sets_by_name, name->key) == NULL &&
        !compile_file(compilation, imported_path(compilation, name, false)))
        compile_file(compilation, imported_path(compilation, name, true));
}

static void compile_import_list(struct compilation *compilation, const struct list *imports)
{
    for (uint32_t i = 0; i < imports->count; i++)
        compile_import(compilation, imports->items[i]);
}

void compile_imports(struct compilation *compilation)
{
    /* Both lists grow while they are gone through. */
    for (uint32_t i = 0; i < compilation->packages.count; i++)
        compile_import_list(compilation,
                            &((struct package *)compilation->packages.items[i])->imports);
    for (uint32_t i = 0; i < compilation->property_sets.count; i++)
        compile_import_list(compilation,
                            &((struct property_set *)compilation->property_sets.items[i])->imports);
}

bool compile_check(struct compilation *compilation)
{
    names_resolve(compilation);
    property_sets_check(compilation);
    for_each_classifier(compilation, structure_check);
    bool good = compilation->diagnostics.errors == 0;
    associations_check(compilation);
    return good;
}
