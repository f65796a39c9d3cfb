/* SPDX-License-Identifier: BSD-2-Clause */

/* A PC, as data. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

struct board_ports {
    uint16_t first;
    uint16_t count;
};

struct board {
    uint16_t console_port;    /* of an NS16550A */
    uint16_t console_divisor; /* of 115200 bit/s */
    uint32_t reserved_lines;  /* interrupt lines that no partition can have */

    /* I/O ports that no partition can have; count 0 ends the list. */
    struct board_ports reserved_ports[10];
};

extern const struct board board;

#endif
