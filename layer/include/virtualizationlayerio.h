/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The paravirtualization layer, devices part: I/O ports. A partition can use
 * those that the configuration gives it; any other is a fault (general
 * protection). No trap. Any context.
 */
#ifndef VIRTUALIZATIONLAYERIO_H
#define VIRTUALIZATIONLAYERIO_H

#if !defined(__i386__) && !defined(__x86_64__)
#error "this processor has no I/O ports"
#endif

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

static inline uint8_t _BSP_Virtual_Port_read_8(uint16_t port)
{
    uint8_t value;

    __asm__ volatile("inb %w1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline uint16_t _BSP_Virtual_Port_read_16(uint16_t port)
{
    uint16_t value;

    __asm__ volatile("inw %w1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline uint32_t _BSP_Virtual_Port_read_32(uint16_t port)
{
    uint32_t value;

    __asm__ volatile("inl %w1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static inline void _BSP_Virtual_Port_write_8(uint16_t port, uint8_t value)
{
    __asm__ volatile("outb %0, %w1" : : "a"(value), "Nd"(port));
}

static inline void _BSP_Virtual_Port_write_16(uint16_t port, uint16_t value)
{
    __asm__ volatile("outw %0, %w1" : : "a"(value), "Nd"(port));
}

static inline void _BSP_Virtual_Port_write_32(uint16_t port, uint32_t value)
{
    __asm__ volatile("outl %0, %w1" : : "a"(value), "Nd"(port));
}

#ifdef __cplusplus
}
#endif
#endif
