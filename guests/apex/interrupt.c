/* SPDX-License-Identifier: BSD-2-Clause */

/* Part 2: processes that wait for interrupts, which are lines of the layer.
 * The executive acknowledges a line when its handlers are over, so a line is
 * one of edges; what comes while no one waits is counted. */

#include <limits.h>
#include <string.h>
#include "internal.h"
#include "apexInterrupt.h"
#include "executive/interrupt.h"

struct interrupt {
    struct apex_object object;
    struct exec_interrupt_entry entry;
    struct exec_wait_queue waiters;
    uint32_t pending;
};

APEX_CLASS(interrupts, MAX_NUMBER_OF_INTERRUPTS);

static const struct {
    const char *name;
    int line;
} virtual_lines[] = {
    {"CONSOLE", _CPU_VIRTUAL_IRQ_CONSOLE},
    {"SIGNAL", _CPU_VIRTUAL_IRQ_SIGNAL},
    {"WINDOW", _CPU_VIRTUAL_IRQ_WINDOW},
};

/* The number after "LINE_", without leading zeros; -1: there is none. */
static int hardware_line(const char *name)
{
    static const char prefix[] = "LINE_";
    size_t length = sizeof(prefix) - 1;
    int line = 0;

    if (strncmp(name, prefix, length) != 0 || name[length] == '\0')
        return -1;
    if (name[length] == '0' && name[length + 1] != '\0')
        return -1;
    for (; name[length] != '\0'; length++) {
        if (name[length] < '0' || name[length] > '9')
            return -1;
        line = line * 10 + name[length] - '0';
        if (line >= _CPU_VIRTUAL_IRQ_FIRST_VIRTUAL)
            return -1;
    }
    return line;
}

static int line_of(const char *name)
{
    char text[APEX_TEXT_SIZE];

    apex_name_copy(text, name);
    for (size_t i = 0; i < sizeof(virtual_lines) / sizeof(virtual_lines[0]); i++)
        if (strcmp(virtual_lines[i].name, text) == 0)
            return virtual_lines[i].line;
    return hardware_line(text);
}

static void occurred(void *argument, uint32_t count)
{
    struct interrupt *interrupt = argument;
    struct exec_thread *first;

    for (; count > 0 && (first = exec_wait_first(&interrupt->waiters)) != NULL; count--)
        exec_wait_end(first, EXEC_OK);
    interrupt->pending =
        count > UINT32_MAX - interrupt->pending ? UINT32_MAX : interrupt->pending + count;
}

static RETURN_CODE_TYPE create(const char *name, INTERRUPT_ID_TYPE *id)
{
    RETURN_CODE_TYPE code = apex_object_check(&interrupts, name, sizeof(struct interrupt));
    struct exec_interrupt_entry probe = {.handler = NULL};
    int line = line_of(name);
    struct interrupt *interrupt;

    if (code != NO_ERROR)
        return code;
    if (line < 0)
        return INVALID_CONFIG;
    /* Whether the model gives the line to the partition is found by asking. */
    if (exec_interrupt_install(line, &probe) != EXEC_INTERRUPT_OK)
        return INVALID_CONFIG;
    (void)exec_interrupt_remove(line, &probe);
    if (apex_is_normal())
        return INVALID_MODE;
    interrupt = apex_object_create(&interrupts, name, sizeof(*interrupt));
    interrupt->entry.handler = occurred;
    interrupt->entry.argument = interrupt;
    (void)exec_interrupt_install(line, &interrupt->entry);
    *id = interrupt->object.id;
    return NO_ERROR;
}

void CREATE_INTERRUPT(INTERRUPT_NAME_TYPE INTERRUPT_NAME, INTERRUPT_ID_TYPE *INTERRUPT_ID,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = create(INTERRUPT_NAME, INTERRUPT_ID);
    exec_leave(level);
}

void GET_INTERRUPT_ID(INTERRUPT_NAME_TYPE INTERRUPT_NAME, INTERRUPT_ID_TYPE *INTERRUPT_ID,
                      RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct interrupt *interrupt = apex_object_find(&interrupts, INTERRUPT_NAME);

    *RETURN_CODE = interrupt == NULL ? INVALID_CONFIG : NO_ERROR;
    if (interrupt != NULL)
        *INTERRUPT_ID = interrupt->object.id;
}

static RETURN_CODE_TYPE wait(struct interrupt *interrupt, INTERRUPT_PENDING_TYPE clear_pending,
                             SYSTEM_TIME_TYPE time_out)
{
    if (clear_pending == CLEAR)
        interrupt->pending = 0;
    if (interrupt->pending == 0)
        return apex_wait(&interrupt->waiters, FIFO, time_out, NULL);
    interrupt->pending--;
    return NO_ERROR;
}

void WAIT_INTERRUPT(INTERRUPT_ID_TYPE INTERRUPT_ID, INTERRUPT_PENDING_TYPE CLEAR_PENDING,
                    SYSTEM_TIME_TYPE TIME_OUT, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct interrupt *interrupt = apex_object_get(&interrupts, INTERRUPT_ID);

    if (interrupt == NULL || (CLEAR_PENDING != CLEAR && CLEAR_PENDING != NO_CLEAR) ||
        !apex_time_is_valid(TIME_OUT))
        *RETURN_CODE = INVALID_PARAM;
    else
        *RETURN_CODE = wait(interrupt, CLEAR_PENDING, TIME_OUT);
    exec_leave(level);
}
