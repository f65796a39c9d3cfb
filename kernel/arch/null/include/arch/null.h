/* SPDX-License-Identifier: BSD-2-Clause */

/* The machine that is not there, as the unit tests set and see it. */
#ifndef ARCH_NULL_H
#define ARCH_NULL_H

#include <setjmp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "kernel/arch.h"

#define NULL_OUTPUT_SIZE 65536u

struct null_machine {
    /* Module time stands still but for the test, and arch_time_wait_until(). */
    uint64_t now;
    uint64_t waited_for; /* the last arch_time_wait_until() */

    uint32_t timer_delta; /* the last arch_timer_set() */
    uint64_t timer_at;    /* when it interrupts */
    unsigned timer_sets;

    /* How much still succeeds. */
    size_t memory_left; /* bytes of arch_memory_allocate() */
    unsigned maps_left; /* calls of arch_space_map() and arch_space_map_device() */
    bool copies_fail;
    bool upcalls_fail;

    unsigned switches; /* calls of arch_partition_switch() */
    const struct partition *switched_from, *switched_to;

    uint32_t device_memory, device_memory_size; /* what may be given away */

    unsigned virq_upcalls, fault_upcalls;
    const struct partition *upcall_partition; /* of the last one */

    uint32_t lines_unmasked; /* bit per line */
    uint32_t lines_reserved;
    uint32_t lines_level, lines_edge_only;
    unsigned unmasks, masks; /* calls */

    const struct partition *devices_of; /* whose devices are open; NULL: nobody's */
    unsigned device_switches;           /* calls of arch_devices_open() and arch_devices_close() */

    uint32_t port_reserved; /* the I/O port that can't be given away */

    char output[NULL_OUTPUT_SIZE]; /* what the console showed, NUL-terminated */
    size_t output_length;
    size_t console_room; /* characters that the device still takes; SIZE_MAX: any number */
    int input;           /* next character, -1: none */
    unsigned input_more; /* characters behind it, each the one before plus 1 */

    unsigned exits;
    enum arch_exit exit_why;
};

extern struct null_machine null_machine;

/* A machine just switched on, with all its memory free; arch_memory_allocate()'s
 * blocks go. */
void null_reset(void);

/* The memory that arch_memory_allocate() has given, block by block, with the
 * block's size; NULL: there are no more. */
void *null_memory(size_t index, size_t *size);

/* Calls body(argument); true if it ended in arch_exit(). */
bool null_exits(void (*body)(void *), void *argument);

/* Where the partition's memory at address is for the host, or NULL if the
 * partition may not access it with these rights. */
char *null_translate(const struct partition *partition, uint32_t address, unsigned rights);

#endif
