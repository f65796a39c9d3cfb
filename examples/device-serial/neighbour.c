/* SPDX-License-Identifier: BSD-2-Clause */

/* Has no device: its windows are where they should be while the other works,
 * until that one signals its end, and it can neither hear nor touch the device. */

#include <partition.h>
#include <rtems.h>
#include <rtems/irq-extension.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <virtualizationlayerbsp.h>
#include <virtualizationlayerio.h>

#define FRAME 10000000u

static volatile bool over;
static volatile unsigned refused;

/* Goes on behind the instruction, IN from the port in DX, which is one byte long. */
static void on_fault(_BSP_Virtual_Fault *fault)
{
    _BSP_Virtual_Registers registers;

    _BSP_Virtual_Fault_get_registers(fault, &registers);
    registers.eip += 1;
    refused++;
    _BSP_Virtual_Fault_set_registers(fault, &registers);
}

static void end(void *argument)
{
    (void)argument;
    over = true;
}

/* A tick is a major frame: this is where the next window begins. */
static unsigned look_at_windows(void)
{
    _Partition_Virtual_Window window;
    uint64_t expected;
    unsigned wrong = 0;

    _Partition_Virtual_Get_window(&window);
    for (expected = window.start; !over; expected += FRAME) {
        _Partition_Virtual_Get_window(&window);
        wrong += window.start != expected;
        (void)rtems_task_wake_after(1);
    }
    return wrong;
}

static rtems_task Init(rtems_task_argument argument)
{
    volatile uint16_t port = 0x2f8;
    rtems_status_code status;
    unsigned wrong;

    (void)argument;
    (void)rtems_interrupt_handler_install(_CPU_VIRTUAL_IRQ_SIGNAL, "end", RTEMS_INTERRUPT_UNIQUE,
                                          end, NULL);
    wrong = look_at_windows();
    printf("%u windows not when they should be\n", wrong);
    status = rtems_interrupt_handler_install(3, "uart", RTEMS_INTERRUPT_UNIQUE, end, NULL);
    printf("a handler for line 3: %s\n", rtems_status_text(status));
    _BSP_Virtual_faulthandler(on_fault, NULL);
    (void)_BSP_Virtual_Port_read_8(port);
    printf("a look at I/O port 2f8: %s\n", refused == 1 ? "a fault" : "allowed");
    exit(wrong == 0 && refused == 1 && status != RTEMS_SUCCESSFUL ? 0 : 1);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_APPLICATION_NEEDS_SIMPLE_CONSOLE_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK 10000
#define CONFIGURE_MAXIMUM_TASKS         1
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
