/* SPDX-License-Identifier: BSD-2-Clause */

/* The message manager. */

#include "check.h"

#define COUNT 4
#define SIZE  10

static rtems_id queue;
static char received[3][SIZE];
static size_t received_size[3];
static rtems_status_code results[3];

static rtems_task receive(rtems_task_argument index)
{
    results[index] = rtems_message_queue_receive(queue, received[index], &received_size[index],
                                                 RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    mark((char)('A' + (char)index));
    rtems_task_exit();
}

static void start_receivers(unsigned count)
{
    trace_reset();
    memset(received, 0, sizeof(received));
    for (rtems_task_argument i = 0; i < count; i++)
        (void)spawn("RECV", 8 - i, receive, i);
}

static void create(rtems_attribute attributes)
{
    OK(rtems_message_queue_create(NAME("QUEU"), COUNT, SIZE, attributes, &queue));
}

static void test_create(void)
{
    rtems_id id;

    group("message_queue_create");
    STATUS(RTEMS_INVALID_NAME, rtems_message_queue_create(0, 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_create(NAME("QUEU"), 0, 0, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_message_queue_create(NAME("QUEU"), 0, 0, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_message_queue_create(NAME("QUEU"), 1, 0, 0, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_message_queue_create(NAME("QUEU"), 1, SIZE_MAX, 0, &id));
    STATUS(RTEMS_INVALID_NUMBER,
           rtems_message_queue_create(NAME("QUEU"), UINT32_MAX, 1024, 0, &id));
    STATUS(RTEMS_UNSATISFIED, rtems_message_queue_create(NAME("QUEU"), 1000, 100000, 0, &id));
    create(RTEMS_FIFO);
    EQUAL(OBJECTS_RTEMS_MESSAGE_QUEUES, rtems_object_id_get_class(queue));
    STATUS(RTEMS_TOO_MANY, rtems_message_queue_create(NAME("MORE"), 1, 1, 0, &id));

    group("message_queue_ident, _delete");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_ident(NAME("QUEU"), 0, NULL));
    STATUS(RTEMS_INVALID_NAME, rtems_message_queue_ident(0, 0, &id));
    STATUS(RTEMS_INVALID_NAME, rtems_message_queue_ident(NAME("NONE"), 0, &id));
    OK(rtems_message_queue_ident(NAME("QUEU"), 0, &id));
    EQUAL(queue, id);
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_delete(BAD_ID));
    OK(rtems_message_queue_delete(queue));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_delete(queue));
}

static void *freed;

static void storage_freed(void *storage)
{
    freed = storage;
}

static void test_construct(void)
{
    static RTEMS_MESSAGE_QUEUE_BUFFER(SIZE) storage[COUNT];
    rtems_message_queue_config config = {.name = NAME("CONS"),
                                         .maximum_pending_messages = COUNT,
                                         .maximum_message_size = SIZE,
                                         .storage_size = sizeof(storage),
                                         .storage_free = storage_freed};
    char buffer[SIZE];
    size_t size;

    group("message_queue_construct");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_construct(NULL, &queue));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_construct(&config, NULL));
    STATUS(RTEMS_UNSATISFIED, rtems_message_queue_construct(&config, &queue));
    config.storage_area = storage;
    config.storage_size++;
    STATUS(RTEMS_UNSATISFIED, rtems_message_queue_construct(&config, &queue));
    config.storage_size--;
    OK(rtems_message_queue_construct(&config, &queue));
    for (int i = 0; i < COUNT; i++)
        OK(rtems_message_queue_send(queue, "0123456789", SIZE));
    STATUS(RTEMS_TOO_MANY, rtems_message_queue_send(queue, "x", 1));
    for (int i = 0; i < COUNT; i++) {
        OK(rtems_message_queue_receive(queue, buffer, &size, RTEMS_NO_WAIT, 0));
        EXPECT(size == SIZE && memcmp(buffer, "0123456789", SIZE) == 0);
    }
    OK(rtems_message_queue_delete(queue));
    EXPECT(freed == storage);
}

