/* SPDX-License-Identifier: BSD-2-Clause */

/* Sends, and waits when the port is full: for ever, or in small pieces of time. */

#include "load.h"

static QUEUING_PORT_ID_TYPE port;

static void send(struct message *message, MESSAGE_SIZE_TYPE length, SYSTEM_TIME_TYPE time_out,
                 uint32_t *waits)
{
    RETURN_CODE_TYPE code;

    do {
        SEND_QUEUING_MESSAGE(port, (MESSAGE_ADDR_TYPE)message, length, time_out, &code);
        *waits += code == TIMED_OUT;
    } while (code == TIMED_OUT);
    if (code != NO_ERROR) {
        printf("not ok: message %u: code %d\n", message->sequence, code);
        exit(1);
    }
}

static void send_all(void)
{
    uint32_t count = message_count();
    uint32_t random = 1, own_random = 2;
    struct message message;
    uint32_t waits = 0;

    for (uint32_t i = 0; i < count; i++) {
        MESSAGE_SIZE_TYPE length = random_length(&random);

        message.sequence = i;
        for (MESSAGE_SIZE_TYPE at = 0; at < length - HEAD_SIZE; at++)
            message.content[at] = (APEX_BYTE)(random >> (at & 15));
        message.checksum = checksum_of(&message, length);
        send(&message, length, next_random(&own_random) % 4 == 0 ? 300000 : INFINITE_TIME_VALUE,
             &waits);
    }
    printf("%u messages sent; time-outs: %s\n", count, waits > 0 ? "some" : "none");
    exit(0);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT(*name_of("messages_out"), MESSAGE_SIZE, DEPTH, SOURCE, FIFO, &port, &code);
    run(send_all);
    return 1;
}
