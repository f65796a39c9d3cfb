/* SPDX-License-Identifier: BSD-2-Clause */

#include "executive/thread.h"
#include "executive/fatal.h"
#include "executive/mutex.h"
#include "executive/wait.h"

#define WORD_BITS 32u

struct exec_processor exec_processor = {.dispatch_disabled = 1};
void (*exec_switch_hook)(struct exec_thread *from, struct exec_thread *to);

static struct {
    uint32_t groups; /* bit: word of priorities has a bit */
    uint32_t priorities[EXEC_PRIORITY_IDLE / WORD_BITS + 1];
    struct exec_list fifo[EXEC_PRIORITY_IDLE + 1];
} ready;

/* Heir ------------------------------------------------------------------- */

static struct exec_thread *most_urgent(void)
{
    uint32_t group = (uint32_t)__builtin_ctz(ready.groups);
    uint32_t bit = (uint32_t)__builtin_ctz(ready.priorities[group]);

    return EXEC_CONTAINER(ready.fifo[group * WORD_BITS + bit].head.next, struct exec_thread, ready);
}

static void elect(void)
{
    struct exec_thread *executing = exec_processor.executing;

    if (executing != NULL && !executing->preemptible && executing->states == 0)
        exec_processor.heir = executing;
    else
        exec_processor.heir = most_urgent();
}

/* The same, if all that has changed is that the thread has become ready, as the last of its
 * priority. */
static inline void elect_or_stay(struct exec_thread *thread)
{
    const struct exec_thread *heir = exec_processor.heir;

    if (thread == exec_processor.executing)
        elect();
    else if (thread->priority < heir->priority &&
             (heir->preemptible || heir != exec_processor.executing))
        exec_processor.heir = thread;
}

static inline void mark(uint32_t priority)
{
    ready.priorities[priority / WORD_BITS] |= 1u << (priority % WORD_BITS);
    ready.groups |= 1u << (priority / WORD_BITS);
}

static inline void make_ready(struct exec_thread *thread)
{
    exec_list_append(&ready.fifo[thread->priority], &thread->ready);
    mark(thread->priority);
}

static void make_unready(struct exec_thread *thread)
{
    uint32_t priority = thread->priority;
    uint32_t group = priority / WORD_BITS;

    exec_list_remove(&thread->ready);
    if (!exec_list_is_empty(&ready.fifo[priority]))
        return;
    ready.priorities[group] &= ~(1u << (priority % WORD_BITS));
    if (ready.priorities[group] == 0)
        ready.groups &= ~(1u << group);
}

/* Behind the others of its priority. */
static void requeue(struct exec_thread *thread)
{
    exec_list_remove(&thread->ready);
    exec_list_append(&ready.fifo[thread->priority], &thread->ready);
}

/* Switch ----------------------------------------------------------------- */

/* Makes the heir the executing thread, all but its context. */
static inline struct exec_thread *take_over(void)
{
    struct exec_thread *from = exec_processor.executing;
    struct exec_thread *to = exec_processor.heir;

    exec_processor.executing = to;
    to->slice_left = to->slice;
    if (exec_switch_hook != NULL)
        exec_switch_hook(from, to);
    if (to->thread_pointer != NULL && to->thread_pointer != exec_processor.thread_pointer) {
        exec_processor.thread_pointer = to->thread_pointer;
        _CPU_Virtual_Thread_pointer_set(to->thread_pointer);
    }
    return to;
}

void exec_dispatch(void)
{
    struct exec_thread *from = exec_processor.executing;

    _CPU_Virtual_Context_switch(&from->context, &take_over()->context);
    if (from->action != NULL)
        exec_thread_run_action();
}

void exec_dispatch_disable(void)
{
    int level = exec_enter();

    exec_processor.dispatch_disabled++;
    _CPU_Virtual_Interrupts_enable_inline(level);
}

void exec_dispatch_enable(void)
{
    int level = exec_enter();

    exec_processor.dispatch_disabled--;
    exec_leave(level);
}

/* Life ------------------------------------------------------------------- */

static void begin(void *argument)
{
    struct exec_thread *self = argument;

    if (self->action != NULL) {
        int level = exec_enter();

        exec_thread_run_action();
        exec_leave(level);
    }
    self->entry(self);
}

void exec_thread_initialize(struct exec_thread *thread,
                            const struct exec_thread_attributes *attributes)
{
    *thread = (struct exec_thread){.states = EXEC_STATE_DORMANT};
    thread->stack = attributes->stack;
    thread->stack_size = attributes->stack_size;
    thread->priority = attributes->priority;
    thread->base_priority = attributes->priority;
    thread->preemptible = attributes->preemptible;
    thread->slice = attributes->slice;
}

static void prepare(struct exec_thread *thread, void (*entry)(struct exec_thread *self), int level)
{
    thread->entry = entry;
    thread->action = NULL;
    _CPU_Virtual_Context_initialize(&thread->context, thread->stack, thread->stack_size, level,
                                    begin, thread);
}

void exec_thread_start(struct exec_thread *thread, void (*entry)(struct exec_thread *self),
                       int level)
{
    prepare(thread, entry, level);
    exec_thread_unblock(thread, EXEC_STATE_DORMANT);
}

