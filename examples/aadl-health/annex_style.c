/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

static PARTITION_STATUS_TYPE partition;

void begin_again(void)
{
    RETURN_CODE_TYPE code;

    GET_PARTITION_STATUS(&partition, &code);
    printf("dawdler: %s start\n", partition.START_CONDITION == NORMAL_START ? "first" : "next");
}

/* The first time it computes until it is too late. */
void dawdle(void)
{
    static int count;
    RETURN_CODE_TYPE code;

    printf("dawdler: period %d\n", ++count);
    while (count == 2 && partition.START_CONDITION == NORMAL_START)
        ;
    if (count == 4)
        SET_PARTITION_MODE(IDLE, &code);
}
