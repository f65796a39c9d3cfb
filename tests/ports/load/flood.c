/* SPDX-License-Identifier: BSD-2-Clause */

/* Fills its own ports as fast as it can, and asks for ports that it does not
 * have, until the receiver is ready. Argument 0: does nothing. */

#include "load.h"

static QUEUING_PORT_ID_TYPE queue;
static SAMPLING_PORT_ID_TYPE sample, over;

static void flood(void)
{
    static APEX_BYTE message[MESSAGE_SIZE];
    uint32_t accepted = 0, refused = 0, strange = 0;
    MESSAGE_SIZE_TYPE length;
    VALIDITY_TYPE validity;
    RETURN_CODE_TYPE code;
    APEX_BYTE byte;

    do {
        for (int i = 0; i < 100; i++) {
            SEND_QUEUING_MESSAGE(queue, message, MESSAGE_SIZE, 0, &code);
            accepted += code == NO_ERROR;
            refused += code == NOT_AVAILABLE;
            WRITE_SAMPLING_MESSAGE(sample, message, MESSAGE_SIZE, &code);
            strange += _Partition_Virtual_Port_send(3 + i, message, 1) != _PARTITION_NO_SUCH;
        }
        READ_SAMPLING_MESSAGE(over, &byte, &length, &validity, &code);
    } while (code == NO_ACTION);
    printf("flooded: %s\n", accepted > 0 && refused > accepted && strange == 0 ? "yes" : "no");
    exit(0);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    if (message_count() == 0)
        exit(0);
    CREATE_QUEUING_PORT(*name_of("flood_out"), MESSAGE_SIZE, DEPTH, SOURCE, FIFO, &queue, &code);
    CREATE_SAMPLING_PORT(*name_of("sample_out"), MESSAGE_SIZE, SOURCE, INFINITE_TIME_VALUE, &sample,
                         &code);
    CREATE_SAMPLING_PORT(*name_of("flood_over"), 1, DESTINATION, INFINITE_TIME_VALUE, &over, &code);
    run(flood);
    return 1;
}
