/* SPDX-License-Identifier: BSD-2-Clause */

/* Measures every 20 ms, but for a time in which it is broken. */

#include <ARINC653.h>
#include <stdio.h>
#include <stdlib.h>

#define INTERVAL 20000000

static SAMPLING_PORT_ID_TYPE altitude;

static void measure(void)
{
    RETURN_CODE_TYPE code;

    for (int value = 1000; value < 1015; value++) {
        if (value == 1004)
            printf("the sensor is broken\n");
        if (value == 1010)
            printf("the sensor is repaired\n");
        if (value < 1004 || value >= 1010)
            WRITE_SAMPLING_MESSAGE(altitude, (MESSAGE_ADDR_TYPE)&value, sizeof(value), &code);
        PERIODIC_WAIT(&code);
    }
    exit(0);
}

int main(void)
{
    static NAME_TYPE altitude_name = "altitude";
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INTERVAL,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)measure,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
        .NAME = "measure",
    };
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    /* A source has no refresh period; any is good. */
    CREATE_SAMPLING_PORT(altitude_name, sizeof(int), SOURCE, INTERVAL, &altitude, &code);
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
