/* SPDX-License-Identifier: BSD-2-Clause */

/* Two devices of the PC: the second serial port, whose line is level-triggered
 * and high as long as the device asks, and the real-time clock, which makes
 * edges. Neither is ever quiet unless told. */
#ifndef LINES_H
#define LINES_H

#include "guest.h"
#include "virtualizationlayerio.h"

#define SERIAL_LINE       3
#define SERIAL_PORT       0x2f8
#define SERIAL_INTERRUPTS 0x2f9
#define SERIAL_MODEM      0x2fc
#define SERIAL_EMPTY      0x02u /* asks as long as nothing is sent */
#define SERIAL_OUT2       0x08u

#define CLOCK_LINE     8
#define CLOCK_INDEX    0x70
#define CLOCK_DATA     0x71
#define CLOCK_RATE     0x0a
#define CLOCK_CONTROL  0x0b
#define CLOCK_CAUSE    0x0c
#define CLOCK_8192     0x23u
#define CLOCK_1024     0x26u
#define CLOCK_PERIODIC 0x42u

static inline void lines_begin(void (*handler)(int vector, uint32_t count,
                                               const _CPU_Virtual_Interrupted *context))
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = handler,
                                                .interrupt_stack = stack + sizeof(stack)};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(SERIAL_LINE);
    _CPU_Virtual_Irq_request(CLOCK_LINE);
    _CPU_Virtual_Interrupts_open();
}

static inline void lines_serial(bool asks)
{
    _BSP_Virtual_Port_write_8(SERIAL_MODEM, SERIAL_OUT2);
    _BSP_Virtual_Port_write_8(SERIAL_INTERRUPTS, asks ? SERIAL_EMPTY : 0);
}

static inline uint8_t lines_clock_read(uint8_t index)
{
    _BSP_Virtual_Port_write_8(CLOCK_INDEX, index);
    return _BSP_Virtual_Port_read_8(CLOCK_DATA);
}

static inline void lines_clock_write(uint8_t index, uint8_t value)
{
    _BSP_Virtual_Port_write_8(CLOCK_INDEX, index);
    _BSP_Virtual_Port_write_8(CLOCK_DATA, value);
}

static inline void lines_clock_begin(void)
{
    lines_clock_write(CLOCK_RATE, CLOCK_8192);
    lines_clock_write(CLOCK_CONTROL, CLOCK_PERIODIC);
    (void)lines_clock_read(CLOCK_CAUSE);
}

static volatile uint32_t lines_clock_interrupts;

static inline void lines_clock_serve(int vector, uint32_t count,
                                     const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    (void)lines_clock_read(CLOCK_CAUSE);
    lines_clock_interrupts += count;
    _CPU_Virtual_Irq_acknowledge(vector);
}

/* Serves the clock at 8,192 Hz, as it should be, for so many interrupts. */
static inline void lines_clock_work(uint32_t interrupts)
{
    lines_begin(lines_clock_serve);
    lines_clock_begin();
    while (lines_clock_interrupts < interrupts)
        ;
    lines_clock_write(CLOCK_CONTROL, 0);
    guest_print("interrupts: ", interrupts);
}

static inline uint64_t lines_window_start(void)
{
    _Partition_Virtual_Window window;

    _Partition_Virtual_Get_window(&window);
    return window.start;
}

#endif
