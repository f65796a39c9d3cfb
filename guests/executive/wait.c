/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/wait.h"
#include "executive/fatal.h"
#include "executive/mutex.h"

static void timed_out(struct exec_timer *timer)
{
    exec_wait_end(EXEC_CONTAINER(timer, struct exec_thread, wait_timer), EXEC_TIMEOUT);
}

void exec_wait_begin(struct exec_wait_queue *queue, enum exec_wait_discipline discipline)
{
    struct exec_thread *self = exec_processor.executing;

    if (exec_processor.dispatch_disabled != 0 || self->priority == EXEC_PRIORITY_IDLE)
        exec_fatal(EXEC_FATAL_BLOCKING_NOT_ALLOWED, 0);
    self->wait_queue = queue;
    self->wait_by_priority = discipline == EXEC_WAIT_PRIORITY;
    if (queue != NULL)
        exec_order_insert(&queue->threads, &self->wait_node,
                          self->wait_by_priority ? self->priority : 0);
    exec_thread_block(self, EXEC_STATE_WAITING);
}

void exec_wait_timeout(struct exec_timer_queue *timers, uint64_t expiry)
{
    struct exec_thread *self = exec_processor.executing;

    if (expiry == EXEC_FOREVER)
        return;
    self->wait_timer.expired = timed_out;
    self->wait_timer_queue = timers;
    exec_timer_start(timers, &self->wait_timer, expiry);
}

enum exec_status exec_wait_finish(void)
{
    struct exec_thread *self = exec_processor.executing;

    exec_dispatch();
    return self->wait_status;
}

void exec_wait_end(struct exec_thread *thread, enum exec_status status)
{
    struct exec_mutex *mutex = thread->wait_mutex;

    if (thread->wait_queue != NULL) {
        exec_order_remove(&thread->wait_queue->threads, &thread->wait_node);
        thread->wait_queue = NULL;
    }
    exec_timer_stop(thread->wait_timer_queue, &thread->wait_timer);
    thread->wait_mutex = NULL;
    thread->wait_status = status;
    exec_thread_unblock(thread, EXEC_STATE_WAITING);
    if (mutex != NULL)
        exec_thread_update_priority(mutex->owner);
}

uint32_t exec_wait_end_all(struct exec_wait_queue *queue, enum exec_status status)
{
    uint32_t count = 0;
    struct exec_thread *thread;

    while ((thread = exec_wait_first(queue)) != NULL) {
        exec_wait_end(thread, status);
        count++;
    }
    return count;
}

uint32_t exec_wait_count(const struct exec_wait_queue *queue)
{
    return exec_order_count(&queue->threads);
}

void exec_sleep_until(struct exec_timer_queue *timers, uint64_t expiry)
{
    exec_wait_begin(NULL, EXEC_WAIT_FIFO);
    exec_wait_timeout(timers, expiry);
    (void)exec_wait_finish();
}
