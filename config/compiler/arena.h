/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Memory of one compilation. Everything that the compiler builds lives until
 * arena_free(); nothing is freed alone. Out of memory ends the program with a
 * message and status 5: no caller checks for NULL.
 */
#ifndef CONFIG_ARENA_H
#define CONFIG_ARENA_H

#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

struct arena_block;

struct arena {
    struct arena_block *blocks; /* the first one is being filled */
};

/* Zeroed memory, aligned for any object. */
void *arena_alloc(struct arena *arena, size_t size);
char *arena_copy(struct arena *arena, const char *text, size_t length);
char *arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
char *arena_vprint(struct arena *arena, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
void arena_free(struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))

/* A growing array of pointers. An all-zero list is empty. */
struct list {
    void **items;
    uint32_t count;
    uint32_t capacity;
};

void list_add(struct arena *arena, struct list *list, const void *item);
void list_append(struct arena *arena, struct list *list, const struct list *more);

/* A hash map from strings that were interned (equal text, same pointer). */
struct map_entry {
    const char *key;
    void *value;
};

struct map {
    struct map_entry *entries;
    uint32_t count;
    uint32_t capacity; /* 0 or a power of 2 */
};

void *map_get(const struct map *map, const char *key);
/* Sets the value, returns the one that was there before (NULL: none). */
void *map_set(struct arena *arena, struct map *map, const char *key, void *value);

/* The one copy of the text in lower case. */
struct interned {
    struct arena *arena;
    const char **texts;
    uint32_t count;
    uint32_t capacity;
};

const char *intern(struct interned *table, const char *text, size_t length);

#endif
