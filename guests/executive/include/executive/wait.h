/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Waiting, with timeout. Called between exec_enter() and exec_leave().
 *
 *     level = exec_enter();
 *     if (the condition does not hold) {
 *         exec_wait_begin(&queue, EXEC_WAIT_PRIORITY);
 *         exec_wait_timeout(&exec_clock_timers, expiry);
 *         status = exec_wait_finish();
 *     }
 *     exec_leave(level);
 */
#ifndef EXECUTIVE_WAIT_H
#define EXECUTIVE_WAIT_H

#include "executive/thread.h"

/* All zero: empty. */
struct exec_wait_queue {
    struct exec_order threads;
};

enum exec_wait_discipline {
    EXEC_WAIT_PRIORITY,
    EXEC_WAIT_FIFO,
};

/* Puts the executing thread in the waiting state, and into the queue if it is
 * not NULL. It runs on until exec_wait_finish(). Thread context. */
void exec_wait_begin(struct exec_wait_queue *queue, enum exec_wait_discipline discipline);

/* Limits the wait that has begun; EXEC_FOREVER: does not. */
void exec_wait_timeout(struct exec_timer_queue *timers, uint64_t expiry);

/* Waits, and returns what exec_wait_end() gave, or EXEC_TIMEOUT. Interrupts
 * are disabled again when it returns. */
enum exec_status exec_wait_finish(void);

/* Ends the wait of a waiting thread. */
void exec_wait_end(struct exec_thread *thread, enum exec_status status);

/* The thread that is first in the queue, NULL if there is none. */
static inline struct exec_thread *exec_wait_first(const struct exec_wait_queue *queue)
{
    return queue->threads.first == NULL
               ? NULL
               : EXEC_CONTAINER(queue->threads.first, struct exec_thread, wait_node);
}

/* Ends the wait of all in the queue; returns how many there were. */
uint32_t exec_wait_end_all(struct exec_wait_queue *queue, enum exec_status status);

/* How many threads are in the queue; walks over all of them. */
uint32_t exec_wait_count(const struct exec_wait_queue *queue);

/* Waits until the given time of the queue's time base; for the personalities'
 * delays. */
void exec_sleep_until(struct exec_timer_queue *timers, uint64_t expiry);

#endif
