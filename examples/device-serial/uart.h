/* SPDX-License-Identifier: BSD-2-Clause */

/* Driver of a serial port with an NS16550A's registers, by interrupts in both
 * directions. */
#ifndef UART_H
#define UART_H

#include <rtems.h>
#include <stddef.h>
#include <stdint.h>

/* Power of two: characters that wait in each direction. */
#define UART_BUFFER 256u

struct uart_ring {
    uint8_t text[UART_BUFFER];
    volatile uint32_t put, taken; /* ever */
};

struct uart {
    uint16_t port; /* first of its eight I/O ports */
    rtems_vector_number line;
    struct uart_ring received, to_send;
    rtems_id task; /* gets the event when something was received or all is sent */
    rtems_event_set event;
    volatile uint32_t lost; /* characters for which there was no room */
};

/* Sets the device to 115200 bit/s, 8N1, for the calling task; port, line and
 * event are set. The status of rtems_interrupt_handler_install(). */
rtems_status_code uart_begin(struct uart *uart);

/* The next character received; waits for it. */
int uart_read(struct uart *uart);

/* Hands the text to the driver; waits while there is no room. */
void uart_write(struct uart *uart, const char *text, size_t length);

/* Waits until all has left the device. */
void uart_drain(struct uart *uart);

#endif
