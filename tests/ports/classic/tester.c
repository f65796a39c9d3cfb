/* SPDX-License-Identifier: BSD-2-Clause */

/* The ports of a Classic program: status codes, and what the directives do. The
 * other partition sends back what it gets. */

#include "../../classic/check.h"
#include <partition_port.h>

#define SIZE  32
#define DEPTH 2

static rtems_id out, in, level, seen, low, high;
static rtems_name low_name = rtems_build_name('L', 'O', 'W', ' ');
static char buffer[SIZE + 1];
static size_t size;
static uint32_t flags, count;
static char order[4];
static unsigned ordered;

static void send(const char *text)
{
    OK(partition_port_send(out, text, strlen(text), RTEMS_WAIT, RTEMS_NO_TIMEOUT));
}

static void expect(const char *text)
{
    memset(buffer, 0, sizeof(buffer));
    OK(partition_port_receive(in, buffer, &size, &flags, RTEMS_WAIT, 100));
    EQUAL(strlen(text), size);
    EXPECT(strcmp(buffer, text) == 0);
}

static void test_ident(void)
{
    partition_port_information information;

    group("partition_port_ident");
    STATUS(RTEMS_INVALID_ID, partition_port_get_number_pending(1, &count));
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_ident(NULL, &out));
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_ident("orders", NULL));
    STATUS(RTEMS_INVALID_NAME, partition_port_ident("order", &out));
    STATUS(RTEMS_INVALID_NAME, partition_port_ident("orderss", &out));
    STATUS(RTEMS_INVALID_NAME, partition_port_ident("echo_in", &out));
    STATUS(RTEMS_INVALID_NAME, partition_port_ident("", &out));
    OK(partition_port_ident("orders", &out));
    OK(partition_port_ident("replies", &in));
    OK(partition_port_ident("level", &level));
    OK(partition_port_ident("seen", &seen));

    group("partition_port_get_information");
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_get_information(out, NULL));
    STATUS(RTEMS_INVALID_ID, partition_port_get_information(0, &information));
    STATUS(RTEMS_INVALID_ID, partition_port_get_information(5, &information));
    STATUS(RTEMS_INVALID_ID, partition_port_get_information(UINT32_MAX, &information));
    OK(partition_port_get_information(out, &information));
    EXPECT(strcmp(information.name, "orders") == 0);
    EXPECT(information.is_queuing && information.is_source);
    EQUAL(SIZE, information.maximum_message_size);
    EQUAL(DEPTH, information.maximum_pending_messages);
    OK(partition_port_get_information(seen, &information));
    EXPECT(!information.is_queuing && !information.is_source);
    EQUAL(20000000, information.refresh_nanoseconds);
}

