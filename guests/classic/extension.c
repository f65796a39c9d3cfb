/* SPDX-License-Identifier: BSD-2-Clause */

/* The initial extensions; called in their order, at the end of a life in the
 * opposite one. */

#include "classic.h"

#define FOR_EACH(table)                                                                            \
    for (const rtems_extensions_table *table = _RTEMS_Configuration.initial_extensions;            \
         table !=                                                                                  \
         _RTEMS_Configuration.initial_extensions + _RTEMS_Configuration.initial_extension_count;   \
         table++)

#define FOR_EACH_REVERSE(table)                                                                    \
    for (const rtems_extensions_table *table = _RTEMS_Configuration.initial_extensions +           \
                                               _RTEMS_Configuration.initial_extension_count;       \
         table-- != _RTEMS_Configuration.initial_extensions;)

/* NULL before multitasking. */
static rtems_tcb *executing(void)
{
    return exec_executing() == NULL ? NULL : classic_executing();
}

bool classic_extensions_created(rtems_tcb *created)
{
    FOR_EACH(table)
    if (table->thread_create != NULL && !table->thread_create(executing(), created))
        return false;
    return true;
}

void classic_extensions_started(rtems_tcb *started)
{
    FOR_EACH(table)
    if (table->thread_start != NULL)
        table->thread_start(executing(), started);
}

void classic_extensions_restarted(rtems_tcb *restarted)
{
    FOR_EACH(table)
    if (table->thread_restart != NULL)
        table->thread_restart(executing(), restarted);
}

void classic_extensions_deleted(rtems_tcb *deleted)
{
    FOR_EACH_REVERSE(table)
    if (table->thread_delete != NULL)
        table->thread_delete(executing(), deleted);
}

void classic_extensions_begin(rtems_tcb *self)
{
    FOR_EACH(table)
    if (table->thread_begin != NULL)
        table->thread_begin(self);
}

void classic_extensions_exitted(rtems_tcb *self)
{
    FOR_EACH_REVERSE(table)
    if (table->thread_exitted != NULL)
        table->thread_exitted(self);
}

void classic_extensions_terminated(rtems_tcb *self)
{
    FOR_EACH_REVERSE(table)
    if (table->thread_terminate != NULL)
        table->thread_terminate(self);
}

void classic_extensions_fatal(rtems_fatal_source source, rtems_fatal_code code)
{
    FOR_EACH(table)
    if (table->fatal != NULL)
        table->fatal(source, false, code);
}

static void switched(struct exec_thread *from, struct exec_thread *to)
{
    FOR_EACH(table)
    if (table->thread_switch != NULL)
        table->thread_switch(from == NULL ? NULL : classic_task_of(from), classic_task_of(to));
}

void classic_extensions_initialize(void)
{
    FOR_EACH(table)
    if (table->thread_switch != NULL)
        exec_switch_hook = switched;
}
