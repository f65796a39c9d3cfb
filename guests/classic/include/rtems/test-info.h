/* SPDX-License-Identifier: BSD-2-Clause */

/* What RTEMS' test programs and samples need around their own code. */
#ifndef _RTEMS_TEST_H
#define _RTEMS_TEST_H

#include <rtems.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Each test defines it. */
extern const char rtems_test_name[];

typedef enum {
    RTEMS_TEST_STATE_PASS,
    RTEMS_TEST_STATE_FAIL,
    RTEMS_TEST_STATE_USER_INPUT,
    RTEMS_TEST_STATE_INDETERMINATE,
    RTEMS_TEST_STATE_BENCHMARK
} RTEMS_TEST_STATE;

#if defined(TEST_STATE_EXPECTED_FAIL)
#define TEST_STATE RTEMS_TEST_STATE_FAIL
#elif defined(TEST_STATE_USER_INPUT)
#define TEST_STATE RTEMS_TEST_STATE_USER_INPUT
#elif defined(TEST_STATE_INDETERMINATE)
#define TEST_STATE RTEMS_TEST_STATE_INDETERMINATE
#elif defined(TEST_STATE_BENCHMARK)
#define TEST_STATE RTEMS_TEST_STATE_BENCHMARK
#else
#define TEST_STATE RTEMS_TEST_STATE_PASS
#endif

/* The lines that test runners look for; they return the number of characters. */
int rtems_test_begin(const char *name, const RTEMS_TEST_STATE state);
int rtems_test_end(const char *name);

/* Ends the program without exit(). Any context. */
void rtems_test_exit(int status) RTEMS_NO_RETURN;

void rtems_test_fatal_extension(rtems_fatal_source source, bool always_set_to_false,
                                rtems_fatal_code code);

#define RTEMS_TEST_INITIAL_EXTENSION                                                               \
    {                                                                                              \
        NULL, NULL, NULL, NULL, NULL, NULL, NULL, rtems_test_fatal_extension, NULL                 \
    }

#ifdef __cplusplus
}
#endif
#endif
