/* SPDX-License-Identifier: BSD-2-Clause */

/* Receives what the sender sends: nothing lost, repeated, changed or out of
 * order. Tells those who flood when it is over. */

#include "load.h"

static QUEUING_PORT_ID_TYPE port;
static SAMPLING_PORT_ID_TYPE over;

static void finish(int status)
{
    APEX_BYTE yes = 1;
    RETURN_CODE_TYPE code;

    WRITE_SAMPLING_MESSAGE(over, &yes, 1, &code);
    exit(status);
}

static void check(const struct message *message, MESSAGE_SIZE_TYPE length, uint32_t sequence,
                  uint32_t *random)
{
    MESSAGE_SIZE_TYPE expected = random_length(random);

    if (length == expected && message->sequence == sequence &&
        message->checksum == checksum_of(message, length))
        return;
    printf("not ok: message %u: %d bytes, not %d; number %u; checksum %s\n", sequence, length,
           expected, message->sequence,
           message->checksum == checksum_of(message, length) ? "right" : "wrong");
    finish(1);
}

static void receive_all(void)
{
    uint32_t count = message_count();
    struct message message;
    MESSAGE_SIZE_TYPE length;
    uint32_t random = 1;
    unsigned long long bytes = 0;
    RETURN_CODE_TYPE code;

    for (uint32_t i = 0; i < count; i++) {
        RECEIVE_QUEUING_MESSAGE(port, INFINITE_TIME_VALUE, (MESSAGE_ADDR_TYPE)&message, &length,
                                &code);
        if (code != NO_ERROR) {
            printf("not ok: message %u: code %d\n", i, code);
            finish(1);
        }
        check(&message, length, i, &random);
        bytes += (unsigned)length;
    }
    RECEIVE_QUEUING_MESSAGE(port, 100000000, (MESSAGE_ADDR_TYPE)&message, &length, &code);
    if (code != TIMED_OUT) {
        printf("not ok: one more message, code %d\n", code);
        finish(1);
    }
    printf("%u messages received, %llu bytes: none lost, repeated, changed or out of order\n",
           count, bytes);
    finish(0);
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_QUEUING_PORT(*name_of("messages_in"), MESSAGE_SIZE, DEPTH, DESTINATION, FIFO, &port,
                        &code);
    CREATE_SAMPLING_PORT(*name_of("over"), 1, SOURCE, INFINITE_TIME_VALUE, &over, &code);
    run(receive_all);
    return 1;
}
