/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

/* What the executive keeps of a handler lies in the reserved words. */
_Static_assert(sizeof(struct exec_interrupt_entry) ==
                   sizeof(((rtems_interrupt_entry *)NULL)->_Reserved),
               "fits");

static struct exec_interrupt_entry *line_entry(rtems_interrupt_entry *handler)
{
    return (struct exec_interrupt_entry *)(void *)handler->_Reserved;
}

static void call(void *argument, uint32_t count)
{
    const rtems_interrupt_entry *handler = argument;

    (void)count;
    handler->handler(handler->arg);
}

bool _RTEMS_Interrupt_is_in_progress(void)
{
    return exec_in_interrupt();
}

static bool is_vector(rtems_vector_number vector)
{
    return vector < _CPU_VIRTUAL_IRQ_COUNT;
}

/* The next handler that was installed here; the line may have others, of the
 * executive, too. */
static rtems_interrupt_entry *next_handler(const struct exec_interrupt_entry *entry)
{
    while (entry != NULL && entry->handler != call)
        entry = entry->next;
    return entry == NULL ? NULL : entry->argument;
}

static rtems_interrupt_entry *first_handler(rtems_vector_number vector)
{
    return next_handler(exec_interrupt_first((int)vector));
}

static rtems_interrupt_entry *find_handler(rtems_vector_number vector,
                                           rtems_interrupt_handler routine, const void *argument)
{
    rtems_interrupt_entry *handler = first_handler(vector);

    while (handler != NULL && (handler->handler != routine || handler->arg != argument))
        handler = next_handler(line_entry(handler)->next);
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

static rtems_status_code replace(rtems_vector_number vector, const rtems_interrupt_entry *with)
{
    rtems_interrupt_entry *handler = first_handler(vector);

    if (handler == NULL)
        return RTEMS_UNSATISFIED;
    handler->handler = with->handler;
    handler->arg = with->arg;
    handler->info = with->info;
    return RTEMS_SUCCESSFUL;
}

/* With interrupts disabled. */
static rtems_status_code install(rtems_vector_number vector, rtems_option options,
                                 rtems_interrupt_entry *handler)
{
    const rtems_interrupt_entry *first = first_handler(vector);

    if (RTEMS_INTERRUPT_IS_UNIQUE(options) && exec_interrupt_first((int)vector) != NULL)
        return RTEMS_RESOURCE_IN_USE;
    if (first != NULL && RTEMS_INTERRUPT_IS_UNIQUE(first->_Options))
        return RTEMS_RESOURCE_IN_USE;
    if (find_handler(vector, handler->handler, handler->arg) != NULL)
        return RTEMS_TOO_MANY;
    handler->_Options = options;
    *line_entry(handler) = (struct exec_interrupt_entry){.handler = call, .argument = handler};
    if (exec_interrupt_install((int)vector, line_entry(handler)) != EXEC_INTERRUPT_OK)
        return RTEMS_INVALID_ID;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_entry_install(rtems_vector_number vector, rtems_option options,
                                                rtems_interrupt_entry *entry)
{
    rtems_status_code status;
    int level;

    if (entry == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = check(vector, entry->handler != NULL);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    if (RTEMS_INTERRUPT_IS_REPLACE(options))
        return RTEMS_INVALID_NUMBER;
    level = exec_enter();
    entry->_Allocated = false;
    status = install(vector, options, entry);
    exec_leave(level);
    return status;
}

rtems_status_code rtems_interrupt_entry_remove(rtems_vector_number vector,
                                               rtems_interrupt_entry *entry)
{
    rtems_status_code status;
    int level;

    if (entry == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = check(vector, entry->handler != NULL);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    level = exec_enter();
    if (find_handler(vector, entry->handler, entry->arg) != entry)
        status = RTEMS_UNSATISFIED;
    else
        (void)exec_interrupt_remove((int)vector, line_entry(entry));
    exec_leave(level);
    return status;
}

rtems_status_code rtems_interrupt_handler_install(rtems_vector_number vector, const char *info,
                                                  rtems_option options,
                                                  rtems_interrupt_handler routine, void *argument)
{
    rtems_status_code status = check(vector, routine != NULL);
    rtems_interrupt_entry *handler;
    int level;

    if (status != RTEMS_SUCCESSFUL)
        return status;
    classic_allocator_lock();
    handler = classic_workspace_allocate(sizeof(*handler));
    if (handler == NULL) {
        classic_allocator_unlock();
        return RTEMS_NO_MEMORY;
    }
    *handler = (rtems_interrupt_entry)RTEMS_INTERRUPT_ENTRY_INITIALIZER(routine, argument, info);
    handler->_Allocated = true;
    level = exec_enter();
    status = RTEMS_INTERRUPT_IS_REPLACE(options) ? replace(vector, handler)
                                                 : install(vector, options, handler);
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
    rtems_interrupt_entry *handler;
    int level;

    if (status != RTEMS_SUCCESSFUL)
        return status;
    classic_allocator_lock();
    level = exec_enter();
    handler = find_handler(vector, routine, argument);
    if (handler != NULL)
        (void)exec_interrupt_remove((int)vector, line_entry(handler));
    exec_leave(level);
    if (handler != NULL && handler->_Allocated)
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
    for (rtems_interrupt_entry *handler = first_handler(vector); handler != NULL;
         handler = next_handler(line_entry(handler)->next))
        routine(argument, handler->info, handler->_Options, handler->handler, handler->arg);
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
    *enabled = exec_interrupt_line_is_enabled((int)vector);
    return RTEMS_SUCCESSFUL;
}

static rtems_status_code switch_line(rtems_vector_number vector,
                                     enum exec_interrupt_status (*operation)(int vector))
{
    enum exec_interrupt_status status;
    int level;

    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    level = exec_enter();
    status = operation((int)vector);
    exec_leave(level);
    return status == EXEC_INTERRUPT_OK ? RTEMS_SUCCESSFUL : RTEMS_UNSATISFIED;
}

rtems_status_code rtems_interrupt_vector_enable(rtems_vector_number vector)
{
    return switch_line(vector, exec_interrupt_line_enable);
}

rtems_status_code rtems_interrupt_vector_disable(rtems_vector_number vector)
{
    return switch_line(vector, exec_interrupt_line_disable);
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

rtems_status_code rtems_interrupt_raise_on(rtems_vector_number vector, uint32_t cpu_index)
{
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    return cpu_index == 0 ? rtems_interrupt_raise(vector) : RTEMS_NOT_CONFIGURED;
}

rtems_status_code rtems_interrupt_clear(rtems_vector_number vector)
{
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    (void)_CPU_Virtual_Irq_take((int)vector, UINT32_MAX);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_get_priority(rtems_vector_number vector, uint32_t *priority)
{
    if (priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    return is_vector(vector) ? RTEMS_UNSATISFIED : RTEMS_INVALID_ID;
}

rtems_status_code rtems_interrupt_set_priority(rtems_vector_number vector, uint32_t priority)
{
    (void)priority;
    return is_vector(vector) ? RTEMS_UNSATISFIED : RTEMS_INVALID_ID;
}

rtems_status_code rtems_interrupt_get_affinity(rtems_vector_number vector, size_t affinity_size,
                                               cpu_set_t *affinity)
{
    if (affinity == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    if (affinity_size == 0 || affinity_size % sizeof(long) != 0)
        return RTEMS_INVALID_SIZE;
    CPU_ZERO_S(affinity_size, affinity);
    CPU_SET_S(0, affinity_size, affinity);
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_set_affinity(rtems_vector_number vector, size_t affinity_size,
                                               const cpu_set_t *affinity)
{
    if (affinity == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    if (affinity_size == 0 || affinity_size % sizeof(long) != 0 ||
        !CPU_ISSET_S(0, affinity_size, affinity))
        return RTEMS_INVALID_NUMBER;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_interrupt_get_attributes(rtems_vector_number vector,
                                                 rtems_interrupt_attributes *attributes)
{
    bool is_virtual = vector >= _CPU_VIRTUAL_IRQ_FIRST_VIRTUAL;

    if (attributes == NULL)
        return RTEMS_INVALID_ADDRESS;
    *attributes = (rtems_interrupt_attributes){0};
    if (!is_vector(vector))
        return RTEMS_INVALID_ID;
    *attributes = (rtems_interrupt_attributes){
        .is_maskable = true,
        .maybe_enable = true,
        .maybe_disable = true,
        .can_raise = is_virtual,
        .can_raise_on = is_virtual,
        .can_clear = true,
        .can_get_affinity = true,
        .can_set_affinity = true,
        .trigger_signal =
            is_virtual ? RTEMS_INTERRUPT_NO_SIGNAL : RTEMS_INTERRUPT_UNSPECIFIED_SIGNAL,
    };
    return RTEMS_SUCCESSFUL;
}
