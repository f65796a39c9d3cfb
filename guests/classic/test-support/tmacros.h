/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Macros that RTEMS' test programs and samples are written with. Each is used
 * as a statement; a failed check prints and ends the program.
 */
#ifndef TMACROS_H
#define TMACROS_H

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <bsp.h>
#include <buffer_test_io.h>
#include <rtems/error.h>
#include <rtems/inttypes.h>
#include <rtems/score/apimutex.h>
#include <rtems/score/threaddispatch.h>
#include <rtems/test-info.h>
#include <rtems/test-printer.h>

#define FOREVER 1

#ifdef CONFIGURE_INIT
#define TEST_EXTERN
#else
#define TEST_EXTERN extern
#endif

/* level: -1 accepts any, 0 that switching is free, others that it is not. */
static inline void tmacros_check_context(int level, const char *file, int line)
{
    if (level != -1 && _Thread_Dispatch_is_enabled() != (level == 0)) {
        printf("\nthread dispatching is %s, detected at %s:%d\n",
               level == 0 ? "disabled" : "enabled", file, line);
        rtems_test_exit(1);
    }
    if (_RTEMS_Allocator_is_owner()) {
        printf("\nthe task owns the allocator's lock, detected at %s:%d\n", file, line);
        rtems_test_exit(1);
    }
}

static inline void tmacros_check_status(rtems_status_code status, rtems_status_code desired,
                                        const char *message)
{
    if (status == desired)
        return;
    printf("\n%s FAILED -- expected (%s) got (%s)\n", message, rtems_status_text(desired),
           rtems_status_text(status));
    rtems_test_exit((int)status);
}

#define check_dispatch_disable_level(level)     tmacros_check_context((level), __FILE__, __LINE__)
#define check_if_allocator_mutex_is_not_owned() tmacros_check_context(-1, __FILE__, __LINE__)

#define fatal_directive_check_status_only(status, desired, message)                                \
    tmacros_check_status((status), (desired), (message))
#define fatal_directive_status_with_level(status, desired, message, level)                         \
    do {                                                                                           \
        tmacros_check_context((level), __FILE__, __LINE__);                                        \
        tmacros_check_status((status), (desired), (message));                                      \
    } while (0)
#define fatal_directive_status(status, desired, message)                                           \
    fatal_directive_status_with_level(status, desired, message, 0)
#define directive_failed(status, message) fatal_directive_status(status, RTEMS_SUCCESSFUL, message)
#define directive_failed_with_level(status, message, level)                                        \
    fatal_directive_status_with_level(status, RTEMS_SUCCESSFUL, message, level)

#define fatal_int_service_status_with_level(result, desired, message, level)                       \
    do {                                                                                           \
        tmacros_check_context((level), __FILE__, __LINE__);                                        \
        if ((result) != (desired)) {                                                               \
            printf("\n%s FAILED -- expected (%d) got (%d)\n", (message), (int)(desired),           \
                   (int)(result));                                                                 \
            rtems_test_exit((int)(result));                                                        \
        }                                                                                          \
    } while (0)
#define fatal_int_service_status(result, desired, message)                                         \
    fatal_int_service_status_with_level(result, desired, message, 0)
#define int_service_failed(result, message)                                                        \
    fatal_int_service_status(result, RTEMS_SUCCESSFUL, message)
#define int_service_failed_with_level(result, message, level)                                      \
    fatal_int_service_status_with_level(result, RTEMS_SUCCESSFUL, message, level)

/* For functions that return -1 and set errno, and those that return an error. */
#define fatal_posix_service_status_errno(result, desired, message)                                 \
    do {                                                                                           \
        tmacros_check_context(0, __FILE__, __LINE__);                                              \
        if ((result) != -1 || errno != (desired)) {                                                \
            printf("\n%s FAILED -- expected (%d - %s) got (%ld, errno %d - %s)\n", (message),      \
                   (int)(desired), strerror((int)(desired)), (long)(result), errno,                \
                   strerror(errno));                                                               \
            rtems_test_exit(1);                                                                    \
        }                                                                                          \
    } while (0)
