/* SPDX-License-Identifier: BSD-2-Clause */

/* Works the PC's real-time clock: lets it interrupt 1,024 times a second, and
 * compares that with the kernel's time. */

#include <partition.h>
#include <rtems.h>
#include <rtems/irq-extension.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <virtualizationlayerbsp.h>
#include <virtualizationlayerio.h>

#define LINE       8
#define FREQUENCY  1024u
#define SECONDS    3u
#define NS_PER_MS  1000000u
#define MS_PER_S   1000u
#define TICK_EVENT RTEMS_EVENT_0

/* Motorola MC146818 data sheet, table 2 and registers A to C. */
#define PORT_INDEX  0x70
#define PORT_DATA   0x71
#define SECOND      0x00
#define MINUTE      0x02
#define HOUR        0x04
#define STATUS_A    0x0a
#define STATUS_B    0x0b
#define STATUS_C    0x0c
#define A_UPDATING  0x80u
#define A_RATE      0x0fu
#define A_RATE_1024 0x06u
#define B_PERIODIC  0x40u
#define B_BINARY    0x04u
#define C_PERIODIC  0x40u

static rtems_id clock_task;
static volatile uint32_t interrupts, others;
static volatile uint64_t last_time;

static uint8_t get(uint8_t index)
{
    _BSP_Virtual_Port_write_8(PORT_INDEX, index);
    return _BSP_Virtual_Port_read_8(PORT_DATA);
}

static void set(uint8_t index, uint8_t value)
{
    _BSP_Virtual_Port_write_8(PORT_INDEX, index);
    _BSP_Virtual_Port_write_8(PORT_DATA, value);
}

/* Reading register C lets the device's line go down, so that the next period
 * is an edge again. */
static void interrupt(void *argument)
{
    (void)argument;
    if ((get(STATUS_C) & C_PERIODIC) == 0) {
        others++;
        return;
    }
    last_time = _BSP_Virtual_Clock_read();
    interrupts++;
    if (interrupts % FREQUENCY == 1)
        (void)rtems_event_send(clock_task, TICK_EVENT);
}

/* Index and data port are used by the handler, too. */
static void set_periodic(bool on)
{
    rtems_interrupt_level level;
    uint8_t status;

    rtems_interrupt_disable(level);
    set(STATUS_A, (uint8_t)((get(STATUS_A) & ~A_RATE) | A_RATE_1024));
    status = (uint8_t)(get(STATUS_B) & ~B_PERIODIC);
    set(STATUS_B, on ? (uint8_t)(status | B_PERIODIC) : status);
    (void)get(STATUS_C);
    rtems_interrupt_enable(level);
}

static unsigned number(uint8_t value)
{
    return (get(STATUS_B) & B_BINARY) != 0 ? value : value / 16u * 10u + value % 16u;
}

static void print_time_of_day(void)
{
    rtems_interrupt_level level;
    unsigned hour, minute, second;

    rtems_interrupt_disable(level);
    while ((get(STATUS_A) & A_UPDATING) != 0)
        ;
    hour = number(get(HOUR));
    minute = number(get(MINUTE));
    second = number(get(SECOND));
    rtems_interrupt_enable(level);
    printf("the clock says %02u:%02u:%02u\n", hour, minute, second);
}

/* The first interrupt begins the measurement, each 1,024th one after it ends a
 * second, to a thousandth: two crystals are never quite of one mind. */
static uint64_t wait_for_second(void)
{
    rtems_event_set received;

    (void)rtems_event_receive(TICK_EVENT, RTEMS_EVENT_ANY | RTEMS_WAIT, RTEMS_NO_TIMEOUT,
                              &received);
    return last_time;
}

static bool measure(void)
{
    uint64_t begin = wait_for_second();
    bool good = true;

    for (unsigned second = 1; second <= SECONDS; second++) {
        uint64_t ms = (wait_for_second() - begin + NS_PER_MS / 2) / NS_PER_MS;

        printf("%u interrupts after the first one: %llu ms\n", (unsigned)interrupts - 1,
               (unsigned long long)ms);
        good = good && ms + second >= second * MS_PER_S && ms <= second * (MS_PER_S + 1) &&
               interrupts == second * FREQUENCY + 1;
    }
    return good;
}

static rtems_task Init(rtems_task_argument argument)
{
    rtems_status_code status;
    bool good;

    (void)argument;
    clock_task = rtems_task_self();
    status = rtems_interrupt_handler_install(LINE, "rtc", RTEMS_INTERRUPT_UNIQUE, interrupt, NULL);
    if (status != RTEMS_SUCCESSFUL) {
        printf("no real-time clock: %s\n", rtems_status_text(status));
        exit(1);
    }
    print_time_of_day();
    set_periodic(true);
    good = measure();
    set_periodic(false);
    print_time_of_day();
    printf("%u interrupts of another cause\n", (unsigned)others);
    exit(good ? 0 : 1);
}

#define CONFIGURE_APPLICATION_DOES_NOT_NEED_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MAXIMUM_TASKS 1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
