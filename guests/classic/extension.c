/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * User extensions: the initial ones, then those that were created, in their
 * order; when a task is deleted or terminates in the opposite one.
 */

#include "classic.h"

struct extension {
    struct classic_object object;
    struct classic_extension_set set;
};

struct classic_class classic_extension_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_EXTENSIONS,
    .object_size = sizeof(struct extension),
};

/* A set that is removed keeps its links, so that whoever has it goes on. */
static struct exec_list sets = {{&sets.head, &sets.head}};

#define FOR_EACH(link)                                                                             \
    for (struct exec_link *link = sets.head.next; link != &sets.head; link = link->next)
#define FOR_EACH_REVERSE(link)                                                                     \
    for (struct exec_link *link = sets.head.previous; link != &sets.head; link = link->previous)

static const rtems_extensions_table *table_of(struct exec_link *link)
{
    return &EXEC_CONTAINER(link, struct classic_extension_set, link)->table;
}

/* NULL before multitasking. */
static rtems_tcb *executing(void)
{
    return exec_executing() == NULL ? NULL : classic_executing();
}

bool classic_extensions_created(rtems_tcb *created)
{
    FOR_EACH(link)
    if (table_of(link)->thread_create != NULL &&
        !table_of(link)->thread_create(executing(), created))
        return false;
    return true;
}

void classic_extensions_started(rtems_tcb *started)
{
    FOR_EACH(link)
    if (table_of(link)->thread_start != NULL)
        table_of(link)->thread_start(executing(), started);
}

void classic_extensions_restarted(rtems_tcb *restarted)
{
    FOR_EACH(link)
    if (table_of(link)->thread_restart != NULL)
        table_of(link)->thread_restart(executing(), restarted);
}

void classic_extensions_deleted(rtems_tcb *deleted)
{
    FOR_EACH_REVERSE(link)
    if (table_of(link)->thread_delete != NULL)
        table_of(link)->thread_delete(executing(), deleted);
}

void classic_extensions_begin(rtems_tcb *self)
{
    FOR_EACH(link)
    if (table_of(link)->thread_begin != NULL)
        table_of(link)->thread_begin(self);
}

void classic_extensions_exitted(rtems_tcb *self)
{
    FOR_EACH(link)
    if (table_of(link)->thread_exitted != NULL)
        table_of(link)->thread_exitted(self);
}

void classic_extensions_terminated(rtems_tcb *self)
{
    FOR_EACH_REVERSE(link)
    if (table_of(link)->thread_terminate != NULL)
        table_of(link)->thread_terminate(self);
}

void classic_extensions_fatal(rtems_fatal_source source, rtems_fatal_code code)
{
    FOR_EACH(link)
    if (table_of(link)->fatal != NULL)
        table_of(link)->fatal(source, false, code);
}

/* Switches --------------------------------------------------------------- */

/* Reading the clock at each switch is for those that ask for processor time. */
#pragma weak classic_cpu_usage_is_used
static bool cpu_time_counts;

static void switched(struct exec_thread *from, struct exec_thread *to)
{
    rtems_tcb *left = from == NULL ? NULL : classic_task_of(from);

    if (cpu_time_counts)
        classic_cpu_time_switched(left, classic_task_of(to));
    FOR_EACH(link)
    if (table_of(link)->thread_switch != NULL)
        table_of(link)->thread_switch(left, classic_task_of(to));
}

/* Sets ------------------------------------------------------------------- */

void classic_extension_add(struct classic_extension_set *set)
{
    int level = exec_enter();

    exec_list_append(&sets, &set->link);
    if (set->table.thread_switch != NULL)
        exec_switch_hook = switched;
    exec_leave(level);
}

void classic_extensions_initialize(void)
{
    for (size_t i = 0; i < _RTEMS_Configuration.initial_extension_count; i++) {
        struct classic_extension_set *set = classic_boot_memory(sizeof(*set));

        set->table = _RTEMS_Configuration.initial_extensions[i];
        classic_extension_add(set);
    }
    cpu_time_counts =
        &classic_cpu_usage_is_used != NULL || _RTEMS_Configuration.api.maximum_periods != 0;
    if (cpu_time_counts)
        exec_switch_hook = switched;
}

rtems_status_code
rtems_extension_create(rtems_name name, const rtems_extensions_table *extension_table, rtems_id *id)
{
    struct classic_object *object;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (extension_table == NULL || id == NULL)
        return RTEMS_INVALID_ADDRESS;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_extension_class);
    if (object != NULL) {
        struct extension *extension = EXEC_CONTAINER(object, struct extension, object);

        extension->set.table = *extension_table;
        classic_extension_add(&extension->set);
        *id = classic_object_open(&classic_extension_class, object, name);
    }
    classic_allocator_unlock();
    return object == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_extension_ident(rtems_name name, rtems_id *id)
{
    return classic_object_ident(&classic_extension_class, name, RTEMS_SEARCH_LOCAL_NODE, id);
}

rtems_status_code rtems_extension_delete(rtems_id id)
{
    struct classic_object *object;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    object = classic_object_get(&classic_extension_class, id);
    if (object != NULL) {
        classic_object_close(&classic_extension_class, object);
        exec_list_remove(&EXEC_CONTAINER(object, struct extension, object)->set.link);
        classic_object_free(&classic_extension_class, object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return object == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}
