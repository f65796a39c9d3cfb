/* SPDX-License-Identifier: BSD-2-Clause */

/* What a test sees of the stub kernel behind RTEMS' interfaces. */
#ifndef STUB_H
#define STUB_H

#include "rtems-stub.h"

struct stub_thread {
    Context_Control context;
    char *stack;
    size_t stack_size;
};

/* The thread that executes, and the one that shall. */
extern struct stub_thread *stub_executing, *stub_heir;

/* Makes a thread that calls entry on its stack, with the level of a thread
 * mode (0: enabled) and thread-local storage of its own. */
void stub_thread_initialize(struct stub_thread *thread, char *stack, size_t size, uint32_t level,
                            void (*entry)(void));

/* Switches to the heir from thread context, as the end of a directive would. */
void stub_dispatch(void);

/* What RTEMS' clock and terminal would have got. */
extern struct timecounter *stub_timecounter;
extern uint32_t stub_ticks;
extern char stub_input[64];
extern size_t stub_input_length, stub_input_lost;
extern char stub_input_last; /* of all but line ends, also those without room */
extern size_t stub_output_done;

/* RTEMS' time in counts of the timecounter: what passed from tick to tick,
 * added up, and since the last one. Interrupts disabled. */
uint64_t stub_time(void);

/* Set by the initialization: its thread-local storage had its value. */
extern bool stub_storage_in_initialization;

/* The test: called in the first thread, with interrupts enabled. */
RTEMS_NO_RETURN void test_main(const char *argument);

/* Reports; the program ends with status 1 if a check failed. */
void check(const char *name, bool passed);
void say(const char *text);
RTEMS_NO_RETURN void test_end(void);

#endif