static void test_status(void)
{
    char buffer[SIZE];
    size_t size = 77;
    uint32_t count;

    group("message_queue_send, _urgent, _broadcast: status codes");
    create(RTEMS_FIFO);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_send(BAD_ID, NULL, 1));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_send(BAD_ID, "x", SIZE + 1));
    STATUS(RTEMS_INVALID_SIZE, rtems_message_queue_send(queue, "x", SIZE + 1));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_urgent(BAD_ID, NULL, 1));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_urgent(BAD_ID, "x", 1));
    STATUS(RTEMS_INVALID_SIZE, rtems_message_queue_urgent(queue, "x", SIZE + 1));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_broadcast(queue, NULL, 1, &count));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_broadcast(queue, "x", 1, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_broadcast(BAD_ID, "x", 1, &count));
    STATUS(RTEMS_INVALID_SIZE, rtems_message_queue_broadcast(queue, "x", SIZE + 1, &count));
    OK(rtems_message_queue_broadcast(queue, "x", 1, &count));
    EQUAL(0, count);

    group("message_queue_receive: status codes");
    STATUS(RTEMS_INVALID_ADDRESS,
           rtems_message_queue_receive(queue, NULL, &size, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ADDRESS,
           rtems_message_queue_receive(queue, buffer, NULL, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_receive(BAD_ID, buffer, &size, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_UNSATISFIED, rtems_message_queue_receive(queue, buffer, &size, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_TIMEOUT, rtems_message_queue_receive(queue, buffer, &size, RTEMS_WAIT, 3));
    EQUAL(77, size);

    group("message_queue_get_number_pending, _flush");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_get_number_pending(queue, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_get_number_pending(BAD_ID, &count));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_message_queue_flush(queue, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_message_queue_flush(BAD_ID, &count));
    OK(rtems_message_queue_flush(queue, &count));
    EQUAL(0, count);
    for (uint32_t i = 0; i < COUNT; i++) {
        OK(rtems_message_queue_send(queue, "x", 1));
        OK(rtems_message_queue_get_number_pending(queue, &count));
        EQUAL(i + 1, count);
    }
    OK(rtems_message_queue_flush(queue, &count));
    EQUAL(COUNT, count);
    for (uint32_t i = 0; i < COUNT; i++)
        OK(rtems_message_queue_send(queue, "x", 1));
    STATUS(RTEMS_TOO_MANY, rtems_message_queue_urgent(queue, "x", 1));
    OK(rtems_message_queue_delete(queue));
}

static void test_order(void)
{
    char text[COUNT + 1] = "";
    size_t size;

    group("order of messages, urgent ones first");
    create(RTEMS_FIFO);
    OK(rtems_message_queue_urgent(queue, "B", 1));
    OK(rtems_message_queue_send(queue, "C", 1));
    OK(rtems_message_queue_urgent(queue, "A", 1));
    OK(rtems_message_queue_send(queue, "D", 1));
    for (int i = 0; i < COUNT; i++)
        OK(rtems_message_queue_receive(queue, &text[i], &size, RTEMS_NO_WAIT, 0));
    EXPECT(strcmp(text, "ABCD") == 0);

    group("a message of no bytes");
    OK(rtems_message_queue_send(queue, "", 0));
    OK(rtems_message_queue_receive(queue, text, &size, RTEMS_NO_WAIT, 0));
    EQUAL(0, size);
    OK(rtems_message_queue_delete(queue));
}

static void test_receivers(void)
{
    uint32_t count;

    group("waiting receivers by FIFO");
    create(RTEMS_FIFO);
    start_receivers(3);
    OK(rtems_message_queue_send(queue, "one", 4));
    OK(rtems_message_queue_send(queue, "two", 4));
    OK(rtems_message_queue_send(queue, "three", 6));
    TRACE("ABC");
    EXPECT(strcmp(received[0], "one") == 0 && strcmp(received[2], "three") == 0);
    EQUAL(4, received_size[1]);
    EQUAL(6, received_size[2]);
    OK(rtems_message_queue_get_number_pending(queue, &count));
    EQUAL(0, count);
    OK(rtems_message_queue_delete(queue));

    group("waiting receivers by priority");
    create(RTEMS_PRIORITY);
    start_receivers(3);
    OK(rtems_message_queue_urgent(queue, "one", 4));
    OK(rtems_message_queue_send(queue, "two", 4));
    OK(rtems_message_queue_send(queue, "three", 6));
    TRACE("CBA");
    EXPECT(strcmp(received[2], "one") == 0 && strcmp(received[0], "three") == 0);

    group("message_queue_broadcast");
    start_receivers(3);
    OK(rtems_message_queue_broadcast(queue, "all", 4, &count));
    EQUAL(3, count);
    TRACE("CBA");
    for (int i = 0; i < 3; i++)
        EXPECT(strcmp(received[i], "all") == 0);

    group("message_queue_delete with receivers");
    start_receivers(2);
    OK(rtems_message_queue_delete(queue));
    TRACE("BA");
    STATUS(RTEMS_OBJECT_WAS_DELETED, results[0]);
    STATUS(RTEMS_OBJECT_WAS_DELETED, results[1]);
}

static void send_from_interrupt(rtems_id timer, void *argument)
{
    (void)timer;
    (void)argument;
    OK(rtems_message_queue_send(queue, "isr", 4));
}

static void test_interrupt(void)
{
    char buffer[SIZE];
    rtems_id timer;
    size_t size;

    group("message_queue_send from an interrupt");
    create(RTEMS_FIFO);
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 2, send_from_interrupt, NULL));
    OK(rtems_message_queue_receive(queue, buffer, &size, RTEMS_WAIT, 10));
    EXPECT(size == 4 && strcmp(buffer, "isr") == 0);
    OK(rtems_timer_delete(timer));
    OK(rtems_message_queue_delete(queue));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_create();
    test_construct();
    test_status();
    test_order();
    test_receivers();
    test_interrupt();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK  1000
#define CONFIGURE_MAXIMUM_TASKS          4
#define CONFIGURE_MAXIMUM_TIMERS         1
#define CONFIGURE_MAXIMUM_MESSAGE_QUEUES 1
#define CONFIGURE_MESSAGE_BUFFER_MEMORY  CONFIGURE_MESSAGE_BUFFERS_FOR_QUEUE(COUNT, SIZE)
#define CONFIGURE_INIT_TASK_PRIORITY     10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
