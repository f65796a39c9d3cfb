/* SPDX-License-Identifier: BSD-2-Clause */

/* What the files of the test share. */
#ifndef TEST_H
#define TEST_H

#include "stub.h"

#include <bsp.h>

/* The test's thread, and one with disabled level which only counts its runs
 * and gives the processor back; exist after test_threads(). */
extern struct stub_thread test_second, *test_first;
extern unsigned test_second_runs;

void test_threads(void);
void test_interrupts(void);
void test_exceptions(void);
void test_counters(void);

/* Of this many nanoseconds. */
void test_clock(uint64_t duration);

/* Needs input: an empty line, and one of more than stub_input[] takes, which
 * are digits and letters in turn and a full stop at the end. */
void test_console(void);

#endif
