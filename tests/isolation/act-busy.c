/* SPDX-License-Identifier: BSD-2-Clause */

/* Only computes, for longer than the victim lives: it is never idle. */
#include "attacker.h"

#define LIFE 2000000000u /* ns */

int main(void)
{
    uint32_t state = 1;

    while (_BSP_Virtual_Clock_read() < LIFE)
        for (unsigned i = 0; i < 1000; i++)
            guest_random(&state);
    guest_print("computed: ", state != 0);
    return 0;
}
