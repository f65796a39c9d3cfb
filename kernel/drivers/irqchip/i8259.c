/* SPDX-License-Identifier: BSD-2-Clause */

#include "irqchip/i8259.h"

#include "arch/cpu.h"
#include "kernel/boot.h"

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
#define OCW3_POLL          0x0c
#define LINES_OF_EACH      8u
#define SPURIOUS_OF_EACH   7u

/* Intel 82371AB (PIIX4) data sheet, 4.2.5: edge/level control registers. */
#define LEVEL_CONTROL 0x4d0
#define EDGE_ONLY     0x2107u /* 0, 1, 2, 8 and 13 */

static uint16_t unmasked, selected;

static void write_masks(void)
{
    uint32_t masks = ~((uint32_t)(unmasked & selected) | 1u << CASCADE_LINE);

    cpu_out8(MASTER + DATA, (uint8_t)masks);
    cpu_out8(SLAVE + DATA, (uint8_t)(masks >> 8));
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
    unmasked = (uint16_t)(unmasked & ~(1u << line));
    write_masks();
}

void i8259_unmask(unsigned line)
{
    unmasked = (uint16_t)(unmasked | 1u << line);
    write_masks();
}

void i8259_select(uint16_t lines)
{
    selected = lines;
    write_masks();
}

BOOT_ONLY bool i8259_set_level(unsigned line)
{
    uint16_t port = (uint16_t)(LEVEL_CONTROL + line / LINES_OF_EACH);

    if (line >= 2 * LINES_OF_EACH || (EDGE_ONLY >> line & 1) != 0)
        return false;
    cpu_out8(port, (uint8_t)(cpu_in8(port) | 1u << line % LINES_OF_EACH));
    return true;
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

void i8259_close(void)
{
    i8259_select(0);
    /* The master may keep an edge of the cascade that the slave has just taken
     * back; it would interrupt whoever comes next. */
    cpu_out8(MASTER + COMMAND, OCW3_POLL);
    (void)cpu_in8(MASTER + COMMAND);
    end(MASTER, CASCADE_LINE);
}

bool i8259_take(unsigned line)
{
    bool on_slave = line >= LINES_OF_EACH;
    unsigned input = line % LINES_OF_EACH;
    uint16_t chip = on_slave ? SLAVE : MASTER;
    bool real = input != SPURIOUS_OF_EACH || in_service(chip, input);

    /* In this order: a level-triggered line would interrupt again at its end. */
    if (real) {
        i8259_mask(line);
        end(chip, input);
    }
    if (on_slave)
        end(MASTER, CASCADE_LINE);
    return real;
}
