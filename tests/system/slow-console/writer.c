/* SPDX-License-Identifier: BSD-2-Clause */

/* Writes numbered lines, the last one of each life without its end, and starts
 * anew: no line may be lost, changed or written twice. */
#include "guest.h"

#define LINES_OF_A_LIFE 10u
#define LIVES           200u

/* The region of the model, which outlives a restart. */
static volatile uint32_t *const written = (volatile uint32_t *)0xa0000000;

static void write_line(bool ended)
{
    struct guest_line line = {.length = 0};

    guest_number(&line, (*written)++);
    guest_text(&line, " is the number of this line, which is long enough to fill a pipe soon");
    if (ended)
        guest_end_line(&line);
    else
        _BSP_Virtual_Console_write_buffer(line.text, line.length);
}

int main(void)
{
    for (uint32_t i = 1; i <= LINES_OF_A_LIFE; i++)
        write_line(i < LINES_OF_A_LIFE);
    if (*written == LIVES * LINES_OF_A_LIFE)
        return 0;
    _Partition_Virtual_Set_mode(_PARTITION_COLD_START);
    return 1;
}
