/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Hypercalls: their numbers, arguments and results.
 *
 * Calling convention: arch/<arch>.h. Every hypercall returns a signed 32-bit
 * value, negative if it was refused: one of enum bulkhead_error. A refused call has
 * changed nothing. Times are 64-bit nanoseconds of module time (0 = start of
 * the first major frame). Pointers are virtual addresses of the caller.
 *
 * Some calls do their work in bounded pieces: between two pieces the
 * partition is at the hypercall instruction again, with its progress in the
 * argument registers, and can be interrupted or preempted there.
 */
#ifndef BULKHEAD_HYPERCALL_H
#define BULKHEAD_HYPERCALL_H

#include <stdint.h>

enum bulkhead_hypercall {
    /* () -> BULKHEAD_ABI_VERSION. Does nothing else: the cheapest call. */
    BULKHEAD_HC_VERSION = 0,

    /* (text, length) -> 0. Writes to the partition's console; lines of
     * different partitions are never mixed. Done in pieces. */
    BULKHEAD_HC_CONSOLE_WRITE = 1,

    /* () -> next character (0..255), or BULKHEAD_E_EMPTY. */
    BULKHEAD_HC_CONSOLE_READ = 2,

    /* (const struct bulkhead_upcalls *) -> 0. Where the partition wants its
     * virtual interrupts and faults. Without it none is delivered. */
    BULKHEAD_HC_UPCALLS_SET = 3,

    /* (line) -> 0. Connects the partition to a line: E_RANGE no such line,
     * E_PERMISSION not this partition's, E_STATE already connected. */
    BULKHEAD_HC_VIRQ_CONNECT = 4,

    /* (line) -> 0. The opposite; occurrences not yet delivered are dropped.
     * E_RANGE no such line, E_STATE not connected. */
    BULKHEAD_HC_VIRQ_DISCONNECT = 5,

    /* (line) -> 0. A hardware line (0..15) may interrupt again. Virtual lines
     * are acknowledged by clearing their bit of in_service. E_RANGE, E_STATE. */
    BULKHEAD_HC_VIRQ_ACKNOWLEDGE = 6,

    /* (line, limit) -> occurrences taken (0..limit). Removes up to limit
     * occurrences that were not yet delivered. E_RANGE, E_STATE. */
    BULKHEAD_HC_VIRQ_TAKE = 7,

    /* () -> line, or BULKHEAD_E_EMPTY. Takes the next deliverable line as a
     * delivery does (vector, count and in_service are set on the vCPU page)
     * but without an upcall; used by a dispatcher before it leaves. */
    BULKHEAD_HC_VIRQ_NEXT = 8,

    /* (line) -> 0. Raises one of the partition's own connected virtual lines
     * (BULKHEAD_LINE_FIRST_VIRTUAL and up). E_RANGE, E_STATE. */
    BULKHEAD_HC_VIRQ_RAISE = 9,

    /* (const struct bulkhead_timer *) -> 0. Sets or stops the partition's
     * timer (line BULKHEAD_LINE_TIMER). E_RANGE period under the floor. */
    BULKHEAD_HC_TIMER_SET = 10,

    /* () -> 0. Gives the processor back until a connected line has an
     * occurrence (returns at once if one has), whatever the level is. */
    BULKHEAD_HC_IDLE = 11,

    /* (base) -> 0. Base address of the segment that BULKHEAD_TLS_SELECTOR
     * selects. The selector itself is loaded by the caller. */
    BULKHEAD_HC_THREAD_POINTER_SET = 12,

    /* (const struct bulkhead_context *) does not return; continues there.
     * E_ADDRESS unreadable, E_ARGUMENT a segment selector a guest can't have. */
    BULKHEAD_HC_RESUME = 13,

    /* (status) does not return. The partition ends (operating mode IDLE);
     * status 0 means that it has done its work, any other that it failed. */
    BULKHEAD_HC_STOP = 14,

    BULKHEAD_HC_COUNT
};

enum bulkhead_error {
    BULKHEAD_OK = 0,
    BULKHEAD_E_CALL = -1,       /* no such hypercall */
    BULKHEAD_E_ADDRESS = -2,    /* memory that the caller can't read or write itself */
    BULKHEAD_E_RANGE = -3,      /* a number outside of what exists */
    BULKHEAD_E_PERMISSION = -4, /* exists, but is not the caller's */
    BULKHEAD_E_STATE = -5,      /* not in the present state */
    BULKHEAD_E_ARGUMENT = -6,   /* a structure with contents that can't be */
    BULKHEAD_E_EMPTY = -7,      /* nothing there now */
};

/* Argument of BULKHEAD_HC_TIMER_SET. */
struct bulkhead_timer {
    uint64_t expiry; /* first expiry, module time, ns; 0: stop the timer */
    uint64_t period; /* ns between the following ones; 0: one-shot */
};

#endif
