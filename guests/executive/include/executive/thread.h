/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Threads and their scheduling: 256 priorities (0 is the most urgent), FIFO
 * within a priority, preemption that a thread can switch off for itself, time
 * slices in ticks.
 *
 * Protection: the executive's data is changed with interrupts disabled only.
 * A personality's directive does
 *
 *     int level = exec_enter();
 *     ... operations of the executive ...
 *     exec_leave(level);
 *
 * where exec_leave() switches to a more urgent thread if there is one now.
 * Unless a comment says otherwise, functions here are called between the two,
 * from thread or interrupt context.
 */
#ifndef EXECUTIVE_THREAD_H
#define EXECUTIVE_THREAD_H

#include "executive/list.h"
#include "executive/status.h"
#include "executive/timer.h"
#include "virtualizationlayercpu.h"

#define EXEC_PRIORITY_COUNT 256u
#define EXEC_PRIORITY_LAST  (EXEC_PRIORITY_COUNT - 1)
#define EXEC_PRIORITY_IDLE  EXEC_PRIORITY_COUNT /* of the idle thread only */

/* Why a thread is not ready; they add up. */
#define EXEC_STATE_DORMANT   1u
#define EXEC_STATE_SUSPENDED 2u
#define EXEC_STATE_WAITING   4u

struct exec_mutex;
struct exec_wait_queue;

struct exec_thread {
    _CPU_Virtual_Context context;
    struct exec_link ready; /* in the FIFO of its priority while it is ready */
    uint32_t states;        /* 0: ready */
    uint16_t priority;      /* that counts now */
    uint16_t base_priority; /* without inheritance and ceilings */
    bool preemptible;       /* by more urgent threads */
    uint32_t slice;         /* ticks, 0: not time sliced */
    uint32_t slice_left;

    /* The wait (wait.h). */
    struct exec_wait_queue *wait_queue;
    struct exec_order_node wait_node;
    bool wait_by_priority;
    struct exec_timer wait_timer;
    struct exec_timer_queue *wait_timer_queue;
    enum exec_status wait_status;
    void *wait_data;               /* for the object that is waited for */
    uint32_t wait_option;          /* likewise */
    struct exec_mutex *wait_mutex; /* the mutex that is waited for */
    struct exec_mutex *held;       /* mutexes that it owns */

    void *stack;
    size_t stack_size;
    void (*entry)(struct exec_thread *self);
    void *libc;           /* the C library's state of this thread, or NULL */
    void *thread_pointer; /* of its thread-local storage (tls.h), or NULL */

    /* To be called in this thread's context as soon as it executes, between
     * exec_enter() and exec_leave(); or NULL. exec_thread_request_action(). */
    void (*action)(struct exec_thread *self);
};

struct exec_processor {
    struct exec_thread *executing; /* NULL until exec_run() */
    struct exec_thread *heir;      /* should execute */
    uint32_t dispatch_disabled;    /* nesting: no switch to the heir */
    uint32_t interrupt_nest;
    void *thread_pointer; /* that is set */
};
extern struct exec_processor exec_processor;

/* In any context. */
static inline struct exec_thread *exec_executing(void)
{
    return exec_processor.executing;
}

static inline bool exec_in_interrupt(void)
{
    return exec_processor.interrupt_nest != 0;
}

/* Begins and ends work on the executive's data. */
static inline int exec_enter(void)
{
    return _CPU_Virtual_Interrupts_disable_inline();
}

/* Switches to the heir. */
void exec_dispatch(void);

static inline void exec_leave(int level)
{
    if (exec_processor.heir != exec_processor.executing && exec_processor.dispatch_disabled == 0)
        exec_dispatch();
    _CPU_Virtual_Interrupts_enable_inline(level);
}

/* Keeps the executing thread from being switched away from while interrupts
 * stay possible. Nests. Any context, any level. */
void exec_dispatch_disable(void);
void exec_dispatch_enable(void);

/* Called with the thread that is left and the one that is entered at each
 * switch, with interrupts disabled; NULL for none. */
extern void (*exec_switch_hook)(struct exec_thread *from, struct exec_thread *to);

struct exec_thread_attributes {
    void *stack; /* of the caller's memory, for the thread's lifetime */
    size_t stack_size;
    uint8_t priority;
    bool preemptible;
    uint32_t slice; /* ticks, 0: not time sliced */
};

/*
 * Lets the thread call action(thread) in its own context: before it goes on,
 * if it does not execute; when the interrupt is over, if it was interrupted;
 * for the executing thread it is the caller who calls exec_thread_run_action()
 * at the end. A request replaces one that is not served yet. The action may
 * wait and enable interrupts; what the thread was waiting for is not affected.
 */
void exec_thread_request_action(struct exec_thread *thread,
                                void (*action)(struct exec_thread *self));

/* Serves what was requested of the executing thread, on the rest of its stack
 * and with a floating-point state of its own. Thread context, dispatching
 * enabled, between exec_enter() and exec_leave(). */
void exec_thread_run_action(void);

/* Makes a dormant thread. */
void exec_thread_initialize(struct exec_thread *thread,
                            const struct exec_thread_attributes *attributes);

/* Makes a dormant thread ready, to call entry(thread) at the given level.
 * entry must not return. */
void exec_thread_start(struct exec_thread *thread, void (*entry)(struct exec_thread *self),
                       int level);

/* Makes the thread dormant, whatever it did: it leaves its wait queue, its
 * timeout stops. Mutexes that it owns stay its own. If it is the executing
 * one it goes on until the caller's exec_leave(). */
void exec_thread_stop(struct exec_thread *thread);

/* Stops the executing thread and lets it begin again from entry, on its
 * stack as at the start. Thread context, dispatching enabled. */
void exec_thread_restart_self(void (*entry)(struct exec_thread *self), int level)
    __attribute__((noreturn));

/* Enters the heir and keeps nothing of what the executing thread, which is not
 * ready, was doing: it can only be started again. Any stack, dispatching enabled. */
void exec_thread_abandon_self(void) __attribute__((noreturn));

/* Adds and removes states. */
void exec_thread_block(struct exec_thread *thread, uint32_t state);
void exec_thread_unblock(struct exec_thread *thread, uint32_t state);

/* Changes the base priority; the thread queues up behind the others of the
 * resulting priority. */
void exec_thread_set_priority(struct exec_thread *thread, uint8_t priority);

/* Recomputes the priority of the thread after its base priority, its mutexes
 * or their waiters have changed, and of all that it passes it on to. */
void exec_thread_update_priority(struct exec_thread *thread);

/* Of the executing thread. */
void exec_thread_set_preemptible(bool preemptible);
void exec_thread_set_slice(uint32_t ticks);

/* The executing thread goes behind the ready ones of its priority. */
void exec_thread_yield(void);

/* One tick of the executing thread's slice is over. */
void exec_thread_charge_tick(void);

/* Prepares the scheduler and the idle thread, which never blocks; idle_entry
 * NULL: it gives the processor back until an interrupt comes. First of all. */
void exec_initialize(struct exec_thread *idle, void *idle_stack, size_t idle_stack_size,
                     void (*idle_entry)(struct exec_thread *self));

/* Gives the processor to the threads; the calling context is left for good.
 * With interrupts disabled. */
void exec_run(void) __attribute__((noreturn));

#endif
