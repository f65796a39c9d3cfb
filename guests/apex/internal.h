/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What the files of the APEX personality share. Services protect themselves
 * with exec_enter()/exec_leave(). In the start modes there is the main process
 * only, which is no thread of the executive.
 */
#ifndef APEX_INTERNAL_H
#define APEX_INTERNAL_H

#include <reent.h>
#include <stdbool.h>
#include "ARINC653.h"
#include "executive/clock.h"
#include "executive/mutex.h"
#include "executive/thread.h"
#include "executive/wait.h"
#include "partition.h"

/* Memory and objects (object.c) ------------------------------------------- */

/* Bytes that are left for objects. */
size_t apex_memory_left(void);

/* Zeroed memory for ever, aligned to 16; NULL: not enough. Start modes. */
void *apex_allocate(size_t size);

/* Bytes that a stack of that size takes, with its guard page. */
size_t apex_stack_total(size_t size);

/* The stack, whole pages above a page that can't be accessed; NULL: not
 * enough. Start modes. */
void *apex_stack_allocate(size_t size);

/* A name as a string. */
#define APEX_TEXT_SIZE (MAX_NAME_LENGTH + 1)
void apex_name_copy(char text[static APEX_TEXT_SIZE], const char *name);

/* First member of each kind of object. */
struct apex_object {
    APEX_INTEGER id; /* from 1 */
    NAME_TYPE name;
};

struct apex_class {
    struct apex_object **objects; /* by id - 1 */
    APEX_INTEGER count;
    APEX_INTEGER limit;
};

