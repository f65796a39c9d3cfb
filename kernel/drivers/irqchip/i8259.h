/* SPDX-License-Identifier: BSD-2-Clause */

/* The PC's pair of 8259A interrupt controllers. */
#ifndef IRQCHIP_I8259_H
#define IRQCHIP_I8259_H

#include <stdbool.h>
#include <stdint.h>

/* Lines 0..15 come on vectors first_vector.. and are masked; none is selected. */
void i8259_init(uint8_t first_vector);

/* A line interrupts while it is both unmasked and selected (bit per line). What
 * comes meanwhile waits: an edge is kept by the chip, a level by the device. */
void i8259_mask(unsigned line);
void i8259_unmask(unsigned line);
void i8259_select(uint16_t lines);

/* Selects none, and sees to it that none interrupts any more: behind it even an
 * edge that came just before waits in the chip that it came to. */
void i8259_close(void);

/* Makes the line level-triggered; false if it is one that can't be. Boot only. */
bool i8259_set_level(unsigned line);

/* The line interrupted: masks it and ends the interrupt. False, and nothing
 * masked, if it was none (spurious: the line was no longer active when the
 * processor asked). */
bool i8259_take(unsigned line);

#endif
