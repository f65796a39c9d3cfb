/* SPDX-License-Identifier: BSD-2-Clause */

#include <stdint.h>
#include <string.h>

void *memcpy(void *restrict to, const void *restrict from, size_t size)
{
    void *destination = to;
    size_t words = size / 4;

    __asm__ volatile("rep movsl" : "+D"(destination), "+S"(from), "+c"(words) : : "memory");
    size %= 4;
    __asm__ volatile("rep movsb" : "+D"(destination), "+S"(from), "+c"(size) : : "memory");
    return to;
}

void *memset(void *to, int value, size_t size)
{
    void *destination = to;
    uint32_t pattern = (uint8_t)value * 0x01010101u;
    size_t words = size / 4;

    __asm__ volatile("rep stosl" : "+D"(destination), "+c"(words) : "a"(pattern) : "memory");
    size %= 4;
    __asm__ volatile("rep stosb" : "+D"(destination), "+c"(size) : "a"(pattern) : "memory");
    return to;
}

int memcmp(const void *left, const void *right, size_t size)
{
    const uint8_t *a = left, *b = right;

    for (size_t i = 0; i < size; i++)
        if (a[i] != b[i])
            return a[i] - b[i];
    return 0;
}

size_t strlen(const char *string)
{
    size_t length = 0;

    while (string[length] != '\0')
        length++;
    return length;
}
