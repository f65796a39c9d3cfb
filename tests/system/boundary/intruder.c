/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Enters the kernel in the last moments of its windows, in each window one
 * instruction later than in the one before, up to the end; with each kind of
 * call. An interrupt waits to be delivered on the way out.
 */
#include "bulkhead/arch.h"
#include "bulkhead/health.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/vcpu.h"
#include "guest.h"

#define LARGEST 8192u
#define VCPU    ((volatile struct bulkhead_vcpu *)BULKHEAD_VCPU_ADDRESS)

static char memory[LARGEST];
static struct bulkhead_log_entry entry;
static struct bulkhead_schedule_status schedule;
static struct bulkhead_timer timer = {.expiry = UINT64_MAX - 1};
static const struct bulkhead_error_report report = {.error = BULKHEAD_ERROR_APPLICATION_ERROR};

/* How long before the window's end the sweep begins: what the call is given,
 * and more than the lead. */
#define LEAD 600u

static struct call {
    uint32_t from; /* ns */
    uint32_t number, first, second, third;
} calls[] = {
    {LEAD, BULKHEAD_HC_VERSION, 0, 0, 0},
    {LEAD, BULKHEAD_HC_COUNT, 0, 0, 0},
    {LEAD, BULKHEAD_HC_VIRQ_NEXT, 0, 0, 0},
    {300 + LEAD, BULKHEAD_HC_VIRQ_TAKE, BULKHEAD_LINE_LAST - 1, 1, 0},
    {300 + LEAD, BULKHEAD_HC_VIRQ_RAISE, BULKHEAD_LINE_LAST, 0, 0},
    {300 + LEAD, BULKHEAD_HC_THREAD_POINTER_SET, 0, 0, 0},
    {300 + LEAD, BULKHEAD_HC_SIGNAL, 77, 0, 0},
    {300 + LEAD, BULKHEAD_HC_PORT_CLEAR, 1, 0, 0},
    {LEAD, BULKHEAD_HC_PORT_SEND, 77, 0, 0},
    {LEAD, BULKHEAD_HC_PORT_SEND, 0, 0, LARGEST + 1},
    {4500 + LEAD, BULKHEAD_HC_PORT_SEND, 0, (uint32_t)memory, LARGEST},
    {4500 + LEAD, BULKHEAD_HC_PORT_SEND, 0, BULKHEAD_MEMORY_LIMIT - LARGEST, LARGEST},
    {800 + LEAD, BULKHEAD_HC_TIMER_SET, (uint32_t)&timer, 0, 0},
    {600 + LEAD, BULKHEAD_HC_LOG_READ, (uint32_t)&entry, 1, 0},
    {600 + LEAD, BULKHEAD_HC_SCHEDULE_STATUS, (uint32_t)&schedule, 0, 0},
    {2780 + LEAD, BULKHEAD_HC_HEALTH_RAISE, (uint32_t)&report, 0, 0},
    {1500 + LEAD, BULKHEAD_HC_CONSOLE_READ, 0, 0, 0},
    {2000 + LEAD, BULKHEAD_HC_CONSOLE_WRITE, (uint32_t) "...", 3, 0},
};

static void on_fault(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    context->eip += 2; /* behind UD2 */
}

/* Instructions to be executed before the entry: two a turn, and one for an odd
 * number. */
#define WAIT                                                                                       \
    "test $1, %[left]\n\t"                                                                         \
    "jz 1f\n\t"                                                                                    \
    "nop\n"                                                                                        \
    "1:\tshr %[left]\n"                                                                            \
    "2:\tdec %[left]\n\t"                                                                          \
    "jnz 2b\n\t"

static void call_after(uint32_t left, const struct call *call)
{
    uint32_t first = call->first, second = call->second, result = call->number;

    __asm__ volatile(WAIT "int %[vector]"
                     : [left] "+S"(left), "+a"(result), "+b"(first), "+c"(second)
                     : "d"(call->third), [vector] "i"(BULKHEAD_HYPERCALL_VECTOR)
                     : "memory");
}

static void fault_after(uint32_t left)
{
    __asm__ volatile(WAIT "ud2" : [left] "+S"(left) : : "memory");
}

/* Waits for the next window; how many instructions to do until then. */
static uint32_t left_until(uint32_t before_end)
{
    _Partition_Virtual_Window window;
    uint64_t target;

    _CPU_Virtual_Interrupts_close();
    _Partition_Virtual_Get_window(&window);
    for (uint64_t start = window.start; window.start == start;)
        _Partition_Virtual_Get_window(&window);
    target = window.end - before_end;
    /* It is delivered on the way out of what follows. */
    _CPU_Virtual_Irq_raise(BULKHEAD_LINE_LAST);
    VCPU->level = BULKHEAD_LEVEL_ENABLED;
    return (uint32_t)(target - _BSP_Virtual_Clock_read());
}

int main(void)
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = guest_acknowledge,
                                                .interrupt_stack = stack + sizeof(stack)};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(BULKHEAD_LINE_LAST - 1);
    _CPU_Virtual_Irq_request(BULKHEAD_LINE_LAST);
    _BSP_Virtual_faulthandler(on_fault, NULL);
    for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
        for (uint32_t before_end = calls[i].from; before_end > 0; before_end--)
            call_after(left_until(before_end), &calls[i]);
    for (uint32_t before_end = 2080 + LEAD; before_end > 0; before_end--)
        fault_after(left_until(before_end));
    _CPU_Virtual_Interrupts_open();
    return _Partition_Virtual_Signal(2) == _PARTITION_OK ? 0 : 1;
}
