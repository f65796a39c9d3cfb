/* SPDX-License-Identifier: BSD-2-Clause */

/* Shows the last measurement every 20 ms, and whether it is still to be
 * believed: the model says for how long. */

#include <ARINC653P2.h>
#include <stdio.h>
#include <stdlib.h>

#define INTERVAL 20000000
#define REFRESH  50000000 /* as in the model */

static SAMPLING_PORT_ID_TYPE altitude;

static void show(void)
{
    SAMPLING_PORT_CURRENT_STATUS_TYPE status;
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;
    int value;

    for (int i = 0; i < 16; i++) {
        GET_SAMPLING_PORT_CURRENT_STATUS(altitude, &status, &code);
        READ_SAMPLING_MESSAGE(altitude, (MESSAGE_ADDR_TYPE)&value, &length, &validity, &code);
        GET_TIME(&now, &code);
        if (status.UPDATED == EMPTY_PORT)
            printf("altitude unknown\n");
        else
            printf("altitude %d, %s, %s, %d ms old\n", value,
                   validity == VALID ? "valid" : "NOT VALID",
                   status.UPDATED == NEW_MESSAGE ? "new" : "shown before",
                   (int)((now - status.TIME_STAMP) / 1000000));
        PERIODIC_WAIT(&code);
    }
    exit(0);
}

int main(void)
{
    static NAME_TYPE shown_altitude_name = "shown_altitude";
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INTERVAL,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)show,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
        .NAME = "show",
    };
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    CREATE_SAMPLING_PORT(shown_altitude_name, sizeof(int), DESTINATION, REFRESH, &altitude, &code);
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
