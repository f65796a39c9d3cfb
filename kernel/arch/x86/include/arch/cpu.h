/* SPDX-License-Identifier: BSD-2-Clause */

/* Instructions of the processor that C can't express. */
#ifndef ARCH_CPU_H
#define ARCH_CPU_H

#include <stdint.h>

static inline void cpu_out8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static inline uint8_t cpu_in8(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline uint64_t cpu_counter(void)
{
    uint64_t counter;

    __asm__ volatile("rdtsc" : "=A"(counter));
    return counter;
}

static inline uint64_t cpu_read_msr(uint32_t msr)
{
    uint64_t value;

    __asm__ volatile("rdmsr" : "=A"(value) : "c"(msr));
    return value;
}

static inline void cpu_write_msr(uint32_t msr, uint64_t value)
{
    __asm__ volatile("wrmsr" : : "A"(value), "c"(msr));
}

/* (value * mult) >> shift, shift at most 31; the compiler would take four
 * times as many instructions, and this is in every tick's path. */
static inline uint32_t cpu_scale(uint32_t value, uint32_t mult, uint32_t shift)
{
    uint32_t high;

    __asm__("mull %3\n\t"
            "shrdl %%cl, %1, %0"
            : "+a"(value), "=&d"(high)
            : "c"(shift), "rm"(mult)
            : "cc");
    return value;
}

/* The whole product, without the compiler's detour through 64-bit factors. */
static inline uint64_t cpu_multiply(uint32_t left, uint32_t right)
{
    uint64_t product;

    __asm__("mull %2" : "=A"(product) : "%0"(left), "rm"(right) : "cc");
    return product;
}

struct cpuid {
    uint32_t eax, ebx, ecx, edx;
};

static inline struct cpuid cpu_id(uint32_t leaf)
{
    struct cpuid id;

    __asm__ volatile("cpuid"
                     : "=a"(id.eax), "=b"(id.ebx), "=c"(id.ecx), "=d"(id.edx)
                     : "a"(leaf), "c"(0));
    return id;
}

static inline uint32_t cpu_read_cr0(void)
{
    uint32_t value;

    __asm__ volatile("mov %%cr0, %0" : "=r"(value));
    return value;
}

static inline void cpu_write_cr0(uint32_t value)
{
    __asm__ volatile("mov %0, %%cr0" : : "r"(value) : "memory");
}

static inline uint32_t cpu_read_cr2(void)
{
    uint32_t value;

    __asm__ volatile("mov %%cr2, %0" : "=r"(value));
    return value;
}

static inline void cpu_write_cr3(uint32_t value)
{
    __asm__ volatile("mov %0, %%cr3" : : "r"(value) : "memory");
}

/* Forgets what the processor knows of the page at address. */
static inline void cpu_invalidate(uint32_t address)
{
    __asm__ volatile("invlpg (%0)" : : "r"(address) : "memory");
}

static inline uint32_t cpu_read_cr4(void)
{
    uint32_t value;

    __asm__ volatile("mov %%cr4, %0" : "=r"(value));
    return value;
}

static inline void cpu_write_cr4(uint32_t value)
{
    __asm__ volatile("mov %0, %%cr4" : : "r"(value) : "memory");
}

static inline uint32_t cpu_read_fs(void)
{
    uint32_t value;

    __asm__ volatile("mov %%fs, %0" : "=r"(value));
    return value & 0xffffu;
}

static inline uint32_t cpu_read_gs(void)
{
    uint32_t value;

    __asm__ volatile("mov %%gs, %0" : "=r"(value));
    return value & 0xffffu;
}

static inline void cpu_write_fs(uint32_t value)
{
    __asm__ volatile("mov %0, %%fs" : : "r"(value));
}

static inline void cpu_write_gs(uint32_t value)
{
    __asm__ volatile("mov %0, %%gs" : : "r"(value));
}

static inline void cpu_save_fpu(uint8_t area[512])
{
    __asm__ volatile("fxsave %0" : "=m"(*(uint8_t(*)[512])area));
}

static inline void cpu_restore_fpu(const uint8_t area[512])
{
    __asm__ volatile("fxrstor %0" : : "m"(*(const uint8_t(*)[512])area));
}

#endif
