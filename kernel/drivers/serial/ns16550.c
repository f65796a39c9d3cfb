/* SPDX-License-Identifier: BSD-2-Clause */

#include "serial/ns16550.h"

#include "arch/cpu.h"

/* National Semiconductor PC16550D data sheet, table II. */
#define DATA            0
#define DIVISOR_LOW     0
#define DIVISOR_HIGH    1
#define INTERRUPTS      1
#define FIFO_CONTROL    2
#define LINE_CONTROL    3
#define MODEM_CONTROL   4
#define LINE_STATUS     5
#define FIFO_ON_CLEARED 0x07
#define LINE_8N1        0x03
#define LINE_DIVISOR    0x80
#define MODEM_DTR_RTS   0x03
#define STATUS_RECEIVED 0x01
#define STATUS_EMPTY    0x20

static uint16_t reg(uint16_t port, unsigned offset)
{
    return (uint16_t)(port + offset);
}

void ns16550_init(uint16_t port, uint16_t divisor)
{
    cpu_out8(reg(port, INTERRUPTS), 0);
    cpu_out8(reg(port, LINE_CONTROL), LINE_DIVISOR);
    cpu_out8(reg(port, DIVISOR_LOW), (uint8_t)divisor);
    cpu_out8(reg(port, DIVISOR_HIGH), (uint8_t)(divisor >> 8));
    cpu_out8(reg(port, LINE_CONTROL), LINE_8N1);
    cpu_out8(reg(port, FIFO_CONTROL), FIFO_ON_CLEARED);
    cpu_out8(reg(port, MODEM_CONTROL), MODEM_DTR_RTS);
}

size_t ns16550_send(uint16_t port, const char *text, size_t size)
{
    size_t count = size < NS16550_FIFO ? size : NS16550_FIFO;

    if ((cpu_in8(reg(port, LINE_STATUS)) & STATUS_EMPTY) == 0)
        return 0;
    for (size_t i = 0; i < count; i++)
        cpu_out8(reg(port, DATA), (uint8_t)text[i]);
    return count;
}

int ns16550_receive(uint16_t port)
{
    if ((cpu_in8(reg(port, LINE_STATUS)) & STATUS_RECEIVED) == 0)
        return -1;
    return cpu_in8(reg(port, DATA));
}
