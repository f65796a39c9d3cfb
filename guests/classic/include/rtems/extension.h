/* SPDX-License-Identifier: BSD-2-Clause */

/* The user extensions manager: tables that CONFIGURE_INITIAL_EXTENSIONS lists, and
 * those of rtems_extension_create(). */
#ifndef _RTEMS_EXTENSION_H
#define _RTEMS_EXTENSION_H

#include <rtems/rtems/tasks.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum {
    INTERNAL_ERROR_CORE = 0,
    INTERNAL_ERROR_RTEMS_API = 1,
    INTERNAL_ERROR_POSIX_API = 2,
    RTEMS_FATAL_SOURCE_BDBUF = 3,
    RTEMS_FATAL_SOURCE_APPLICATION = 4,
    RTEMS_FATAL_SOURCE_EXIT = 5,
    RTEMS_FATAL_SOURCE_BSP = 6,
    RTEMS_FATAL_SOURCE_ASSERT = 7,
    RTEMS_FATAL_SOURCE_STACK_CHECKER = 8,
    RTEMS_FATAL_SOURCE_EXCEPTION = 9,
    RTEMS_FATAL_SOURCE_SMP = 10,
    RTEMS_FATAL_SOURCE_PANIC = 11,
    RTEMS_FATAL_SOURCE_INVALID_HEAP_FREE = 12,
    RTEMS_FATAL_SOURCE_HEAP = 13,
    RTEMS_FATAL_SOURCE_SPURIOUS_INTERRUPT = 14,
    RTEMS_FATAL_SOURCE_LAST = 0x7fffffff
} rtems_fatal_source;

/* Codes with the source INTERNAL_ERROR_CORE. */
typedef enum {
    INTERNAL_ERROR_TOO_LITTLE_WORKSPACE = 2,
    INTERNAL_ERROR_THREAD_EXITTED = 5,
    INTERNAL_ERROR_INCONSISTENT_MP_INFORMATION = 6,
    INTERNAL_ERROR_INVALID_NODE = 7,
    INTERNAL_ERROR_NO_MPCI = 8,
    INTERNAL_ERROR_BAD_PACKET = 9,
    INTERNAL_ERROR_OUT_OF_PACKETS = 10,
    INTERNAL_ERROR_OUT_OF_GLOBAL_OBJECTS = 11,
    INTERNAL_ERROR_OUT_OF_PROXIES = 12,
    INTERNAL_ERROR_INVALID_GLOBAL_ID = 13,
    INTERNAL_ERROR_NO_MEMORY_FOR_HEAP = 23,
    INTERNAL_ERROR_CPU_ISR_INSTALL_VECTOR = 24,
    INTERNAL_ERROR_RESOURCE_IN_USE = 25,
    INTERNAL_ERROR_THREAD_QUEUE_DEADLOCK = 28,
    INTERNAL_ERROR_THREAD_QUEUE_ENQUEUE_STICKY_FROM_BAD_STATE = 29,
    INTERNAL_ERROR_BAD_THREAD_DISPATCH_DISABLE_LEVEL = 30,
    INTERNAL_ERROR_BAD_THREAD_DISPATCH_ENVIRONMENT = 31,
    INTERNAL_ERROR_RTEMS_INIT_TASK_CREATE_FAILED = 32,
    INTERNAL_ERROR_POSIX_INIT_THREAD_CREATE_FAILED = 33,
    INTERNAL_ERROR_LIBIO_STDOUT_FD_OPEN_FAILED = 36,
    INTERNAL_ERROR_LIBIO_STDERR_FD_OPEN_FAILED = 37,
    INTERNAL_ERROR_ILLEGAL_USE_OF_FLOATING_POINT_UNIT = 38,
    INTERNAL_ERROR_NO_MEMORY_FOR_PER_CPU_DATA = 40,
    INTERNAL_ERROR_TOO_LARGE_TLS_SIZE = 41,
    INTERNAL_ERROR_RTEMS_INIT_TASK_CONSTRUCT_FAILED = 42,
    INTERNAL_ERROR_IDLE_THREAD_CREATE_FAILED = 43,
    INTERNAL_ERROR_NO_MEMORY_FOR_IDLE_TASK_STORAGE = 44,
    INTERNAL_ERROR_IDLE_THREAD_STACK_TOO_SMALL = 45,
    INTERNAL_ERROR_CANNOT_DISABLE_DATA_CACHE = 46,
    INTERNAL_ERROR_LIBIO_STDIN_FD_OPEN_FAILED = 47
} Internal_errors_Core_list;

typedef uint32_t rtems_fatal_code;

typedef bool (*rtems_task_create_extension)(rtems_tcb *executing, rtems_tcb *created);
typedef void (*rtems_task_start_extension)(rtems_tcb *executing, rtems_tcb *started);
typedef void (*rtems_task_restart_extension)(rtems_tcb *executing, rtems_tcb *restarted);
typedef void (*rtems_task_delete_extension)(rtems_tcb *executing, rtems_tcb *deleted);
typedef void (*rtems_task_switch_extension)(rtems_tcb *executing, rtems_tcb *heir);
typedef void (*rtems_task_begin_extension)(rtems_tcb *executing);
typedef void (*rtems_task_exitted_extension)(rtems_tcb *executing);
typedef void (*rtems_task_terminate_extension)(rtems_tcb *executing);
typedef void (*rtems_fatal_extension)(rtems_fatal_source source, bool always_set_to_false,
                                      rtems_fatal_code code);

/* Each member may be NULL. thread_switch runs with interrupts disabled. */
typedef struct {
    rtems_task_create_extension thread_create; /* false refuses */
    rtems_task_start_extension thread_start;
    rtems_task_restart_extension thread_restart;
    rtems_task_delete_extension thread_delete;
    rtems_task_switch_extension thread_switch;
    rtems_task_begin_extension thread_begin;
    rtems_task_exitted_extension thread_exitted;
    rtems_fatal_extension fatal;
    rtems_task_terminate_extension thread_terminate;
} rtems_extensions_table;

/* Adds a copy of the table behind the others. INVALID_NAME, INVALID_ADDRESS,
 * TOO_MANY. Task context. */
rtems_status_code rtems_extension_create(rtems_name name,
                                         const rtems_extensions_table *extension_table,
                                         rtems_id *id);

/* INVALID_ADDRESS, INVALID_NAME. Any context. */
rtems_status_code rtems_extension_ident(rtems_name name, rtems_id *id);

/* INVALID_ID. Task context. */
rtems_status_code rtems_extension_delete(rtems_id id);

#ifdef __cplusplus
}
#endif
#endif
