/* SPDX-License-Identifier: BSD-2-Clause */

/* Start, and what stands in the place of RTEMS' i386 port because ring 3 can't
 * do what the port does: the context switch, idle and the counter. It is all
 * in this file because the start file is linked before any library, so that
 * the linker does not take the port's objects. */
#include <rtems/asm.h> /* names registers without the percent sign */
#include <rtems/score/cpu.h>
#include <rtems/score/percpu.h>

#define ISR_DISPATCH_DISABLE (_Per_CPU_Information + PER_CPU_ISR_DISPATCH_DISABLE)
/* The descriptor of %gs, and the bit of EFLAGS that is the level's. */
#define THREAD_POINTER (_Global_descriptor_table + 24)
#define LEVEL          0x200

/* The host enters here: its two words are in EAX and EBX, segments are flat
 * and the image is loaded, zeroed where it is to be. RTEMS starts on its
 * interrupt stack, as long as interrupts are disabled. */
    .text
    .globl start
start:
    movl $_ISR_Stack_size, esp
    addl $_ISR_Stack_area_begin, esp
    andl $-16, esp
    xorl ebp, ebp
    subl $8, esp
    push ebx
    push eax
    call bsp_enter

/* The port's idle uses the window up. */
    .globl _CPU_Thread_Idle_body
_CPU_Thread_Idle_body:
    jmp bsp_idle_thread

/* The port's counts how often it was read; its frequency is 1 GHz, so the low
 * 32 bits of module time (EAX) are right. */
    .globl _CPU_Counter_read
_CPU_Counter_read:
    jmp _BSP_Virtual_Clock_read

/* Context switch: instead of EFLAGS.IF the layer's level goes with the thread,
 * and the thread pointer is set by the layer, if it changes. */
    .globl _CPU_Context_switch, _CPU_Context_switch_no_return
_CPU_Context_switch:
_CPU_Context_switch_no_return:
    movl 4(esp), eax
    movl esp, I386_CONTEXT_CONTROL_ESP_OFFSET(eax)
    movl ebp, I386_CONTEXT_CONTROL_EBP_OFFSET(eax)
    movl ebx, I386_CONTEXT_CONTROL_EBX_OFFSET(eax)
    movl esi, I386_CONTEXT_CONTROL_ESI_OFFSET(eax)
    movl edi, I386_CONTEXT_CONTROL_EDI_OFFSET(eax)
    movl ISR_DISPATCH_DISABLE, ecx
    movl ecx, I386_CONTEXT_CONTROL_ISR_DISPATCH_DISABLE(eax)
    movl THREAD_POINTER, ecx
    movl ecx, I386_CONTEXT_CONTROL_GS_0_OFFSET(eax)
    movl THREAD_POINTER + 4, ecx
    movl ecx, I386_CONTEXT_CONTROL_GS_1_OFFSET(eax)
    movl _CPU_Virtual_Interrupts_state, ecx
    movl ecx, I386_CONTEXT_CONTROL_EFLAGS_OFFSET(eax)
    movl 8(esp), esi

/* ESI = context to enter, on any stack. */
restore:
    movl I386_CONTEXT_CONTROL_ISR_DISPATCH_DISABLE(esi), ecx
    movl ecx, ISR_DISPATCH_DISABLE
    movl I386_CONTEXT_CONTROL_GS_0_OFFSET(esi), eax
    movl I386_CONTEXT_CONTROL_GS_1_OFFSET(esi), edx
    cmpl THREAD_POINTER, eax
    jne load_thread_pointer
    cmpl THREAD_POINTER + 4, edx
    jne load_thread_pointer
1:  movl I386_CONTEXT_CONTROL_ESP_OFFSET(esi), esp
    movl I386_CONTEXT_CONTROL_EFLAGS_OFFSET(esi), eax
    andl $LEVEL, eax
    movl eax, _CPU_Virtual_Interrupts_state
    cmpl $0, _CPU_Virtual_Interrupts_state + 4
    jne deliver
2:  movl I386_CONTEXT_CONTROL_EBP_OFFSET(esi), ebp
    movl I386_CONTEXT_CONTROL_EBX_OFFSET(esi), ebx
    movl I386_CONTEXT_CONTROL_EDI_OFFSET(esi), edi
    movl I386_CONTEXT_CONTROL_ESI_OFFSET(esi), esi
    ret

load_thread_pointer:
    movl eax, THREAD_POINTER
    movl edx, THREAD_POINTER + 4
    call bsp_load_thread_pointer
    jmp 1b

/* Something is pending: it comes in the entered thread. */
deliver:
    push eax
    call _CPU_Virtual_Interrupts_deliver
    addl $4, esp
    jmp 2b

    .globl _CPU_Context_restore
_CPU_Context_restore:
    movl 4(esp), esi
    jmp restore

    .globl _CPU_Context_save_fp
_CPU_Context_save_fp:
    movl 4(esp), eax
    movl (eax), eax
    fsave (eax)
    ret

    .globl _CPU_Context_restore_fp
_CPU_Context_restore_fp:
    movl 4(esp), eax
    movl (eax), eax
    frstor (eax)
    ret

/* The port's gates for exceptions, of which it has the addresses in a table:
 * exceptions of a guest come to bsp_fault() instead, and nobody comes here. */
    .macro gates vector, others:vararg
    .globl rtems_exception_prologue_\vector
    rtems_exception_prologue_\vector:
    .ifnb \others
    gates \others
    .endif
    .endm
    gates 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 17, 18
    ud2

    .section .note.GNU-stack, "", @progbits
