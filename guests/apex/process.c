/* SPDX-License-Identifier: BSD-2-Clause */

/* Processes: creation, what they are, and their starts and stops. Suspension
 * and priorities are in suspend.c. */

#include <string.h>
#include "internal.h"
#include "executive/libc.h"
#include "executive/tls.h"
#include "virtualizationlayerbsp.h"

APEX_CLASS(processes, MAX_NUMBER_OF_PROCESSES);

/* Started in a start mode, in the order of their starts. */
static struct exec_list started = {{&started.head, &started.head}};

struct apex_process *apex_process_get(PROCESS_ID_TYPE id)
{
    return apex_object_get(&processes, id);
}

APEX_INTEGER apex_process_count(void)
{
    return processes.count;
}

/* Creation ---------------------------------------------------------------- */

size_t apex_process_size(STACK_SIZE_TYPE stack_size)
{
    size_t tls_size = exec_tls_size();
    size_t total = stack_size > SIZE_MAX - tls_size ? SIZE_MAX : stack_size + tls_size;
    size_t object = sizeof(struct apex_process) + 64;

    total = apex_stack_total(total);
    return total > SIZE_MAX - object ? SIZE_MAX : total + object;
}

static RETURN_CODE_TYPE check_times(const PROCESS_ATTRIBUTE_TYPE *attributes)
{
    SYSTEM_TIME_TYPE period = attributes->PERIOD;
    SYSTEM_TIME_TYPE capacity = attributes->TIME_CAPACITY;
    PARTITION_STATUS_TYPE partition;
    RETURN_CODE_TYPE code;

    if (period != INFINITE_TIME_VALUE && period <= 0)
        return INVALID_PARAM;
    GET_PARTITION_STATUS(&partition, &code);
    if (period != INFINITE_TIME_VALUE && partition.PERIOD != 0 && period % partition.PERIOD != 0)
        return INVALID_CONFIG;
    if (capacity != INFINITE_TIME_VALUE && capacity <= 0)
        return INVALID_PARAM;
    if (period != INFINITE_TIME_VALUE && capacity > period)
        return INVALID_PARAM;
    return NO_ERROR;
}

