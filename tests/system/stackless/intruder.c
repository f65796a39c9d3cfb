/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Calls the kernel in the last moments of its window with a line pending and no
 * stack, which is found out on the way back. Each life does so one instruction
 * nearer to the window's end than the one before.
 */
#include "bulkhead/arch.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/vcpu.h"
#include "guest.h"

#define VCPU ((volatile struct bulkhead_vcpu *)BULKHEAD_VCPU_ADDRESS)

/* Before that (ns) there is time for all that the kernel does. */
#define FARTHEST 2000u

static const uint32_t calls[] = {BULKHEAD_HC_VERSION, BULKHEAD_HC_COUNT};
#define LIVES (FARTHEST * (uint32_t)(sizeof(calls) / sizeof(calls[0])))

/* The region of the model, which outlives a restart. */
static volatile uint32_t *const lives = (volatile uint32_t *)0xa0000000;

static void never(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)vector, (void)count, (void)context;
    guest_print("delivered without a stack, in life ", *lives);
}

/* Two instructions a turn, and one for an odd number. Should the kernel come
 * back, the line is delivered in the next window. */
__attribute__((noreturn)) static void call_without_stack(uint32_t left, uint32_t call)
{
    __asm__ volatile("mov $0x1000, %%esp\n\t"
                     "test $1, %[left]\n\t"
                     "jz 1f\n\t"
                     "nop\n"
                     "1:\tshr %[left]\n"
                     "2:\tdec %[left]\n\t"
                     "jnz 2b\n\t"
                     "int %[vector]\n"
                     "3:\tjmp 3b"
                     : [left] "+S"(left), "+a"(call)
                     : [vector] "i"(BULKHEAD_HYPERCALL_VECTOR)
                     : "memory");
    __builtin_unreachable();
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = never,
                                                .interrupt_stack = stack + sizeof(stack)};
    _Partition_Virtual_Window window;
    uint32_t life = *lives;

    if (life == LIVES) {
        guest_print("lives: ", life);
        return _Partition_Virtual_Signal(2) == _PARTITION_OK ? 0 : 1;
    }
    *lives = life + 1;
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(BULKHEAD_LINE_LAST);
    _Partition_Virtual_Get_window(&window);
    for (uint64_t start = window.start; window.start == start;)
        _Partition_Virtual_Get_window(&window);
    _CPU_Virtual_Irq_raise(BULKHEAD_LINE_LAST);
    VCPU->level = BULKHEAD_LEVEL_ENABLED;
    call_without_stack((uint32_t)(window.end - _BSP_Virtual_Clock_read()) -
                           (FARTHEST - life % FARTHEST),
                       calls[life / FARTHEST]);
}
