/* SPDX-License-Identifier: BSD-2-Clause */

#include "irqchip/i8259.h"

#include "arch/cpu.h"

/* Intel 8259A data sheet, initialization and operation command words. */
#define MASTER             0x20
#define SLAVE              0xa0
#define COMMAND            0
#define DATA               1
#define ICW1_CASCADED_ICW4 0x11
#define ICW4_8086          0x01
#define CASCADE_LINE       2
#define OCW2_SPECIFIC_END  0x60
#define OCW3_READ_SERVICE  0x0b
#define LINES_OF_EACH      8u
#define SPURIOUS_OF_EACH   7u

static uint16_t masked = 0xffffu & ~(1u << CASCADE_LINE);

static void write_masks(void)
{
    cpu_out8(MASTER + DATA, (uint8_t)masked);
    cpu_out8(SLAVE + DATA, (uint8_t)(masked >> 8));
}

void i8259_init(uint8_t first_vector)
{
    cpu_out8(MASTER + COMMAND, ICW1_CASCADED_ICW4);
    cpu_out8(SLAVE + COMMAND, ICW1_CASCADED_ICW4);
    cpu_out8(MASTER + DATA, first_vector);
    cpu_out8(SLAVE + DATA, (uint8_t)(first_vector + LINES_OF_EACH));
    cpu_out8(MASTER + DATA, 1 << CASCADE_LINE);
    cpu_out8(SLAVE + DATA, CASCADE_LINE);
    cpu_out8(MASTER + DATA, ICW4_8086);
    cpu_out8(SLAVE + DATA, ICW4_8086);
    write_masks();
}

void i8259_mask(unsigned line)
{
    masked = (uint16_t)(masked | 1u << line);
    write_masks();
}

void i8259_unmask(unsigned line)
{
    masked = (uint16_t)(masked & ~(1u << line));
    write_masks();
}

static bool in_service(uint16_t chip, unsigned line)
{
    cpu_out8(chip + COMMAND, OCW3_READ_SERVICE);
    return (cpu_in8(chip + COMMAND) >> line & 1) != 0;
}

static void end(uint16_t chip, unsigned line)
{
    cpu_out8(chip + COMMAND, (uint8_t)(OCW2_SPECIFIC_END | line));
}

bool i8259_end(unsigned line)
{
    bool on_slave = line >= LINES_OF_EACH;
    unsigned input = line % LINES_OF_EACH;
    uint16_t chip = on_slave ? SLAVE : MASTER;
    bool real = input != SPURIOUS_OF_EACH || in_service(chip, input);

    if (real)
        end(chip, input);
    if (on_slave)
        end(MASTER, CASCADE_LINE);
    return real;
}
