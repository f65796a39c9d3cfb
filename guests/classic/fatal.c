/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"
#include "executive/fatal.h"
#include "executive/format.h"
#include <rtems/bspIo.h>

#define TEXT(name) [name] = #name

static const char *const source_texts[] = {
    TEXT(INTERNAL_ERROR_CORE),
    TEXT(INTERNAL_ERROR_RTEMS_API),
    TEXT(INTERNAL_ERROR_POSIX_API),
    TEXT(RTEMS_FATAL_SOURCE_BDBUF),
    TEXT(RTEMS_FATAL_SOURCE_APPLICATION),
    TEXT(RTEMS_FATAL_SOURCE_EXIT),
    TEXT(RTEMS_FATAL_SOURCE_BSP),
    TEXT(RTEMS_FATAL_SOURCE_ASSERT),
    TEXT(RTEMS_FATAL_SOURCE_STACK_CHECKER),
    TEXT(RTEMS_FATAL_SOURCE_EXCEPTION),
    TEXT(RTEMS_FATAL_SOURCE_SMP),
    TEXT(RTEMS_FATAL_SOURCE_PANIC),
    TEXT(RTEMS_FATAL_SOURCE_INVALID_HEAP_FREE),
    TEXT(RTEMS_FATAL_SOURCE_HEAP),
    TEXT(RTEMS_FATAL_SOURCE_SPURIOUS_INTERRUPT),
};

static const char *const core_error_texts[] = {
    TEXT(INTERNAL_ERROR_TOO_LITTLE_WORKSPACE),
    TEXT(INTERNAL_ERROR_THREAD_EXITTED),
    TEXT(INTERNAL_ERROR_INCONSISTENT_MP_INFORMATION),
    TEXT(INTERNAL_ERROR_INVALID_NODE),
    TEXT(INTERNAL_ERROR_NO_MPCI),
    TEXT(INTERNAL_ERROR_BAD_PACKET),
    TEXT(INTERNAL_ERROR_OUT_OF_PACKETS),
    TEXT(INTERNAL_ERROR_OUT_OF_GLOBAL_OBJECTS),
    TEXT(INTERNAL_ERROR_OUT_OF_PROXIES),
    TEXT(INTERNAL_ERROR_INVALID_GLOBAL_ID),
    TEXT(INTERNAL_ERROR_NO_MEMORY_FOR_HEAP),
    TEXT(INTERNAL_ERROR_CPU_ISR_INSTALL_VECTOR),
    TEXT(INTERNAL_ERROR_RESOURCE_IN_USE),
    TEXT(INTERNAL_ERROR_THREAD_QUEUE_DEADLOCK),
    TEXT(INTERNAL_ERROR_THREAD_QUEUE_ENQUEUE_STICKY_FROM_BAD_STATE),
    TEXT(INTERNAL_ERROR_BAD_THREAD_DISPATCH_DISABLE_LEVEL),
    TEXT(INTERNAL_ERROR_BAD_THREAD_DISPATCH_ENVIRONMENT),
    TEXT(INTERNAL_ERROR_RTEMS_INIT_TASK_CREATE_FAILED),
    TEXT(INTERNAL_ERROR_POSIX_INIT_THREAD_CREATE_FAILED),
    TEXT(INTERNAL_ERROR_LIBIO_STDOUT_FD_OPEN_FAILED),
    TEXT(INTERNAL_ERROR_LIBIO_STDERR_FD_OPEN_FAILED),
    TEXT(INTERNAL_ERROR_ILLEGAL_USE_OF_FLOATING_POINT_UNIT),
    TEXT(INTERNAL_ERROR_NO_MEMORY_FOR_PER_CPU_DATA),
    TEXT(INTERNAL_ERROR_TOO_LARGE_TLS_SIZE),
    TEXT(INTERNAL_ERROR_RTEMS_INIT_TASK_CONSTRUCT_FAILED),
    TEXT(INTERNAL_ERROR_IDLE_THREAD_CREATE_FAILED),
    TEXT(INTERNAL_ERROR_NO_MEMORY_FOR_IDLE_TASK_STORAGE),
    TEXT(INTERNAL_ERROR_IDLE_THREAD_STACK_TOO_SMALL),
    TEXT(INTERNAL_ERROR_CANNOT_DISABLE_DATA_CACHE),
    TEXT(INTERNAL_ERROR_LIBIO_STDIN_FD_OPEN_FAILED),
};

const char *rtems_fatal_source_text(rtems_fatal_source fatal_source)
{
    return (size_t)fatal_source < RTEMS_ARRAY_SIZE(source_texts) ? source_texts[fatal_source] : "?";
}

const char *rtems_internal_error_text(rtems_fatal_code internal_error_code)
{
    if (internal_error_code >= RTEMS_ARRAY_SIZE(core_error_texts) ||
        core_error_texts[internal_error_code] == NULL)
        return "?";
    return core_error_texts[internal_error_code];
}

static void report(rtems_fatal_source source, rtems_fatal_code code)
{
    printk("\n*** FATAL ***\n");
    printk("fatal source: %d (%s)\n", (int)source, rtems_fatal_source_text(source));
    if (source == INTERNAL_ERROR_CORE)
        printk("fatal code: %lu (%s)\n", (unsigned long)code, rtems_internal_error_text(code));
    else
        printk("fatal code: %lu (0x%08lx)\n", (unsigned long)code, (unsigned long)code);
    if (exec_executing() != NULL) {
        char name[5];
        rtems_id id = classic_executing()->object.id;

        if (rtems_object_get_name(id, sizeof(name), name) == NULL)
            name[0] = '\0';
        printk("executing thread ID: 0x%08lx\n", (unsigned long)id);
        printk("executing thread name: %s\n", name);
    }
}

/* A fatal error in a fatal extension must not call the extensions again. */
void rtems_fatal(rtems_fatal_source fatal_source, rtems_fatal_code fatal_code)
{
    static bool in_progress;
    bool is_exit = fatal_source == RTEMS_FATAL_SOURCE_EXIT;

    (void)_CPU_Virtual_Interrupts_disable();
    if (!in_progress) {
        in_progress = true;
        classic_extensions_fatal(fatal_source, fatal_code);
    }
    if (!is_exit || fatal_code != 0)
        report(fatal_source, fatal_code);
    _CPU_Virtual_exec_stop_error(is_exit || fatal_code != 0 ? (int)fatal_code : 1);
}

void rtems_fatal_error_occurred(uint32_t fatal_code)
{
    rtems_fatal(INTERNAL_ERROR_RTEMS_API, fatal_code);
}

void rtems_panic(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    (void)vprintk(format, arguments);
    va_end(arguments);
    rtems_fatal(RTEMS_FATAL_SOURCE_PANIC, (rtems_fatal_code)(uintptr_t)format);
}

void rtems_shutdown_executive(uint32_t fatal_code)
{
    rtems_fatal(RTEMS_FATAL_SOURCE_EXIT, fatal_code);
}

void exec_exit(int status)
{
    rtems_shutdown_executive((uint32_t)status);
}

void exec_fatal(enum exec_fatal_error error, uintptr_t detail)
{
    if (error == EXEC_FATAL_HEAP_CORRUPT)
        rtems_fatal(RTEMS_FATAL_SOURCE_INVALID_HEAP_FREE, (rtems_fatal_code)detail);
    rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_BAD_THREAD_DISPATCH_DISABLE_LEVEL);
}
