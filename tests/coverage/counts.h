/* SPDX-License-Identifier: BSD-2-Clause */

/* What the plugin leaves in a file, and the report reads: one site for each
 * byte of the kernel's code, used where an instruction begins. Runs with the
 * same file add up. */
#ifndef COVERAGE_COUNTS_H
#define COVERAGE_COUNTS_H

#include <stdint.h>

/* kernel/arch/x86/include/arch/layout.h */
#define COUNTS_KERNEL_BASE 0xc0000000u
#define COUNTS_KERNEL_LOAD 0x00100000u

/* The most code that there can be; the report refuses a kernel with more. */
#define COUNTS_SITES 0x20000u

struct site {
    uint64_t executed;
    uint64_t taken, passed; /* a conditional jump: followed by its target, by what is behind it */
};

/* The site of a linear address, before and after the kernel's own page tables;
 * COUNTS_SITES or more: not in the kernel's code. */
static inline uint32_t counts_index(uint32_t address)
{
    return (address & ~COUNTS_KERNEL_BASE) - COUNTS_KERNEL_LOAD;
}

#endif
