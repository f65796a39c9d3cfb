/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the managers of the Classic API share. Directives protect themselves
 * with exec_enter()/exec_leave(); what allocates or frees holds the allocator
 * lock as well.
 */
#ifndef CLASSIC_H
#define CLASSIC_H

#include <reent.h>
#include <rtems.h>
#include <rtems/score/apimutex.h>
#include <rtems/score/threaddispatch.h>
#include "executive/clock.h"
#include "executive/heap.h"
#include "executive/interrupt.h"
#include "executive/libc.h"
#include "executive/mutex.h"
#include "executive/thread.h"
#include "executive/wait.h"

/* Objects (object.c) ----------------------------------------------------- */

struct classic_object {
    struct exec_link link; /* of the inactive list */
    rtems_id id;
    rtems_name name;
};

struct classic_class {
    struct classic_class *next; /* of those that are initialized */
    uint32_t api;
    uint32_t the_class;
    size_t object_size;
    size_t object_offset;         /* of struct classic_object in it */
    uint32_t maximum;             /* objects that there are */
    uint32_t extend_by;           /* 0: there will not be more */
    struct classic_object **open; /* by index - 1; NULL: not open */
    struct exec_list inactive;
};

/* Makes the class' objects as configured, from the memory of classic_boot_memory(). */
void classic_class_initialize(struct classic_class *the_class, uint32_t configured);

/* An object that no one can find yet; NULL if there are no more. With the
 * allocator lock. */
struct classic_object *classic_object_allocate(struct classic_class *the_class);

/* Lets the object be found under its id and name. Any protection. */
rtems_id classic_object_open(struct classic_class *the_class, struct classic_object *object,
                             rtems_name name);

/* The object is not found any more. */
void classic_object_close(struct classic_class *the_class, struct classic_object *object);

/* Gives a closed object back. With the allocator lock. */
void classic_object_free(struct classic_class *the_class, struct classic_object *object);

/* The open object with the id, or NULL. With interrupts disabled. */
static inline struct classic_object *classic_object_get(const struct classic_class *the_class,
                                                        rtems_id id)
{
    uint32_t index = id - RTEMS_OBJECT_ID_INITIAL(the_class->api, the_class->the_class, 1);

    return index < the_class->maximum ? the_class->open[index] : NULL;
}

rtems_status_code classic_object_ident(const struct classic_class *the_class, rtems_name name,
                                       uint32_t node, rtems_id *id);

extern struct classic_class classic_idle_class;
extern struct classic_class classic_task_class;
extern struct classic_class classic_timer_class;
extern struct classic_class classic_semaphore_class;
extern struct classic_class classic_message_queue_class;
extern struct classic_class classic_partition_class;
extern struct classic_class classic_region_class;
extern struct classic_class classic_port_class;
extern struct classic_class classic_period_class;
extern struct classic_class classic_extension_class;
extern struct classic_class classic_barrier_class;

/* NULL: there is no such class. */
struct classic_class *classic_class_find(uint32_t api, uint32_t the_class);

/* Tasks (task.c) --------------------------------------------------------- */

struct classic_events {
    rtems_event_set pending;
};

/* Room for what the POSIX API keeps of a task (guests/posix/internal.h). */
#define CLASSIC_POSIX_WORDS 16

struct classic_asr {
    rtems_asr_entry routine;
    rtems_mode mode;
    rtems_signal_set pending;
};

struct _Thread_Control {
    struct exec_thread thread;
    struct classic_object object;
    struct _reent libc;
    rtems_task_entry entry;
    rtems_task_argument argument;
    rtems_task_priority initial_priority;
    rtems_mode initial_modes;
    bool asr_enabled;
    bool started;
    struct classic_asr asr;
    uint64_t cpu_time; /* ns until it was switched away from last */
    void *storage;     /* thread-local storage, then the stack */
    void (*storage_free)(void *storage);
    struct exec_link zombie;
    struct classic_events events;
    struct classic_events system_events;
    const struct classic_events *awaited; /* while waiting for events */
    struct classic_class *the_class;      /* the tasks', or that of POSIX threads */
    uint64_t posix[CLASSIC_POSIX_WORDS];  /* POSIX state; all zero: none yet */
};

static inline struct _Thread_Control *classic_task_of(struct exec_thread *thread)
{
    return EXEC_CONTAINER(thread, struct _Thread_Control, thread);
}

static inline struct _Thread_Control *classic_executing(void)
{
    return classic_task_of(exec_executing());
}

/* The open task with the id, RTEMS_SELF too, or NULL. With interrupts disabled. */
struct _Thread_Control *classic_task_get(rtems_id id);

/* The class of POSIX threads, if there are any: they are tasks too. */
extern struct classic_class *classic_posix_class;

