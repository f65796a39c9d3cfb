/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring inside the partition: errors and the error handler. */

#include <string.h>
#include "internal.h"
#include "executive/format.h"

struct apex_process *apex_error_handler;

static struct {
    struct apex_error *first; /* not yet read by the error handler */
    struct apex_error *last;
    bool one_was_read; /* since the error handler's last start */
} errors;

/* Errors ------------------------------------------------------------------ */

static const char *name_of(const struct apex_process *process)
{
    if (process == NULL)
        return "the main process";
    return apex_is_error_handler(process) ? "the error handler" : process->object.name;
}

/* Returns the action that is left to the partition, if it goes on at all. */
static int report(const struct apex_process *process, ERROR_CODE_TYPE code, uintptr_t address,
                  bool above_process)
{
    const _Partition_Virtual_Report error = {
        .error = (_Partition_Virtual_Error)code,
        .above_process = above_process,
        .process = process == NULL ? 0 : process->number,
        .address = address,
    };

    return _Partition_Virtual_Raise_error(&error);
}

static void enqueue(struct apex_error *error)
{
    error->next = NULL;
    error->queued = true;
    if (errors.first == NULL)
        errors.first = error;
    else
        errors.last->next = error;
    errors.last = error;
}

static struct apex_error *dequeue(void)
{
    struct apex_error *error = errors.first;

    if (error != NULL) {
        errors.first = error->next;
        error->queued = false;
    }
    return error;
}

static void start_handler(void)
{
    if ((apex_error_handler->thread.states & EXEC_STATE_DORMANT) == 0)
        return;
    errors.one_was_read = false;
    exec_thread_start(&apex_error_handler->thread, apex_process_body, _CPU_VIRTUAL_LEVEL_ENABLED);
}

static void hand_over(const struct apex_process *process, struct apex_error *error,
                      ERROR_CODE_TYPE code, uintptr_t address, const APEX_BYTE *message,
                      ERROR_MESSAGE_SIZE_TYPE length)
{
    if (error->queued)
        return;
    error->status.ERROR_CODE = code;
    error->status.LENGTH = length;
    error->status.FAILED_PROCESS_ID = process->object.id;
    error->status.FAILED_ADDRESS = (SYSTEM_ADDRESS_TYPE)address;
    if (length > 0)
        memcpy(error->status.MESSAGE, message, (size_t)length);
    enqueue(error);
    start_handler();
}

void apex_error_raise(struct apex_process *process, struct apex_error *error, ERROR_CODE_TYPE code,
                      uintptr_t address, const APEX_BYTE *message, ERROR_MESSAGE_SIZE_TYPE length)
{
    bool is_process = process != NULL && !apex_is_error_handler(process);
    int action = report(process, code, address, !is_process);

    if (!is_process)
        return;
    if (action == _PARTITION_ACTION_PROCESS_STOP)
        apex_process_stop(process);
    else if (action == _PARTITION_ACTION_PROCESS_RESTART)
        apex_process_restart(process);
    else if (action == _PARTITION_ACTION_HANDLER && apex_error_handler != NULL)
        hand_over(process, error, code, address, message, length);
    else if (action == _PARTITION_ACTION_HANDLER)
        (void)report(process, code, address, true);
}

void apex_error_fault(struct apex_process *process, ERROR_CODE_TYPE code,
                      _Partition_Virtual_Action action, uintptr_t address)
{
    bool is_process = process != NULL && !apex_is_error_handler(process);

    if (is_process && action == _PARTITION_ACTION_HANDLER && apex_error_handler != NULL) {
        hand_over(process, &process->own_error, code, address, NULL, 0);
        exec_thread_block(&process->thread, APEX_STATE_FAULTED);
    } else if (is_process && action == _PARTITION_ACTION_PROCESS_RESTART) {
        apex_process_restart(process);
    } else {
        if (!is_process || action != _PARTITION_ACTION_PROCESS_STOP)
            (void)report(process, code, address, true);
        /* Also if the partition's table would have it go on, it can't. */
        if (process == NULL)
            apex_partition_stop(1);
        apex_process_stop(process);
    }
}

/* The error handler ------------------------------------------------------- */

