/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

struct handler {
    struct exec_interrupt_entry entry;
    rtems_interrupt_handler routine;
    void *argument;
    const char *info;
    rtems_option options;
};

static void call(void *argument, uint32_t count)
{
    struct handler *handler = argument;

    (void)count;
    handler->routine(handler->argument);
}

static bool is_vector(rtems_vector_number vector)
{
    return vector < _CPU_VIRTUAL_IRQ_COUNT;
}

/* The next handler that was installed here; the line may have others, of the
 * executive, too. */
static struct handler *next_handler(struct exec_interrupt_entry *entry)
{
    while (entry != NULL && entry->handler != call)
        entry = entry->next;
    return entry == NULL ? NULL : EXEC_CONTAINER(entry, struct handler, entry);
}

static struct handler *first_handler(rtems_vector_number vector)
{
    return next_handler(exec_interrupt_first((int)vector));
}

static struct handler *find_handler(rtems_vector_number vector, rtems_interrupt_handler routine,
                                    const void *argument)
{
    struct handler *handler = first_handler(vector);

    while (handler != NULL && (handler->routine != routine || handler->argument != argument))
        handler = next_handler(handler->entry.next);
    return handler;
}

/* The checks that the directives on handlers share. */
static rtems_status_code check(rtems_vector_number vector, bool has_routine)
{
    if (!has_routine)
        return RTEMS_INVALID_ADDRESS;
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    return exec_in_interrupt() ? RTEMS_CALLED_FROM_ISR : RTEMS_SUCCESSFUL;
}

static rtems_status_code replace(rtems_vector_number vector, const struct handler *with)
{
    struct handler *handler = first_handler(vector);

    if (handler == NULL)
        return RTEMS_UNSATISFIED;
    handler->routine = with->routine;
    handler->argument = with->argument;
    handler->info = with->info;
    return RTEMS_SUCCESSFUL;
}

/* With interrupts disabled. */
static rtems_status_code install(rtems_vector_number vector, struct handler *handler)
{
    const struct handler *first = first_handler(vector);

    if (RTEMS_INTERRUPT_IS_UNIQUE(handler->options) && exec_interrupt_first((int)vector) != NULL)
        return RTEMS_RESOURCE_IN_USE;
    if (first != NULL && RTEMS_INTERRUPT_IS_UNIQUE(first->options))
        return RTEMS_RESOURCE_IN_USE;
    if (find_handler(vector, handler->routine, handler->argument) != NULL)
        return RTEMS_TOO_MANY;
    if (exec_interrupt_install((int)vector, &handler->entry) != EXEC_INTERRUPT_OK)
        return RTEMS_INVALID_ID;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *info,
                                                  rtems_option options,
                                                  rtems_interrupt_handler routine, void *argument)
{
    rtems_status_code status = check(vector, routine != NULL);
    struct handler *handler;
    int level;

    if (status != RTEMS_SUCCESSFUL)
        return status;
    classic_allocator_lock();
    handler = classic_workspace_allocate(sizeof(*handler));
    if (handler == NULL) {
        classic_allocator_unlock();
        return RTEMS_NO_MEMORY;
    }
    *handler = (struct handler){.entry = {.handler = call, .argument = handler},
                                .routine = routine,
                                .argument = argument,
                                .info = info,
                                .options = options};
    level = exec_enter();
    status =
        RTEMS_INTERRUPT_IS_REPLACE(options) ? replace(vector, handler) : install(vector, handler);
    exec_leave(level);
    if (status != RTEMS_SUCCESSFUL || RTEMS_INTERRUPT_IS_REPLACE(options))
        classic_workspace_free(handler);
    classic_allocator_unlock();
    return status;
}

rtems_status_code rtems_interrupt_handler_remove(rtems_vector_number vector,
                                                 rtems_interrupt_handler routine, void *argument)
{
    rtems_status_code status = check(vector, routine != NULL);
    struct handler *handler;
    int level;

    if (status != RTEMS_SUCCESSFUL)
        return status;
    classic_allocator_lock();
    level = exec_enter();
    handler = find_handler(vector, routine, argument);
    if (handler != NULL)
        (void)exec_interrupt_remove((int)vector, &handler->entry);
    exec_leave(level);
    classic_workspace_free(handler);
    classic_allocator_unlock();
    return handler == NULL ? RTEMS_UNSATISFIED : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_handler_iterate(rtems_vector_number vector,
                                                  rtems_interrupt_per_handler_routine routine,
                                                  void *argument)
{
    rtems_status_code status = check(vector, routine != NULL);

    if (status != RTEMS_SUCCESSFUL)
        return status;
    classic_allocator_lock();
    for (struct handler *handler = first_handler(vector); handler != NULL;
         handler = next_handler(handler->entry.next))
        routine(argument, handler->info, handler->options, handler->routine, handler->argument);
    classic_allocator_unlock();
    return RTEMS_SUCCESSFUL;
}

/* Raw handlers: one a vector, taking its number -------------------------- */

struct raw_handler {
    struct exec_interrupt_entry entry;
    rtems_isr_entry isr;
    rtems_vector_number vector;
};

static void call_raw(void *argument, uint32_t count)
{
    const struct raw_handler *raw = argument;

    (void)count;
    raw->isr(raw->vector);
}

rtems_status_code rtems_interrupt_catch(rtems_isr_entry new_isr_handler, rtems_vector_number vector,
                                        rtems_isr_entry *old_isr_handler)
{
    static struct raw_handler raws[_CPU_VIRTUAL_IRQ_COUNT];
    enum exec_interrupt_status result = EXEC_INTERRUPT_OK;
    struct raw_handler *raw;
    int level;

    if (!is_vector(vector))
        return RTEMS_INVALID_NUMBER;
    if (new_isr_handler == NULL || old_isr_handler == NULL)
        return RTEMS_INVALID_ADDRESS;
    raw = &raws[vector];
    level = exec_enter();
    if (raw->isr == NULL) {
        raw->entry = (struct exec_interrupt_entry){.handler = call_raw, .argument = raw};
        raw->vector = vector;
        result = exec_interrupt_install((int)vector, &raw->entry);
    }
    if (result == EXEC_INTERRUPT_OK) {
        *old_isr_handler = raw->isr;
        raw->isr = new_isr_handler;
    }
    exec_leave(level);
    return result == EXEC_INTERRUPT_OK ? RTEMS_SUCCESSFUL : RTEMS_INVALID_NUMBER;
}

/* Vectors ---------------------------------------------------------------- */

rtems_status_code rtems_interrupt_vector_is_enabled(rtems_vector_number vector, bool *enabled)
{
    if (enabled == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    *enabled = _CPU_Virtual_Irq_is_connected((int)vector) != 0;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_is_pending(rtems_vector_number vector, bool *pending)
{
    if (pending == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    *pending = _CPU_Virtual_Irq_is_pending((int)vector) != 0;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_raise(rtems_vector_number vector)
{
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    return _CPU_Virtual_Irq_raise((int)vector) == _CPU_VIRTUAL_IRQ_OK ? RTEMS_SUCCESSFUL
                                                                      : RTEMS_UNSATISFIED;
}

rtems_status_code rtems_interrupt_clear(rtems_vector_number vector)
{
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    (void)_CPU_Virtual_Irq_take((int)vector, UINT32_MAX);
    return RTEMS_SUCCESSFUL;
}
