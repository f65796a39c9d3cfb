/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Many tasks under time slices and a fast tick, in partitions whose windows end
 * wherever they are: nothing is lost, exchanged or torn.
 */

#include "../check.h"
#include <bsp.h>

#define PRODUCERS 3
#define CONSUMERS 2
#define MESSAGES  20000u
#define DEPTH     8

struct message {
    uint32_t producer;
    uint32_t number;
    uint32_t checksum;
};

static rtems_id queue;
static rtems_id space; /* counts the free places of the queue */
static rtems_id mutex;
static rtems_id init_task;
static volatile struct {
    uint32_t total;
    uint32_t twice;
    uint32_t next[PRODUCERS];
} shared;
static volatile uint32_t from_interrupt;
static unsigned errors;

static uint32_t checksum_of(const struct message *message)
{
    return (message->producer + 1) * 2654435761u ^ message->number * 40503u;
}

static rtems_task produce(rtems_task_argument producer)
{
    struct message message = {.producer = (uint32_t)producer};
    double sum = 0;

    for (message.number = 0; message.number < MESSAGES; message.number++) {
        message.checksum = checksum_of(&message);
        OK(rtems_semaphore_obtain(space, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
        OK(rtems_message_queue_send(queue, &message, sizeof(message)));
        sum += 0.5;
    }
    if (sum != MESSAGES * 0.5)
        errors++;
    OK(rtems_event_send(init_task, RTEMS_EVENT_0 << producer));
    rtems_task_exit();
}

/* The mutex is held across the reception, so that the order is known. */
static void consume_one(void)
{
    struct message message = {0};
    size_t size = 0;

    OK(rtems_semaphore_obtain(mutex, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
    if (rtems_message_queue_receive(queue, &message, &size, RTEMS_WAIT, 50) == RTEMS_SUCCESSFUL) {
        if (size != sizeof(message) || message.checksum != checksum_of(&message) ||
            message.number != shared.next[message.producer])
            errors++;
        shared.next[message.producer] = message.number + 1;
        shared.total = shared.total + 1;
        shared.twice = shared.twice + 2;
        if (shared.twice != 2 * shared.total)
            errors++;
        OK(rtems_semaphore_release(space));
    }
    OK(rtems_semaphore_release(mutex));
}

static rtems_task consume(rtems_task_argument argument)
{
    (void)argument;
    while (shared.total < PRODUCERS * MESSAGES)
        consume_one();
    OK(rtems_event_send(init_task, RTEMS_EVENT_16 << argument));
    rtems_task_exit();
}

static void tick(rtems_id timer, void *argument)
{
    (void)argument;
    from_interrupt = from_interrupt + 1;
    OK(rtems_event_send(init_task, RTEMS_EVENT_30));
    OK(rtems_timer_reset(timer));
}

static void run_tasks(void)
{
    const rtems_event_set all =
        RTEMS_EVENT_0 | RTEMS_EVENT_1 | RTEMS_EVENT_2 | RTEMS_EVENT_16 | RTEMS_EVENT_17;
    rtems_event_set done = 0;

    for (rtems_task_argument i = 0; i < PRODUCERS; i++)
        (void)spawn_mode("PROD", 20 + i, RTEMS_TIMESLICE, produce, i);
    for (rtems_task_argument i = 0; i < CONSUMERS; i++)
        (void)spawn_mode("CONS", 21, RTEMS_TIMESLICE, consume, i);
    while ((done & all) != all) {
        rtems_event_set events = 0;

        OK(rtems_event_receive(all | RTEMS_EVENT_30, RTEMS_EVENT_ANY, 20000, &events));
        done |= events;
    }
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_interval start = rtems_clock_get_ticks_since_boot();
    rtems_id timer;

    (void)argument;
    init_task = rtems_task_self();
    group("producers and consumers");
    OK(rtems_message_queue_create(NAME("QUEU"), DEPTH, sizeof(struct message), RTEMS_PRIORITY,
                                  &queue));
    OK(rtems_semaphore_create(NAME("SPAC"), DEPTH, RTEMS_COUNTING_SEMAPHORE, 0, &space));
    OK(rtems_semaphore_create(NAME("MUTX"), 1,
                              RTEMS_BINARY_SEMAPHORE | RTEMS_PRIORITY | RTEMS_INHERIT_PRIORITY, 0,
                              &mutex));
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 1, tick, NULL));
    run_tasks();
    OK(rtems_timer_cancel(timer));
    EQUAL(0, errors);
    EQUAL(PRODUCERS * MESSAGES, shared.total);
    for (unsigned i = 0; i < PRODUCERS; i++)
        EQUAL(MESSAGES, shared.next[i]);
    group("every tick has come to the timer");
    EXPECT(from_interrupt > 100);
    EQUAL(rtems_clock_get_ticks_since_boot() - start, from_interrupt);
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK  100
#define CONFIGURE_TICKS_PER_TIMESLICE    2
#define CONFIGURE_MAXIMUM_TASKS          (1 + PRODUCERS + CONSUMERS)
#define CONFIGURE_MAXIMUM_TIMERS         1
#define CONFIGURE_MAXIMUM_SEMAPHORES     2
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 1
#define CONFIGURE_MESSAGE_BUFFER_MEMORY                                                            \
    CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(DEPTH, sizeof(struct message))
#define CONFIGURE_INIT_TASK_PRIORITY 10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
