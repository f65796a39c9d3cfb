/* SPDX-License-Identifier: BSD-2-Clause */

/* An RTEMS-style application: a task takes orders, moves, and reports. */

#include <partition_port.h>
#include <stdio.h>
#include <stdlib.h>
#include "valve.h"

/* Ticks of 1 ms. A percent takes half a tick. */
static void move(unsigned from, unsigned to)
{
    (void)rtems_task_wake_after((from > to ? from - to : to - from) / 2);
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_id orders, reports;
    unsigned position = 0;

    (void)argument;
    if (partition_port_ident("valve_orders", &orders) != RTEMS_SUCCESSFUL ||
        partition_port_ident("valve_reports", &reports) != RTEMS_SUCCESSFUL) {
        printf("the model has other ports\n");
        exit(1);
    }
    for (unsigned i = 0; i < ORDERS; i++) {
        struct order order;
        char report[REPORT_SIZE];
        size_t size;

        (void)partition_port_receive(orders, &order, &size, NULL, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
        printf("order %u: from %u%% to %u%%\n", order.number, position, order.position);
        move(position, order.position);
        position = order.position;
        size = (size_t)snprintf(report, sizeof(report), "order %u done", order.number);
        (void)partition_port_send(reports, report, size, RTEMS_WAIT, RTEMS_NO_TIMEOUT);
    }
    exit(0);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 1000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
