/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Figures of the Classic API, as an application calls it. Those of a switch
 * are from before the directive of one task to after that of the other.
 */
#include <bsp.h>
#include <stdlib.h>
#include <string.h>
#include "figure.h"

#define LINE         _CPU_VIRTUAL_IRQ_SOFTWARE
#define MESSAGE_SIZE 16u

static rtems_id waiter;
static volatile uint32_t before; /* the last reading before the switch */
static volatile unsigned taken;  /* samples */
static uint32_t empty;

/* A benchmark that measures refused calls would be a quick one. */
static void expect(rtems_status_code status)
{
    if (status != RTEMS_SUCCESSFUL)
        exit(1);
}

static rtems_id start(rtems_task_priority priority, rtems_task_entry entry)
{
    rtems_id id;

    expect(rtems_task_create(rtems_build_name('T', 'A', 'S', 'K'), priority,
                             RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                             RTEMS_DEFAULT_ATTRIBUTES, &id));
    expect(rtems_task_start(id, entry, 0));
    return id;
}

/* Switch ------------------------------------------------------------------- */

/* Two of these, equally urgent, take turns. */
static void yield_in_turns(void)
{
    while (taken < SAMPLES) {
        before = counter();
        (void)rtems_task_wake_after(RTEMS_YIELD_PROCESSOR);
        if (taken < SAMPLES)
            samples[taken++] = counter() - before;
    }
}

static rtems_task yielder(rtems_task_argument argument)
{
    (void)argument;
    yield_in_turns();
    rtems_task_exit();
}

static void measure_switch(void)
{
    rtems_task_priority own;

    expect(rtems_task_set_priority(RTEMS_SELF, RTEMS_CURRENT_PRIORITY, &own));
    (void)start(own, yielder);
    yield_in_turns();
    figure("classic-switch", most_frequent() - empty, "instructions");
}

/* Wakes -------------------------------------------------------------------- */

static rtems_task wait_for_event(rtems_task_argument argument)
{
    rtems_event_set events;

    (void)argument;
    for (;;) {
        rtems_status_code status = rtems_event_receive(RTEMS_EVENT_0, RTEMS_WAIT | RTEMS_EVENT_ANY,
                                                       RTEMS_NO_TIMEOUT, &events);
        uint32_t woken = counter();

        expect(status);
        samples[taken++] = woken - before;
    }
}

static void measure_event(void)
{
    taken = 0;
    while (taken < SAMPLES) {
        before = counter();
        expect(rtems_event_send(waiter, RTEMS_EVENT_0));
    }
    figure("classic-event-wake", most_frequent() - empty, "instructions");
}

static void release_waiter(void *argument)
{
    (void)argument;
    (void)rtems_event_send(waiter, RTEMS_EVENT_0);
}

/* The interrupt comes from the call that raises it, before that returns. */
static void measure_interrupt(void)
{
    expect(rtems_interrupt_handler_install(LINE, "bench", RTEMS_INTERRUPT_UNIQUE, release_waiter,
                                           NULL));
    taken = 0;
    while (taken < SAMPLES) {
        before = counter();
        expect(rtems_interrupt_raise(LINE));
    }
    figure("classic-interrupt-to-task", most_frequent() - empty, "instructions");
}

/* Queues ------------------------------------------------------------------- */

static void measure_queue(void)
{
    static uint32_t receptions[SAMPLES];
    char message[MESSAGE_SIZE] = "";
    size_t size;
    rtems_id queue;

    expect(rtems_message_queue_create(rtems_build_name('Q', 'U', 'E', 'U'), 4, MESSAGE_SIZE,
                                      RTEMS_DEFAULT_ATTRIBUTES, &queue));
    for (unsigned i = 0; i < SAMPLES; i++) {
        rtems_status_code sent, received;
        uint32_t begin = counter(), middle, end;

        sent = rtems_message_queue_send(queue, message, sizeof(message));
        middle = counter();
        received = rtems_message_queue_receive(queue, message, &size, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
        end = counter();
        expect(sent);
        expect(received);
        samples[i] = middle - begin;
        receptions[i] = end - middle;
    }
    figure("classic-queue-send-16", most_frequent() - empty, "instructions");
    memcpy(samples, receptions, sizeof(samples));
    figure("classic-queue-receive-16", most_frequent() - empty, "instructions");
}

/* Tick --------------------------------------------------------------------- */

/* Reads the counter, five instructions a turn, until a turn has taken much
 * longer. */
#define TURN "5"

static uint32_t next_interruption(void)
{
    uint32_t length, last;

    __asm__ volatile("rdtsc\n"
                     "1: mov %%eax, %1\n\t"
                     "rdtsc\n\t"
                     "mov %%eax, %0\n\t"
                     "sub %1, %0\n\t"
                     "cmp $" TURN " + 10, %0\n\t"
                     "jb 1b\n\t"
                     "sub $" TURN ", %0"
                     : "=&b"(length), "=&c"(last)
                     :
                     : "eax", "edx", "cc");
    return length;
}

/* With a task that waits for a tick far ahead: nothing due, but something to
 * look at. */
static rtems_task sleeper(rtems_task_argument argument)
{
    (void)argument;
    (void)rtems_task_wake_after(1000000);
    exit(1);
}

static void measure_tick(void)
{
    (void)start(1, sleeper);
    for (unsigned i = 0; i < SAMPLES; i++)
        samples[i] = next_interruption();
    figure("classic-tick", most_frequent(), "instructions");
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    empty = empty_pair();
    measure_switch();
    waiter = start(2, wait_for_event);
    measure_event();
    measure_interrupt();
    measure_queue();
    measure_tick();
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK  100
#define CONFIGURE_MAXIMUM_TASKS          4
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 1
#define CONFIGURE_INIT_TASK_PRIORITY     10
#define CONFIGURE_INIT_TASK_STACK_SIZE   16384
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