void exec_thread_stop(struct exec_thread *thread)
{
    if ((thread->states & EXEC_STATE_WAITING) != 0)
        exec_wait_end(thread, EXEC_DELETED);
    exec_thread_block(thread, EXEC_STATE_DORMANT);
    thread->states = EXEC_STATE_DORMANT;
}

void exec_thread_restart_self(void (*entry)(struct exec_thread *self), int level)
{
    struct exec_thread *self = exec_processor.executing;

    prepare(self, entry, level);
    _CPU_Virtual_Context_enter(&take_over()->context);
}

void exec_thread_abandon_self(void)
{
    _CPU_Virtual_Context_enter(&take_over()->context);
}

void exec_thread_block(struct exec_thread *thread, uint32_t state)
{
    if (thread->states == 0)
        make_unready(thread);
    thread->states |= state;
    if (thread == exec_processor.heir)
        elect();
}

void exec_thread_unblock(struct exec_thread *thread, uint32_t state)
{
    uint32_t before = thread->states;

    thread->states &= ~state;
    if (before == 0 || thread->states != 0)
        return;
    make_ready(thread);
    elect_or_stay(thread);
}

/* Priorities ------------------------------------------------------------- */

/* first: ahead of the ready ones of that priority, as a thread that gets back
 * a priority has been there before them. */
static void change_priority(struct exec_thread *thread, uint16_t priority, bool first)
{
    if (thread->states == 0) {
        make_unready(thread);
        if (first)
            exec_list_prepend(&ready.fifo[priority], &thread->ready);
        else
            exec_list_append(&ready.fifo[priority], &thread->ready);
        mark(priority);
    }
    thread->priority = priority;
    if (thread->wait_queue != NULL && thread->wait_by_priority) {
        exec_order_remove(&thread->wait_queue->threads, &thread->wait_node);
        exec_order_insert(&thread->wait_queue->threads, &thread->wait_node, priority);
    }
}

static uint16_t resulting_priority(const struct exec_thread *thread)
{
    uint16_t priority = thread->base_priority;

    for (const struct exec_mutex *mutex = thread->held; mutex != NULL; mutex = mutex->next_held) {
        uint16_t boost = exec_mutex_boost(mutex);

        if (boost < priority)
            priority = boost;
    }
    return priority;
}

void exec_thread_update_priority(struct exec_thread *thread)
{
    while (thread != NULL) {
        uint16_t priority = resulting_priority(thread);

        if (priority == thread->priority)
            return;
        change_priority(thread, priority, true);
        elect();
        thread = thread->wait_mutex == NULL ? NULL : thread->wait_mutex->owner;
    }
}

void exec_thread_set_priority(struct exec_thread *thread, uint8_t priority)
{
    uint16_t result;

    thread->base_priority = priority;
    result = resulting_priority(thread);
    if (result == thread->priority)
        return;
    change_priority(thread, result, false);
    if (thread->wait_mutex != NULL)
        exec_thread_update_priority(thread->wait_mutex->owner);
    elect();
}

/* The executing thread --------------------------------------------------- */

void exec_thread_set_preemptible(bool preemptible)
{
    exec_processor.executing->preemptible = preemptible;
    elect();
}

void exec_thread_set_slice(uint32_t ticks)
{
    exec_processor.executing->slice = ticks;
    exec_processor.executing->slice_left = ticks;
}

void exec_thread_yield(void)
{
    struct exec_thread *self = exec_processor.executing;

    if (exec_processor.dispatch_disabled != 0)
        exec_fatal(EXEC_FATAL_BLOCKING_NOT_ALLOWED, 0);
    requeue(self);
    exec_processor.heir = most_urgent();
}

void exec_thread_charge_tick(void)
{
    struct exec_thread *self = exec_processor.executing;

    if (self == NULL || self->slice == 0 || self->states != 0 || !self->preemptible)
        return;
    if (--self->slice_left > 0)
        return;
    self->slice_left = self->slice;
    requeue(self);
    elect();
}

/* Start ------------------------------------------------------------------ */

/* With interrupts enabled: what comes before the wait is handled before it,
 * and there is no condition that it could change. */
static void wait_for_interrupts(struct exec_thread *self)
{
    (void)self;
    for (;;)
        _CPU_Virtual_Wait_for_interrupt();
}

void exec_initialize(struct exec_thread *idle, void *idle_stack, size_t idle_stack_size,
                     void (*idle_entry)(struct exec_thread *self))
{
    const struct exec_thread_attributes attributes = {
        .stack = idle_stack,
        .stack_size = idle_stack_size,
        .priority = EXEC_PRIORITY_LAST,
        .preemptible = true,
    };

    for (uint32_t i = 0; i <= EXEC_PRIORITY_IDLE; i++)
        exec_list_initialize(&ready.fifo[i]);
    exec_thread_initialize(idle, &attributes);
    prepare(idle, idle_entry == NULL ? wait_for_interrupts : idle_entry,
            _CPU_VIRTUAL_LEVEL_ENABLED);
    idle->priority = EXEC_PRIORITY_IDLE;
    idle->base_priority = EXEC_PRIORITY_IDLE;
    idle->states = 0;
    make_ready(idle);
    elect();
}

void exec_run(void)
{
    elect();
    exec_processor.dispatch_disabled = 0;
    _CPU_Virtual_Context_enter(&take_over()->context);
}
