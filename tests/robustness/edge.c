/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Enters the kernel in the last moments of its window, at each instruction of
 * them, in every way: a window of another follows, and must not begin late.
 * Arguments of the model: instants before the window's end, in ns, and the step between them.
 */
#include "campaign.h"
#include "bulkhead/health.h"

#define ROW 64u /* one-byte instructions with which an instant is met */

static uint8_t message[8192];
static struct bulkhead_timer soon, often = {1, 1000}, never = {0, 0};
static const struct bulkhead_error_report report = {1, 0, 0, 0, 0};
static struct bulkhead_port_status status;
static volatile uint32_t faults, interrupts;
extern struct bulkhead_upcalls host_upcalls;

static const struct way {
    uint32_t call;
    uint32_t arguments[3];
    bool delivers; /* a line is pending, and the level enabled in the last instant */
    bool faults;   /* EAX, ... are as above at an instruction that is none */
} ways[] = {
    {BULKHEAD_HC_VERSION, {0}, false, false},
    {BULKHEAD_HC_VERSION, {0}, true, false},
    {BULKHEAD_HC_CONSOLE_WRITE, {(uint32_t) "x", 1, 0}, false, false},
    {BULKHEAD_HC_CONSOLE_WRITE, {(uint32_t) "x\n", 2, 0}, true, false},
    {BULKHEAD_HC_CONSOLE_READ, {0}, true, false},
    {BULKHEAD_HC_UPCALLS_SET, {(uint32_t)&host_upcalls, 0, 0}, true, false},
    {BULKHEAD_HC_UPCALLS_SET, {0}, false, false},
    {BULKHEAD_HC_VIRQ_CONNECT, {22, 0, 0}, true, false},
    {BULKHEAD_HC_VIRQ_DISCONNECT, {22, 0, 0}, true, false},
    {BULKHEAD_HC_VIRQ_ACKNOWLEDGE, {5, 0, 0}, true, false},
    {BULKHEAD_HC_VIRQ_TAKE, {21, 1, 0}, false, false},
    {BULKHEAD_HC_VIRQ_NEXT, {0}, false, false},
    {BULKHEAD_HC_VIRQ_NEXT, {0}, true, false},
    {BULKHEAD_HC_VIRQ_RAISE, {21, 0, 0}, false, false},
    {BULKHEAD_HC_VIRQ_RAISE, {23, 0, 0}, true, false},
    {BULKHEAD_HC_TIMER_SET, {(uint32_t)&often, 0, 0}, true, false},
    {BULKHEAD_HC_TIMER_SET, {(uint32_t)&soon, 0, 0}, true, false},
    {BULKHEAD_HC_TIMER_SET, {(uint32_t)&never, 0, 0}, true, false},
    {BULKHEAD_HC_IDLE, {0}, false, false},
    {BULKHEAD_HC_IDLE, {0}, true, false},
    {BULKHEAD_HC_THREAD_POINTER_SET, {0xffffffff, 0, 0}, true, false},
    {BULKHEAD_HC_RESUME, {0xffffffff, 0, 0}, true, false},
    {BULKHEAD_HC_MODE_SET, {3, 0, 0}, true, false},
    {BULKHEAD_HC_PORT_SEND, {3, (uint32_t)message, 33}, true, false},
    {BULKHEAD_HC_PORT_SEND, {4, (uint32_t)message, 64}, true, false},
    {BULKHEAD_HC_PORT_SEND, {4, 0xc0000000, 64}, true, false},
    {BULKHEAD_HC_PORT_SEND, {0xffffffff, 0, 0}, true, false},
    {BULKHEAD_HC_PORT_RECEIVE, {0, (uint32_t)message, 64}, true, false},
    {BULKHEAD_HC_PORT_RECEIVE, {1, (uint32_t)message, 64}, true, false},
    {BULKHEAD_HC_PORT_RECEIVE, {2, (uint32_t)message, 8192}, true, false},
    {BULKHEAD_HC_PORT_RECEIVE, {2, (uint32_t)message, 8192}, false, false},
    {BULKHEAD_HC_PORT_STATUS, {0, (uint32_t)&status, 0}, true, false},
    {BULKHEAD_HC_PORT_CLEAR, {2, 0, 0}, true, false},
    {BULKHEAD_HC_HEALTH_RAISE, {(uint32_t)&report, 0, 0}, true, false},
    {BULKHEAD_HC_LOG_READ, {(uint32_t)message, 2, 0}, true, false},
    {BULKHEAD_HC_SCHEDULE_SET, {1, 0, 0}, true, false},
    {BULKHEAD_HC_SCHEDULE_STATUS, {(uint32_t)message, 0, 0}, true, false},
    {BULKHEAD_HC_GUARD_SET, {0, 1, 0}, true, false},
    {BULKHEAD_HC_SIGNAL, {1, 0, 0}, true, false},
    {BULKHEAD_HC_COUNT, {0}, true, false},
    {0, {0}, false, true},
    {0, {0}, true, true},
};
#define WAYS ((uint32_t)(sizeof(ways) / sizeof(ways[0])))

