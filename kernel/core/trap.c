/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/trap.h"

#include "kernel/console.h"
#include "kernel/health.h"
#include "kernel/hypercall.h"
#include "kernel/irq.h"
#include "kernel/partition.h"
#include "kernel/report.h"
#include "kernel/sched.h"
#include "kernel/virq.h"

/* Delivering an interrupt takes at most so long (ns). */
#define DELIVERY_TIME 300u

/* To find that nothing can be done takes at most so long (ns). */
#define LOOK_TIME 300u

/* Whether a partition that was not ready is now. */
__attribute__((noinline)) static bool becomes_ready(struct partition *partition)
{
    if (partition->state == PARTITION_HELD)
        return health_go_on(partition);
    if (partition->state != PARTITION_WAITING || partition->virq.pending == 0)
        return false;
    partition->state = PARTITION_READY;
    return true;
}

static inline __attribute__((always_inline)) struct partition *
leave_with(struct partition *partition)
{
    if (partition->state != PARTITION_READY && !becomes_ready(partition))
        return NULL;
    if (partition->virq.pending != 0 && !virq_leave(partition)) {
        health_delivery_failed(partition);
        return NULL;
    }
    return partition;
}

static struct partition *leave(void)
{
    return leave_with(partition_current);
}

/* Calls can be made to the last, so what follows one is not begun then. */
__attribute__((noinline)) static struct partition *leave_with_more(struct partition *partition)
{
    if (partition->state == PARTITION_READY && !sched_has_time(DELIVERY_TIME))
        return partition;
    return leave_with(partition);
}

/* Most hypercalls lead straight back, and no register need be saved for that. */
static inline __attribute__((always_inline)) struct partition *
leave_hypercall(struct partition *partition)
{
    if (partition->state == PARTITION_READY && partition->virq.pending == 0)
        return partition;
    return leave_with_more(partition);
}

struct partition *trap(enum trap_cause cause, uint32_t number, const struct arch_fault *fault)
{
    struct partition *partition = partition_current;

    switch (cause) {
    case TRAP_HYPERCALL:
        return hypercall(partition) ? leave_hypercall(partition) : partition;
    case TRAP_TIMER:
        sched_timer();
        break;
    case TRAP_LINE:
        irq_line(number);
        break;
    case TRAP_FAULT:
        health_fault(partition, fault);
        if (partition->state == PARTITION_HELD)
            return NULL;
        break;
    case TRAP_NONE:
        break;
    }
    return leave();
}

bool trap_idle(void)
{
    struct partition *partition = partition_current;
    bool again;

    if (!sched_has_time(LOOK_TIME))
        return false;
    again = console_send(&partition->console);
    switch (partition->state) {
    case PARTITION_CHANGING:
        return partition_change(partition) || again;
    case PARTITION_STARTING:
        /* A slow console delays no start. */
        if (again)
            console_keep(partition);
        return partition_start_step(partition) || again;
    case PARTITION_STOPPED:
        return again || (!console_waits(&partition->console) && report_step(partition));
    default:
        return again;
    }
}
