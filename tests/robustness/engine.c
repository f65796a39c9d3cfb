/* SPDX-License-Identifier: BSD-2-Clause */

#include "engine.h"

#include "campaign.h"

#define LEVEL        "0xbfffe000"
#define IN_SERVICE   "0xbfffe008"
#define FAULT_ACTIVE "0xbfffe014"
_Static_assert(offsetof(struct bulkhead_vcpu, level) == 0x00, "LEVEL");
_Static_assert(offsetof(struct bulkhead_vcpu, in_service) == 0x08, "IN_SERVICE");
_Static_assert(offsetof(struct bulkhead_vcpu, fault_active) == 0x14, "FAULT_ACTIVE");
_Static_assert(offsetof(struct bulkhead_context, vector) == 64, "engine_fault");

void (*engine_next)(uint32_t end);
char engine_stack[4096] __attribute__((aligned(16)));
static char fault_stack[1024] __attribute__((aligned(16)));
extern const char engine_fault[], engine_tick[];

__asm__(".text\n\t"
        ".globl engine_return\n"
        "engine_fault:\n\t"
        "mov 4(%esp), %eax\n\t"
        "mov 64(%eax), %eax\n\t"
        "jmp 1f\n"
        "engine_tick:\n\t"
        "mov $32, %eax\n\t"
        "jmp 1f\n"
        "engine_return:\n\t"
        "mov $33, %eax\n"
        "1:\tmov $0x2b, %ecx\n\t"
        "mov %ecx, %ss\n\t"
        "mov $engine_stack + 4096, %esp\n\t"
        "mov %ecx, %ds\n\t"
        "mov %ecx, %es\n\t"
        "xor %ecx, %ecx\n\t"
        "mov %ecx, %fs\n\t"
        "mov %ecx, %gs\n\t"
        "movl %ecx, " LEVEL "\n\t"
        "movl %ecx, " IN_SERVICE "\n\t"
        "movl %ecx, " FAULT_ACTIVE "\n\t"
        "push $2\n\t"
        "popf\n\t"
        "fninit\n\t"
        "push %eax\n\t"
        "call *engine_next");

void engine_begin(void (*next)(uint32_t end), uint32_t period)
{
    const struct bulkhead_upcalls upcalls = {
        .entry = (uint32_t)engine_tick,
        .fault_entry = (uint32_t)engine_fault,
        .fault_stack = (uint32_t)fault_stack + sizeof(fault_stack),
    };
    const struct bulkhead_timer timer = {_BSP_Virtual_Clock_read() + period, period};

    engine_next = next;
    campaign_call(BULKHEAD_HC_UPCALLS_SET, (uint32_t)&upcalls, 0, 0);
    campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0, 0);
    campaign_call(BULKHEAD_HC_TIMER_SET, (uint32_t)&timer, 0, 0);
    next(ENGINE_RETURN);
    __builtin_unreachable();
}

void engine_enter(const struct engine_registers *registers)
{
    static uint32_t esp, eip;

    esp = registers->esp;
    eip = registers->eip;
    __asm__ volatile("mov %0, %%esp\n\t"
                     "popa\n\t"
                     "mov %1, %%esp\n\t"
                     "movl $0x200, " LEVEL "\n\t"
                     "jmp *%2"
                     :
                     : "r"(registers), "m"(esp), "m"(eip)
                     : "memory");
    __builtin_unreachable();
}
