/* SPDX-License-Identifier: BSD-2-Clause */

/* Sends back what it gets, with a '!' if it was told of a loss, and copies its
 * sampling port. "stop" makes it deaf for a while, "end" ends it. */

#include <partition_port.h>
#include <stdlib.h>
#include <string.h>

#define SIZE 32

static void copy_level(rtems_id from, rtems_id to)
{
    char message[SIZE];
    size_t size;

    if (partition_port_receive(from, message, &size, NULL, RTEMS_WAIT, 0) == RTEMS_SUCCESSFUL)
        (void)partition_port_send(to, message, size, RTEMS_WAIT, 0);
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_id in = 0, out = 0, level = 0, seen = 0;
    char message[SIZE + 1];
    uint32_t flags;
    size_t size;

    (void)argument;
    (void)partition_port_ident("echo_in", &in);
    (void)partition_port_ident("echo_out", &out);
    (void)partition_port_ident("echo_level", &level);
    (void)partition_port_ident("echo_seen", &seen);
    for (;;) {
        if (partition_port_receive(in, message, &size, &flags, RTEMS_WAIT, RTEMS_NO_TIMEOUT) !=
                RTEMS_SUCCESSFUL ||
            (size == 3 && memcmp(message, "end", size) == 0))
            exit(0);
        if ((flags & PARTITION_PORT_OVERFLOWED) != 0)
            message[size++] = '!';
        copy_level(level, seen);
        (void)partition_port_send(out, message, size, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
        if (size == 4 && memcmp(message, "stop", size) == 0)
            (void)rtems_task_wake_after(8);
    }
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
