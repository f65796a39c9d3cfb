/* SPDX-License-Identifier: BSD-2-Clause */

/* An ARINC 653 application: one process gives orders, another gets reports. */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "valve.h"

static QUEUING_PORT_ID_TYPE orders, reports;

static unsigned milliseconds(void)
{
    SYSTEM_TIME_TYPE time;
    RETURN_CODE_TYPE code;

    GET_TIME(&time, &code);
    return (unsigned)(time / 1000000);
}

/* The port has room for two orders: the others wait until the valve takes them. */
static void give_orders(void)
{
    static const unsigned positions[ORDERS] = {10, 90, 50, 75, 0};
    RETURN_CODE_TYPE code;

    for (unsigned i = 0; i < ORDERS; i++) {
        struct order order = {.number = i + 1, .position = positions[i]};

        SEND_QUEUING_MESSAGE(orders, (MESSAGE_ADDR_TYPE)&order, sizeof(order), INFINITE_TIME_VALUE,
                             &code);
        printf("%3u ms: order %u, position %u%%\n", milliseconds(), order.number, order.position);
    }
    STOP_SELF();
}

static void get_reports(void)
{
    char report[REPORT_SIZE + 1];
    MESSAGE_SIZE_TYPE length;
    RETURN_CODE_TYPE code;

    for (unsigned received = 0; received < ORDERS;) {
        RECEIVE_QUEUING_MESSAGE(reports, 30000000, (MESSAGE_ADDR_TYPE)report, &length, &code);
        report[length] = '\0';
        if (code == TIMED_OUT)
            printf("%3u ms: no report for 30 ms\n", milliseconds());
        else
            printf("%3u ms: report \"%s\"\n", milliseconds(), report);
        received += code == NO_ERROR;
    }
    exit(0);
}

static void start(const char *name, PRIORITY_TYPE priority, void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)entry,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = priority,
        .DEADLINE = SOFT,
    };
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    memcpy(attributes.NAME, name, strlen(name));
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
}

int main(void)
{
    static NAME_TYPE orders_name = "orders";
    static NAME_TYPE reports_name = "reports";
    RETURN_CODE_TYPE first, second;

    CREATE_QUEUING_PORT(orders_name, sizeof(struct order), 2, SOURCE, FIFO, &orders, &first);
    CREATE_QUEUING_PORT(reports_name, REPORT_SIZE, 4, DESTINATION, FIFO, &reports, &second);
    if (first != NO_ERROR || second != NO_ERROR) {
        printf("the model has other ports: codes %d, %d\n", first, second);
        return 1;
    }
    start("give_orders", 10, give_orders);
    start("get_reports", 20, get_reports);
    SET_PARTITION_MODE(NORMAL, &first);
    return 1;
}