/* Defines a class with room for a number of objects. */
#define APEX_CLASS(class_name, maximum)                                                            \
    static struct apex_object *class_name##_objects[maximum];                                      \
    static struct apex_class class_name = {class_name##_objects, 0, maximum}

/* What forbids a new object: INVALID_CONFIG (too many, or less memory than
 * size), NO_ACTION (there is one of that name), NO_ERROR nothing. */
RETURN_CODE_TYPE apex_object_check(const struct apex_class *the_class, const char *name,
                                   uint64_t size);

/* Makes an object of that many bytes, after the check. */
void *apex_object_create(struct apex_class *the_class, const char *name, size_t size);

/* NULL: there is none. */
void *apex_object_find(const struct apex_class *the_class, const char *name);

static inline bool apex_object_exists(const struct apex_class *the_class, APEX_INTEGER id)
{
    return (uint32_t)id - 1 < (uint32_t)the_class->count;
}

static inline void *apex_object_get(const struct apex_class *the_class, APEX_INTEGER id)
{
    return apex_object_exists(the_class, id) ? the_class->objects[id - 1] : NULL;
}

/* Processes (process.c) --------------------------------------------------- */

/* States beside the executive's. */
#define APEX_STATE_START   0x100u /* waits for its first release */
#define APEX_STATE_FAULTED 0x200u

struct apex_error {
    struct apex_error *next;
    bool queued;
    ERROR_STATUS_TYPE status;
};

struct apex_process {
    struct apex_object object; /* id 0: the error handler, the idle thread */
    struct exec_thread thread;
    struct _reent libc;
    PROCESS_ATTRIBUTE_TYPE attributes;
    uint64_t deadline;      /* EXEC_FOREVER: none */
    uint64_t release_point; /* the last one, of a periodic process */
    uint64_t start_delay;
    struct exec_link start; /* while it is started in a start mode */
    bool start_pending;
    bool suspends_itself;
    uint32_t number; /* for the health log: the id, APEX_NUMBER_HANDLER, 0 idle */
    uint32_t stops;  /* how often it was stopped */
    struct exec_timer release_timer;
    struct exec_timer deadline_timer;
    struct apex_error deadline_error;
    struct apex_error own_error; /* raised by what it did */
};

#define APEX_NUMBER_HANDLER (SYSTEM_LIMIT_NUMBER_OF_PROCESSES + 1)

/* NULL: no such process. */
struct apex_process *apex_process_get(PROCESS_ID_TYPE id);
APEX_INTEGER apex_process_count(void);

/* Of any thread. */
static inline struct apex_process *apex_process_of(struct exec_thread *thread)
{
    return EXEC_CONTAINER(thread, struct apex_process, thread);
}

/* The calling process; NULL: the main process. Thread context. */
static inline struct apex_process *apex_self(void)
{
    struct exec_thread *executing = exec_executing();

    return executing == NULL ? NULL : apex_process_of(executing);
}

static inline bool apex_is_periodic(const struct apex_process *process)
{
    return process->attributes.PERIOD != INFINITE_TIME_VALUE;
}

#define APEX_MINIMUM_STACK 1024u

/* Memory for a process with such a stack. */
size_t apex_process_size(STACK_SIZE_TYPE stack_size);

/* Gives a new process its stack and its dormant thread. Start modes. */
bool apex_process_prepare(struct apex_process *process, STACK_SIZE_TYPE stack_size,
                          uint8_t priority);

/* A process' thread begins here: calls ENTRY_POINT, then STOP_SELF(). */
void apex_process_body(struct exec_thread *self);

/* Makes it dormant and gives back what it owns. Interrupts disabled. */
void apex_process_stop(struct apex_process *process);

/* Stops and starts it; does not return to the process itself. Interrupts disabled. */
void apex_process_restart(struct apex_process *process);

/* The partition enters NORMAL: gives the processes that were started their
 * release points. Interrupts disabled. */
void apex_process_release_all(void);

/* Waiting ----------------------------------------------------------------- */

/* Can it be added to the present time? */
bool apex_finite_time_is_valid(SYSTEM_TIME_TYPE time);

/* INFINITE_TIME_VALUE, or less than 146 years: no machine runs long enough for
 * the present time to count. */
static inline bool apex_time_is_usual(SYSTEM_TIME_TYPE time)
{
    return (uint32_t)(time >> 32) < 1u << 30 || time == INFINITE_TIME_VALUE;
}

static inline bool apex_time_is_valid(SYSTEM_TIME_TYPE time)
{
    return apex_time_is_usual(time) || apex_finite_time_is_valid(time);
}

/* The absolute time in ns, EXEC_FOREVER for INFINITE_TIME_VALUE. */
uint64_t apex_time_from_now(SYSTEM_TIME_TYPE time);

/* May the caller wait? Not the main process, nor the error handler, nor who
 * owns a mutex or the preemption lock. */
bool apex_may_wait(void);

/* Waits in the queue with wait_data: NO_ERROR or TIMED_OUT; NOT_AVAILABLE if
 * the time-out is 0, INVALID_MODE if the caller may not wait. */
RETURN_CODE_TYPE apex_wait(struct exec_wait_queue *queue, QUEUING_DISCIPLINE_TYPE discipline,
                           SYSTEM_TIME_TYPE time_out, void *data);

/* How many processes wait in the queue. */
WAITING_RANGE_TYPE apex_waiting(const struct exec_wait_queue *queue);

static inline bool apex_discipline_is_valid(QUEUING_DISCIPLINE_TYPE discipline)
{
    return discipline == FIFO || discipline == PRIORITY;
}

static inline enum exec_wait_discipline apex_discipline(QUEUING_DISCIPLINE_TYPE discipline)
{
    return discipline == FIFO ? EXEC_WAIT_FIFO : EXEC_WAIT_PRIORITY;
}

/* A message that a waiting process sends or gets. */
struct apex_message {
    MESSAGE_ADDR_TYPE address;
    MESSAGE_SIZE_TYPE length;
};

/* Faults if the process can't write there: before it waits, not in another. */
static inline void apex_touch(volatile APEX_BYTE *address)
{
    *address = *address;
}

/* Ports (port.c) ---------------------------------------------------------- */

/* The layer's number of the port of that name and kind, and what the model says
 * about it; negative: there is none. */
int apex_port_find(const char *name, bool queuing, _Partition_Virtual_Port *description);

/* The host could not access a message there: faults in the caller, who can't
 * either. INVALID_PARAM if it can after all. */
RETURN_CODE_TYPE apex_port_fault(volatile APEX_BYTE *address, MESSAGE_SIZE_TYPE length, bool write);

/* Memory blocks (schedule.c) ---------------------------------------------- */

/* false: there is none of that name. */
bool apex_memory_block_find(const char *name, _Partition_Virtual_Block *block);

/* Time (time.c) ----------------------------------------------------------- */

/* Sets the deadline, EXEC_FOREVER for none, and monitors it. */
void apex_deadline_set(struct apex_process *process, uint64_t deadline);

/* Release plus time capacity; false if that is out of range. */
bool apex_deadline_after(const struct apex_process *process, uint64_t release, uint64_t *deadline);

/* When the partition's next period begins. */
uint64_t apex_next_period(void);

/* Priorities (mutex.c) ---------------------------------------------------- */

/* The executive's priorities: the error handler, who has locked preemption,
 * then processes from MAX_PRIORITY_VALUE down. */
#define APEX_PRIORITY_HANDLER 0u
#define APEX_PRIORITY_LOCKED  1u

static inline uint8_t apex_priority(PRIORITY_TYPE priority)
{
    return (uint8_t)(MAX_PRIORITY_VALUE + 2 - priority);
}

static inline bool apex_priority_is_valid(PRIORITY_TYPE priority)
{
    return priority >= MIN_PRIORITY_VALUE && priority <= MAX_PRIORITY_VALUE;
}

/* CURRENT_PRIORITY of a process. */
PRIORITY_TYPE apex_current_priority(const struct apex_process *process);

/* The APEX mutex or preemption lock that the process owns, or NULL. */
struct exec_mutex *apex_mutex_owned(const struct apex_process *process);
bool apex_waits_for_mutex(const struct apex_process *process);

/* 0: not locked. */
LOCK_LEVEL_TYPE apex_lock_level(void);

/* Partition (partition.c) ------------------------------------------------- */

OPERATING_MODE_TYPE apex_mode(void);

static inline bool apex_is_normal(void)
{
    return apex_mode() == NORMAL;
}

/* Ends the partition with a status, 0 for success. */
void apex_partition_stop(int status) __attribute__((noreturn));

/* Errors (error.c, fault.c) ----------------------------------------------- */

extern struct apex_process *apex_error_handler; /* NULL: none */

static inline bool apex_is_error_handler(const struct apex_process *process)
{
    return process != NULL && process == apex_error_handler;
}

/*
 * Reports an error of the process (NULL: the main process), and does what the
 * health table says: the error handler gets the error record, or the process
 * is stopped or restarted. Without handler, and in the handler itself, the
 * partition's table decides. Interrupts disabled; the caller switches.
 */
void apex_error_raise(struct apex_process *process, struct apex_error *error, ERROR_CODE_TYPE code,
                      uintptr_t address, const APEX_BYTE *message, ERROR_MESSAGE_SIZE_TYPE length);

/* The same for a fault, of which the table says the action; the process does
 * not go on. process NULL: the main process or an interrupt handler. */
void apex_error_fault(struct apex_process *process, ERROR_CODE_TYPE code,
                      _Partition_Virtual_Action action, uintptr_t address);

/* The error handler stops. Interrupts disabled. */
void apex_error_handler_ends(void);

/* From now on faults are errors of processes, and the health log has who
 * executed. Before, they are the partition's. */
void apex_fault_initialize(const struct apex_process *idle);

#endif
