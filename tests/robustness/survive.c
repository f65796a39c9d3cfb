/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Faults that the others must survive. The first partition jumps to pages of the whole address
 * space, the second loads selectors into every segment register and floods its
 * ports, the third ruins itself in one way after the other: it is started anew
 * by health monitoring, or by the first partition's changes of the schedule.
 * Argument of the model: each how manieth page and selector.
 */
#include "attacker.h"
#include "campaign.h"

#define PAGE     BULKHEAD_PAGE_SIZE
#define MESSAGES 20000u
#define PATIENCE 20u /* frames */

static bool own_memory(uint32_t address)
{
    return address - start_info->memory_base < start_info->memory_size;
}

/* A page of others that can be executed is a failure. */
static uint32_t jump_everywhere(uint32_t stride, struct guest_line *line)
{
    uint32_t pages = 0, executed = 0;

    for (uint32_t page = 0; page < 0x100000; page += stride) {
        uint32_t before = attacker_faults, address = page * PAGE + 0x10;

        if (own_memory(address))
            continue;
        ATTACKER_TRY_WITH(address, "jmp *%%eax");
        pages++;
        executed += attacker_faults == before;
    }
    campaign_figure(line, "pages jumped to", pages);
    campaign_figure(line, "executed", executed);
    return executed;
}

/* While the third is not through and gets no further, it is started anew. */
static void revive_third(struct guest_line *line)
{
    uint32_t schedule = 0, changes = 0;

    campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0, 0);
    while ((board->ended & 6) != 6) {
        uint32_t phase = board->shares[2].phase;

        for (unsigned i = 0; i < PATIENCE; i++) {
            campaign_call(BULKHEAD_HC_VIRQ_TAKE, BULKHEAD_LINE_WINDOW, UINT32_MAX, 0);
            campaign_call(BULKHEAD_HC_IDLE, 0, 0, 0);
        }
        if ((board->ended & 2) == 0 || board->shares[2].phase != phase)
            continue;
        campaign_call(BULKHEAD_HC_SCHEDULE_SET, schedule ^= 1, 0, 0);
        changes++;
    }
    campaign_figure(line, "changes of schedule", changes);
}

static bool flat(uint32_t selector)
{
    return (selector | 3) == BULKHEAD_DATA_SELECTOR || (selector | 3) == BULKHEAD_TLS_SELECTOR ||
           ((selector & 4) != 0 && selector <= BULKHEAD_TLS_SELECTOR_OF(BULKHEAD_TLS_SEGMENTS - 1));
}

/* What a processor lets ring 3 load (Intel SDM volume 3, 5.5 to 5.8). */
static bool data_allowed(uint32_t selector)
{
    return selector <= 3 || (selector | 3) == BULKHEAD_CODE_SELECTOR || flat(selector);
}

static bool stack_allowed(uint32_t selector)
{
    return (selector & 3) == 3 && flat(selector);
}

/* With the segment loaded, a hypercall; then the flat one again. */
#define LOAD(segment)                                                                              \
    "mov %%eax, %%" segment "\n\t"                                                                 \
    "xor %%eax, %%eax\n\t"                                                                         \
    "int $0x80\n\t"                                                                                \
    "mov $0x2b, %%eax\n\t"                                                                         \
    "mov %%eax, %%ss\n\t"                                                                          \
    "mov %%eax, %%ds\n\t"                                                                          \
    "mov %%eax, %%es"

#define WRONG(selector, segment, allowed)                                                          \
    ({                                                                                             \
        uint32_t before_ = attacker_faults;                                                        \
        ATTACKER_TRY_WITH(selector, segment);                                                      \
        (uint32_t)((attacker_faults == before_) != (allowed));                                     \
    })

static uint32_t load_all(uint32_t stride, struct guest_line *line)
{
    uint32_t loads = 0, wrong = 0;

    for (uint32_t selector = 0; selector < 0x10000; selector += selector < 0x200 ? 1 : stride) {
        bool data = data_allowed(selector);

        wrong += WRONG(selector, LOAD("ds"), data);
        wrong += WRONG(selector, LOAD("es"), data);
        wrong += WRONG(selector, LOAD("fs"), data);
        wrong += WRONG(selector, LOAD("gs"), data);
        wrong += WRONG(selector, LOAD("ss"), stack_allowed(selector));
        wrong += WRONG(selector, "push %%eax; push $2f; lret; 2:",
                       (selector | 3) == BULKHEAD_CODE_SELECTOR && (selector & 3) == 3);
        loads += 6;
    }
    campaign_figure(line, "selectors loaded", loads);
    campaign_figure(line, "wrong", wrong);
    return wrong;
}

