/* SPDX-License-Identifier: BSD-2-Clause */

/* Start, hypercalls, interrupt entry and exit, and context switch on x86. */
#include "bulkhead/arch/x86.h"
#include "bulkhead/version.h"

/* Members of struct bulkhead_vcpu; cpu.c asserts them. */
#define VCPU_LEVEL      (BULKHEAD_VCPU_ADDRESS + 0)
#define VCPU_PENDING    (BULKHEAD_VCPU_ADDRESS + 4)
#define VCPU_IN_SERVICE (BULKHEAD_VCPU_ADDRESS + 8)
#define VCPU_VECTOR     (BULKHEAD_VCPU_ADDRESS + 12)
#define VCPU_COUNT      (BULKHEAD_VCPU_ADDRESS + 16)
#define UPCALLS_REENTER 4 /* in struct bulkhead_upcalls */
#define HC_VIRQ_NEXT    8

/* Tells the kernel at boot for which ABI this program was built. */
    .section .note.bulkhead, "a", @note
    .balign 4
    .long 9, 4, BULKHEAD_NOTE_ABI
    .asciz "Bulkhead"
    .balign 4
    .long BULKHEAD_ABI_VERSION

    .text
    .globl host_call
host_call:
    push %ebx
    mov 8(%esp), %eax
    mov 12(%esp), %ebx
    mov 16(%esp), %ecx
    int $BULKHEAD_HYPERCALL_VECTOR
    pop %ebx
    ret

/* The page begins with the words of the level (virtualizationlayercpu.h). */
    .globl _CPU_Virtual_Interrupts_state
    .set _CPU_Virtual_Interrupts_state, BULKHEAD_VCPU_ADDRESS

/* The two functions that a guest calls most. */
    .globl _CPU_Virtual_Interrupts_disable
_CPU_Virtual_Interrupts_disable:
    mov VCPU_LEVEL, %eax
    movl $0, VCPU_LEVEL
    ret

    .globl _CPU_Virtual_Interrupts_enable
_CPU_Virtual_Interrupts_enable:
    mov 4(%esp), %eax
    mov %eax, VCPU_LEVEL
    cmpl $0, VCPU_PENDING
    jne _CPU_Virtual_Interrupts_deliver
    ret

/* The kernel has pushed EIP, CS and EFLAGS and set the level to disabled. EBP
 * keeps the frame; the handlers may run on another stack. */
    .globl host_virq_entry, host_virq_reenter, host_virq_exit_begin, host_virq_exit_iret
host_virq_entry:
    pusha
host_virq_reenter:
    mov %esp, %ebp
    cmpl $0, host_nest_level
    jne nested
    mov host_interrupt_stack, %esp
1:  incl host_nest_level
handle:
    push %ebp
    push VCPU_COUNT
    push VCPU_VECTOR
    call *host_handler
    mov VCPU_IN_SERVICE, %eax
    not %eax
    and VCPU_PENDING, %eax
    jnz another
2:  mov %ebp, %esp
    decl host_nest_level
    jne host_virq_exit_begin
    mov host_leave, %eax
    test %eax, %eax
    je host_virq_exit_begin
    and $-16, %esp
    call *%eax
    mov %ebp, %esp

/* What the kernel knows as the exit sequence (bulkhead/arch/x86.h). */
host_virq_exit_begin:
    movl $BULKHEAD_LEVEL_ENABLED, VCPU_LEVEL
    mov VCPU_IN_SERVICE, %eax
    not %eax
    and VCPU_PENDING, %eax
    jz 2f
    movl $0, VCPU_LEVEL
    jmp take_next
2:  popa
host_virq_exit_iret:
    iret

/* Without an interrupt stack, or on it already: on from where we are. */
    .globl host_virq_entry_same_stack, host_virq_reenter_same_stack
host_virq_entry_same_stack:
    pusha
host_virq_reenter_same_stack:
    mov %esp, %ebp
nested:
    and $-16, %esp
    sub $4, %esp
    jmp 1b

/* More is deliverable: handle it on the way. */
another:
    add $12, %esp
    mov $HC_VIRQ_NEXT, %eax
    int $BULKHEAD_HYPERCALL_VECTOR
    test %eax, %eax
    jns handle
    jmp 2b

/* Something became pending while the level was disabled. */
take_next:
    mov $HC_VIRQ_NEXT, %eax
    int $BULKHEAD_HYPERCALL_VECTOR
    test %eax, %eax
    js host_virq_exit_begin
    jmp *host_upcalls + UPCALLS_REENTER

/* struct context in context.c: stack pointer, level, floating-point area. */
#define CONTEXT_STACK 0
#define CONTEXT_LEVEL 4
#define CONTEXT_FPU   16

/* void _CPU_Virtual_Context_switch(from, to) */
    .globl _CPU_Virtual_Context_switch
_CPU_Virtual_Context_switch:
    mov 4(%esp), %eax
    mov 8(%esp), %edx
    mov VCPU_LEVEL, %ecx
    movl $0, VCPU_LEVEL
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov %ecx, CONTEXT_LEVEL(%eax)
    fxsave CONTEXT_FPU(%eax)
    mov %esp, CONTEXT_STACK(%eax)
enter_context:
    mov CONTEXT_STACK(%edx), %esp
    fxrstor CONTEXT_FPU(%edx)
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    mov CONTEXT_LEVEL(%edx), %eax
    mov %eax, VCPU_LEVEL
    cmpl $0, VCPU_PENDING
    jne 1f
    ret
1:  push %eax
    call _CPU_Virtual_Interrupts_deliver
    add $4, %esp
    ret

/* void _CPU_Virtual_Context_enter(to) */
    .globl _CPU_Virtual_Context_enter
_CPU_Virtual_Context_enter:
    mov 4(%esp), %edx
    movl $0, VCPU_LEVEL
    jmp enter_context

    .section .note.GNU-stack, "", @progbits