#define fatal_posix_service_status_with_level(result, desired, message, level)                     \
    do {                                                                                           \
        tmacros_check_context((level), __FILE__, __LINE__);                                        \
        if ((result) != (desired)) {                                                               \
            printf("\n%s FAILED -- expected (%d - %s) got (%ld - %s), errno %d\n", (message),      \
                   (int)(desired), strerror((int)(desired)), (long)(result),                       \
                   strerror((int)(result)), errno);                                                \
            rtems_test_exit(1);                                                                    \
        }                                                                                          \
    } while (0)
#define fatal_posix_service_status(result, desired, message)                                       \
    fatal_posix_service_status_with_level(result, desired, message, 0)
#define posix_service_failed_with_level(result, message, level)                                    \
    fatal_posix_service_status_with_level(result, 0, message, level)
#define posix_service_failed(result, message) fatal_posix_service_status(result, 0, message)
#define tmacros_fatal_object(is_bad, message)                                                      \
    do {                                                                                           \
        tmacros_check_context(0, __FILE__, __LINE__);                                              \
        if (is_bad) {                                                                              \
            printf("\n%s FAILED -- errno %d - %s\n", (message), errno, strerror(errno));           \
            rtems_test_exit(1);                                                                    \
        }                                                                                          \
    } while (0)

/* For objects that must not have been opened. */
#define fatal_posix_sem(semaphore, message) tmacros_fatal_object((semaphore) != SEM_FAILED, message)
#define fatal_posix_mqd(queue, message)     tmacros_fatal_object((queue) != (mqd_t)-1, message)

#define COMPILER_DIAGNOSTIC_SETTINGS_PUSH            _Pragma("GCC diagnostic push")
#define COMPILER_DIAGNOSTIC_SETTINGS_POP             _Pragma("GCC diagnostic pop")
#define COMPILER_DIAGNOSTIC_SETTINGS_DISABLE_NONNULL _Pragma("GCC diagnostic ignored \"-Wnonnull\"")

#define rtems_test_assert(condition)                                                               \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            printf("%s: %d %s\n", __FILE__, __LINE__, #condition);                                 \
            rtems_test_exit(1);                                                                    \
        }                                                                                          \
    } while (0)

#define TMACROS_TIME_FORMAT                                                                        \
    "%s%02" PRIu32 ":%02" PRIu32 ":%02" PRIu32 "   %02" PRIu32 "/%02" PRIu32 "/%04" PRIu32 "%s"
#define sprint_time(string, before, time, after)                                                   \
    sprintf((string), TMACROS_TIME_FORMAT, (before), (time)->hour, (time)->minute, (time)->second, \
            (time)->month, (time)->day, (time)->year, (after))
#define print_time(before, time, after)                                                            \
    printf(TMACROS_TIME_FORMAT, (before), (time)->hour, (time)->minute, (time)->second,            \
           (time)->month, (time)->day, (time)->year, (after))

#define put_dot(character) ((void)putchar(character))
#define new_line           puts("")
#define puts_nocr          printf

/* A name's characters without its trailing NULs. */
static inline void tmacros_put_name(rtems_name name, bool new_line_after)
{
    for (int shift = 24; shift >= 0; shift -= 8) {
        int character = (int)((name >> shift) & 0xff);

        if (shift == 24 || character != 0)
            putchar(isprint(character) ? character : '*');
    }
    if (new_line_after)
        putchar('\n');
}
#define put_name(name, new_line_after) tmacros_put_name((name), (new_line_after))

#ifndef build_time
#define build_time(time, m, d, y, h, min, s, t)                                                    \
    (*(time) = (rtems_time_of_day){.year = (y),                                                    \
                                   .month = (m),                                                   \
                                   .day = (d),                                                     \
                                   .hour = (h),                                                    \
                                   .minute = (min),                                                \
                                   .second = (s),                                                  \
                                   .ticks = (t)})
#endif

/* Tasks counted from the first that is not an initialization task. A function,
 * because some tests define a macro of the name after this header. */
static inline uint32_t task_number(rtems_id id)
{
    return (uint32_t)rtems_object_id_get_index(id) -
           rtems_configuration_get_rtems_api_configuration()->number_of_initialization_tasks;
}

#endif
