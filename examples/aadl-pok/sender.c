/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

#define LAST 8

/* A value that goes up and down; the partition ends after the last one. */
void user_send(chain__integer *output)
{
    static int count;
    RETURN_CODE_TYPE code;

    count++;
    *output = count * 100 + (count % 2 == 0 ? 50 : 0);
    printf("sends %ld\n", (long)*output);
    if (count > LAST)
        SET_PARTITION_MODE(IDLE, &code);
}
