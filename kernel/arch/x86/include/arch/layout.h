/* SPDX-License-Identifier: BSD-2-Clause */

/* Addresses, selectors and vectors; for C, assembly and the linker script. */
#ifndef ARCH_LAYOUT_H
#define ARCH_LAYOUT_H

/* The kernel sees physical memory [0, PHYSICAL_LIMIT) at KERNEL_BASE, in every
 * address space; device registers above it at their own addresses. */
#define KERNEL_BASE    0xc0000000
#define KERNEL_LOAD    0x00100000
#define PHYSICAL_LIMIT 0x3e000000

#define SELECTOR_KERNEL_CODE  0x08
#define SELECTOR_KERNEL_DATA  0x10
#define SELECTOR_TASK         0x30
#define SELECTOR_DOUBLE_FAULT 0x38
#define SELECTOR_LOCAL        0x40

#define VECTOR_DIVIDE_ERROR        0
#define VECTOR_NMI                 2
#define VECTOR_OVERFLOW            4
#define VECTOR_DOUBLE_FAULT        8
#define VECTOR_NOT_PRESENT         11
#define VECTOR_STACK               12
#define VECTOR_PROTECTION          13
#define VECTOR_PAGE_FAULT          14
#define VECTOR_FLOATING_POINT      16
#define VECTOR_MACHINE_CHECK       18
#define VECTOR_SIMD_FLOATING_POINT 19
#define VECTOR_FIRST_LINE          32
#define VECTOR_TIMER               48
#define VECTOR_SPURIOUS            63
#define VECTOR_STUBS               64
#define STUB_SIZE                  16

/* In struct arch_partition, and in struct arch_context. */
#define PARTITION_CONTEXT 64
#define CONTEXT_CS        52
#define CONTEXT_SIZE      68

#endif
