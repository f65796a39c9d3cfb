/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/interrupt.h"
#include "executive/thread.h"

static struct exec_interrupt_entry *entries[_CPU_VIRTUAL_IRQ_COUNT];

/* Lines that were disabled: a delivery stays unacknowledged, so that the host
 * counts what comes after it. */
static struct {
    uint32_t lines;    /* bit: disabled */
    uint32_t withheld; /* bit: not acknowledged */
    uint32_t counts[_CPU_VIRTUAL_IRQ_COUNT];
} disabled;

static uint32_t bit_of(int vector)
{
    return 1u << vector;
}

static void withhold(int vector, uint32_t count)
{
    disabled.withheld |= bit_of(vector);
    disabled.counts[vector] += count;
}

static void serve(int vector, uint32_t count)
{
    struct exec_interrupt_entry *entry = entries[vector];

    exec_processor.interrupt_nest++;
    exec_processor.dispatch_disabled++;
    while (entry != NULL) {
        /* A handler may remove its own entry. */
        struct exec_interrupt_entry *next = entry->next;

        entry->handler(entry->argument, count);
        entry = next;
    }
    (void)_CPU_Virtual_Interrupts_disable_inline();
    exec_processor.dispatch_disabled--;
    exec_processor.interrupt_nest--;
    if ((disabled.lines & bit_of(vector)) == 0)
        _CPU_Virtual_Irq_acknowledge(vector);
    else
        withhold(vector, 0);
}

static void handle(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    if ((disabled.lines & bit_of(vector)) == 0)
        serve(vector, count);
    else
        withhold(vector, count);
}

static void leave(void)
{
    if (exec_processor.dispatch_disabled != 0)
        return;
    if (exec_processor.heir != exec_processor.executing)
        exec_dispatch();
    else if (exec_processor.executing->action != NULL)
        exec_thread_run_action();
}

void exec_interrupt_initialize(void *stack, size_t stack_size)
{
    uintptr_t top = ((uintptr_t)stack + stack_size) & ~(uintptr_t)15;
    const _CPU_Virtual_Irq_dispatch dispatch = {
        .handler = handle,
        .leave = leave,
        .interrupt_stack = (void *)top,
    };

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
}

enum exec_interrupt_status exec_interrupt_install(int vector, struct exec_interrupt_entry *entry)
{
    struct exec_interrupt_entry **link;

    if (vector < 0 || vector >= _CPU_VIRTUAL_IRQ_COUNT)
        return EXEC_INTERRUPT_NO_LINE;
    if (entries[vector] == NULL) {
        int result = _CPU_Virtual_Irq_request(vector);

        if (result != _CPU_VIRTUAL_IRQ_OK && result != _CPU_VIRTUAL_IRQ_CONNECTED)
            return EXEC_INTERRUPT_NO_LINE;
    }
    for (link = &entries[vector]; *link != NULL; link = &(*link)->next)
        ;
    entry->next = NULL;
    *link = entry;
    return EXEC_INTERRUPT_OK;
}

enum exec_interrupt_status exec_interrupt_remove(int vector,
                                                 const struct exec_interrupt_entry *entry)
{
    struct exec_interrupt_entry **link;

    if (vector < 0 || vector >= _CPU_VIRTUAL_IRQ_COUNT)
        return EXEC_INTERRUPT_NO_LINE;
    for (link = &entries[vector]; *link != entry; link = &(*link)->next)
        if (*link == NULL)
            return EXEC_INTERRUPT_NOT_FOUND;
    *link = entry->next;
    if (entries[vector] == NULL) {
        _CPU_Virtual_Irq_detach(vector);
        disabled.lines &= ~bit_of(vector);
        disabled.withheld &= ~bit_of(vector);
        disabled.counts[vector] = 0;
    }
    return EXEC_INTERRUPT_OK;
}

enum exec_interrupt_status exec_interrupt_line_disable(int vector)
{
    if (exec_interrupt_first(vector) == NULL)
        return EXEC_INTERRUPT_NOT_FOUND;
    disabled.lines |= bit_of(vector);
    return EXEC_INTERRUPT_OK;
}

enum exec_interrupt_status exec_interrupt_line_enable(int vector)
{
    uint32_t count;

    if (exec_interrupt_first(vector) == NULL)
        return EXEC_INTERRUPT_NOT_FOUND;
    disabled.lines &= ~bit_of(vector);
    if ((disabled.withheld & bit_of(vector)) == 0)
        return EXEC_INTERRUPT_OK;
    disabled.withheld &= ~bit_of(vector);
    count = disabled.counts[vector];
    disabled.counts[vector] = 0;
    if (count != 0)
        serve(vector, count);
    else
        _CPU_Virtual_Irq_acknowledge(vector);
    return EXEC_INTERRUPT_OK;
}

bool exec_interrupt_line_is_enabled(int vector)
{
    return exec_interrupt_first(vector) != NULL && (disabled.lines & bit_of(vector)) == 0;
}

struct exec_interrupt_entry *exec_interrupt_first(int vector)
{
    return vector < 0 || vector >= _CPU_VIRTUAL_IRQ_COUNT ? NULL : entries[vector];
}
