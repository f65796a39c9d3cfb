/* SPDX-License-Identifier: BSD-2-Clause */

/* Answers each line that comes in at the second serial port, there and on the
 * partition's console, until one says "end". */

#include "uart.h"

#include <partition.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_SIZE 200u
#define NEIGHBOUR 2u /* the model's second partition */

static struct uart com2 = {.port = 0x2f8, .line = 3, .event = RTEMS_EVENT_0};

static size_t read_line(char *line)
{
    size_t length = 0;
    int character;

    while ((character = uart_read(&com2)) != '\n')
        if (length < LINE_SIZE - 1 && character != '\r')
            line[length++] = (char)character;
    line[length] = '\0';
    return length;
}

static void answer(const char *line, size_t length)
{
    char text[LINE_SIZE + 2];

    for (size_t i = 0; i < length; i++)
        text[i] = line[length - 1 - i];
    text[length++] = '\r';
    text[length++] = '\n';
    uart_write(&com2, text, length);
    printf("%zu characters: %s\n", length - 2, line);
}

static rtems_task Init(rtems_task_argument argument)
{
    static const char greeting[] = "the line that you type comes back reversed\r\n";
    char line[LINE_SIZE];
    rtems_status_code status = uart_begin(&com2);

    (void)argument;
    if (status != RTEMS_SUCCESSFUL) {
        printf("no serial port: %s\n", rtems_status_text(status));
        exit(1);
    }
    uart_write(&com2, greeting, sizeof(greeting) - 1);
    do {
        size_t length = read_line(line);

        if (length != 0)
            answer(line, length);
    } while (strcmp(line, "end") != 0);
    uart_drain(&com2);
    printf("%u characters lost\n", (unsigned)com2.lost);
    (void)_Partition_Virtual_Signal(NEIGHBOUR);
    exit(com2.lost == 0 ? 0 : 1);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
