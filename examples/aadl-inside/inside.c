/* SPDX-License-Identifier: BSD-2-Clause */

/* The subprograms of the model; subprograms.h and gtypes.h are generated. */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

#define LAST_SAMPLE 12u

void measure(inside__sample_i *taken)
{
    static uint32_t number;

    taken->number = ++number;
    taken->value = (int16_t)(number * number);
}

void filter(inside__sample_i taken, int32_t *mean, inside__totals *totals, bool *done)
{
    totals->count++;
    totals->sum += taken.value;
    *mean = totals->sum / (int32_t)totals->count;
    *done = taken.number == LAST_SAMPLE;
    if (taken.number % 4 == 0)
        printf("%lu samples up to %d\n", (unsigned long)taken.number, taken.value);
}

void show(int32_t mean, inside__totals *totals)
{
    printf("mean %ld of %lu\n", (long)mean, (unsigned long)totals->count);
}

void finish(void)
{
    RETURN_CODE_TYPE code;

    printf("that was the last one\n");
    SET_PARTITION_MODE(IDLE, &code);
}
