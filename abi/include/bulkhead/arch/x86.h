/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The binary interface on 32-bit x86.
 *
 * A partition runs in ring 3 with flat segments and paging.
 *
 * Start: EIP = the program's entry, ESP = top of the first stack, EAX =
 * BULKHEAD_ABI_MAGIC, EBX = BULKHEAD_START_INFO_ADDRESS, DF = 0, the other
 * general registers 0, level "disabled", x87 and SSE as after FNINIT and with
 * MXCSR = 0x1f80.
 *
 * Hypercall: "int $0x80", EAX = number, EBX, ECX, EDX = arguments; EAX =
 * result. EBX and ECX are lost by calls that work in pieces; all other registers are kept.
 *
 * Counter for the module time: RDTSC.
 *
 * Virtual interrupt: the kernel pushes EFLAGS, CS and EIP on the partition's
 * stack (as the processor would for an interrupt within ring 3), sets the
 * level to disabled and continues at upcalls.entry with all general registers
 * unchanged and DF = TF = NT = 0. The way back is ring-3 code of the guest,
 * described by exit_begin and exit_iret in struct bulkhead_upcalls.
 */
#ifndef BULKHEAD_ARCH_X86_H
#define BULKHEAD_ARCH_X86_H

/* Usable by the assembler too. */
#define BULKHEAD_PAGE_SIZE          4096
#define BULKHEAD_TABLES_ADDRESS     0xbfff0000
#define BULKHEAD_VCPU_ADDRESS       0xbfffe000
#define BULKHEAD_START_INFO_ADDRESS 0xbffff000
/* A partition's memory lies in [MEMORY_FIRST, MEMORY_LIMIT). */
#define BULKHEAD_MEMORY_FIRST 0x00100000
#define BULKHEAD_MEMORY_LIMIT 0xbff00000
/* Where the example programs and the model compiler put it if nothing else is said. */
#define BULKHEAD_MEMORY_DEFAULT_BASE 0x00100000

#define BULKHEAD_LEVEL_ENABLED    0x200
#define BULKHEAD_HYPERCALL_VECTOR 0x80

/* The segments that a partition can select: flat code and data, and data
 * segments whose bases BULKHEAD_HC_THREAD_POINTER_SET gives (at first 0). A
 * new base is in a segment register when the register is loaded again. The
 * first of them has two selectors. */
#define BULKHEAD_TLS_SELECTOR             0x1b
#define BULKHEAD_TLS_SEGMENTS             32
#define BULKHEAD_CODE_SELECTOR            0x23
#define BULKHEAD_DATA_SELECTOR            0x2b
#define BULKHEAD_TLS_SELECTOR_OF(segment) ((segment)*8 + 7)

#ifndef __ASSEMBLER__
#include <stdint.h>

/* Argument of BULKHEAD_HC_UPCALLS_SET: addresses in the guest. */
struct bulkhead_upcalls {
    /* Virtual interrupts enter here; 0: none wanted. */
    uint32_t entry;

    /* The guest's exit sequence [exit_begin, exit_iret]: first instruction
     * sets the level to enabled, the last is IRET with the interrupted EIP,
     * CS and EFLAGS at ESP; ESP does not change between the first instruction and the
     * one before exit_iret, where POPA restores the general registers. If a
     * line becomes deliverable in it, the kernel pushes nothing but continues
     * at entry (if EIP is exit_iret) or at reenter (before it): so a storm of
     * interrupts can't grow the guest's stack. */
    uint32_t reenter;
    uint32_t exit_begin;
    uint32_t exit_iret;

    /* Faults enter here, with the address of a struct bulkhead_context on the
     * stack where a first argument would be; 0: none wanted. */
    uint32_t fault_entry;

    /* Top of the stack for it; 0: the interrupted stack. */
    uint32_t fault_stack;
};

/* The complete state of an interrupted guest, as a fault handler gets it and
 * BULKHEAD_HC_RESUME takes it. */
struct bulkhead_context {
    uint32_t level; /* the virtual interrupt level at the fault */

    /* Not read by RESUME: the faulting address (vector 14), else eip; health
     * monitoring's enum bulkhead_error_id, and the process level's enum
     * bulkhead_health_action for it (health.h). */
    uint32_t address;
    uint32_t health_error;
    uint32_t health_action;

    uint32_t fs, gs;

    /* As PUSHA and the processor's exceptions leave them. */
    uint32_t edi, esi, ebp, unused, ebx, edx, ecx, eax;
    uint32_t es, ds;
    uint32_t vector; /* exception number, 0..31 */
    uint32_t error;  /* the processor's error code, 0 if the exception has none */
    uint32_t eip, cs, eflags, esp, ss;
};
#endif

#endif
