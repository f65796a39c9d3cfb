/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The stack checker. A stack's lowest words are a pattern that must stay; the
 * rest begins as bytes of one value, which show how far it was ever used. What
 * the idle task's stack is filled with is not known: it is made before.
 */

#include <inttypes.h>
#include <string.h>
#include <rtems/bspIo.h>
#include <rtems/printer.h>
#include <rtems/stackchk.h>
#include "classic.h"

#define FILL 0xb7

static const uint32_t guard[] = {0x57ac6b07, 0x70a15e4d, 0x0d15ea5e, 0xba5e1e55};

struct stack {
    char *begin;
    size_t size;
};

static bool interrupt_stack_is_filled;

static struct stack stack_of(const rtems_tcb *task)
{
    return (struct stack){task->thread.stack, task->thread.stack_size};
}

static struct stack interrupt_stack(void)
{
    return (struct stack){classic_interrupt_stack, _RTEMS_Configuration.interrupt_stack_size};
}

static void fill(struct stack stack)
{
    memcpy(stack.begin, guard, sizeof(guard));
    memset(stack.begin + sizeof(guard), FILL, stack.size - sizeof(guard));
}

static bool is_guarded(struct stack stack)
{
    return memcmp(stack.begin, guard, sizeof(guard)) == 0;
}

static bool is_idle(const rtems_tcb *task)
{
    return rtems_object_id_get_api(task->object.id) == OBJECTS_INTERNAL_API;
}

bool rtems_stack_checker_create_extension(rtems_tcb *running, rtems_tcb *the_thread)
{
    (void)running;
    fill(stack_of(the_thread));
    return true;
}

/* The first task to begin fills the interrupts' stack, which nobody is on. */
void rtems_stack_checker_begin_extension(rtems_tcb *executing)
{
    int level = exec_enter();

    (void)executing;
    if (!interrupt_stack_is_filled)
        fill(interrupt_stack());
    interrupt_stack_is_filled = true;
    exec_leave(level);
}

void rtems_stack_checker_switch_extension(rtems_tcb *running, rtems_tcb *heir)
{
    const char *frame = __builtin_frame_address(0);
    struct stack stack;
    bool in_range;

    (void)heir;
    if (running == NULL || is_idle(running))
        return;
    stack = stack_of(running);
    in_range = (size_t)(frame - stack.begin) <= stack.size;
    if (!in_range || !is_guarded(stack))
        _RTEMS_Configuration.stack_checker_reporter(running, is_guarded(stack));
    if (interrupt_stack_is_filled && !is_guarded(interrupt_stack()))
        rtems_fatal(RTEMS_FATAL_SOURCE_STACK_CHECKER, rtems_build_name('I', 'N', 'T', 'R'));
}

bool rtems_stack_checker_is_blown(void)
{
    rtems_stack_checker_switch_extension(classic_executing(), classic_executing());
    return false;
}

/* Reports ---------------------------------------------------------------- */

void rtems_stack_checker_reporter_quiet(const rtems_tcb *running, bool pattern_ok)
{
    (void)pattern_ok;
    rtems_fatal(RTEMS_FATAL_SOURCE_STACK_CHECKER, running->object.name);
}

void rtems_stack_checker_reporter_print_details(const rtems_tcb *running, bool pattern_ok)
{
    struct stack stack = stack_of(running);
    char name[5] = "";

    (void)rtems_object_get_name(running->object.id, sizeof(name), name);
    printk("stack of task %s (0x%08" PRIx32 ") is blown: %s\n", name, running->object.id,
           pattern_ok ? "its pointer is outside" : "its end was overwritten");
    printk("stack: %zu bytes from %p to %p\n", stack.size, (void *)stack.begin,
           (void *)(stack.begin + stack.size));
    rtems_stack_checker_reporter_quiet(running, pattern_ok);
}

struct visit {
    rtems_stack_checker_visitor visitor;
    void *argument;
};

static void visit_stack(struct stack stack, const char *name, rtems_id id, bool filled,
                        const struct visit *visit)
{
    rtems_stack_checker_info info = {
        .id = id,
        .name = name,
        .begin = stack.begin + sizeof(guard),
        .size = stack.size - sizeof(guard),
        .used = UINTPTR_MAX,
    };

    if (filled && is_guarded(stack)) {
        size_t untouched = sizeof(guard);

        while (untouched < stack.size && (unsigned char)stack.begin[untouched] == FILL)
            untouched++;
        info.used = stack.size - untouched;
    }
    visit->visitor(&info, visit->argument);
}

static bool visit_task(rtems_tcb *task, void *argument)
{
    char name[5] = "";

    (void)rtems_object_get_name(task->object.id, sizeof(name), name);
    visit_stack(stack_of(task), name, task->object.id, !is_idle(task), argument);
    return false;
}

void rtems_stack_checker_iterate(rtems_stack_checker_visitor visitor, void *arg)
{
    struct visit visit = {visitor, arg};

    rtems_task_iterate(visit_task, &visit);
    visit_stack(interrupt_stack(), "Interrupt Stack", 0, interrupt_stack_is_filled, &visit);
}

static void print_info(const rtems_stack_checker_info *info, void *argument)
{
    const rtems_printer *printer = argument;

    rtems_printf(printer, "0x%08" PRIx32 " %-21s %p %p %8zu ", info->id, info->name, info->begin,
                 (const void *)((const char *)info->begin + info->size - 1), (size_t)info->size);
    if (info->used == UINTPTR_MAX)
        rtems_printf(printer, "     N/A\n");
    else
        rtems_printf(printer, "%8zu\n", (size_t)info->used);
}

void rtems_stack_checker_report_usage_with_plugin(const rtems_printer *printer)
{
    rtems_printf(printer, "stack usage by thread\n%-10s %-21s %-10s %-10s %8s %8s\n", "ID", "NAME",
                 "LOW", "HIGH", "AVAIL", "USED");
    rtems_stack_checker_iterate(print_info, RTEMS_DECONST(void *, printer));
}

void rtems_stack_checker_report_usage(void)
{
    rtems_printer printer;

    rtems_print_printer_printk(&printer);
    rtems_stack_checker_report_usage_with_plugin(&printer);
}
