/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The vCPU page: one page shared by the kernel and one partition, read and
 * written by both, at BULKHEAD_VCPU_ADDRESS (arch/<arch>.h).
 *
 * It lets a partition disable, enable and acknowledge its virtual interrupts
 * without entering the kernel. The kernel believes nothing on it: a wrong
 * value can confuse its owner only.
 */
#ifndef BULKHEAD_VCPU_H
#define BULKHEAD_VCPU_H

#include <stdint.h>

/* Lines: 0..15 hardware interrupt lines, then the kernel's virtual ones. */
#define BULKHEAD_LINE_COUNT         32u
#define BULKHEAD_LINE_FIRST_VIRTUAL 16u
#define BULKHEAD_LINE_TIMER         16u /* the partition's timer expired */
#define BULKHEAD_LINE_PORT          17u /* a message arrived, or room was made */
#define BULKHEAD_LINE_WINDOW        18u /* a window of the partition started */
#define BULKHEAD_LINE_CONSOLE       19u /* console input arrived */
#define BULKHEAD_LINE_SIGNAL        20u /* a peer partition's signal */
#define BULKHEAD_LINE_SOFTWARE      21u /* 21..23: raised by the partition itself only */
#define BULKHEAD_LINE_LAST          23u

#define BULKHEAD_PORT_EVENT_WORDS 16u /* 32 ports each */

struct bulkhead_vcpu {
    /* Guest writes: delivery enabled (BULKHEAD_LEVEL_ENABLED) or not (0). The
     * kernel writes 0 when it delivers. */
    uint32_t level;

    /* Kernel writes: bit per connected line with occurrences not yet
     * delivered. After setting level to enabled, a guest that finds this
     * not 0 makes any hypercall to have them delivered. */
    uint32_t pending;

    /* Kernel sets a line's bit when it delivers the line, guest clears it as
     * acknowledgement; while it is set the line is not delivered again. */
    uint32_t in_service;

    /* Kernel writes at each delivery: the line and how often it occurred
     * since its last delivery (saturates at UINT32_MAX). */
    uint32_t vector;
    uint32_t count;

    /* Kernel sets it to 1 when it delivers a fault, guest clears it when the
     * handler is through. A fault while it is set stops the partition. */
    uint32_t fault_active;

    /* Kernel writes at each window start (module time, ns): the present
     * window's start and end, and the start of the partition's next one. */
    uint64_t window_start;
    uint64_t window_end;
    uint64_t window_next;

    /* Kernel sets the bit of a port (its number, start_info.h) when a message
     * arrived there or room was made, and raises BULKHEAD_LINE_PORT; guest
     * clears it, in one instruction, before it looks at the port. */
    uint32_t port_events[BULKHEAD_PORT_EVENT_WORDS];

    /* Guest writes: what executes now (a process or task), copied into the
     * health log with what happens meanwhile; has no other meaning. */
    uint32_t process;
};

#endif
