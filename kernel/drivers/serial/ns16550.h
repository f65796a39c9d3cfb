/* SPDX-License-Identifier: BSD-2-Clause */

/* Serial port with the NS16550A's registers, polled. */
#ifndef SERIAL_NS16550_H
#define SERIAL_NS16550_H

#include <stddef.h>
#include <stdint.h>

/* Sets the port to 8N1 at 115200 bit/s divided by divisor, with its FIFOs. */
void ns16550_init(uint16_t port, uint16_t divisor);

/* Puts up to size (and at most NS16550_FIFO) characters into the transmitter;
 * returns how many: 0 while it is busy. Never waits. */
#define NS16550_FIFO 16u
size_t ns16550_send(uint16_t port, const char *text, size_t size);

/* The next received character, or -1. */
int ns16550_receive(uint16_t port);

#endif
