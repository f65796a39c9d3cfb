/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The stack bounds checker: CONFIGURE_STACK_CHECKER_ENABLED. Stacks begin as a
 * pattern; at each switch the stack of the thread that is left must be intact,
 * or the reporter is called, which ends the program.
 */
#ifndef _RTEMS_STACKCHK_H
#define _RTEMS_STACKCHK_H

#include <rtems/rtems/tasks.h>

#ifdef __cplusplus
extern "C" {
#endif

struct rtems_printer;

/* Does not return if the executing task's stack is damaged; else false. */
bool rtems_stack_checker_is_blown(void);

/* A table of all stacks. Task context. */
void rtems_stack_checker_report_usage(void);
void rtems_stack_checker_report_usage_with_plugin(const struct rtems_printer *printer);

typedef struct {
    rtems_id id;
    const char *name;
    const void *begin;
    uintptr_t size;      /* bytes without the guarding pattern */
    const void *current; /* NULL: not known here */
    uintptr_t used;      /* bytes, UINTPTR_MAX: not checked */
} rtems_stack_checker_info;

typedef void (*rtems_stack_checker_visitor)(const rtems_stack_checker_info *info, void *arg);

/* The stacks of all tasks, then that of interrupts. Task context. */
void rtems_stack_checker_iterate(rtems_stack_checker_visitor visit, void *arg);

typedef void (*Stack_checker_Reporter_handler)(const rtems_tcb *running, bool pattern_ok);

/* End the program by the fatal source RTEMS_FATAL_SOURCE_STACK_CHECKER with the
 * task's name, with and without a report. */
void rtems_stack_checker_reporter_print_details(const rtems_tcb *running, bool pattern_ok);
void rtems_stack_checker_reporter_quiet(const rtems_tcb *running, bool pattern_ok);

/* The checker as an extension. */
bool rtems_stack_checker_create_extension(rtems_tcb *running, rtems_tcb *the_thread);
void rtems_stack_checker_begin_extension(rtems_tcb *executing);
void rtems_stack_checker_switch_extension(rtems_tcb *running, rtems_tcb *heir);

#define RTEMS_STACK_CHECKER_EXTENSION                                                              \
    {                                                                                              \
        .thread_create = rtems_stack_checker_create_extension,                                     \
        .thread_switch = rtems_stack_checker_switch_extension,                                     \
        .thread_begin = rtems_stack_checker_begin_extension,                                       \
    }

#ifdef __cplusplus
}
#endif
#endif
