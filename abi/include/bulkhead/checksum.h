/* SPDX-License-Identifier: BSD-2-Clause */

/* Checksums of the binary configuration and of the programs in an image. */
#ifndef BULKHEAD_CHECKSUM_H
#define BULKHEAD_CHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/* CRC-32 (IEEE 802.3, reflected); start with crc = 0, continue with the result. */
static inline uint32_t bulkhead_crc32(uint32_t crc, const void *data, size_t size)
{
    const uint8_t *byte = data;

    crc = ~crc;
    for (size_t i = 0; i < size; i++) {
        crc ^= byte[i];
        for (int bit = 0; bit < 8; bit++)
            crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1u)));
    }
    return ~crc;
}

/* Position-dependent sum of 32-bit little-endian words, missing bytes of the
 * last word taken as 0. Cheap enough for whole programs at boot. */
static inline uint32_t bulkhead_checksum_words(const void *data, size_t size)
{
    const uint8_t *byte = data;
    uint32_t sum = (uint32_t)size;
    size_t i = 0;

    for (; size - i >= 4; i += 4) {
        uint32_t word = (uint32_t)byte[i] | (uint32_t)byte[i + 1] << 8 |
                        (uint32_t)byte[i + 2] << 16 | (uint32_t)byte[i + 3] << 24;
        sum = (sum << 1 | sum >> 31) + word;
    }
    for (unsigned shift = 0; i < size; i++, shift += 8)
        sum += (uint32_t)byte[i] << shift;
    return sum;
}

#endif
