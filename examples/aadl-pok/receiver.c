/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

#define LAST 8

void user_receive(chain__integer input)
{
    static int count;
    RETURN_CODE_TYPE code;

    printf("receives %ld\n", (long)input);
    if (++count == LAST)
        SET_PARTITION_MODE(IDLE, &code);
}
