/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The paravirtualization layer, board part: console, clock, faults, memory.
 * See virtualizationlayercpu.h for the common rules.
 */
#ifndef VIRTUALIZATIONLAYERBSP_H
#define VIRTUALIZATIONLAYERBSP_H

#include <stddef.h>
#include <stdint.h>
#include "virtualizationlayercpu.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Console ---------------------------------------------------------------- */

/* Makes the partition's own console ready; always 0 (no error is possible on
 * this layer, hosts with a separate device may return a negative number). */
int _BSP_Virtual_Console_init(void);

/* The next character of input (0..255), or -1 if there is none. Input also
 * raises _CPU_VIRTUAL_IRQ_CONSOLE. */
int _BSP_Virtual_Console_read(void);

/* Writes a NUL-terminated string, or length bytes. The host shows lines of
 * different partitions apart and never mixes them; an unfinished line is shown
 * when it is finished, when it gets too long, or when the partition ends. */
void _BSP_Virtual_Console_write(const char *string);
void _BSP_Virtual_Console_write_buffer(const char *buffer, size_t length);

/* Clock ------------------------------------------------------------------ */

#define _BSP_VIRTUAL_CLOCK_OK        0
#define _BSP_VIRTUAL_CLOCK_TOO_SHORT (-1) /* period under the host's floor */

/* Starts the periodic clock: the first tick comes one period (ns) from now,
 * the following ones without drift, on _CPU_VIRTUAL_IRQ_CLOCK, to which the
 * guest connects by itself; the count says how many ticks are due (those
 * while the partition was not scheduled included). Period 0 stops it. OK or
 * TOO_SHORT. */
int _BSP_Virtual_Clock_init(uint64_t period);

/* One occurrence on _CPU_VIRTUAL_IRQ_CLOCK at the given time (ns, as
 * _Clock_read()), at once if that is over; replaces the periodic clock. 0
 * stops it. */
void _BSP_Virtual_Clock_set(uint64_t expiry);

/* Time in ns since the module's start, monotonic. Advances while the
 * partition is not scheduled. No trap. */
uint64_t _BSP_Virtual_Clock_read(void);

/* The smallest period that _Clock_init() takes, ns. */
uint64_t _BSP_Virtual_Clock_floor(void);

/* Faults ----------------------------------------------------------------- */

/* A fault of the guest. vector and error are the processor's (on x86 the
 * exception number 0..31 and error code). */
typedef struct _BSP_Virtual_Fault {
    unsigned vector;
    unsigned error;
    uintptr_t address;         /* that was accessed, or of the instruction */
    uintptr_t program_counter; /* of the faulting instruction */
    uintptr_t stack_pointer;
    void *registers; /* the complete context in the host's layout; a handler may change it */
} _BSP_Virtual_Fault;

/* The guest's fault handler: runs with level "disabled". If it returns, the
 * (perhaps changed) context goes on; a fault inside it stops the partition. It
 * may also not return, by switching to another context after
 * _BSP_Virtual_Fault_leave(). */
typedef void (*_BSP_Virtual_Fault_handler)(_BSP_Virtual_Fault *fault);

/* Registers the handler, NULL for none (then a fault stops the partition).
 * stack: top of a stack for it, aligned to 16, or NULL for the interrupted
 * one. Thread context. */
void _BSP_Virtual_faulthandler(_BSP_Virtual_Fault_handler handler, void *stack);

/* Ends fault handling without returning from the handler. */
void _BSP_Virtual_Fault_leave(void);

#ifdef __i386__
/* The processor's registers at a fault, for guests that show or change them. */
typedef struct {
    uint32_t eax, ebx, ecx, edx, esi, edi, ebp, esp;
    uint32_t eip, cs, eflags;
} _BSP_Virtual_Registers;

/* Reads them from a fault's context, or writes them there: then the context
 * goes on with them when the handler returns (cs does not change, nor what of
 * eflags belongs to the host). In the handler of this fault. */
void _BSP_Virtual_Fault_get_registers(const _BSP_Virtual_Fault *fault,
                                      _BSP_Virtual_Registers *registers);
void _BSP_Virtual_Fault_set_registers(_BSP_Virtual_Fault *fault,
                                      const _BSP_Virtual_Registers *registers);
#endif

/* Memory ----------------------------------------------------------------- */

/* Base (page-aligned) and size in bytes of the memory that the configuration
 * leaves to the guest after its image. Zero at the start. */
void _BSP_Virtual_getworkspacearea(void **base, size_t *size);

#ifdef __cplusplus
}
#endif
#endif
