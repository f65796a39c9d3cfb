/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Hardware lines that the model gives to partitions. A line that interrupts
 * is masked until its owner acknowledges it, so a line whose owner is slow or
 * dead disturbs nobody twice.
 */
#ifndef KERNEL_IRQ_H
#define KERNEL_IRQ_H

#include <stdint.h>
#include "bulkhead/config.h"

struct partition;

/* Owners from the checked configuration. Returns NULL, or what is wrong. */
const char *irq_init(const struct bulkhead_config *config);

/* The line interrupted (the port has masked it): marks it for its owner. */
void irq_line(uint32_t line);

/* The owner is through with the line: BULKHEAD_OK, _E_RANGE, _E_STATE. */
int32_t irq_acknowledge(struct partition *partition, uint32_t line);

/* The owner connected or left the line. */
void irq_connected(uint32_t line);
void irq_disconnected(uint32_t line);

#endif
