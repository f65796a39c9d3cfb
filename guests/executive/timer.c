/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/timer.h"
#include "executive/clock.h"
#include "executive/list.h"

void exec_timer_start(struct exec_timer_queue *queue, struct exec_timer *timer, uint64_t expiry)
{
    exec_order_insert(&queue->timers, &timer->node, expiry);
    if (queue->timers.first == &timer->node)
        exec_clock_next_expiry_changed(queue);
}

void exec_timer_expire_due(struct exec_timer_queue *queue, uint64_t now)
{
    while (exec_timer_next_expiry(queue) <= now) {
        struct exec_timer *timer = EXEC_CONTAINER(queue->timers.first, struct exec_timer, node);

        exec_order_remove(&queue->timers, &timer->node);
        timer->expired(timer);
    }
}
