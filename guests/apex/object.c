/* SPDX-License-Identifier: BSD-2-Clause */

/* Memory and named objects. Nothing is ever given back: objects live as long
 * as the partition runs. */

#include <string.h>
#include "internal.h"
#include "executive/format.h"
#include "virtualizationlayerbsp.h"

#define ALIGNMENT 16u
#define PAGE      ((size_t)_PARTITION_PAGE_SIZE)

/* Objects come from its beginning, stacks from its end, which is a page's. */

static struct {
    char *next;
    size_t left;
    bool known;
} memory;

static void get_memory(void)
{
    void *base;

    if (memory.known)
        return;
    _BSP_Virtual_getworkspacearea(&base, &memory.left);
    memory.left -= ((uintptr_t)base + memory.left) % PAGE;
    memory.next = base;
    memory.known = true;
}

size_t apex_memory_left(void)
{
    get_memory();
    return memory.left;
}

void *apex_allocate(size_t size)
{
    size_t rounded = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    char *allocated;

    get_memory();
    if (rounded < size || rounded > memory.left)
        return NULL;
    allocated = memory.next;
    memory.next += rounded;
    memory.left -= rounded;
    return memset(allocated, 0, rounded);
}

size_t apex_stack_total(size_t size)
{
    size_t pages = size / PAGE + (size % PAGE != 0);

    return pages >= SIZE_MAX / PAGE ? SIZE_MAX : (pages + 1) * PAGE;
}

void *apex_stack_allocate(size_t size)
{
    size_t total = apex_stack_total(size);
    char *guard;

    get_memory();
    if (total > memory.left)
        return NULL;
    memory.left -= total;
    guard = memory.next + memory.left;
    if (_Partition_Virtual_Set_guard(guard, 1) != _PARTITION_OK)
        exec_print("apex: no guard page at %p\n", (void *)guard);
    return memset(guard + PAGE, 0, total - PAGE);
}

RETURN_CODE_TYPE apex_object_check(const struct apex_class *the_class, const char *name,
                                   uint64_t size)
{
    if (size + ALIGNMENT > apex_memory_left() || the_class->count == the_class->limit)
        return INVALID_CONFIG;
    return apex_object_find(the_class, name) == NULL ? NO_ERROR : NO_ACTION;
}

void *apex_object_create(struct apex_class *the_class, const char *name, size_t size)
{
    struct apex_object *object = apex_allocate(size);

    for (size_t i = 0; i < sizeof(object->name) && name[i] != '\0'; i++)
        object->name[i] = name[i];
    the_class->objects[the_class->count++] = object;
    object->id = the_class->count;
    return object;
}

void *apex_object_find(const struct apex_class *the_class, const char *name)
{
    for (APEX_INTEGER i = 0; i < the_class->count; i++)
        if (strncmp(the_class->objects[i]->name, name, MAX_NAME_LENGTH) == 0)
            return the_class->objects[i];
    return NULL;
}
