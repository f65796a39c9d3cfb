/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Hypercalls: their numbers, arguments and results.
 *
 * Calling convention: arch/<arch>.h. Every hypercall returns a signed 32-bit
 * value, negative if it was refused: one of enum bulkhead_error. A refused call has
 * changed nothing, but for what E_ADDRESS found out by doing it: a text was
 * written, or the caller's buffer filled, up to the address. Times are 64-bit
 * nanoseconds of module time (0 = start of the first major frame). Pointers are
 * virtual addresses of the caller.
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

    /* (base, segment) -> 0. Base address of one of the segments for thread
     * pointers (arch/<arch>.h), of which a guest may keep several and load
     * their selectors itself. E_RANGE no such segment. */
    BULKHEAD_HC_THREAD_POINTER_SET = 12,

    /* (const struct bulkhead_context *) does not return; continues there.
     * E_ADDRESS unreadable, E_ARGUMENT a segment selector a guest can't have. */
    BULKHEAD_HC_RESUME = 13,

    /* (status) does not return. The partition ends (operating mode IDLE);
     * status 0 means that it has done its work, any other that it failed. */
    BULKHEAD_HC_STOP = 14,

    /* (mode) -> 0. Sets the operating mode (start_info.h). NORMAL: E_STATE if it
     * is NORMAL. IDLE: as STOP with status 0. COLD_START, WARM_START: the
     * partition starts again from its pristine program, does not return;
     * E_STATE: WARM_START asked for in mode COLD_START. E_RANGE no such mode. */
    BULKHEAD_HC_MODE_SET = 15,

    /* (port, message, length) -> 0. Sends through a source port of the
     * partition. E_RANGE no such port, E_PERMISSION it is a destination,
     * E_ARGUMENT length 0 or above the port's, E_ADDRESS, E_FULL no room
     * (queuing): an overflow, which the receiver sees, unless length has
     * BULKHEAD_PORT_KEPT added, by which the sender says that it tries again. */
    BULKHEAD_HC_PORT_SEND = 16,

    /* (port, buffer, size) -> length of the message | BULKHEAD_PORT_* flags.
     * Takes the oldest message (queuing) or copies the last (sampling).
     * E_RANGE, E_PERMISSION it is a source, E_EMPTY, E_ARGUMENT the buffer is
     * smaller than the message, E_ADDRESS. */
    BULKHEAD_HC_PORT_RECEIVE = 17,

    /* (port, struct bulkhead_port_status *) -> 0. E_RANGE, E_ADDRESS. */
    BULKHEAD_HC_PORT_STATUS = 18,

    /* (port) -> 0. Drops all messages of a queuing destination port. E_RANGE,
     * E_PERMISSION a source, E_ARGUMENT a sampling port. */
    BULKHEAD_HC_PORT_CLEAR = 19,

    /* (const struct bulkhead_error_report *) -> enum bulkhead_health_action that
     * is left to the partition; a partition's or module's action is carried out
     * at once. E_ADDRESS, E_RANGE no such error or level. */
    BULKHEAD_HC_HEALTH_RAISE = 20,

    /* (struct bulkhead_log_entry *, partition identifier, sequence) -> 0. The
     * oldest kept entry with that sequence or a later one. E_RANGE no such
     * partition, E_PERMISSION another's, E_EMPTY none yet, E_ADDRESS. */
    BULKHEAD_HC_LOG_READ = 21,

    /* (schedule) -> 0. From the next major frame on the module follows that
     * schedule (the present one: it stays). E_RANGE, E_PERMISSION. */
    BULKHEAD_HC_SCHEDULE_SET = 22,

    /* (struct bulkhead_schedule_status *) -> 0. E_ADDRESS. */
    BULKHEAD_HC_SCHEDULE_STATUS = 23,

    /* (address, guard) -> 0. Makes a page of the partition's free memory a
     * guard page, that cannot be accessed (guard != 0), or accessible again.
     * E_ADDRESS not the start of such a page. */
    BULKHEAD_HC_GUARD_SET = 24,

    /* (partition identifier) -> 0. Raises BULKHEAD_LINE_SIGNAL there. E_RANGE no
     * such partition, E_PERMISSION the model does not allow it. */
    BULKHEAD_HC_SIGNAL = 25,

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
    BULKHEAD_E_FULL = -8,       /* no room there now */
};

/* Added to the length for BULKHEAD_HC_PORT_SEND. */
#define BULKHEAD_PORT_KEPT 0x80000000u

/* Beside the length in the result of BULKHEAD_HC_PORT_RECEIVE. */
#define BULKHEAD_PORT_LENGTH     0x0000ffffu
#define BULKHEAD_PORT_VALID      0x00010000u /* sampling: not older than the refresh period */
#define BULKHEAD_PORT_UPDATED    0x00020000u /* sampling: not read through this port before */
#define BULKHEAD_PORT_OVERFLOWED 0x00040000u /* queuing: one was lost since the last receive */

/* Result of BULKHEAD_HC_PORT_STATUS. */
struct bulkhead_port_status {
    uint32_t messages; /* in the queue; sampling: 1 if there is one */
    uint32_t flags;    /* BULKHEAD_PORT_*, as a receive would give them */
    uint64_t time;     /* sampling: when the last message was written; else 0 */
};

/* Result of BULKHEAD_HC_SCHEDULE_STATUS. */
struct bulkhead_schedule_status {
    uint64_t last_change; /* module time of the last change; 0: none yet */
    uint32_t current;     /* index */
    uint32_t next;        /* index; differs from current if a change is waiting */
};

/* Argument of BULKHEAD_HC_TIMER_SET. */
struct bulkhead_timer {
    uint64_t expiry; /* first expiry, module time, ns; 0: stop the timer */
    uint64_t period; /* ns between the following ones; 0: one-shot */
};

#endif
