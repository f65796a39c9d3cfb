/* SPDX-License-Identifier: BSD-2-Clause */

/* The PC's 8254 interval timer, as the known frequency that others are
 * measured against. */
#ifndef TIMER_I8254_H
#define TIMER_I8254_H

#include <stdint.h>

#define I8254_HZ 1193182u

/* Lets channel 2 count down from 65535, once. */
void i8254_start(void);

/* Its present count. */
uint16_t i8254_count(void);

#endif