static void count(int vector, uint32_t occurrences, const _CPU_Virtual_Interrupted *context)
{
    (void)occurrences, (void)context;
    interrupts++;
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void skip(_BSP_Virtual_Fault *fault)
{
    ((struct bulkhead_context *)fault->registers)->eip += 2;
    faults++;
}

/* Returns at that count of the processor's counter, which is one an instruction:
 * a jump into a row of them. */
static inline __attribute__((always_inline)) void await(uint32_t counter)
{
    __asm__ volatile("1: rdtsc\n\t"
                     "sub %0, %%eax\n\t"
                     "cmp $-64, %%eax\n\t"
                     "jl 1b\n\t"
                     "cmp $-9, %%eax\n\t"
                     "jge 2f\n\t"
                     "lea 2f+9(%%eax), %%eax\n\t"
                     "jmp *%%eax\n\t"
                     ".rept 64\n\t"
                     "nop\n\t"
                     ".endr\n"
                     "2:"
                     :
                     : "r"(counter)
                     : "eax", "edx", "cc");
}

/* The first of the two windows in a frame: the witness' follows. */
static void await_first_window(void)
{
    do
        campaign_await_window();
    while (vcpu->window_start % start_info->major_frame != 0);
}

static void enter(const struct way *way, uint32_t before)
{
    uint32_t first = way->arguments[0], second = way->arguments[1], third = way->arguments[2];
    /* One ns is one count of the counter. */
    uint32_t end = (uint32_t)(start_info->clock_base + vcpu->window_end) - before;
    uint32_t level = way->delivers ? BULKHEAD_LEVEL_ENABLED : 0;
    int32_t result;

    soon.expiry = vcpu->window_end - before + 600;
    if (way->delivers)
        campaign_call(BULKHEAD_HC_VIRQ_RAISE, 21, 0, 0);
    await(end);
    vcpu->level = level;
    if (way->faults)
        __asm__ volatile("ud2");
    else
        __asm__ volatile("int $0x80"
                         : "=a"(result), "+b"(first), "+c"(second), "+d"(third)
                         : "a"(way->call)
                         : "memory");
    vcpu->level = 0;
    campaign_call(BULKHEAD_HC_TIMER_SET, (uint32_t)&never, 0, 0);
}

static void begin(void)
{
    static char stack[4096] __attribute__((aligned(16))), fault_stack[4096];
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = count,
                                                .interrupt_stack = stack + sizeof(stack)};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _BSP_Virtual_faulthandler(skip, fault_stack + sizeof(fault_stack));
    for (int line = 16; line <= 23; line++)
        if (line != _CPU_VIRTUAL_IRQ_CONSOLE && line != 22)
            _CPU_Virtual_Irq_request(line);
}

int main(void)
{
    uint32_t span = campaign_argument(0), step = campaign_argument(1), entries = 0;
    struct guest_line line = {.length = 0};

    begin();
    for (uint32_t i = 0; i < WAYS; i++)
        for (uint32_t before = i % step; before < span; before += step) {
            await_first_window();
            enter(&ways[i], before);
            entries++;
        }
    campaign_figure(&line, "ways", WAYS);
    campaign_figure(&line, "entries", entries);
    campaign_figure(&line, "faults", faults);
    campaign_figure(&line, "interrupts", interrupts);
    campaign_end(&line, interrupts == 0 || faults == 0);
}
