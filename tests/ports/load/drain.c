/* SPDX-License-Identifier: BSD-2-Clause */

/* Takes one message of the flood in each of its windows, for as long as it goes on. */

#include "load.h"

static QUEUING_PORT_ID_TYPE queue;
static SAMPLING_PORT_ID_TYPE over;

static void drain(void)
{
    static APEX_BYTE message[MESSAGE_SIZE];
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;

    do {
        RECEIVE_QUEUING_MESSAGE(queue, 0, message, &length, &code);
        TIMED_WAIT(1000000, &code);
        READ_SAMPLING_MESSAGE(over, message, &length, &validity, &code);
    } while (code == NO_ACTION);
    exit(0);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT(*name_of("flood_in"), MESSAGE_SIZE, DEPTH, DESTINATION, FIFO, &queue,
                        &code);
    CREATE_SAMPLING_PORT(*name_of("drain_over"), 1, DESTINATION, INFINITE_TIME_VALUE, &over, &code);
    run(drain);
    return 1;
}
