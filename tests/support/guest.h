/* SPDX-License-Identifier: BSD-2-Clause */

/* What bare test guests share: output without a C library, and time. */
#ifndef GUEST_H
#define GUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "partition.h"
#include "virtualizationlayerbsp.h"
#include "virtualizationlayercpu.h"

struct guest_line {
    char text[120];
    size_t length;
};

static inline void guest_text(struct guest_line *line, const char *text)
{
    while (*text != '\0' && line->length < sizeof(line->text))
        line->text[line->length++] = *text++;
}

static inline void guest_number(struct guest_line *line, uint64_t value)
{
    char digits[21];
    size_t first = sizeof(digits) - 1;

    digits[first] = '\0';
    do {
        digits[--first] = (char)('0' + value % 10);
        value /= 10;
    } while (value != 0);
    guest_text(line, digits + first);
}

static inline void guest_hex(struct guest_line *line, uint32_t value)
{
    char digits[9];

    for (int i = 7; i >= 0; i--, value >>= 4)
        digits[i] = "0123456789abcdef"[value & 15];
    digits[8] = '\0';
    guest_text(line, digits);
}

static inline void guest_end_line(struct guest_line *line)
{
    guest_text(line, "\n");
    _BSP_Virtual_Console_write_buffer(line->text, line->length);
    line->length = 0;
}

static inline void guest_print(const char *text, uint64_t value)
{
    struct guest_line line = {.length = 0};

    guest_text(&line, text);
    guest_number(&line, value);
    guest_end_line(&line);
}

static inline bool guest_equal(const char *left, const char *right)
{
    while (*left != '\0' && *left == *right) {
        left++;
        right++;
    }
    return *left == *right;
}

/* Prints the failure; the caller counts it. */
static inline void guest_failure(const char *what, uint64_t is, uint64_t expected)
{
    struct guest_line line = {.length = 0};

    guest_text(&line, "FAILED ");
    guest_text(&line, what);
    guest_text(&line, ": is ");
    guest_number(&line, is);
    guest_text(&line, ", expected ");
    guest_number(&line, expected);
    guest_end_line(&line);
}

#define GUEST_CHECK(failures, what, is, expected)                                                  \
    do {                                                                                           \
        uint64_t is_ = (uint64_t)(is), expected_ = (uint64_t)(expected);                           \
        if (is_ != expected_) {                                                                    \
            guest_failure(what, is_, expected_);                                                   \
            (failures)++;                                                                          \
        }                                                                                          \
    } while (0)

/* A 32-bit xorshift generator; state is not 0. */
static inline uint32_t guest_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

static inline uint32_t guest_hash(uint32_t hash, const void *data, size_t size)
{
    const uint8_t *bytes = data;

    for (size_t i = 0; i < size; i++)
        hash = (hash ^ bytes[i]) * 0x01000193u;
    return hash;
}

/* A handler of interrupts that need no more. */
static inline void guest_acknowledge(int vector, uint32_t count,
                                     const _CPU_Virtual_Interrupted *context)
{
    (void)count, (void)context;
    _CPU_Virtual_Irq_acknowledge(vector);
}

#endif
