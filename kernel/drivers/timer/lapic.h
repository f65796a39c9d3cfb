/* SPDX-License-Identifier: BSD-2-Clause */

/* The processor's local APIC: its one-shot timer, and the wire through which
 * the 8259A's interrupts reach the processor. */
#ifndef TIMER_LAPIC_H
#define TIMER_LAPIC_H

#include <stdint.h>

/* The physical address of its registers, which must be mapped there. */
#define LAPIC_ADDRESS 0xfee00000u

/* Enables it with the timer stopped. */
void lapic_init(uint8_t timer_vector, uint8_t spurious_vector);

/* Interrupts once after count ticks (not 0). */
void lapic_timer_set(uint32_t count);

/* Ticks that are left. */
uint32_t lapic_timer_left(void);

/* Ends the timer's interrupt. */
void lapic_end(void);

#endif
