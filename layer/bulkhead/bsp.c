/* SPDX-License-Identifier: BSD-2-Clause */

#include "virtualizationlayerbsp.h"

#include "bulkhead/clock.h"
#include "host.h"

static _BSP_Virtual_Fault_handler fault_handler;

int _BSP_Virtual_Console_init(void)
{
    return 0;
}

int _BSP_Virtual_Console_read(void)
{
    int32_t character = host_call(BULKHEAD_HC_CONSOLE_READ, 0, 0);

    return character < 0 ? -1 : (int)character;
}

void _BSP_Virtual_Console_write(const char *string)
{
    size_t length = 0;

    while (string[length] != '\0')
        length++;
    _BSP_Virtual_Console_write_buffer(string, length);
}

void _BSP_Virtual_Console_write_buffer(const char *buffer, size_t length)
{
    host_call(BULKHEAD_HC_CONSOLE_WRITE, (uint32_t)buffer, (uint32_t)length);
}

int _BSP_Virtual_Clock_init(uint64_t period)
{
    struct bulkhead_timer timer = {0};

    if (period != 0) {
        if (__builtin_add_overflow(_BSP_Virtual_Clock_read(), period, &timer.expiry))
            timer.expiry = UINT64_MAX; /* a first tick that never comes */
        timer.period = period;
    }
    if (host_call(BULKHEAD_HC_TIMER_SET, (uint32_t)&timer, 0) < 0)
        return _BSP_VIRTUAL_CLOCK_TOO_SHORT;
    return _BSP_VIRTUAL_CLOCK_OK;
}

void _BSP_Virtual_Clock_set(uint64_t expiry)
{
    struct bulkhead_timer timer = {.expiry = expiry};

    host_call(BULKHEAD_HC_TIMER_SET, (uint32_t)&timer, 0);
}

uint64_t _BSP_Virtual_Clock_read(void)
{
    uint64_t ticks = __builtin_ia32_rdtsc() - host_start_info->clock_base;

    return bulkhead_clock_scale(host_start_info->clock_scale, ticks);
}

uint64_t _BSP_Virtual_Clock_floor(void)
{
    return host_start_info->timer_floor;
}

/* Entered by the kernel, on any stack. */
__attribute__((force_align_arg_pointer)) static void fault_entry(struct bulkhead_context *context)
{
    _BSP_Virtual_Fault fault = {
        .vector = context->vector,
        .error = context->error,
        .address = context->address,
        .program_counter = context->eip,
        .stack_pointer = context->esp,
        .registers = context,
    };

    fault_handler(&fault);
    _BSP_Virtual_Fault_leave();
    host_call(BULKHEAD_HC_RESUME, (uint32_t)context, 0);
    /* The handler made a context that no partition can have. */
    _CPU_Virtual_exec_stop_error(-1);
}

void _BSP_Virtual_faulthandler(_BSP_Virtual_Fault_handler handler, void *stack)
{
    fault_handler = handler;
    host_upcalls.fault_entry = handler == NULL ? 0 : (uint32_t)fault_entry;
    host_upcalls.fault_stack = (uint32_t)stack;
    host_register_upcalls();
}

void _BSP_Virtual_Fault_leave(void)
{
    host_vcpu->fault_active = 0;
}

void _BSP_Virtual_Fault_get_registers(const _BSP_Virtual_Fault *fault,
                                      _BSP_Virtual_Registers *registers)
{
    const struct bulkhead_context *context = fault->registers;

    *registers = (_BSP_Virtual_Registers){
        .eax = context->eax,
        .ebx = context->ebx,
        .ecx = context->ecx,
        .edx = context->edx,
        .esi = context->esi,
        .edi = context->edi,
        .ebp = context->ebp,
        .esp = context->esp,
        .eip = context->eip,
        .cs = context->cs,
        .eflags = context->eflags,
    };
}

void _BSP_Virtual_Fault_set_registers(_BSP_Virtual_Fault *fault,
                                      const _BSP_Virtual_Registers *registers)
{
    struct bulkhead_context *context = fault->registers;

    context->eax = registers->eax;
    context->ebx = registers->ebx;
    context->ecx = registers->ecx;
    context->edx = registers->edx;
    context->esi = registers->esi;
    context->edi = registers->edi;
    context->ebp = registers->ebp;
    context->esp = registers->esp;
    context->eip = registers->eip;
    context->eflags = registers->eflags;
}

void _BSP_Virtual_getworkspacearea(void **base, size_t *size)
{
    *base = (void *)host_start_info->free_base;
    *size = host_start_info->free_size;
}