static RETURN_CODE_TYPE check(const PROCESS_ATTRIBUTE_TYPE *attributes)
{
    RETURN_CODE_TYPE code =
        apex_object_check(&processes, attributes->NAME, apex_process_size(attributes->STACK_SIZE));

    if (code != NO_ERROR)
        return code;
    if (attributes->STACK_SIZE < APEX_MINIMUM_STACK ||
        !apex_priority_is_valid(attributes->BASE_PRIORITY))
        return INVALID_PARAM;
    code = check_times(attributes);
    if (code != NO_ERROR)
        return code;
    if (attributes->DEADLINE != SOFT && attributes->DEADLINE != HARD)
        return INVALID_PARAM;
    return apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

bool apex_process_prepare(struct apex_process *process, STACK_SIZE_TYPE stack_size,
                          uint8_t priority)
{
    size_t tls_size = exec_tls_size();
    char *stack = apex_stack_allocate(stack_size + tls_size);
    struct exec_thread_attributes attributes = {
        .stack = stack,
        .stack_size = apex_stack_total(stack_size + tls_size) - _PARTITION_PAGE_SIZE - tls_size,
        .priority = priority,
        .preemptible = true,
    };

    if (stack == NULL)
        return false;
    /* The thread-local storage is above the stack, away from overflows. */
    exec_thread_initialize(&process->thread, &attributes);
    if (tls_size != 0)
        process->thread.thread_pointer =
            exec_tls_initialize((char *)attributes.stack + attributes.stack_size);
    exec_libc_thread_begin(&process->thread, &process->libc);
    process->deadline = EXEC_FOREVER;
    return true;
}

void CREATE_PROCESS(PROCESS_ATTRIBUTE_TYPE *ATTRIBUTES, PROCESS_ID_TYPE *PROCESS_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    struct apex_process *process;

    *RETURN_CODE = check(ATTRIBUTES);
    if (*RETURN_CODE != NO_ERROR)
        return;
    process = apex_object_create(&processes, ATTRIBUTES->NAME, sizeof(*process));
    process->attributes = *ATTRIBUTES;
    process->number = (uint32_t)process->object.id;
    (void)apex_process_prepare(process, ATTRIBUTES->STACK_SIZE,
                               apex_priority(ATTRIBUTES->BASE_PRIORITY));
    *PROCESS_ID = process->object.id;
}

/* Status ------------------------------------------------------------------ */

void GET_PROCESS_ID(PROCESS_NAME_TYPE PROCESS_NAME, PROCESS_ID_TYPE *PROCESS_ID,
                    RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct apex_process *process = apex_object_find(&processes, PROCESS_NAME);

    *RETURN_CODE = process == NULL ? INVALID_CONFIG : NO_ERROR;
    if (process != NULL)
        *PROCESS_ID = process->object.id;
}

static PROCESS_STATE_TYPE state_of(const struct apex_process *process)
{
    uint32_t states = process->thread.states;

    if ((states & APEX_STATE_FAULTED) != 0)
        return FAULTED;
    if ((states & EXEC_STATE_DORMANT) != 0)
        return DORMANT;
    if (states != 0)
        return WAITING;
    return exec_executing() == &process->thread ? RUNNING : READY;
}

void GET_PROCESS_STATUS(PROCESS_ID_TYPE PROCESS_ID, PROCESS_STATUS_TYPE *PROCESS_STATUS,
                        RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct apex_process *process = apex_process_get(PROCESS_ID);
    int level;

    if (process == NULL) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    level = exec_enter();
    *PROCESS_STATUS = (PROCESS_STATUS_TYPE){
        .DEADLINE_TIME = process->deadline == EXEC_FOREVER ? INFINITE_TIME_VALUE
                                                           : (SYSTEM_TIME_TYPE)process->deadline,
        .CURRENT_PRIORITY = apex_current_priority(process),
        .PROCESS_STATE = state_of(process),
        .ATTRIBUTES = process->attributes,
    };
    exec_leave(level);
    *RETURN_CODE = NO_ERROR;
}

void GET_MY_ID(PROCESS_ID_TYPE *PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct apex_process *self = apex_self();

    *RETURN_CODE = apex_is_error_handler(self) ? INVALID_MODE : NO_ERROR;
    if (*RETURN_CODE == NO_ERROR)
        *PROCESS_ID = self == NULL ? MAIN_PROCESS_ID : self->object.id;
}

void GET_MY_INDEX(PROCESS_INDEX_TYPE *PROCESS_INDEX, RETURN_CODE_TYPE *RETURN_CODE)
{
    const struct apex_process *self = apex_self();

    *RETURN_CODE = self == NULL || apex_is_error_handler(self) ? INVALID_MODE : NO_ERROR;
    if (*RETURN_CODE == NO_ERROR)
        *PROCESS_INDEX = self->object.id - 1;
}

/* Cores: there is one ------------------------------------------------------ */

void INITIALIZE_PROCESS_CORE_AFFINITY(PROCESS_ID_TYPE PROCESS_ID,
                                      PROCESSOR_CORE_ID_TYPE PROCESSOR_CORE_ID,
                                      RETURN_CODE_TYPE *RETURN_CODE)
{
    if (apex_process_get(PROCESS_ID) == NULL)
        *RETURN_CODE = INVALID_PARAM;
    else if (PROCESSOR_CORE_ID != 0 && PROCESSOR_CORE_ID != CORE_AFFINITY_NO_PREFERENCE)
        *RETURN_CODE = INVALID_CONFIG;
    else
        *RETURN_CODE = apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

void GET_MY_PROCESSOR_CORE_ID(PROCESSOR_CORE_ID_TYPE *PROCESSOR_CORE_ID,
                              RETURN_CODE_TYPE *RETURN_CODE)
{
    *PROCESSOR_CORE_ID = 0;
    *RETURN_CODE = NO_ERROR;
}

/* Start ------------------------------------------------------------------- */

void apex_process_body(struct exec_thread *self)
{
    void (*entry)(void) = (void (*)(void))apex_process_of(self)->attributes.ENTRY_POINT;

    entry();
    STOP_SELF();
}

static void released(struct exec_timer *timer)
{
    struct apex_process *process = EXEC_CONTAINER(timer, struct apex_process, release_timer);

    exec_thread_unblock(&process->thread, APEX_STATE_START);
}

/* When a process that is started now begins. */
static uint64_t first_release(const struct apex_process *process)
{
    uint64_t begin = apex_is_periodic(process) ? apex_next_period() : _BSP_Virtual_Clock_read();

    return begin + process->start_delay;
}

static void release(struct apex_process *process)
{
    uint64_t at = first_release(process);
    uint64_t deadline;

    process->release_point = at;
    (void)apex_deadline_after(process, at, &deadline);
    apex_deadline_set(process, deadline);
    if (!apex_is_periodic(process) && process->start_delay == 0) {
        exec_thread_unblock(&process->thread, APEX_STATE_START);
        return;
    }
    process->release_timer.expired = released;
    exec_timer_start(&exec_clock_timers, &process->release_timer, at);
}

void apex_process_release_all(void)
{
    struct exec_link *link;

    while ((link = exec_list_take_first(&started)) != NULL) {
        struct apex_process *process = EXEC_CONTAINER(link, struct apex_process, start);

        process->start_pending = false;
        release(process);
    }
}

static RETURN_CODE_TYPE start(struct apex_process *process, SYSTEM_TIME_TYPE delay)
{
    uint64_t deadline;

    process->start_delay = (uint64_t)delay;
    if (!apex_deadline_after(process, first_release(process), &deadline))
        return INVALID_CONFIG;
    exec_thread_set_priority(&process->thread, apex_priority(process->attributes.BASE_PRIORITY));
    exec_thread_block(&process->thread, APEX_STATE_START);
    exec_thread_start(&process->thread, apex_process_body, _CPU_VIRTUAL_LEVEL_ENABLED);
    if (apex_is_normal()) {
        release(process);
    } else {
        process->start_pending = true;
        exec_list_append(&started, &process->start);
    }
    return NO_ERROR;
}

static RETURN_CODE_TYPE check_start(const struct apex_process *process)
{
    if (process == NULL)
        return INVALID_PARAM;
    return (process->thread.states & EXEC_STATE_DORMANT) == 0 ? NO_ACTION : NO_ERROR;
}

void START(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct apex_process *process = apex_process_get(PROCESS_ID);
    RETURN_CODE_TYPE code = check_start(process);

    *RETURN_CODE = code == NO_ERROR ? start(process, 0) : code;
    exec_leave(level);
}

static RETURN_CODE_TYPE delayed_start(struct apex_process *process, SYSTEM_TIME_TYPE delay)
{
    RETURN_CODE_TYPE code = check_start(process);

    if (code != NO_ERROR)
        return code;
    if (!apex_time_is_valid(delay) || delay == INFINITE_TIME_VALUE)
        return INVALID_PARAM;
    if (apex_is_periodic(process) && delay >= process->attributes.PERIOD)
        return INVALID_PARAM;
    return start(process, delay);
}

void DELAYED_START(PROCESS_ID_TYPE PROCESS_ID, SYSTEM_TIME_TYPE DELAY_TIME,
                   RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = delayed_start(apex_process_get(PROCESS_ID), DELAY_TIME);
    exec_leave(level);
}

/* Stop -------------------------------------------------------------------- */

void apex_process_stop(struct apex_process *process)
{
    exec_timer_stop(&exec_clock_timers, &process->release_timer);
    exec_timer_stop(&exec_clock_timers, &process->deadline_timer);
    if (process->start_pending)
        exec_list_remove(&process->start);
    process->start_pending = false;
    process->suspends_itself = false;
    process->stops++;
    exec_thread_stop(&process->thread);
    while (process->thread.held != NULL)
        exec_mutex_release(process->thread.held);
}

static void begin_again(struct exec_thread *self)
{
    (void)self;
    exec_thread_restart_self(apex_process_body, _CPU_VIRTUAL_LEVEL_ENABLED);
}

void apex_process_restart(struct apex_process *process)
{
    apex_process_stop(process);
    if (start(process, 0) != NO_ERROR || &process->thread != exec_executing())
        return;
    /* What it was doing must not be saved over its new beginning. */
    if (exec_in_interrupt())
        exec_thread_request_action(&process->thread, begin_again);
    else
        begin_again(&process->thread);
}

void STOP(PROCESS_ID_TYPE PROCESS_ID, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();
    struct apex_process *process = apex_process_get(PROCESS_ID);

    if (process == NULL || process == apex_self()) {
        *RETURN_CODE = INVALID_PARAM;
    } else if ((process->thread.states & EXEC_STATE_DORMANT) != 0) {
        *RETURN_CODE = NO_ACTION;
    } else {
        apex_process_stop(process);
        *RETURN_CODE = NO_ERROR;
    }
    exec_leave(level);
}

void STOP_SELF(void)
{
    struct apex_process *self = apex_self();
    int level;

    if (self == NULL)
        apex_partition_stop(0);
    level = exec_enter();
    if (apex_is_error_handler(self))
        apex_error_handler_ends();
    else
        apex_process_stop(self);
    exec_leave(level);
    /* A dormant process is not scheduled. */
    __builtin_unreachable();
}