static void test_parameters(void)
{
    group("parameters of partition_port_send");
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_send(out, NULL, 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_send(out, (void *)16, 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ID, partition_port_send(0, buffer, 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ID, partition_port_send(UINT32_MAX, buffer, 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_NOT_DEFINED, partition_port_send(in, buffer, 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_SIZE, partition_port_send(out, buffer, 0, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_SIZE, partition_port_send(out, buffer, SIZE + 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_SIZE, partition_port_send(out, buffer, UINT32_MAX, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_SIZE, partition_port_send(level, buffer, SIZE + 1, RTEMS_NO_WAIT, 0));

    group("parameters of partition_port_receive");
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_receive(in, NULL, &size, NULL, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_receive(in, buffer, NULL, NULL, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ID, partition_port_receive(0, buffer, &size, NULL, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_INVALID_ID, partition_port_receive(5, buffer, &size, NULL, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_NOT_DEFINED, partition_port_receive(out, buffer, &size, NULL, RTEMS_NO_WAIT, 0));

    group("parameters of the others");
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_get_number_pending(in, NULL));
    STATUS(RTEMS_INVALID_ID, partition_port_get_number_pending(5, &count));
    STATUS(RTEMS_INVALID_ADDRESS, partition_port_flush(in, NULL));
    STATUS(RTEMS_INVALID_ID, partition_port_flush(0, &count));
    STATUS(RTEMS_NOT_DEFINED, partition_port_flush(out, &count));
    STATUS(RTEMS_NOT_DEFINED, partition_port_flush(seen, &count));
    OK(partition_port_get_number_pending(out, &count));
    EQUAL(0, count);
}

static void test_queuing(void)
{
    group("messages go there and come back");
    send("one");
    send("a longer message: 32 characters.");
    expect("one");
    expect("a longer message: 32 characters.");

    group("nothing is there");
    STATUS(RTEMS_UNSATISFIED, partition_port_receive(in, buffer, &size, &flags, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_TIMEOUT, partition_port_receive(in, buffer, &size, &flags, RTEMS_WAIT, 3));

    group("no room is there");
    send("stop");
    OK(rtems_task_wake_after(2));
    send("2");
    send("3");
    STATUS(RTEMS_UNSATISFIED, partition_port_send(out, "4", 1, RTEMS_NO_WAIT, 0));
    STATUS(RTEMS_TIMEOUT, partition_port_send(out, "4", 1, RTEMS_WAIT, 2));
    OK(partition_port_get_number_pending(out, &count));
    EQUAL(DEPTH, count);
    send("4");
    expect("stop");
    expect("2!"); /* the other one was told that a message is lost */
    expect("3");
    expect("4");

    group("partition_port_flush");
    send("5");
    send("6");
    OK(rtems_task_wake_after(4));
    OK(partition_port_flush(in, &count));
    EQUAL(2, count);
    STATUS(RTEMS_UNSATISFIED, partition_port_receive(in, buffer, &size, &flags, RTEMS_NO_WAIT, 0));
}

static rtems_task wait_for_message(rtems_task_argument letter)
{
    char own[SIZE];
    size_t own_size;

    OK(partition_port_receive(in, own, &own_size, NULL, RTEMS_WAIT, RTEMS_NO_TIMEOUT));
    order[ordered++] = (char)letter;
    order[ordered++] = own[0];
    rtems_task_exit();
}

static void start(rtems_id *id, rtems_task_priority priority, char letter)
{
    OK(rtems_task_create(low_name, priority, RTEMS_MINIMUM_STACK_SIZE, RTEMS_DEFAULT_MODES,
                         RTEMS_DEFAULT_ATTRIBUTES, id));
    OK(rtems_task_start(*id, wait_for_message, (rtems_task_argument)letter));
}

static void test_waiting(void)
{
    group("tasks wait by priority");
    start(&low, 20, 'l');
    OK(rtems_task_wake_after(1));
    start(&high, 10, 'h');
    OK(rtems_task_wake_after(1));
    STATUS(RTEMS_UNSATISFIED, partition_port_receive(in, buffer, &size, &flags, RTEMS_NO_WAIT, 0));
    send("1");
    send("2");
    OK(rtems_task_wake_after(5));
    EXPECT(memcmp(order, "h1l2", sizeof(order)) == 0);
}

static void test_sampling(void)
{
    group("sampling ports");
    STATUS(RTEMS_UNSATISFIED, partition_port_receive(seen, buffer, &size, &flags, RTEMS_WAIT, 1));
    OK(partition_port_send(level, "first", 5, RTEMS_WAIT, 0));
    OK(partition_port_send(level, "second", 6, RTEMS_WAIT, 0));
    send("copy");
    expect("copy");
    memset(buffer, 0, sizeof(buffer));
    OK(partition_port_receive(seen, buffer, &size, &flags, RTEMS_WAIT, 0));
    EXPECT(strcmp(buffer, "second") == 0);
    EQUAL(PARTITION_PORT_VALID | PARTITION_PORT_UPDATED, flags);
    OK(partition_port_receive(seen, buffer, &size, &flags, RTEMS_WAIT, 0));
    EQUAL(PARTITION_PORT_VALID, flags);
    OK(rtems_task_wake_after(3));
    OK(partition_port_receive(seen, buffer, &size, &flags, RTEMS_WAIT, 0));
    EQUAL(0, flags);
    OK(partition_port_get_number_pending(seen, &count));
    EQUAL(1, count);
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_ident();
    test_parameters();
    test_queuing();
    test_waiting();
    test_sampling();
    send("end");
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         3
#define CONFIGURE_INIT_TASK_PRIORITY    30
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