/* Makes an open, dormant task of the class: SUCCESSFUL, TOO_MANY, INVALID_SIZE
 * or UNSATISFIED. own: the storage is the caller's. Task context. */
rtems_status_code classic_task_make(struct classic_class *the_class,
                                    const rtems_task_config *config, bool own, rtems_tcb **task);

/* Starts a dormant task. With interrupts disabled. */
void classic_task_begin(rtems_tcb *task, rtems_task_entry entry, rtems_task_argument argument);
extern const bool classic_cpu_usage_is_used;

/* Ends the executing task. keep: it stays, dormant, until classic_task_bury().
 * last_act is then called, with interrupts disabled, when all else is done. */
void classic_task_leave(rtems_tcb *self, bool keep,
                        void (*last_act)(rtems_tcb *self)) RTEMS_NO_RETURN;

/* Task context. */
void classic_task_bury(rtems_tcb *task);

/* What a mode set means. */
int classic_mode_level(rtems_mode mode);
uint32_t classic_mode_slice(rtems_mode mode);
bool classic_mode_is_preempt(rtems_mode mode);

/* Actions of tasks in their own context (signal.c): serves what is pending,
 * soon; for the executing task at classic_task_act(). With interrupts disabled. */
extern void (*classic_posix_action)(rtems_tcb *self); /* or NULL */
void classic_task_request_action(rtems_tcb *task);
void classic_task_act(void);

/* ns of processor time since the last reset (cputime.c). With interrupts disabled.
 * It counts only in programs with periods, and in those that link cpuuse.c: a
 * reference to classic_cpu_usage_is_used does that. */
uint64_t classic_cpu_time(const rtems_tcb *task);
void classic_cpu_time_switched(rtems_tcb *from, rtems_tcb *to);

/* Is it a priority of an application task? */
bool classic_priority_is_valid(rtems_task_priority priority);

/* Makes the idle task's object. */
struct exec_thread *classic_idle_task_create(void);

/* Waiting ---------------------------------------------------------------- */

/* The expiry of a directive's timeout in ticks, from now on. */
uint64_t classic_expiry(rtems_interval ticks);
rtems_status_code classic_status(enum exec_status status);

/* Time of day (clock.c) -------------------------------------------------- */

/* Timers that expire at a time of day: ns since 1970-01-01. */
extern struct exec_timer_queue classic_realtime_timers;

bool classic_tod_is_set(void);

/* Sets the time of day, in ns since 1970-01-01. With interrupts disabled. */
void classic_tod_set(uint64_t ns);
struct timespec classic_timespec(uint64_t ns);

/* SUCCESSFUL, INVALID_ADDRESS or INVALID_CLOCK; the seconds since 1970-01-01. */
rtems_status_code classic_tod_to_seconds(const rtems_time_of_day *tod, bool with_ticks,
                                         uint64_t *seconds);
/* The same, which must be in the future. */
rtems_status_code classic_tod_in_future(const rtems_time_of_day *tod, bool with_ticks,
                                        uint64_t *seconds);
bool classic_clock_initialize(void);

/* Memory (memory.c) ------------------------------------------------------ */

void classic_memory_initialize(void);

/* Makes the workspace and malloc()'s heap of what is left. */
void classic_heaps_initialize(void);

/* Zeroed memory that is never given back; before multitasking. */
void *classic_boot_memory(size_t size);

/* The heap that the workspace is. With the allocator lock. */
struct exec_heap *classic_workspace(void);

/* Frees what tasks that have ended themselves had. With the allocator lock. */
void classic_tasks_bury(void);

/* Workspace; NULL: none left. With the allocator lock. */
void *classic_workspace_allocate(size_t size);
void classic_workspace_free(void *memory);

void classic_allocator_lock(void);
void classic_allocator_unlock(void);

/* Unlocks between exec_enter() and exec_leave(). */
void classic_allocator_release(void);

/* Extensions (extension.c) ----------------------------------------------- */

struct classic_extension_set {
    struct exec_link link;
    rtems_extensions_table table;
};

/* Adds the set, which stays in use, behind the others. Any protection. */
void classic_extension_add(struct classic_extension_set *set);

bool classic_extensions_created(rtems_tcb *created);
void classic_extensions_started(rtems_tcb *started);
void classic_extensions_restarted(rtems_tcb *restarted);
void classic_extensions_deleted(rtems_tcb *deleted);
void classic_extensions_begin(rtems_tcb *executing);
void classic_extensions_exitted(rtems_tcb *executing);
void classic_extensions_terminated(rtems_tcb *executing);
void classic_extensions_fatal(rtems_fatal_source source, rtems_fatal_code code);
void classic_extensions_initialize(void);

/* Drivers (io.c) --------------------------------------------------------- */

void classic_drivers_initialize(void);

/* Start (init.c) --------------------------------------------------------- */

extern char *classic_interrupt_stack;

#endif
