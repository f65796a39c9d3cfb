/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

#define LAST 12

static chain__level level;

void start(void)
{
    level = chain__level_FIRST;
    printf("levels from %d to %d\n", chain__level_FIRST, chain__level_LAST);
}

/* Ten more each time, and from the beginning again. */
void send(chain__level *next)
{
    static int count;
    RETURN_CODE_TYPE code;

    if (++count > LAST)
        SET_PARTITION_MODE(IDLE, &code);
    *next = level;
    level = level + 10 > chain__level_LAST ? chain__level_FIRST : (chain__level)(level + 10);
}
