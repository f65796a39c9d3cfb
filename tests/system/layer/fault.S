/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * void fault_run(const struct registers *before, void (*stub)(void), struct registers *after)
 *
 * Loads the general registers (but ESP) and the flags, goes to the stub, and
 * stores them as they are at fault_done, where stubs and handlers end.
 */
    .text
    .globl fault_run, fault_done
fault_run:
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 28(%esp), %eax
    mov %eax, after
    mov 24(%esp), %eax
    mov %eax, stub
    mov 20(%esp), %eax
    mov %esp, home
    mov 4(%eax), %ecx
    mov 8(%eax), %edx
    mov 12(%eax), %ebx
    mov 20(%eax), %ebp
    mov 24(%eax), %esi
    mov 28(%eax), %edi
    push 32(%eax)
    mov (%eax), %eax
    popf
    jmp *stub
fault_done:
    mov %esp, stopped
    mov home, %esp
    pushf
    push %eax
    mov after, %eax
    popl (%eax)
    popl 32(%eax)
    mov %ecx, 4(%eax)
    mov %edx, 8(%eax)
    mov %ebx, 12(%eax)
    mov stopped, %ecx
    sub home, %ecx
    mov %ecx, 16(%eax)
    mov %ebp, 20(%eax)
    mov %esi, 24(%eax)
    mov %edi, 28(%eax)
    cld
    pushl $0x202
    popf
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

/* A stub's instruction at its symbol faults; the handler may let it go on. */
    .macro STUB name, instruction:vararg
    .globl \name
\name:
    \instruction
    jmp fault_done
    .endm

    STUB stub_divide, div %ecx
    STUB stub_undefined, ud2
    STUB stub_bound, bound %eax, (%esi)
    STUB stub_read, mov (%esi), %eax
    STUB stub_write, mov %eax, (%esi)
    STUB stub_execute, jmp *%esi
    STUB stub_halt, hlt
    STUB stub_segment, mov %eax, %fs
    STUB stub_fpu, fwait
    STUB stub_string, rep movsb
    .globl stub_steps, stub_steps_end
stub_steps:
    nop
    inc %eax
    lea 4(%ebx), %ebx
    add %ebx, %ecx
stub_steps_end:
    jmp fault_done
    .globl stub_overflow
stub_overflow:
    push %eax
    jmp stub_overflow

    .bss
    .balign 4
home: .skip 4
after: .skip 4
stub: .skip 4
stopped: .skip 4

    .section .note.GNU-stack, "", @progbits
