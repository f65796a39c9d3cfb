/* SPDX-License-Identifier: BSD-2-Clause */

/* Levels, thread pointer and exceptions in the terms of RTEMS' i386 port. */
#include "port.h"

#include <bsp.h>
#include <rtems/score/cpu.h>
#include <rtems/sysinit.h>

/* The port writes the fourth, of which only the base has a meaning here. */
#define THREAD_POINTER 3
segment_descriptors _Global_descriptor_table[THREAD_POINTER + 1];

uint32_t i386_disable_interrupts(void)
{
    return (uint32_t)_CPU_Virtual_Interrupts_disable_inline();
}

void i386_enable_interrupts(uint32_t level)
{
    _CPU_Virtual_Interrupts_enable_inline((int)level);
}

void i386_flash_interrupts(uint32_t level)
{
    _CPU_Virtual_Interrupts_flash((int)level);
}

/* These two have thread modes' levels: 0 is enabled. */
void i386_set_interrupt_level(uint32_t new_level)
{
    if (new_level == 0)
        _CPU_Virtual_Interrupts_open();
    else
        _CPU_Virtual_Interrupts_close();
}

uint32_t i386_get_interrupt_level(void)
{
    return _CPU_Virtual_Interrupts_get_level() == _CPU_VIRTUAL_LEVEL_DISABLED;
}

void bsp_load_thread_pointer(void)
{
    const segment_descriptors *descriptor = &_Global_descriptor_table[THREAD_POINTER];
    uintptr_t base = (uintptr_t)descriptor->base_address_31_24 << 24 |
                     (uintptr_t)descriptor->base_address_23_16 << 16 |
                     (uintptr_t)descriptor->base_address_15_0;

    _CPU_Virtual_Thread_pointer_set((void *)base);
}

/* RTEMS has just given the idle thread's storage to the initialization, by
 * an inline function which writes the table and loads %gs. */
RTEMS_SYSINIT_ITEM(bsp_load_thread_pointer, RTEMS_SYSINIT_IDLE_THREADS,
                   RTEMS_SYSINIT_ORDER_LAST_BUT_9);

/* What the port's report of a page fault reads from CR2. */
static uint32_t page_fault_address;

/* "mov %cr2, register" of the port, which ring 3 may not execute. */
static bool emulate_read_of_cr2(const _BSP_Virtual_Fault *fault, _BSP_Virtual_Registers *registers)
{
    const uint8_t *code = (const uint8_t *)fault->program_counter;
    uint32_t *const destination[] = {
        &registers->eax, &registers->ecx, &registers->edx, &registers->ebx,
        &registers->esp, &registers->ebp, &registers->esi, &registers->edi,
    };

    if (fault->vector != I386_EXCEPTION_GENERAL_PROT_ERR || code[0] != 0x0f || code[1] != 0x20 ||
        (code[2] & 0xf8) != 0xd0)
        return false;
    *destination[code[2] & 7] = page_fault_address;
    registers->eip += 3;
    return true;
}

/* The exception comes on the interrupted stack, as on a processor of its own,
 * so handlers nest, and may switch threads or not return. */
static void handle_exception(_BSP_Virtual_Fault *fault, _BSP_Virtual_Registers *registers)
{
    CPU_Exception_frame frame = {
        .edi = registers->edi,
        .esi = registers->esi,
        .ebp = registers->ebp,
        .esp0 = registers->esp,
        .ebx = registers->ebx,
        .edx = registers->edx,
        .ecx = registers->ecx,
        .eax = registers->eax,
        .idtIndex = fault->vector,
        .faultCode = fault->error,
        .eip = registers->eip,
        .cs = registers->cs,
        .eflags = registers->eflags,
    };

    _BSP_Virtual_Fault_leave();
    _currentExcHandler(&frame);
    registers->edi = frame.edi;
    registers->esi = frame.esi;
    registers->ebp = frame.ebp;
    registers->ebx = frame.ebx;
    registers->edx = frame.edx;
    registers->ecx = frame.ecx;
    registers->eax = frame.eax;
    registers->eip = frame.eip;
    registers->eflags = frame.eflags;
}

void bsp_fault(_BSP_Virtual_Fault *fault)
{
    _BSP_Virtual_Registers registers;

    _BSP_Virtual_Fault_get_registers(fault, &registers);
    if (fault->vector == I386_EXCEPTION_PAGE_FAULT)
        page_fault_address = fault->address;
    if (!emulate_read_of_cr2(fault, &registers))
        handle_exception(fault, &registers);
    _BSP_Virtual_Fault_set_registers(fault, &registers);
}
