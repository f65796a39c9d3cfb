/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * void storm_block(uint32_t seed, uint32_t rounds, struct machine_state *result)
 *
 * Every general register takes part, ESP as an offset into a stack of its own;
 * carry, overflow, direction and the other flags live from one instruction to
 * the next, and so do all x87 and SSE registers. Nothing is saved in memory
 * except for the count of rounds.
 */
    .text
    .globl storm_block
storm_block:
    push %ebp
    push %ebx
    push %esi
    push %edi
    mov 20(%esp), %eax
    mov 24(%esp), %ecx
    mov %ecx, rounds
    mov 28(%esp), %ecx
    mov %ecx, result
    mov %esp, saved_stack
    mov $stack_middle, %esp

    /* Registers from the seed. */
    mov %eax, number
    fninit
    fildl number
    fld1
    fldpi
    fldl2e
    fldln2
    fldl2t
    fldlg2
    fldz
    movd %eax, %xmm0
    pshufd $0, %xmm0, %xmm0
    cvtdq2ps %xmm0, %xmm0
    movaps %xmm0, %xmm1
    addps %xmm0, %xmm1
    movaps %xmm1, %xmm2
    mulps ones, %xmm2
    movaps %xmm2, %xmm3
    sqrtps %xmm3, %xmm3
    movdqa %xmm0, %xmm4
    paddd %xmm1, %xmm4
    movdqa %xmm4, %xmm5
    pxor %xmm3, %xmm5
    movdqa %xmm5, %xmm6
    movdqa %xmm4, %xmm7
    lea 0x1357(%eax), %ebx
    lea 0x2468(%eax,%eax,2), %ecx
    lea 0x369c(%ebx,%eax,4), %edx
    lea 0x48d0(%ecx,%ebx), %esi
    lea 0x5af1(%edx,%ecx), %edi
    lea 0x6b02(%esi,%edx,8), %ebp
    stc

1:  adc %ebx, %eax
    rcl $3, %ecx
    sbb %edx, %esi
    adc $0x12345, %edi
    rcr $5, %ebp
    imul $0x10dcd, %edx, %edx
    adc %eax, %edx
    push %edx
    sbb %ebp, %ebx
    pop %esi
    lea -8(%esp), %esp
    adc %edi, %eax
    lea 8(%esp), %esp
    faddp
    fld1
    fxch %st(5)
    fadd %st(2), %st
    fxch %st(3)
    addps %xmm0, %xmm1
    mulps ones, %xmm2
    paddd %xmm4, %xmm5
    pxor %xmm5, %xmm6
    psrld $1, %xmm7
    paddd %xmm6, %xmm7
    pshufd $0x39, %xmm4, %xmm4
    std
    adc $0, %ecx
    rol $7, %ebx
    xor %ecx, %ebx
    push %ebx
    popl number
    cld
    bswap %ebp
    btc $9, %ebp
    adc %esi, %ebp
    setc flag
    fucomi %st(1), %st
    adc $1, %edi
    lahf
    movzbl %ah, %eax
    adc %edx, %eax
    decl rounds
    jnz 1b

    /* The state, flags first. */
    mov %eax, number
    pushf
    mov result, %eax
    popl 32(%eax)
    andl $0xcd5, 32(%eax)
    mov %ecx, 4(%eax)
    mov %edx, 8(%eax)
    mov %ebx, 12(%eax)
    mov %esp, %ecx
    sub $stack_middle, %ecx
    mov %ecx, 16(%eax)
    mov %ebp, 20(%eax)
    mov %esi, 24(%eax)
    mov %edi, 28(%eax)
    mov number, %ecx
    mov %ecx, (%eax)
    mov saved_stack, %esp
    mov %ds, %ecx
    mov %ecx, 36(%eax)
    mov %es, %ecx
    mov %ecx, 40(%eax)
    mov %fs, %ecx
    mov %ecx, 44(%eax)
    mov %gs, %ecx
    mov %ecx, 48(%eax)
    fxsave 64(%eax)
    /* Addresses of the last x87 instruction and operand are not the machine's
     * state that a program computes with, and the emulator leaves them 0. */
    movl $0, 72(%eax)
    movl $0, 80(%eax)
    pop %edi
    pop %esi
    pop %ebx
    pop %ebp
    ret

    .data
    .balign 16
ones:
    .float 1.0, 1.0, 1.0, 1.0
    .bss
    .balign 16
rounds: .skip 4
result: .skip 4
number: .skip 4
saved_stack: .skip 4
flag: .skip 4
    .skip 2048
stack_middle:
    .skip 64

    .section .note.GNU-stack, "", @progbits
