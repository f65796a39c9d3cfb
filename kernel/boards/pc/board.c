/* SPDX-License-Identifier: BSD-2-Clause */

#include "board.h"

const struct board board = {
    .console_port = 0x3f8,
    .console_divisor = 1,
    /* 0: interval timer, 2: cascade of the interrupt controllers, 4: console. */
    .reserved_lines = 1u << 0 | 1u << 2 | 1u << 4,
};
