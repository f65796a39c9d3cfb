/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the test programs here share. A program checks in groups:
 *
 *     group("rtems_task_create");
 *     STATUS(RTEMS_INVALID_NAME, rtems_task_create(0, ...));
 *     EXPECT(id != 0);
 *     finish(__FILE__);
 *
 * Each group prints one line, finish() the closing one and a line for each
 * directive with the status codes that it was seen to return (table.sh), and ends
 * the program: well only if nothing failed. A check may be made by any task.
 */
#ifndef CHECK_H
#define CHECK_H

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <rtems.h>

static struct {
    const char *group;
    unsigned failures; /* of this group */
    unsigned passed;
    unsigned failed;
} checks;

static inline void end_group(void)
{
    if (checks.group == NULL)
        return;
    if (checks.failures == 0) {
        checks.passed++;
        printf("ok %s\n", checks.group);
    } else {
        checks.failed++;
    }
    checks.group = NULL;
}

static inline void group(const char *name)
{
    end_group();
    checks.group = name;
    checks.failures = 0;
}

static inline void fail(int line, const char *format, ...)
{
    va_list arguments;

    checks.failures++;
    printf("not ok %s: line %d: ", checks.group, line);
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    printf("\n");
}

/* Directives by the text of their calls, and bits for their status codes. */
static struct {
    char directive[48];
    uint32_t codes;
} statuses[72];

static inline void note_status(rtems_status_code status, const char *call)
{
    size_t length = strcspn(call, "(");
    size_t i = 0;

    if (call[length] == '\0' || length >= sizeof(statuses[0].directive) ||
        (strncmp(call, "rtems_", 6) != 0 && strncmp(call, "partition_", 10) != 0))
        return;
    while (i < RTEMS_ARRAY_SIZE(statuses) && statuses[i].directive[0] != '\0' &&
           (strncmp(statuses[i].directive, call, length) != 0 ||
            statuses[i].directive[length] != '\0'))
        i++;
    if (i == RTEMS_ARRAY_SIZE(statuses)) {
        fail(0, "no room for %s in the table", call);
        return;
    }
    memcpy(statuses[i].directive, call, length);
    statuses[i].codes |= 1u << status;
}

static inline void print_statuses(void)
{
    for (size_t i = 0; i < RTEMS_ARRAY_SIZE(statuses) && statuses[i].directive[0] != '\0'; i++) {
        printf("| %s |", statuses[i].directive);
        for (unsigned status = 0; status < 32; status++)
            if ((statuses[i].codes & 1u << status) != 0)
                printf(" %s", rtems_status_text(status) + sizeof("RTEMS_") - 1);
        printf(" |\n");
    }
}

static inline void finish(const char *file) RTEMS_NO_RETURN;
static inline void finish(const char *file)
{
    const char *slash = strrchr(file, '/');

    end_group();
    print_statuses();
    printf("%s: %u passed, %u failed\n", slash == NULL ? file : slash + 1, checks.passed,
           checks.failed);
    exit(checks.failed == 0 ? 0 : 1);
}

static inline void check_status(int line, rtems_status_code expected, rtems_status_code got,
                                const char *call)
{
    if (got != expected)
        fail(line, "%s: %s, not %s", call, rtems_status_text(got), rtems_status_text(expected));
    else
        note_status(got, call);
}

static inline void check_equal(int line, uintmax_t expected, uintmax_t got, const char *what)
{
    if (got != expected)
        fail(line, "%s is %ju, not %ju", what, got, expected);
}

#define STATUS(expected, call) check_status(__LINE__, (expected), (call), #call)
#define OK(call)               STATUS(RTEMS_SUCCESSFUL, call)
#define EQUAL(expected, value)                                                                     \
    check_equal(__LINE__, (uintmax_t)(expected), (uintmax_t)(value), #value)
#define EXPECT(condition)                                                                          \
    do {                                                                                           \
        if (!(condition))                                                                          \
            fail(__LINE__, "%s", #condition);                                                      \
    } while (0)

#define NAME(text) rtems_build_name((text)[0], (text)[1], (text)[2], (text)[3])
#define BAD_ID     0x0a01ffffu

/* A trace of letters: in which order things happened. */
static char trace[64];

static inline void mark(char letter)
{
    size_t length = strlen(trace);

    if (length < sizeof(trace) - 1)
        trace[length] = letter;
}

static inline void trace_reset(void)
{
    memset(trace, 0, sizeof(trace));
}

#define TRACE(expected)                                                                            \
    do {                                                                                           \
        if (strcmp(trace, (expected)) != 0)                                                        \
            fail(__LINE__, "order is %s, not %s", trace, (expected));                              \
        trace_reset();                                                                             \
    } while (0)

/* A started task. */
static inline rtems_id spawn_mode(const char *name, rtems_task_priority priority, rtems_mode mode,
                                  rtems_task_entry entry, rtems_task_argument argument)
{
    rtems_id id = 0;

    check_status(__LINE__, RTEMS_SUCCESSFUL,
                 rtems_task_create(NAME(name), priority, RTEMS_MINIMUM_STACK_SIZE, mode,
                                   RTEMS_DEFAULT_ATTRIBUTES, &id),
                 name);
    check_status(__LINE__, RTEMS_SUCCESSFUL, rtems_task_start(id, entry, argument), name);
    return id;
}

static inline rtems_id spawn(const char *name, rtems_task_priority priority, rtems_task_entry entry,
                             rtems_task_argument argument)
{
    return spawn_mode(name, priority, RTEMS_DEFAULT_MODES, entry, argument);
}

/* Lets tasks that are less urgent run for that many ticks. */
static inline void pause_ticks(rtems_interval ticks)
{
    (void)rtems_task_wake_after(ticks);
}

static inline rtems_task_priority priority_of(rtems_id task)
{
    rtems_task_priority priority = 0;

    (void)rtems_task_set_priority(task, RTEMS_CURRENT_PRIORITY, &priority);
    return priority;
}

#endif
