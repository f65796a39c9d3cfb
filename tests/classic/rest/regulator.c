/* SPDX-License-Identifier: BSD-2-Clause */

/* The regulator manager. */

#include <rtems/regulator.h>
#include <rtems/malloc.h>
#include "../check.h"

#define MESSAGES 5

static rtems_regulator_instance *regulator;
static bool keep; /* the buffer */
static void *kept;

static bool deliver(void *context, void *message, size_t length)
{
    EQUAL(3, length);
    EXPECT(context == trace);
    mark(*(char *)message);
    kept = message;
    return !keep;
}

static rtems_regulator_attributes usual_attributes(void)
{
    return (rtems_regulator_attributes){.deliverer = deliver,
                                        .deliverer_context = trace,
                                        .maximum_message_size = 5,
                                        .maximum_messages = MESSAGES,
                                        .delivery_thread_priority = 5,
                                        .delivery_thread_stack_size = RTEMS_MINIMUM_STACK_SIZE,
                                        .delivery_thread_period = 10,
                                        .maximum_to_dequeue_per_period = 2};
}

static void test_create(void)
{
    rtems_regulator_attributes attributes = usual_attributes();
    rtems_regulator_instance *other;
    void *taken;

    group("regulator_create");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_create(NULL, &regulator));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_create(&attributes, NULL));
    attributes.deliverer = NULL;
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    attributes.maximum_messages = 0;
    STATUS(RTEMS_INVALID_NUMBER, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    attributes.maximum_message_size = 0;
    STATUS(RTEMS_INVALID_SIZE, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    attributes.maximum_to_dequeue_per_period = 0;
    STATUS(RTEMS_INVALID_NUMBER, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    attributes.delivery_thread_period = 0;
    STATUS(RTEMS_INVALID_NUMBER, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    attributes.maximum_messages = SIZE_MAX / 8;
    STATUS(RTEMS_NO_MEMORY, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    attributes.delivery_thread_priority = 0;
    STATUS(RTEMS_INVALID_PRIORITY, rtems_regulator_create(&attributes, &regulator));
    attributes = usual_attributes();
    taken = rtems_heap_greedy_allocate(NULL, 0);
    STATUS(RTEMS_NO_MEMORY, rtems_regulator_create(&attributes, &regulator));
    rtems_heap_greedy_free(taken);
    OK(rtems_regulator_create(&attributes, &regulator));
    STATUS(RTEMS_TOO_MANY, rtems_regulator_create(&attributes, &other));
}

static void test_status_codes(void)
{
    uintptr_t nothing[8] = {0};
    rtems_regulator_instance *none = (rtems_regulator_instance *)(void *)nothing;
    rtems_regulator_statistics statistics;
    void *buffer;

    group("regulators that are none");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_obtain_buffer(NULL, &buffer));
    STATUS(RTEMS_INCORRECT_STATE, rtems_regulator_obtain_buffer(none, &buffer));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_obtain_buffer(regulator, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_release_buffer(NULL, nothing));
    STATUS(RTEMS_INCORRECT_STATE, rtems_regulator_release_buffer(none, nothing));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_release_buffer(regulator, nothing));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_send(regulator, NULL, 1));
    STATUS(RTEMS_INVALID_NUMBER, rtems_regulator_send(regulator, nothing, 0));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_send(NULL, nothing, 1));
    STATUS(RTEMS_INCORRECT_STATE, rtems_regulator_send(none, nothing, 1));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_get_statistics(regulator, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_get_statistics(NULL, &statistics));
    STATUS(RTEMS_INCORRECT_STATE, rtems_regulator_get_statistics(none, &statistics));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_regulator_delete(NULL, 0));
    STATUS(RTEMS_INCORRECT_STATE, rtems_regulator_delete(none, 0));
}

static void test_delivery(void)
{
    rtems_regulator_statistics statistics;
    char *buffers[MESSAGES];
    void *more = NULL;

    group("a burst comes at the regulator's rate");
    for (int i = 0; i < MESSAGES; i++) {
        OK(rtems_regulator_obtain_buffer(regulator, (void **)&buffers[i]));
        buffers[i][0] = (char)('A' + i);
        buffers[i][4] = '.';
    }
    STATUS(RTEMS_UNSATISFIED, rtems_regulator_obtain_buffer(regulator, &more));
    for (int i = 0; i < MESSAGES; i++)
        OK(rtems_regulator_send(regulator, buffers[i], 3));
    STATUS(RTEMS_TOO_MANY, rtems_regulator_send(regulator, buffers[0], 3));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_regulator_delete(regulator, 0));
    TRACE("");
    pause_ticks(12);
    TRACE("AB");
    pause_ticks(10);
    TRACE("CD");
    keep = true;
    pause_ticks(10);
    TRACE("E");
    pause_ticks(10);
    TRACE("");
    OK(rtems_regulator_get_statistics(regulator, &statistics));
    EQUAL(MESSAGES, statistics.obtained);
    EQUAL(MESSAGES - 1, statistics.released);
    EQUAL(MESSAGES, statistics.delivered);
    EXPECT(statistics.period_statistics.count >= 3);
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_regulator_delete(regulator, 100));
    OK(rtems_regulator_release_buffer(regulator, kept));
}

static void test_delete(void)
{
    rtems_regulator_attributes attributes = usual_attributes();

    group("regulator_delete");
    STATUS(RTEMS_TIMEOUT, rtems_regulator_delete(regulator, 1));
    OK(rtems_regulator_delete(regulator, 20));
    OK(rtems_regulator_create(&attributes, &regulator));
    OK(rtems_regulator_delete(regulator, 0)); /* its task at once */
    OK(rtems_regulator_create(&attributes, &regulator));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_create();
    test_status_codes();
    test_delivery();
    test_delete();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK  1000
#define CONFIGURE_MAXIMUM_TASKS          2
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 1
#define CONFIGURE_MAXIMUM_PARTITIONS     1
#define CONFIGURE_MAXIMUM_PERIODS        1
#define CONFIGURE_INIT_TASK_PRIORITY     10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
