/* SPDX-License-Identifier: BSD-2-Clause */

/* The PC's pair of 8259A interrupt controllers. */
#ifndef IRQCHIP_I8259_H
#define IRQCHIP_I8259_H

#include <stdbool.h>
#include <stdint.h>

/* Lines 0..15 come on vectors first_vector.. and are masked. */
void i8259_init(uint8_t first_vector);

void i8259_mask(unsigned line);
void i8259_unmask(unsigned line);

/* Ends the interrupt of a line; false if it was none (spurious: the line was
 * no longer active when the processor asked). */
bool i8259_end(unsigned line);

#endif
