/* SPDX-License-Identifier: BSD-2-Clause */

/* The messages between sender and receiver: random sizes and contents, that
 * both can compute. The model's argument of both is how many there are. */
#ifndef LOAD_H
#define LOAD_H

#include <ARINC653.h>
#include <partition.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MESSAGE_SIZE 256
#define DEPTH        64

struct message {
    uint32_t sequence;
    uint32_t checksum; /* of sequence and content */
    APEX_BYTE content[MESSAGE_SIZE - 8];
};
#define HEAD_SIZE ((MESSAGE_SIZE_TYPE)offsetof(struct message, content))

/* Marsaglia's xorshift, 32 bits. */
static inline uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Half of them are short, and the longest and the shortest occur. */
static inline MESSAGE_SIZE_TYPE random_length(uint32_t *state)
{
    uint32_t random = next_random(state);
    uint32_t limit = (random & 1) != 0 ? 16 : MESSAGE_SIZE - (uint32_t)HEAD_SIZE;

    return HEAD_SIZE + (MESSAGE_SIZE_TYPE)((random >> 1) % (limit + 1));
}

static inline uint32_t checksum_of(const struct message *message, MESSAGE_SIZE_TYPE length)
{
    uint32_t sum = message->sequence;

    for (MESSAGE_SIZE_TYPE i = 0; i < length - HEAD_SIZE; i++)
        sum = (sum << 5 | sum >> 27) + message->content[i];
    return sum;
}

static inline uint32_t message_count(void)
{
    _Partition_Virtual_Identity identity;

    _Partition_Virtual_Get_identity(&identity);
    return (uint32_t)strtoul(identity.argument, NULL, 10);
}

static inline NAME_TYPE *name_of(const char *text)
{
    static NAME_TYPE name;

    memset(name, 0, sizeof(name));
    memcpy(name, text, strlen(text));
    return &name;
}

static inline void run(void (*entry)(void))
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)(uintptr_t)entry,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .NAME = "load",
    };
    RETURN_CODE_TYPE code;
    PROCESS_ID_TYPE id;

    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
}

#endif
