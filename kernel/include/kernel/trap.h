/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The one way in and the one way out. The port saves the context of what was
 * interrupted, calls trap(), and continues with what it returns.
 */
#ifndef KERNEL_TRAP_H
#define KERNEL_TRAP_H

#include <stdint.h>
#include "kernel/arch.h"

struct partition;

enum trap_cause {
    TRAP_HYPERCALL, /* the running partition calls */
    TRAP_TIMER,     /* the one-shot timer expired */
    TRAP_LINE,      /* hardware line number interrupted; the port has masked and ended it */
    TRAP_FAULT,     /* the running partition did what it must not; fault says what */
    TRAP_NONE       /* nothing to do but to continue */
};

/* Returns the partition to continue, or NULL to idle until an interrupt. */
struct partition *trap(enum trap_cause cause, uint32_t number, const struct arch_fault *fault);

/* Background work of a window that nobody executes in, in bounded steps with
 * interrupts disabled. Returns true if there is more to do now. */
bool trap_idle(void);

#endif
