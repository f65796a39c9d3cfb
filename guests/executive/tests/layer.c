/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * A layer for unit tests on the building machine: contexts do not switch, the
 * call just returns, so that a test goes on as whatever thread executes now.
 */

#include "layer.h"
#include <stdlib.h>
#include "executive/fatal.h"
#include "virtualizationlayerbsp.h"

uint64_t layer_now;
uint64_t layer_expiry;
unsigned layer_switches;
volatile struct _CPU_Virtual_Interrupts_state _CPU_Virtual_Interrupts_state;

void _CPU_Virtual_Context_initialize(_CPU_Virtual_Context *context, void *stack, size_t size,
                                     int level, void (*entry)(void *argument), void *argument)
{
    (void)context;
    (void)stack;
    (void)size;
    (void)level;
    (void)entry;
    (void)argument;
}

void _CPU_Virtual_Context_switch(_CPU_Virtual_Context *from, _CPU_Virtual_Context *to)
{
    (void)from;
    (void)to;
    layer_switches++;
}

void _CPU_Virtual_Context_enter(_CPU_Virtual_Context *to)
{
    (void)to;
    abort();
}

void _CPU_Virtual_Thread_pointer_set(void *base)
{
    (void)base;
}

void _CPU_Virtual_Interrupts_deliver(int level)
{
    (void)level;
}

void _CPU_Virtual_Wait_for_interrupt(void)
{
}

int _CPU_Virtual_Irq_request(int vector)
{
    (void)vector;
    return _CPU_VIRTUAL_IRQ_OK;
}

void _CPU_Virtual_Irq_detach(int vector)
{
    (void)vector;
}

void _CPU_Virtual_Irq_acknowledge(int vector)
{
    (void)vector;
}

void _CPU_Virtual_Irq_set_dispatcher(const _CPU_Virtual_Irq_dispatch *dispatch)
{
    (void)dispatch;
}

int _BSP_Virtual_Clock_init(uint64_t period)
{
    (void)period;
    return _BSP_VIRTUAL_CLOCK_OK;
}

void _BSP_Virtual_Clock_set(uint64_t expiry)
{
    layer_expiry = expiry;
}

uint64_t _BSP_Virtual_Clock_read(void)
{
    return layer_now;
}

void exec_fatal(enum exec_fatal_error error, uintptr_t detail)
{
    (void)error;
    (void)detail;
    abort();
}