static RETURN_CODE_TYPE check_handler(STACK_SIZE_TYPE stack_size)
{
    size_t size = apex_process_size(stack_size);

    if (apex_error_handler != NULL)
        return NO_ACTION;
    if (size > apex_memory_left())
        return INVALID_CONFIG;
    if (stack_size < APEX_MINIMUM_STACK)
        return INVALID_PARAM;
    return apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

void CREATE_ERROR_HANDLER(SYSTEM_ADDRESS_TYPE ENTRY_POINT, STACK_SIZE_TYPE STACK_SIZE,
                          RETURN_CODE_TYPE *RETURN_CODE)
{
    struct apex_process *handler;

    *RETURN_CODE = check_handler(STACK_SIZE);
    if (*RETURN_CODE != NO_ERROR)
        return;
    handler = apex_allocate(sizeof(*handler));
    handler->attributes.ENTRY_POINT = ENTRY_POINT;
    handler->attributes.PERIOD = INFINITE_TIME_VALUE;
    handler->number = APEX_NUMBER_HANDLER;
    (void)apex_process_prepare(handler, STACK_SIZE, APEX_PRIORITY_HANDLER);
    apex_error_handler = handler;
}

/* On one core the handler always runs alone. */
void CONFIGURE_ERROR_HANDLER(ERROR_HANDLER_CONCURRENCY_CONTROL_TYPE CONCURRENCY_CONTROL,
                             PROCESSOR_CORE_ID_TYPE PROCESSOR_CORE_ID,
                             RETURN_CODE_TYPE *RETURN_CODE)
{
    if (CONCURRENCY_CONTROL != PROCESSES_PAUSE && CONCURRENCY_CONTROL != PROCESSES_SCHEDULED)
        *RETURN_CODE = INVALID_PARAM;
    else if (PROCESSOR_CORE_ID != 0 && PROCESSOR_CORE_ID != CORE_AFFINITY_NO_PREFERENCE)
        *RETURN_CODE = INVALID_PARAM;
    else if (apex_error_handler == NULL)
        *RETURN_CODE = INVALID_CONFIG;
    else
        *RETURN_CODE = apex_is_normal() ? INVALID_MODE : NO_ERROR;
}

/* A process can't go on at an instruction that faults. */
static void stop_faulted(void)
{
    for (PROCESS_ID_TYPE id = 1; id <= apex_process_count(); id++) {
        struct apex_process *process = apex_process_get(id);

        if ((process->thread.states & APEX_STATE_FAULTED) != 0 && !process->own_error.queued)
            apex_process_stop(process);
    }
}

void apex_error_handler_ends(void)
{
    bool again = errors.first != NULL && errors.one_was_read;

    /* A handler that reads no errors would be started for them for ever. */
    while (!again && dequeue() != NULL)
        ;
    stop_faulted();
    if (!again) {
        apex_process_stop(apex_error_handler);
        return;
    }
    errors.one_was_read = false;
    exec_thread_restart_self(apex_process_body, _CPU_VIRTUAL_LEVEL_ENABLED);
}

void GET_ERROR_STATUS(ERROR_STATUS_TYPE *ERROR_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    if (!apex_is_error_handler(apex_self())) {
        *RETURN_CODE = INVALID_CONFIG;
    } else if (errors.first == NULL) {
        *RETURN_CODE = NO_ACTION;
    } else {
        *ERROR_STATUS = dequeue()->status;
        errors.one_was_read = true;
        *RETURN_CODE = NO_ERROR;
    }
    exec_leave(level);
}

/* Of the application ------------------------------------------------------ */

void RAISE_APPLICATION_ERROR(ERROR_CODE_TYPE ERROR_CODE, MESSAGE_ADDR_TYPE MESSAGE_ADDR,
                             ERROR_MESSAGE_SIZE_TYPE LENGTH, RETURN_CODE_TYPE *RETURN_CODE)
{
    struct apex_process *self = apex_self();
    uintptr_t caller = (uintptr_t)__builtin_return_address(0);
    int level;

    if (LENGTH < 0 || LENGTH > MAX_ERROR_MESSAGE_SIZE || ERROR_CODE != APPLICATION_ERROR) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    level = exec_enter();
    *RETURN_CODE = NO_ERROR;
    apex_error_raise(self, self == NULL ? NULL : &self->own_error, ERROR_CODE, caller, MESSAGE_ADDR,
                     LENGTH);
    exec_leave(level);
}

void REPORT_APPLICATION_MESSAGE(MESSAGE_ADDR_TYPE MESSAGE_ADDR, MESSAGE_SIZE_TYPE LENGTH,
                                RETURN_CODE_TYPE *RETURN_CODE)
{
    if (LENGTH < 0 || LENGTH > MAX_ERROR_MESSAGE_SIZE) {
        *RETURN_CODE = INVALID_PARAM;
        return;
    }
    exec_print("apex: message from %.32s: %.*s\n", name_of(apex_self()), (int)LENGTH,
               (const char *)MESSAGE_ADDR);
    *RETURN_CODE = NO_ERROR;
}
