/* SPDX-License-Identifier: BSD-2-Clause */

/* The compiler's functions that the core uses, as the analyser understands them. */
#ifndef PROOF_BUILTINS_H
#define PROOF_BUILTINS_H

#include <stdbool.h>
#include <stdint.h>

static inline bool proof_add_32(uint32_t first, uint32_t second, uint32_t *sum)
{
    *sum = first + second;
    return *sum < first;
}

static inline bool proof_add_64(uint64_t first, uint64_t second, uint64_t *sum)
{
    *sum = first + second;
    return *sum < first;
}

static inline bool proof_mul_32(uint32_t first, uint32_t second, uint32_t *product)
{
    *product = first * second;
    return first != 0 && second > UINT32_MAX / first;
}

static inline bool proof_mul_64(uint64_t first, uint64_t second, uint64_t *product)
{
    *product = first * second;
    return first != 0 && second > UINT64_MAX / first;
}

/* The number of zero bits below the lowest set one. */
/*@ requires word != 0;
    assigns \result \from word;
    ensures 0 <= \result < 32; */
int proof_ctz(uint32_t word);

#define __builtin_expect(value, usual) (value)
#define __builtin_ctz(word)            proof_ctz(word)
#define __builtin_add_overflow(first, second, sum)                                                 \
    (sizeof(*(sum)) == sizeof(uint64_t) ? proof_add_64(first, second, (uint64_t *)(void *)(sum))   \
                                        : proof_add_32(first, second, (uint32_t *)(void *)(sum)))
#define __builtin_mul_overflow(first, second, product)                                             \
    (sizeof(*(product)) == sizeof(uint64_t)                                                        \
         ? proof_mul_64(first, second, (uint64_t *)(void *)(product))                              \
         : proof_mul_32(first, second, (uint32_t *)(void *)(product)))

#endif
