/* SPDX-License-Identifier: BSD-2-Clause */

#include "uart.h"

#include <rtems/irq-extension.h>
#include <virtualizationlayerio.h>

/* National Semiconductor PC16550D data sheet, table II. */
#define DATA               0u
#define DIVISOR_LOW        0u
#define DIVISOR_HIGH       1u
#define INTERRUPTS         1u
#define IDENTIFICATION     2u
#define FIFO_CONTROL       2u
#define LINE_CONTROL       3u
#define MODEM_CONTROL      4u
#define LINE_STATUS        5u
#define MODEM_STATUS       6u
#define ON_RECEIVED        0x01u
#define ON_EMPTY           0x02u
#define FIFO_ON_CLEARED    0x07u
#define LINE_8N1           0x03u
#define LINE_DIVISOR       0x80u
#define MODEM_DTR_RTS_OUT2 0x0bu /* OUT2 lets a PC's port interrupt */
#define STATUS_RECEIVED    0x01u
#define STATUS_ALL_SENT    0x40u
#define CAUSE              0x0fu
#define CAUSE_MODEM        0x00u
#define CAUSE_NONE         0x01u
#define CAUSE_EMPTY        0x02u
#define FIFO_SIZE          16u

static uint8_t get(const struct uart *uart, uint16_t offset)
{
    return _BSP_Virtual_Port_read_8((uint16_t)(uart->port + offset));
}

static void set(const struct uart *uart, uint16_t offset, uint8_t value)
{
    _BSP_Virtual_Port_write_8((uint16_t)(uart->port + offset), value);
}

static uint32_t waiting(const struct uart_ring *ring)
{
    return ring->put - ring->taken;
}

static void put(struct uart_ring *ring, uint8_t character)
{
    ring->text[ring->put % UART_BUFFER] = character;
    ring->put++;
}

static uint8_t take(struct uart_ring *ring)
{
    return ring->text[ring->taken++ % UART_BUFFER];
}

static void receive(struct uart *uart)
{
    while ((get(uart, LINE_STATUS) & STATUS_RECEIVED) != 0) {
        uint8_t character = get(uart, DATA);

        if (waiting(&uart->received) < UART_BUFFER)
            put(&uart->received, character);
        else
            uart->lost++;
    }
    (void)rtems_event_send(uart->task, uart->event);
}

static void refill(struct uart *uart)
{
    for (unsigned i = 0; i < FIFO_SIZE && waiting(&uart->to_send) != 0; i++)
        set(uart, DATA, take(&uart->to_send));
    if (waiting(&uart->to_send) == 0)
        set(uart, INTERRUPTS, ON_RECEIVED);
    (void)rtems_event_send(uart->task, uart->event);
}

/* Until the device asks for nothing more: its line then goes down, and the next
 * cause is an edge again. */
static void interrupt(void *argument)
{
    struct uart *uart = argument;
    uint8_t cause;

    while (((cause = get(uart, IDENTIFICATION) & CAUSE) & CAUSE_NONE) == 0) {
        if (cause == CAUSE_EMPTY)
            refill(uart);
        else if (cause == CAUSE_MODEM)
            (void)get(uart, MODEM_STATUS);
        else
            receive(uart);
    }
}

static void wait(struct uart *uart)
{
    rtems_event_set received;

    (void)rtems_event_receive(uart->event, RTEMS_EVENT_ANY | RTEMS_WAIT, RTEMS_NO_TIMEOUT,
                              &received);
}

rtems_status_code uart_begin(struct uart *uart)
{
    rtems_status_code status;

    uart->task = rtems_task_self();
    set(uart, INTERRUPTS, 0);
    set(uart, LINE_CONTROL, LINE_DIVISOR);
    set(uart, DIVISOR_LOW, 1);
    set(uart, DIVISOR_HIGH, 0);
    set(uart, LINE_CONTROL, LINE_8N1);
    set(uart, FIFO_CONTROL, FIFO_ON_CLEARED);
    set(uart, MODEM_CONTROL, MODEM_DTR_RTS_OUT2);
    status = rtems_interrupt_handler_install(uart->line, "uart", RTEMS_INTERRUPT_UNIQUE, interrupt,
                                             uart);
    set(uart, INTERRUPTS, ON_RECEIVED);
    return status;
}

int uart_read(struct uart *uart)
{
    while (waiting(&uart->received) == 0)
        wait(uart);
    return take(&uart->received);
}

/* The handler takes from the ring and switches its interrupt off. */
static void offer(struct uart *uart, uint8_t character)
{
    rtems_interrupt_level level;

    rtems_interrupt_disable(level);
    put(&uart->to_send, character);
    set(uart, INTERRUPTS, ON_RECEIVED | ON_EMPTY);
    rtems_interrupt_enable(level);
}

void uart_write(struct uart *uart, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        while (waiting(&uart->to_send) == UART_BUFFER)
            wait(uart);
        offer(uart, (uint8_t)text[i]);
    }
}

void uart_drain(struct uart *uart)
{
    while (waiting(&uart->to_send) != 0)
        wait(uart);
    while ((get(uart, LINE_STATUS) & STATUS_ALL_SENT) == 0)
        (void)rtems_task_wake_after(1);
}
