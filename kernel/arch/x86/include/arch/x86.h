/* SPDX-License-Identifier: BSD-2-Clause */

/* What the files of this port offer to each other. */
#ifndef ARCH_X86_H
#define ARCH_X86_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include "kernel/arch.h"

/* descriptors.c: segments, gates and task state. */
void descriptors_init(void);
/* Where entries into the kernel begin, from a partition without I/O ports. */
void descriptors_set_kernel_stack(void *top);
/* From now on the task state of a partition with I/O ports (NULL: without). */
void descriptors_set_ports(struct task_state *ports);
/* The local descriptor table, whose first segment is also a global one: it is
 * described once, and set at each switch. */
void descriptors_describe_local(struct arch_partition *arch);
void descriptors_set_local(const struct arch_partition *arch);

/* memory.c: physical memory [first, end) is for arch_memory_allocate(). */
void memory_init(bool no_execute);
void memory_give(uintptr_t first, uintptr_t end);

/* Unmaps the code that is needed before the first window only. */
void memory_forget_boot(void);

/* machine.c: first the console, then boot options as the loader passed them,
 * then the other devices. */
void machine_console_init(void);
void machine_options(const char *command_line);
void machine_init(void);
void machine_timer_end(void);
/* Masks and ends the interrupt of a line; false if there was none. */
bool machine_line_begin(unsigned line);

/* entry.S */
extern char x86_stubs[], x86_timer_stub[], x86_hypercall_stub[], x86_nmi_stub[];
extern char x86_kernel_stack_top[], x86_double_fault_stack_top[];
/* Returns when the counter has reached deadline; exact to an instruction when
 * every instruction takes one tick. */
void x86_wait_for_counter(uint64_t deadline);

/* Waits for interrupts on a stack of its own; entry.S. */
_Noreturn void x86_idle(void);

/* trap.c */
/* The end of the boot: drops its code, enters the first window. */
_Noreturn void x86_first_window(void);

/* trap.c, called by entry.S. */
_Noreturn void x86_trap(struct arch_context *context);
_Noreturn void x86_timer(void);
_Noreturn void x86_hypercall(void);
void x86_kernel_exception(struct arch_context *context);
_Noreturn void x86_double_fault(void);

/* start.c, called by entry.S. */
_Noreturn void x86_start(uint32_t magic, uint32_t information);

#endif
