/* SPDX-License-Identifier: BSD-2-Clause */

/* The partition's modes, start and end. */

#include "internal.h"
#include "executive/fatal.h"
#include "executive/format.h"
#include "executive/interrupt.h"
#include "executive/libc.h"
#include "virtualizationlayerbsp.h"

#define IDLE_STACK      2048u
#define INTERRUPT_STACK 8192u

/* malloc()'s heap: at most so much, and at most this part of the memory. */
#define C_HEAP_SIZE 32768u
#define C_HEAP_PART 4u

static OPERATING_MODE_TYPE mode;
static struct apex_process idle;

OPERATING_MODE_TYPE apex_mode(void)
{
    return mode;
}

/* Start and end ----------------------------------------------------------- */

static void __attribute__((noreturn)) no_memory(void)
{
    static const _Partition_Virtual_Report report = {
        .error = _PARTITION_CONFIGURATION_ERROR,
        .above_process = 1,
    };

    exec_print("apex: the partition's memory is too small\n");
    (void)_Partition_Virtual_Raise_error(&report);
    _CPU_Virtual_exec_stop_error(1);
}

static void initialize_heap(void)
{
    size_t size = apex_memory_left() / C_HEAP_PART;
    void *area;

    if (size > C_HEAP_SIZE)
        size = C_HEAP_SIZE;
    area = apex_allocate(size);
    if (area == NULL || !exec_libc_initialize(area, size))
        no_memory();
}

/* Before the program's own constructors and main(). */
__attribute__((constructor(101))) static void initialize(void)
{
    void *idle_stack = apex_allocate(IDLE_STACK);
    void *interrupt_stack = apex_stack_allocate(INTERRUPT_STACK);

    if (idle_stack == NULL || interrupt_stack == NULL)
        no_memory();
    mode = (OPERATING_MODE_TYPE)_Partition_Virtual_Get_mode();
    (void)_BSP_Virtual_Console_init();
    exec_interrupt_initialize(interrupt_stack, INTERRUPT_STACK);
    exec_initialize(&idle.thread, idle_stack, IDLE_STACK, NULL);
    initialize_heap();
}

void apex_partition_stop(int status)
{
    (void)_CPU_Virtual_Interrupts_disable();
    mode = IDLE;
    _CPU_Virtual_exec_stop_error(status);
}

void exec_exit(int status)
{
    apex_partition_stop(status);
}

void exec_fatal(enum exec_fatal_error error, uintptr_t detail)
{
    if (error == EXEC_FATAL_HEAP_CORRUPT)
        exec_print("apex: corrupt heap at %p\n", (void *)detail);
    else
        exec_print("apex: a wait where none is allowed\n");
    apex_partition_stop(1);
}

/* Modes ------------------------------------------------------------------- */

void GET_PARTITION_STATUS(PARTITION_STATUS_TYPE *PARTITION_STATUS, RETURN_CODE_TYPE *RETURN_CODE)
{
    _Partition_Virtual_Identity identity;

    _Partition_Virtual_Get_identity(&identity);
    *PARTITION_STATUS = (PARTITION_STATUS_TYPE){
        .PERIOD = (SYSTEM_TIME_TYPE)identity.period,
        .DURATION = (SYSTEM_TIME_TYPE)identity.duration,
        .IDENTIFIER = (PARTITION_ID_TYPE)identity.identifier,
        .LOCK_LEVEL = apex_lock_level(),
        .OPERATING_MODE = mode,
        .START_CONDITION = (START_CONDITION_TYPE)identity.start_condition,
        .NUM_ASSIGNED_CORES = 1,
    };
    *RETURN_CODE = NO_ERROR;
}

/* IDLE, COLD_START, WARM_START: all that the partition is ends. The error
 * handler can't wait for stdio, whose lock a process may hold that failed. */
static void __attribute__((noreturn)) leave(OPERATING_MODE_TYPE next)
{
    if (!apex_is_error_handler(apex_self()))
        exec_libc_finish(0);
    (void)_CPU_Virtual_Interrupts_disable();
    (void)_Partition_Virtual_Set_mode((_Partition_Virtual_Mode)next);
    __builtin_unreachable();
}

static void __attribute__((noreturn)) enter_normal(void)
{
    (void)_CPU_Virtual_Interrupts_disable();
    mode = NORMAL;
    apex_fault_initialize(&idle);
    (void)_Partition_Virtual_Set_mode(_PARTITION_NORMAL);
    apex_process_release_all();
    exec_clock_start_on_demand();
    exec_run();
}

void SET_PARTITION_MODE(OPERATING_MODE_TYPE OPERATING_MODE, RETURN_CODE_TYPE *RETURN_CODE)
{
    if (OPERATING_MODE < IDLE || OPERATING_MODE > NORMAL) {
        *RETURN_CODE = INVALID_PARAM;
    } else if (OPERATING_MODE == NORMAL && mode == NORMAL) {
        *RETURN_CODE = NO_ACTION;
    } else if (OPERATING_MODE == WARM_START && mode == COLD_START) {
        *RETURN_CODE = INVALID_MODE;
    } else {
        *RETURN_CODE = NO_ERROR;
        if (OPERATING_MODE == NORMAL)
            enter_normal();
        leave(OPERATING_MODE);
    }
}
