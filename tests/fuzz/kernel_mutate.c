/* SPDX-License-Identifier: BSD-2-Clause */

/* Mutation of binary structures (libFuzzer): what is parsed consists of 32-bit
 * words that must agree with each other, so words become neighbours of other
 * words and of boundaries more often than chance would make them. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define PAGE 4096u

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

static uint32_t next(uint32_t *random)
{
    *random = *random * 1664525u + 1013904223u;
    return *random >> 8;
}

static uint32_t word_at(const uint8_t *data, size_t index)
{
    uint32_t word;

    memcpy(&word, data + 4 * index, sizeof(word));
    return word;
}

/* Near a word that is there, or a boundary. */
static uint32_t wanted(const uint8_t *data, size_t words, size_t index, uint32_t *random)
{
    static const uint32_t bounds[] = {0, 1, 64, 256, 4096, 0x10000, 0x7fffffff, UINT32_MAX};
    static const uint32_t steps[] = {0, 1, 0u - 1, PAGE, 0u - PAGE, 8, 0u - 8};
    uint32_t step = steps[next(random) % (sizeof(steps) / sizeof(steps[0]))];

    switch (next(random) % 4) {
    case 0:
        return word_at(data, next(random) % words) + step;
    case 1:
        return bounds[next(random) % (sizeof(bounds) / sizeof(bounds[0]))] + step;
    default:
        return word_at(data, index) + step;
    }
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
    uint32_t random = seed;
    size_t words = size / 4;

    if (words == 0 || next(&random) % 4 == 0)
        return LLVMFuzzerMutate(data, size, max_size);
    for (uint32_t changes = 1 + next(&random) % 3; changes > 0; changes--) {
        size_t index = next(&random) % words;
        uint32_t word = wanted(data, words, index, &random);

        memcpy(data + 4 * index, &word, sizeof(word));
    }
    return size;
}
