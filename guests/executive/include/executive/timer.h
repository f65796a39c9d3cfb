/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Timers: a function to be called at an absolute time, in ns of the queue's
 * time base. All functions are called with interrupts disabled, from thread
 * or interrupt context.
 */
#ifndef EXECUTIVE_TIMER_H
#define EXECUTIVE_TIMER_H

#include "executive/order.h"

#define EXEC_FOREVER UINT64_MAX /* as an expiry: never */

struct exec_timer {
    struct exec_order_node node; /* the key is the expiry */
    /* Called in interrupt context with interrupts disabled, the timer being
     * in no queue; it may start it again. */
    void (*expired)(struct exec_timer *timer);
};

/* All zero: empty. The module-time queue is exec_clock.h's. */
struct exec_timer_queue {
    struct exec_order timers;
};

static inline bool exec_timer_is_running(const struct exec_timer *timer)
{
    return exec_order_contains(&timer->node);
}

/* expired must be set; the timer must not be running. Equal expiries are
 * served in the order of their starts. */
void exec_timer_start(struct exec_timer_queue *queue, struct exec_timer *timer, uint64_t expiry);

/* No effect if it is not running. A clock interrupt that is now too early finds
 * nothing due: cheaper than programming the clock again. */
static inline void exec_timer_stop(struct exec_timer_queue *queue, struct exec_timer *timer)
{
    if (exec_timer_is_running(timer))
        exec_order_remove(&queue->timers, &timer->node);
}

/* The earliest expiry, EXEC_FOREVER if there is none. */
static inline uint64_t exec_timer_next_expiry(const struct exec_timer_queue *queue)
{
    return queue->timers.first == NULL ? EXEC_FOREVER : queue->timers.first->key;
}

/* For exec_timer_expire_until(): there may be such timers. */
void exec_timer_expire_due(struct exec_timer_queue *queue, uint64_t now);

/* Expires, in order, every timer that is due at the given time. */
static inline void exec_timer_expire_until(struct exec_timer_queue *queue, uint64_t now)
{
    if (queue->timers.first != NULL && queue->timers.first->key <= now)
        exec_timer_expire_due(queue, now);
}

#endif
