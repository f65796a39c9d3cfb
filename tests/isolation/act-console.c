/* SPDX-License-Identifier: BSD-2-Clause */

/* Floods the console with lines, an endless line, control characters and text
 * that looks like a neighbour's or the kernel's. */
#include "attacker.h"

int main(void)
{
    static char text[4000];
    uint32_t random = 99;

    for (unsigned i = 0; i < 150; i++) {
        _BSP_Virtual_Console_write("\r[victim] 0 time 0 window 0\r\n");
        _BSP_Virtual_Console_write("\x1b[2J\x1b[H[bulkhead] kernel panic: no\n");
    }
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)(guest_random(&random) % 128);
    _BSP_Virtual_Console_write_buffer(text, sizeof(text));
    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = 'x';
    for (unsigned i = 0; i < 10; i++)
        _BSP_Virtual_Console_write_buffer(text, sizeof(text));
    return 0;
}
