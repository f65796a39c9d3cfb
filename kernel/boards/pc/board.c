/* SPDX-License-Identifier: BSD-2-Clause */

#include "board.h"

const struct board board = {
    .console_port = 0x3f8,
    .console_divisor = 1,
    /* 0: interval timer, 2: cascade of the interrupt controllers, 4: console. */
    .reserved_lines = 1u << 0 | 1u << 2 | 1u << 4,
    .reserved_ports =
        {
            {0x20, 2},  /* interrupt controllers */
            {0xa0, 2},  /* the second one */
            {0x4d0, 2}, /* their edge and level control */
            {0x40, 4},  /* interval timer */
            {0x61, 1},  /* its gate */
            {0x92, 1},  /* reset of the processor, address line 20 */
            {0x3f8, 8}, /* console */
            {0xcf8, 8}, /* configuration of PCI, by which a device can be made to access any
                           memory; reset of the machine */
        },
};
