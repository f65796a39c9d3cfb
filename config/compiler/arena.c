/* SPDX-License-Identifier: BSD-2-Clause */

#include "arena.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 65536u

struct arena_block {
    struct arena_block *next;
    size_t used;
    size_t size;
    _Alignas(max_align_t) unsigned char data[];
};

static void *checked(void *memory)
{
    if (memory == NULL) {
        fputs("bulkhead: out of memory\n", stderr);
        exit(5);
    }
    return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    struct arena_block *block = arena->blocks;

    size = (size + align - 1) / align * align;
    if (block == NULL || block->size - block->used < size) {
        size_t capacity = size > BLOCK_SIZE ? size : BLOCK_SIZE;

        block = checked(calloc(1, sizeof(*block) + capacity));
        block->size = capacity;
        block->next = arena->blocks;
        arena->blocks = block;
    }
    void *memory = block->data + block->used;
    block->used += size;
    return memory;
}

char *arena_copy(struct arena *arena, const char *text, size_t length)
{
    char *copy = arena_alloc(arena, length + 1);

    memcpy(copy, text, length);
    return copy;
}

char *arena_vprint(struct arena *arena, const char *format, va_list arguments)
{
    va_list again;

    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length < 0)
        return arena_copy(arena, format, strlen(format));
    char *text = arena_alloc(arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, arguments);
    return text;
}

char *arena_print(struct arena *arena, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    char *text = arena_vprint(arena, format, arguments);
    va_end(arguments);
    return text;
}

void arena_free(struct arena *arena)
{
    while (arena->blocks != NULL) {
        struct arena_block *next = arena->blocks->next;

        free(arena->blocks);
        arena->blocks = next;
    }
}

void list_add(struct arena *arena, struct list *list, const void *item)
{
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity == 0 ? 4 : list->capacity * 2;
        void **items = arena_alloc(arena, capacity * sizeof(void *));

        if (list->count > 0)
            memcpy(items, list->items, list->count * sizeof(void *));
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = (void *)(uintptr_t)item;
}

void list_append(struct arena *arena, struct list *list, const struct list *more)
{
    for (uint32_t i = 0; i < more->count; i++)
        list_add(arena, list, more->items[i]);
}

static uint32_t hash_pointer(const char *key)
{
    uint64_t bits = (uint64_t)(uintptr_t)key;

    return (uint32_t)((bits * 0x9e3779b97f4a7c15u) >> 32);
}

static struct map_entry *map_slot(const struct map *map, const char *key)
{
    uint32_t index = hash_pointer(key) & (map->capacity - 1);

    while (map->entries[index].key != NULL && map->entries[index].key != key)
        index = (index + 1) & (map->capacity - 1);
    return &map->entries[index];
}

void *map_get(const struct map *map, const char *key)
{
    return map->capacity == 0 ? NULL : map_slot(map, key)->value;
}

static void map_grow(struct arena *arena, struct map *map)
{
    struct map larger = {.capacity = map->capacity == 0 ? 16 : map->capacity * 2,
                         .count = map->count};

    larger.entries = arena_alloc(arena, larger.capacity * sizeof(struct map_entry));
    for (uint32_t i = 0; i < map->capacity; i++)
        if (map->entries[i].key != NULL)
            *map_slot(&larger, map->entries[i].key) = map->entries[i];
    *map = larger;
}

void *map_set(struct arena *arena, struct map *map, const char *key, void *value)
{
    if (map->count >= map->capacity / 2)
        map_grow(arena, map);

    struct map_entry *entry = map_slot(map, key);
    void *before = entry->value;

    if (entry->key == NULL)
        map->count++;
    entry->key = key;
    entry->value = value;
    return before;
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static uint32_t hash_text(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)lower(text[i])) * 16777619u;
    return hash;
}

static bool same_text(const char *key, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (key[i] != lower(text[i]))
            return false;
    return key[length] == '\0';
}

static void intern_grow(struct interned *table)
{
    uint32_t capacity = table->capacity == 0 ? 1024 : table->capacity * 2;
    const char **texts = arena_alloc(table->arena, capacity * sizeof(char *));

    for (uint32_t i = 0; i < table->capacity; i++) {
        const char *text = table->texts[i];

        if (text == NULL)
            continue;
        uint32_t index = hash_text(text, strlen(text)) & (capacity - 1);
        while (texts[index] != NULL)
            index = (index + 1) & (capacity - 1);
        texts[index] = text;
    }
    table->texts = texts;
    table->capacity = capacity;
}

const char *intern(struct interned *table, const char *text, size_t length)
{
    if (table->count >= table->capacity / 2)
        intern_grow(table);

    uint32_t index = hash_text(text, length) & (table->capacity - 1);
    while (table->texts[index] != NULL) {
        if (same_text(table->texts[index], text, length))
            return table->texts[index];
        index = (index + 1) & (table->capacity - 1);
    }
    char *copy = arena_copy(table->arena, text, length);
    for (size_t i = 0; i < length; i++)
        copy[i] = lower(copy[i]);
    table->texts[index] = copy;
    table->count++;
    return copy;
}
