/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

#define PERIODS 10

void divide(void)
{
    static volatile int count;

    count++;
    printf("divider: period %d\n", count);
    printf("divider: remainder %d\n", 100 % (count % 3));
}

void look(void)
{
    static const volatile int *volatile nowhere = (const volatile int *)8;

    printf("looker: looks\n");
    printf("looker: saw %d\n", *nowhere);
}

void complain(void)
{
    static char text[] = "complainer: not enough";
    static int count;
    RETURN_CODE_TYPE code;

    if (++count % 5 == 0)
        RAISE_APPLICATION_ERROR(APPLICATION_ERROR, (MESSAGE_ADDR_TYPE)text, sizeof(text) - 1,
                                &code);
}

void finish(void)
{
    static int count;
    RETURN_CODE_TYPE code;

    if (++count == PERIODS)
        SET_PARTITION_MODE(IDLE, &code);
}
