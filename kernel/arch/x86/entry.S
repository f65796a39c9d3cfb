/* SPDX-License-Identifier: BSD-2-Clause */

/* Start, ways in and ways out. Everything that can be said in C is in C. */
#include "arch/layout.h"
#include "bulkhead/arch/x86.h"

#define MULTIBOOT_MAGIC 0x1badb002
#define MULTIBOOT_FLAGS 0x00000003 /* align modules, give memory sizes */

    .section .multiboot, "a"
    .long MULTIBOOT_MAGIC, MULTIBOOT_FLAGS, -(MULTIBOOT_MAGIC + MULTIBOOT_FLAGS)

/* The first address space maps physical memory at 0 and at KERNEL_BASE, in
 * 2 MiB pages (present, writable, large). memory.c replaces it. */
#define LARGE_PAGE_SIZE 0x200000
#define LARGE_PAGE_BITS 0x83
#define BOOT_MEMORY     0x40000000 /* one directory's */
#define CR4_PAE         0x20
#define CR0_PG_WP       0x80010000

    .section .boot.text, "ax"
    .globl x86_boot
x86_boot:
    mov $boot_directory - KERNEL_BASE, %edi
    mov $LARGE_PAGE_BITS, %edx
1:  mov %edx, (%edi)
    add $8, %edi
    add $LARGE_PAGE_SIZE, %edx
    cmp $BOOT_MEMORY + LARGE_PAGE_BITS, %edx
    jne 1b
    mov $boot_directory - KERNEL_BASE + 1, %edx
    mov $boot_directory_pointers - KERNEL_BASE, %edi
    mov %edx, (%edi)
    mov %edx, 24(%edi)
    mov %edi, %cr3
    mov %cr4, %ecx
    or $CR4_PAE, %ecx
    mov %ecx, %cr4
    mov %cr0, %ecx
    or $CR0_PG_WP, %ecx
    mov %ecx, %cr0
    mov $high, %ecx
    jmp *%ecx

    .text
high:
    mov $x86_kernel_stack_top, %esp
    push $0
    popf
    push %ebx
    push %eax
    call x86_start

/* Vector stubs, all STUB_SIZE bytes long. */
    .balign STUB_SIZE
    .globl x86_stubs
x86_stubs:
    .set vector, 0
    .rept VECTOR_STUBS
    .balign STUB_SIZE
    .if (vector != 8) && ((vector < 10) || (vector > 14)) && (vector != 17) && (vector != 21) && (vector != 29) && (vector != 30)
    push $0
    .endif
    push $vector
    .if vector < VECTOR_FIRST_LINE
    jmp exception
    .else
    jmp interrupt
    .endif
    .set vector, vector + 1
    .endr
    .balign STUB_SIZE

/* Saves what the processor did not, in the order of struct arch_context. */
    .macro SAVE_AND_ENTER_KERNEL
    push %ds
    push %es
    pusha
    mov $SELECTOR_KERNEL_DATA, %eax
    mov %eax, %ds
    mov %eax, %es
    cld
    .endm

/* From a partition the processor has switched to the end of its struct
 * arch_context, and these pushes fill it; from idle to the idle stack, where
 * the frame is given up. The C functions do not return but end in x86_leave. */
interrupt:
    SAVE_AND_ENTER_KERNEL
enter:
    mov %esp, %eax
    mov $x86_kernel_stack_top, %esp
    push %eax
    call x86_trap

    .globl x86_timer_stub
x86_timer_stub:
    sub $8, %esp
    SAVE_AND_ENTER_KERNEL
    mov $x86_kernel_stack_top, %esp
    call x86_timer

    .globl x86_hypercall_stub
x86_hypercall_stub:
    sub $8, %esp
    SAVE_AND_ENTER_KERNEL
    mov $x86_kernel_stack_top, %esp
    call x86_hypercall

/* EAX: the partition to continue; it begins with its struct arch_partition. */
    .globl x86_leave
x86_leave:
    lea PARTITION_CONTEXT(%eax), %esp
    popa
    pop %es
    pop %ds
    add $8, %esp
    iret

exception:
    SAVE_AND_ENTER_KERNEL
    testb $3, CONTEXT_CS(%esp)
    jnz enter
    push %esp
    call x86_kernel_exception
    add $4, %esp
    popa
    pop %es
    pop %ds
    add $8, %esp
    iret

/* A non-maskable interrupt can come anywhere, so it touches no register. */
    .globl x86_nmi_stub
x86_nmi_stub:
    incl %ss:x86_nmi_count
    iret

    .globl x86_idle
x86_idle:
    mov $idle_stack_top, %esp
/* First an interrupt that waits: what led here took time already. */
1:  sti
    nop
    cli
    call trap_idle
    test %al, %al
    jnz 1b
    sti
    hlt
    cli
    jmp 1b

/* void x86_wait_for_counter(uint64_t deadline): the last instants pass in a
 * row of one-byte instructions, entered at the right distance from its end. */
#define ROW  64
#define REST 11 /* instructions that are not in the row */
    .globl x86_wait_for_counter
x86_wait_for_counter:
    mov 4(%esp), %ecx
1:  rdtsc
    sub %ecx, %eax
    sbb 8(%esp), %edx
    jns 2f
    cmp $-1, %edx
    jne 1b
    cmp $-(ROW + REST), %eax /* EAX = -(ticks left) */
    jb 1b
    cmp $-REST, %eax
    jae 1b /* too near for the row; never early */
    add $row_end + REST, %eax
    jmp *%eax
    .rept ROW
    nop
    .endr
row_end:
2:  ret

    .bss
    .balign 4096
boot_directory:
    .skip 4096
boot_directory_pointers:
    .skip 32
    .skip 8192
    .globl x86_kernel_stack_top
x86_kernel_stack_top:
    .skip 2048
idle_stack_top:
    .skip 2048
    .globl x86_double_fault_stack_top
x86_double_fault_stack_top:
    .globl x86_nmi_count
x86_nmi_count:
    .skip 4

    .section .note.GNU-stack, "", @progbits
