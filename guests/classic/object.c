/* SPDX-License-Identifier: BSD-2-Clause */

#include <ctype.h>
#include <string.h>
#include "classic.h"

#define INDEX_LIMIT 0xffffu
#undef rtems_build_name

static struct classic_class *classes; /* those that are initialized */

/* Adds count objects to the class; blocks of objects never move. */
static bool add_objects(struct classic_class *the_class, uint32_t count, char *objects,
                        struct classic_object **open)
{
    rtems_id id =
        RTEMS_OBJECT_ID_INITIAL(the_class->api, the_class->the_class, 1) + the_class->maximum;

    if (objects == NULL || open == NULL)
        return false;
    for (uint32_t i = 0; i < the_class->maximum; i++)
        open[i] = the_class->open[i];
    for (uint32_t i = 0; i < count; i++) {
        struct classic_object *object =
            (struct classic_object *)(void *)(objects + i * the_class->object_size +
                                              the_class->object_offset);

        open[the_class->maximum + i] = NULL;
        object->id = id + i;
        exec_list_append(&the_class->inactive, &object->link);
    }
    the_class->open = open;
    the_class->maximum += count;
    return true;
}

void classic_class_initialize(struct classic_class *the_class, uint32_t configured)
{
    uint32_t count = rtems_resource_maximum_per_allocation(configured);

    if (count > INDEX_LIMIT)
        count = INDEX_LIMIT;
    the_class->extend_by = rtems_resource_is_unlimited(configured) ? count : 0;
    exec_list_initialize(&the_class->inactive);
    the_class->next = classes;
    classes = the_class;
    if (count != 0)
        (void)add_objects(the_class, count, classic_boot_memory(count * the_class->object_size),
                          classic_boot_memory(count * sizeof(*the_class->open)));
}

/* The old table of open objects stays valid until the new one is in place. */
static bool extend(struct classic_class *the_class)
{
    uint32_t count = the_class->extend_by;
    uint32_t maximum = the_class->maximum + count;
    struct classic_object **old = the_class->open;
    struct classic_object **open;
    char *objects;
    int level;
    bool added;

    if (count == 0 || maximum > INDEX_LIMIT)
        return false;
    open = classic_workspace_allocate(maximum * sizeof(struct classic_object *));
    objects = classic_workspace_allocate(count * the_class->object_size);
    if (objects != NULL)
        memset(objects, 0, count * the_class->object_size);
    level = exec_enter();
    added = add_objects(the_class, count, objects, open);
    exec_leave(level);
    if (!added) {
        classic_workspace_free(open);
        classic_workspace_free(objects);
    } else if (the_class->maximum > 2 * count) {
        classic_workspace_free(old);
    }
    return added;
}

struct classic_object *classic_object_allocate(struct classic_class *the_class)
{
    struct exec_link *link;

    if (exec_list_is_empty(&the_class->inactive) && !extend(the_class))
        return NULL;
    link = exec_list_take_first(&the_class->inactive);
    return EXEC_CONTAINER(link, struct classic_object, link);
}

static uint32_t index_of(const struct classic_object *object)
{
    return (object->id & INDEX_LIMIT) - 1;
}

rtems_id classic_object_open(struct classic_class *the_class, struct classic_object *object,
                             rtems_name name)
{
    object->name = name;
    the_class->open[index_of(object)] = object;
    return object->id;
}

void classic_object_close(struct classic_class *the_class, struct classic_object *object)
{
    the_class->open[index_of(object)] = NULL;
}

void classic_object_free(struct classic_class *the_class, struct classic_object *object)
{
    exec_list_append(&the_class->inactive, &object->link);
}

static bool is_this_node(uint32_t node)
{
    return node == RTEMS_SEARCH_ALL_NODES || node == RTEMS_SEARCH_LOCAL_NODE || node == 1;
}

rtems_status_code classic_object_ident(const struct classic_class *the_class, rtems_name name,
                                       uint32_t node, rtems_id *id)
{
    rtems_status_code status = RTEMS_INVALID_NAME;
    int level;

    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (name == 0 || !is_this_node(node))
        return RTEMS_INVALID_NAME;
    level = exec_enter();
    for (uint32_t i = 0; i < the_class->maximum; i++) {
        const struct classic_object *object = the_class->open[i];

        if (object != NULL && object->name == name) {
            *id = object->id;
            status = RTEMS_SUCCESSFUL;
            break;
        }
    }
    exec_leave(level);
    return status;
}

/* Object services -------------------------------------------------------- */

struct classic_class *classic_class_find(uint32_t api, uint32_t the_class)
{
    struct classic_class *found = classes;

    while (found != NULL && (found->api != api || found->the_class != the_class))
        found = found->next;
    return found;
}

static struct classic_object *find(rtems_id id)
{
    const struct classic_class *the_class;

    if (id == RTEMS_SELF)
        id = rtems_task_self();
    the_class = classic_class_find((uint32_t)rtems_object_id_get_api(id),
                                   (uint32_t)rtems_object_id_get_class(id));
    return the_class == NULL ? NULL : classic_object_get(the_class, id);
}