static void flood(struct guest_line *line)
{
    static uint8_t message[8192];
    uint32_t accepted = 0;

    for (uint32_t i = 0; i < MESSAGES; i++)
        for (uint32_t port = 0; port < 6; port++)
            accepted += campaign_call(port < 3 ? BULKHEAD_HC_PORT_RECEIVE : BULKHEAD_HC_PORT_SEND,
                                      port, (uint32_t)message, i % 2 == 0 ? 33 : 8192) >= 0;
    campaign_figure(line, "calls to ports", 6 * MESSAGES);
    campaign_figure(line, "accepted", accepted);
}

/* The ways to ruin a partition ------------------------------------------- */

static void endless(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)vector, (void)count, (void)context;
    for (;;)
        ;
}

static void fault_again(_BSP_Virtual_Fault *fault)
{
    (void)fault;
    *(volatile uint32_t *)0xc0000000 = 1;
}

static void fault_endless(_BSP_Virtual_Fault *fault)
{
    (void)fault;
    for (;;)
        ;
}

static void begin_interrupts(void (*handler)(int, uint32_t, const _CPU_Virtual_Interrupted *))
{
    static char stack[4096] __attribute__((aligned(16)));
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = handler,
                                                .interrupt_stack = stack + sizeof(stack)};

    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_CLOCK);
    _CPU_Virtual_Irq_request(_CPU_VIRTUAL_IRQ_WINDOW);
    _BSP_Virtual_Clock_init(5000);
}

static void stack_exhausted(void)
{
    _BSP_Virtual_faulthandler(attacker_on_fault, NULL);
    __asm__ volatile("1: push %eax\n\tjmp 1b");
}

static void stack_exhausted_without_handler(void)
{
    __asm__ volatile("1: push %eax\n\tjmp 1b");
}

/* What is a double fault to a processor: the first one can't be delivered. */
static void no_stack_for_fault(void)
{
    _BSP_Virtual_faulthandler(attacker_on_fault, NULL);
    __asm__ volatile("mov $0xc0100000, %esp\n\tud2");
}

static void no_stack_for_interrupt(void)
{
    begin_interrupts(endless);
    __asm__ volatile("mov $0xc0100000, %esp\n\tmovl $0x200, 0xbfffe000\n1: jmp 1b");
}

static void fault_in_handler(void)
{
    _BSP_Virtual_faulthandler(fault_again, NULL);
    __asm__ volatile("ud2");
}

static void handler_never_returns(void)
{
    begin_interrupts(endless);
    _CPU_Virtual_Interrupts_open();
    for (;;)
        ;
}

static void fault_handler_never_returns(void)
{
    _BSP_Virtual_faulthandler(fault_endless, NULL);
    __asm__ volatile("ud2");
}

static void interrupts_disabled_for_ever(void)
{
    begin_interrupts(endless);
    _CPU_Virtual_Interrupts_close();
    for (;;)
        campaign_call(BULKHEAD_HC_VERSION, 0, 0, 0);
}

static void single_steps_for_ever(void)
{
    attacker_begin();
    __asm__ volatile("pushf\n\torl $0x100, (%esp)\n\tpopf\n1: jmp 1b");
}

static void string_without_end(void)
{
    __asm__ volatile("std\n\tmov $-1, %%ecx\n\trep stosl"
                     :
                     : "D"(start_info->free_base)
                     : "memory");
}

static void no_memory_for_code(void)
{
    __asm__ volatile("jmp *%0" : : "r"(0));
}

static void (*const ways[])(void) = {
    stack_exhausted,
    stack_exhausted_without_handler,
    no_stack_for_fault,
    no_stack_for_interrupt,
    fault_in_handler,
    handler_never_returns,
    fault_handler_never_returns,
    interrupts_disabled_for_ever,
    single_steps_for_ever,
    string_without_end,
    no_memory_for_code,
};
#define WAYS ((uint32_t)(sizeof(ways) / sizeof(ways[0])))

static void ruin(volatile struct share *share, struct guest_line *line)
{
    if (share->phase < WAYS)
        ways[share->phase++]();
    campaign_figure(line, "ways to ruin itself", share->phase);
}

int main(void)
{
    uint32_t stride = campaign_argument(0), failures = 0;
    struct guest_line line = {.length = 0};

    if ((board->ended >> (start_info->partition - 1) & 1) != 0)
        return 0;
    if (start_info->partition == 1) {
        attacker_begin();
        failures = jump_everywhere(stride, &line);
        revive_third(&line);
    } else if (start_info->partition == 2) {
        attacker_begin();
        failures = load_all(stride, &line);
        flood(&line);
    } else {
        ruin(campaign_share(), &line);
    }
    campaign_end(&line, failures);
}
