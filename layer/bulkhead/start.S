/* SPDX-License-Identifier: BSD-2-Clause */

/* Start code for guests without their own: calls main(). */
    .text
    .globl _start
_start:
    xor %ebp, %ebp
    and $-16, %esp
    sub $8, %esp
    push %ebx
    push %eax
    call host_start

    .section .note.GNU-stack, "", @progbits
