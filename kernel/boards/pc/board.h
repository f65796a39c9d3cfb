/* SPDX-License-Identifier: BSD-2-Clause */

/* A PC, as data. */
#ifndef BOARD_H
#define BOARD_H

#include <stdint.h>

struct board {
    uint16_t console_port;    /* of an NS16550A */
    uint16_t console_divisor; /* of 115200 bit/s */
    uint32_t reserved_lines;  /* interrupt lines that no partition can have */
};

extern const struct board board;

#endif
