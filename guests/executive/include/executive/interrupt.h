/* SPDX-License-Identifier: BSD-2-Clause */

/* Handlers for the partition's interrupt lines; several may share a line. */
#ifndef EXECUTIVE_INTERRUPT_H
#define EXECUTIVE_INTERRUPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "virtualizationlayercpu.h"

enum exec_interrupt_status {
    EXEC_INTERRUPT_OK,
    EXEC_INTERRUPT_NO_LINE,   /* no such vector, or not this partition's */
    EXEC_INTERRUPT_NOT_FOUND, /* the entry is not installed there */
};

struct exec_interrupt_entry {
    struct exec_interrupt_entry *next;
    /* Called in interrupt context, interrupts disabled (it may enable them),
     * with the count of occurrences since the last call. The line is
     * acknowledged after all of its handlers. */
    void (*handler)(void *argument, uint32_t count);
    void *argument;
};

/* Registers the dispatcher with the layer. stack is for interrupt handlers. */
void exec_interrupt_initialize(void *stack, size_t stack_size);

/* Adds the entry, which stays in use, behind the others of the vector; the
 * first one connects the line. With interrupts disabled. */
enum exec_interrupt_status exec_interrupt_install(int vector, struct exec_interrupt_entry *entry);

/* The last one's removal disconnects the line. With interrupts disabled. */
enum exec_interrupt_status exec_interrupt_remove(int vector,
                                                 const struct exec_interrupt_entry *entry);

/*
 * Stops and lets pass the deliveries to a vector's handlers; occurrences are
 * counted meanwhile. The count of what came is given to the handlers as they
 * are enabled, by the caller. NOT_FOUND: no handler is installed. A vector's
 * first handler finds it enabled. With interrupts disabled.
 */
enum exec_interrupt_status exec_interrupt_line_disable(int vector);
enum exec_interrupt_status exec_interrupt_line_enable(int vector);

/* Are handlers installed that deliveries reach? Any context. */
bool exec_interrupt_line_is_enabled(int vector);

/* First entry of a vector, NULL if there is none. With interrupts disabled. */
struct exec_interrupt_entry *exec_interrupt_first(int vector);

#endif