/* The object's name, 0 if there is no such object. */
static rtems_name name_of(rtems_id id)
{
    int level = exec_enter();
    const struct classic_object *object = find(id);
    rtems_name name = object == NULL ? 0 : object->name;

    exec_leave(level);
    return name;
}

rtems_name rtems_build_name(char c1, char c2, char c3, char c4)
{
    return (rtems_name)(uint8_t)c1 << 24 | (rtems_name)(uint8_t)c2 << 16 |
           (rtems_name)(uint8_t)c3 << 8 | (rtems_name)(uint8_t)c4;
}

rtems_id rtems_build_id(uint32_t api, uint32_t the_class, uint32_t node, uint32_t index)
{
    return the_class << 27 | api << 24 | node << 16 | index;
}

rtems_status_code rtems_object_get_classic_name(rtems_id id, rtems_name *name)
{
    rtems_name found;

    if (name == NULL)
        return RTEMS_INVALID_ADDRESS;
    found = name_of(id);
    if (found == 0)
        return RTEMS_INVALID_ID;
    *name = found;
    return RTEMS_SUCCESSFUL;
}

char *rtems_object_get_name(rtems_id id, size_t length, char *name)
{
    size_t used = 0;
    rtems_name found;

    if (length == 0 || name == NULL)
        return NULL;
    found = name_of(id);
    if (found == 0)
        return NULL;
    for (int shift = 24; shift >= 0 && used < length - 1; shift -= 8) {
        char c = (char)(found >> shift);

        if (c == '\0')
            break;
        name[used++] = isprint((unsigned char)c) ? c : '*';
    }
    name[used] = '\0';
    return name;
}

rtems_status_code rtems_object_set_name(rtems_id id, const char *name)
{
    struct classic_object *object;
    rtems_name packed = 0;
    int level;

    if (name == NULL)
        return RTEMS_INVALID_ADDRESS;
    for (int i = 0; i < 4; i++)
        packed = packed << 8 | (uint8_t)(*name == '\0' ? ' ' : *name++);
    level = exec_enter();
    object = find(id);
    if (object != NULL)
        object->name = packed;
    exec_leave(level);
    return object == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

int rtems_object_id_get_api(rtems_id id)
{
    return (int)(id >> 24 & 7);
}

int rtems_object_id_get_class(rtems_id id)
{
    return (int)(id >> 27);
}

int rtems_object_id_get_node(rtems_id id)
{
    return (int)(id >> 16 & 0xff);
}

int rtems_object_id_get_index(rtems_id id)
{
    return (int)(id & INDEX_LIMIT);
}

int rtems_object_id_api_minimum(void)
{
    return OBJECTS_INTERNAL_API;
}

int rtems_object_id_api_maximum(void)
{
    return OBJECTS_POSIX_API;
}

/* Classes and their names ------------------------------------------------ */

static const char *const internal_names[] = {"Thread"};
static const char *const classic_names[] = {
    "Task",   "Timer", "Semaphore", "Message Queue", "Partition",
    "Region", "Port",  "Period",    "Extension",     "Barrier",
};
static const char *const posix_names[] = {
    "Thread", "Key", "Message Queue", "Semaphore", "Timer", "Shared Memory",
};

static const struct {
    const char *name;
    int class_count;
    const char *const *class_names;
} apis[] = {
    [OBJECTS_INTERNAL_API] = {"Internal", RTEMS_ARRAY_SIZE(internal_names), internal_names},
    [OBJECTS_CLASSIC_API] = {"Classic", RTEMS_ARRAY_SIZE(classic_names), classic_names},
    [OBJECTS_POSIX_API] = {"POSIX", RTEMS_ARRAY_SIZE(posix_names), posix_names},
};

static bool is_api(int api)
{
    return api >= OBJECTS_INTERNAL_API && api <= OBJECTS_POSIX_API;
}

int rtems_object_api_minimum_class(int api)
{
    return is_api(api) ? 1 : -1;
}

int rtems_object_api_maximum_class(int api)
{
    return is_api(api) ? apis[api].class_count : 0;
}

const char *rtems_object_get_api_name(int api)
{
    return is_api(api) ? apis[api].name : "BAD API";
}

const char *rtems_object_get_api_class_name(int api, int the_class)
{
    if (!is_api(api))
        return "BAD API";
    if (the_class < 1 || the_class > apis[api].class_count)
        return "BAD CLASS";
    return apis[api].class_names[the_class - 1];
}

rtems_status_code rtems_object_get_class_information(int api, int the_class,
                                                     rtems_object_api_class_information *info)
{
    const struct classic_class *found;
    int level;

    if (info == NULL)
        return RTEMS_INVALID_ADDRESS;
    found = classic_class_find((uint32_t)api, (uint32_t)the_class);
    if (found == NULL)
        return RTEMS_INVALID_NUMBER;
    level = exec_enter();
    info->minimum_id = RTEMS_OBJECT_ID_INITIAL(found->api, found->the_class, 1);
    info->maximum_id = info->minimum_id + found->maximum - 1;
    info->maximum = found->maximum;
    info->auto_extend = found->extend_by != 0;
    info->unallocated = 0;
    for (uint32_t i = 0; i < found->maximum; i++)
        info->unallocated += found->open[i] == NULL;
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}
