/* SPDX-License-Identifier: BSD-2-Clause */

/* Partitions that write to the console. */
#ifndef CONSOLE_LINES_H
#define CONSOLE_LINES_H

#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/partition.h"
#include "kernel/trap.h"

/* When the kernel leaves the simple module's first window, which has hardware lines. */
#define SWITCHING (SIMPLE_WINDOW - 2 * BULKHEAD_DEFAULT_LEAD)

/* The partition writes a text as guests do: again and again until it is done. */
static inline int32_t write_text(const char *text, size_t length)
{
    struct arch_context *context = &partition_current->arch.context;
    uint32_t instruction = context->instruction;

    memcpy(scratch(partition_current), text, length);
    context->first = scratch_address(partition_current);
    context->second = (uint32_t)length;
    for (int i = 0; i < 1000; i++) {
        uint32_t first = context->first, second = context->second;

        context->number = BULKHEAD_HC_CONSOLE_WRITE;
        context->result = INT32_MIN;
        context->instruction = instruction + NULL_CALL_SIZE;
        trap(TRAP_HYPERCALL, 0, NULL);
        if (context->instruction == instruction + NULL_CALL_SIZE)
            return context->result;
        /* At the instruction again: the rest of the text is its argument. */
        assert_int_equal(context->instruction, instruction);
        assert_int_equal(context->result, INT32_MIN);
        assert_in_range(context->first - first, 0, 32);
        assert_int_equal(context->first + context->second, first + second);
    }
    return INT32_MIN;
}

static inline int32_t write_string(const char *text)
{
    return write_text(text, strlen(text));
}

static inline void enter_window(uint32_t partition)
{
    do {
        module_run_until(null_machine.timer_at, 0);
    } while (partition_current != &partitions[partition]);
}

static inline int boot(void **state)
{
    (void)state;
    module_boot_simple(3);
    return 0;
}

static inline int end(void **state)
{
    (void)state;
    module_end();
    return 0;
}

#endif
