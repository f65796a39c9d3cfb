/* SPDX-License-Identifier: BSD-2-Clause */

/* What the core holds for the port, on no machine at all. */
#ifndef ARCH_TYPES_H
#define ARCH_TYPES_H

#include <stdint.h>
#include "bulkhead/arch.h"
#include "bulkhead/config.h"

#define ARCH_USER_LIMIT    0xc0000000u
#define ARCH_CONSOLE_BURST 16u

/* "Length" of the hypercall instruction. */
#define NULL_CALL_SIZE 2u

/* Registers of a partition that is not executing: those that the core's
 * contract names. A real port has all of the processor's here. */
struct arch_context {
    uint32_t instruction, stack;
    uint32_t number, first, second, third; /* of a hypercall */
    int32_t result;
};

struct arch_duration {
    uint64_t ns;
};

/* Vectors below BULKHEAD_ERROR_COUNT are the error itself; all others are an
 * access at address. */
#define NULL_ACCESS_VECTOR 14u
struct arch_fault {
    uint32_t vector;
    uint32_t address;
};

/* A real port has page tables instead. */
struct null_mapping {
    uint32_t address;
    uint32_t size;
    char *memory; /* NULL: a device's */
    uint32_t physical;
    unsigned rights;
};

/* A program's 16 segments, free memory, stack, the two shared pages, three
 * tables and the regions. */
#define NULL_MAPPINGS (23u + BULKHEAD_MAX_BLOCKS)
#define NULL_GUARDS   16u

struct arch_partition {
    struct arch_context context;
    struct bulkhead_upcalls upcalls;
    uint32_t thread_pointers[BULKHEAD_TLS_SEGMENTS];
    uint32_t mapping_count;
    struct null_mapping mappings[NULL_MAPPINGS];
    uint32_t guard_count;
    uint32_t guards[NULL_GUARDS];      /* addresses of pages */
    uint32_t ports_first, ports_count; /* the last arch_io_allow() */
};

/* The running partition's hypercall: number, arguments, result. */
static inline uint32_t arch_call_number(const struct arch_partition *arch)
{
    return arch->context.number;
}

static inline uint32_t arch_call_argument(const struct arch_partition *arch, unsigned index)
{
    const struct arch_context *context = &arch->context;

    return index == 0 ? context->first : index == 1 ? context->second : context->third;
}

static inline void arch_call_return(struct arch_partition *arch, int32_t result)
{
    arch->context.result = result;
}

/* Makes the partition do the hypercall again, with these arguments. */
static inline void arch_call_again(struct arch_partition *arch, uint32_t first, uint32_t second)
{
    arch->context.instruction -= NULL_CALL_SIZE;
    arch->context.first = first;
    arch->context.second = second;
}

/* Of the instruction that the partition is at. */
static inline uint32_t arch_context_address(const struct arch_partition *arch)
{
    return arch->context.instruction;
}

static inline int arch_upcalls_wants_virq(const struct arch_partition *arch)
{
    return arch->upcalls.entry != 0;
}

static inline int arch_upcalls_wants_fault(const struct arch_partition *arch)
{
    return arch->upcalls.fault_entry != 0;
}

/* Compilers may not move accesses to memory shared with guests across this. */
static inline void arch_barrier(void)
{
}

#endif
