/* SPDX-License-Identifier: BSD-2-Clause */

#include "timer/i8254.h"

#include "arch/cpu.h"

/* Intel 8254 data sheet, control word format. */
#define CHANNEL_2       0x42
#define CONTROL         0x43
#define SYSTEM_PORT     0x61
#define GATE_2          0x01
#define SPEAKER         0x02
#define MODE_0_16_BIT_2 0xb0
#define LATCH_2         0x80

void i8254_start(void)
{
    uint8_t system = (uint8_t)(cpu_in8(SYSTEM_PORT) & ~SPEAKER);

    cpu_out8(SYSTEM_PORT, system | GATE_2);
    cpu_out8(CONTROL, MODE_0_16_BIT_2);
    cpu_out8(CHANNEL_2, 0xff);
    cpu_out8(CHANNEL_2, 0xff);
}

uint16_t i8254_count(void)
{
    uint8_t low;

    cpu_out8(CONTROL, LATCH_2);
    low = cpu_in8(CHANNEL_2);
    return (uint16_t)(low | cpu_in8(CHANNEL_2) << 8);
}
