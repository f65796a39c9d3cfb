/* SPDX-License-Identifier: BSD-2-Clause */

/* Contexts: switching by hand and from ticks, floating point, level, stacks. */
#include "layer.h"

#define STACK_SIZE 4096u
#define TICK       20000u
#define UNTOUCHED  0xa5u

static char stacks[2][STACK_SIZE] __attribute__((aligned(16)));
static char interrupt_stack[STACK_SIZE] __attribute__((aligned(16)));
static _CPU_Virtual_Context home, contexts[2];

static bool on_stack(const void *address, const char *stack)
{
    return (const char *)address >= stack && (const char *)address < stack + STACK_SIZE;
}

static void paint(char *stack)
{
    for (size_t i = 0; i < STACK_SIZE; i++)
        ((volatile char *)stack)[i] = (char)UNTOUCHED;
}

static size_t stack_used(const char *stack)
{
    size_t free = 0;

    while (free < STACK_SIZE && (unsigned char)stack[free] == UNTOUCHED)
        free++;
    return STACK_SIZE - free;
}

static unsigned passes;
static uintptr_t argument_address, argument_seen;
static unsigned short control_word_seen;
static uint32_t mxcsr_seen;
static int level_seen;

static unsigned short control_word(void)
{
    unsigned short word;

    __asm__ volatile("fnstcw %0" : "=m"(word));
    return word;
}

static void set_control_word(unsigned short word)
{
    __asm__ volatile("fldcw %0" : : "m"(word));
}

static uint32_t mxcsr(void)
{
    uint32_t word;

    __asm__ volatile("stmxcsr %0" : "=m"(word));
    return word;
}

static void first_entry(void *argument)
{
    argument_address = (uintptr_t)__builtin_frame_address(0) + 8;
    argument_seen = (uintptr_t)argument;
    control_word_seen = control_word();
    mxcsr_seen = mxcsr();
    level_seen = _CPU_Virtual_Interrupts_get_level();
    _CPU_Virtual_Context_switch(&contexts[0], &home);
    passes++;
    _CPU_Virtual_Context_enter(&home);
}

/* Odd bases and sizes: the library aligns. */
static unsigned initialize(void)
{
    unsigned failures = 0;

    set_control_word(0x0f7f);
    for (unsigned odd = 0; odd < 16; odd++) {
        int level = (odd & 1) != 0 ? _CPU_VIRTUAL_LEVEL_ENABLED : _CPU_VIRTUAL_LEVEL_DISABLED;

        passes = 0;
        _CPU_Virtual_Context_initialize(&contexts[0], stacks[0] + odd, STACK_SIZE - 16, level,
                                        first_entry, &passes);
        _CPU_Virtual_Context_switch(&home, &contexts[0]);
        GUEST_CHECK(failures, "argument", argument_seen, (uintptr_t)&passes);
        GUEST_CHECK(failures, "alignment", argument_address % 16, 0);
        GUEST_CHECK(failures, "on its stack", on_stack((void *)argument_address, stacks[0]), 1);
        GUEST_CHECK(failures, "x87 control", control_word_seen, 0x037f);
        GUEST_CHECK(failures, "SSE control", mxcsr_seen, 0x1f80);
        GUEST_CHECK(failures, "level", level_seen, level);
        GUEST_CHECK(failures, "own x87 control", control_word(), 0x0f7f);
        GUEST_CHECK(failures, "own level", _CPU_Virtual_Interrupts_get_level(),
                    _CPU_VIRTUAL_LEVEL_DISABLED);
        _CPU_Virtual_Context_switch(&home, &contexts[0]);
        GUEST_CHECK(failures, "passes", passes, 1);
    }
    set_control_word(0x037f);
    return failures;
}

static unsigned wrong_state;

/* Keeps its own numbers in x87 and SSE registers across switches. */
static void ping(void *argument)
{
    unsigned self = (unsigned)(uintptr_t)argument;
    uint32_t values[4] = {self * 1000 + 1, self * 1000 + 2, self * 1000 + 3, self * 1000 + 4};
    uint32_t kept[4], number = self * 77 + 5, number_kept;

    set_control_word((unsigned short)(0x037f | self << 10));
    __asm__ volatile("movups %0, %%xmm5" : : "m"(values));
    __asm__ volatile("fildl %0" : : "m"(number));
    for (;;) {
        passes++;
        _CPU_Virtual_Context_switch(&contexts[self], &contexts[1 - self]);
        __asm__ volatile("movups %%xmm5, %0" : "=m"(kept));
        __asm__ volatile("fistl %0" : "=m"(number_kept));
        for (unsigned i = 0; i < 4; i++)
            wrong_state += kept[i] != values[i];
        wrong_state += number_kept != number;
        wrong_state += control_word() != (0x037f | self << 10);
        wrong_state += _CPU_Virtual_Interrupts_get_level() !=
                       (self == 0 ? _CPU_VIRTUAL_LEVEL_DISABLED : _CPU_VIRTUAL_LEVEL_ENABLED);
        if (passes >= 2000)
            _CPU_Virtual_Context_enter(&home);
    }
}

static unsigned floating_point_and_level(void)
{
    unsigned failures = 0;

    passes = 0;
    _CPU_Virtual_Context_initialize(&contexts[0], stacks[0], STACK_SIZE,
                                    _CPU_VIRTUAL_LEVEL_DISABLED, ping, (void *)0);
    _CPU_Virtual_Context_initialize(&contexts[1], stacks[1], STACK_SIZE, _CPU_VIRTUAL_LEVEL_ENABLED,
                                    ping, (void *)1);
    _CPU_Virtual_Context_switch(&home, &contexts[0]);
    GUEST_CHECK(failures, "passes", passes, 2000);
    GUEST_CHECK(failures, "wrong state", wrong_state, 0);
    return failures;
}

static unsigned delivered_at_entry, delivered_to;

static void deliver_here(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    record_delivery(vector, count);
    delivered_to = on_stack((void *)_CPU_Virtual_Interrupted_stack_pointer(context), stacks[0]);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void see_delivery(void *argument)
{
    (void)argument;
    delivered_at_entry = delivered;
    _CPU_Virtual_Context_enter(&home);
}

/* The level of the context that is entered lets in what was pending. */
static unsigned pending_is_delivered_in_the_new_context(void)
{
    unsigned failures = 0;

    set_handler(deliver_here);
    _CPU_Virtual_Irq_request(ALARM);
    raise_times(ALARM, 3);
    _CPU_Virtual_Context_initialize(&contexts[0], stacks[0], STACK_SIZE, _CPU_VIRTUAL_LEVEL_ENABLED,
                                    see_delivery, NULL);
    _CPU_Virtual_Context_switch(&home, &contexts[0]);
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    GUEST_CHECK(failures, "before the entry", delivered_at_entry, 1);
    GUEST_CHECK(failures, "count", deliveries[0].count, 3);
    GUEST_CHECK(failures, "on the new stack", delivered_to, 1);
    GUEST_CHECK(failures, "own level", _CPU_Virtual_Interrupts_get_level(),
                _CPU_VIRTUAL_LEVEL_DISABLED);
    _CPU_Virtual_Irq_detach(ALARM);
    return failures;
}

#define SWITCHES 400u

static unsigned current, switches, wrong_leaves, wrong_sums;
static volatile uint32_t progress[2];

static void leave_to_the_other(void)
{
    unsigned self = current;
    char here;

    wrong_leaves += _CPU_Virtual_Irq_nest_level() != 0;
    wrong_leaves += _CPU_Virtual_Interrupts_get_level() != _CPU_VIRTUAL_LEVEL_DISABLED;
    wrong_leaves += !on_stack(&here, stacks[self]);
    if (++switches == SWITCHES)
        _CPU_Virtual_Context_enter(&home);
    current = 1 - self;
    _CPU_Virtual_Context_switch(&contexts[self], &contexts[1 - self]);
    wrong_leaves += _CPU_Virtual_Interrupts_get_level() != _CPU_VIRTUAL_LEVEL_DISABLED;
    wrong_leaves += current != self;
}

/* The same sum over and over, in integers and in floating point. */
static void compute(void *argument)
{
    unsigned self = (unsigned)(uintptr_t)argument;

    for (;;) {
        double sum = 0.0;
        uint32_t hash = self;

        for (unsigned i = 1; i <= 100; i++) {
            sum += 0.5 * i;
            hash = hash * 16777619u + i;
        }
        for (unsigned i = 100; i >= 1; i--)
            hash = (hash - i) * 899433627u;
        wrong_sums += sum != 2525.0 || hash != self;
        progress[self]++;
    }
}

/* Threads that know nothing of each other, switched at each tick on the way
 * out of the interrupt. */
static unsigned switch_on_the_way_out(void *stack)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {
        .handler = record_and_acknowledge, .leave = leave_to_the_other, .interrupt_stack = stack};
    unsigned failures = 0;

    delivered = switches = current = wrong_leaves = wrong_sums = 0;
    progress[0] = progress[1] = 0;
    for (unsigned i = 0; i < 2; i++)
        _CPU_Virtual_Context_initialize(&contexts[i], stacks[i], STACK_SIZE,
                                        _CPU_VIRTUAL_LEVEL_ENABLED, compute, (void *)i);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(CLOCK);
    _BSP_Virtual_Clock_init(TICK);
    _CPU_Virtual_Context_switch(&home, &contexts[0]);
    _BSP_Virtual_Clock_init(0);
    _CPU_Virtual_Irq_detach(CLOCK);
    GUEST_CHECK(failures, "switches", switches, SWITCHES);
    GUEST_CHECK(failures, "deliveries", delivered, SWITCHES);
    GUEST_CHECK(failures, "wrong leaves", wrong_leaves, 0);
    GUEST_CHECK(failures, "wrong sums", wrong_sums, 0);
    /* About 1,000 instructions a round, in half of SWITCHES ticks of 20 us. */
    for (unsigned i = 0; i < 2; i++)
        if (progress[i] < SWITCHES)
            GUEST_CHECK(failures, "progress", progress[i], SWITCHES);
    return failures;
}

static unsigned switch_with_interrupt_stack(void)
{
    return switch_on_the_way_out(interrupt_stack + STACK_SIZE);
}

static unsigned switch_without_interrupt_stack(void)
{
    return switch_on_the_way_out(NULL);
}

static const char *handler_stacks[4];

static const char *stack_of(const void *address)
{
    if (on_stack(address, interrupt_stack))
        return interrupt_stack;
    return on_stack(address, stacks[0]) ? stacks[0] : NULL;
}

static void nest_once(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    char here[4] __attribute__((aligned(16)));

    (void)context;
    if (delivered < 4)
        handler_stacks[delivered] = (uintptr_t)here % 16 == 0 ? stack_of(here) : NULL;
    record_delivery(vector, count);
    if (vector == ALARM) {
        _CPU_Virtual_Irq_raise(BELL);
        _CPU_Virtual_Interrupts_flash(_CPU_VIRTUAL_LEVEL_ENABLED);
    }
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void raise_and_return(void *argument)
{
    (void)argument;
    _CPU_Virtual_Irq_raise(ALARM);
    _CPU_Virtual_Irq_raise(BELL);
    _CPU_Virtual_Context_enter(&home);
}

static unsigned handlers_on(const char *stack)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {
        .handler = nest_once,
        .interrupt_stack = stack == interrupt_stack ? interrupt_stack + STACK_SIZE : NULL,
    };
    unsigned failures = 0;

    delivered = 0;
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(ALARM);
    _CPU_Virtual_Irq_request(BELL);
    _CPU_Virtual_Context_initialize(&contexts[0], stacks[0], STACK_SIZE, _CPU_VIRTUAL_LEVEL_ENABLED,
                                    raise_and_return, NULL);
    _CPU_Virtual_Context_switch(&home, &contexts[0]);
    GUEST_CHECK(failures, "deliveries", delivered, 3);
    for (unsigned i = 0; i < 3; i++)
        GUEST_CHECK(failures, "stack", (uintptr_t)handler_stacks[i], (uintptr_t)stack);
    _CPU_Virtual_Irq_detach(ALARM);
    _CPU_Virtual_Irq_detach(BELL);
    return failures;
}

static unsigned interrupt_stack_used(void)
{
    return handlers_on(interrupt_stack) + handlers_on(stacks[0]);
}

#define STORM 600u

static uint32_t seed = 12345;
static uint64_t occurrences;

static void spin(uint64_t duration)
{
    uint64_t end = _BSP_Virtual_Clock_read() + duration;

    while (_BSP_Virtual_Clock_read() < end)
        ;
}

/* Takes up to twice the time between two ticks, so that its end and the next
 * tick meet in every way. */
static void long_handler(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    (void)context;
    delivered++;
    occurrences += count;
    if (delivered % 4 == 0)
        _CPU_Virtual_Irq_acknowledge(vector);
    spin(delivered % 16 == 0 ? 0 : guest_random(&seed) % (2 * TICK));
    _CPU_Virtual_Irq_acknowledge(vector);
}

static void wait_for_the_storm(void *argument)
{
    (void)argument;
    while (delivered < STORM)
        ;
    _CPU_Virtual_Interrupts_close();
    _CPU_Virtual_Context_enter(&home);
}

static unsigned storm(void *handler_stack)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = long_handler,
                                                .interrupt_stack = handler_stack};
    unsigned failures = 0;
    uint64_t begin, end;

    delivered = 0;
    occurrences = 0;
    paint(stacks[0]);
    paint(interrupt_stack);
    _CPU_Virtual_Context_initialize(&contexts[0], stacks[0], STACK_SIZE, _CPU_VIRTUAL_LEVEL_ENABLED,
                                    wait_for_the_storm, NULL);
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(CLOCK);
    begin = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(TICK);
    _CPU_Virtual_Context_switch(&home, &contexts[0]);
    _BSP_Virtual_Clock_init(0);
    end = _BSP_Virtual_Clock_read();
    occurrences += _CPU_Virtual_Irq_take(CLOCK, UINT32_MAX);
    _CPU_Virtual_Irq_detach(CLOCK);
    /* The calls that start and stop the clock take less than a tick. */
    GUEST_CHECK(failures, "occurrences", occurrences + 1 >= (end - begin) / TICK, 1);
    GUEST_CHECK(failures, "not more", occurrences <= (end - begin) / TICK, 1);
    /* One frame of the interrupted context, one handler with its calls. */
    if (stack_used(stacks[0]) > 512)
        GUEST_CHECK(failures, "thread's stack", stack_used(stacks[0]), 512);
    if (stack_used(interrupt_stack) > 512)
        GUEST_CHECK(failures, "interrupt stack", stack_used(interrupt_stack), 512);
    GUEST_CHECK(failures, "interrupt stack is used", stack_used(interrupt_stack) != 0,
                handler_stack != NULL);
    return failures;
}

static unsigned storm_on_interrupt_stack(void)
{
    return storm(interrupt_stack + STACK_SIZE);
}

static unsigned storm_on_interrupted_stack(void)
{
    return storm(NULL);
}

static void idle(void *argument)
{
    (void)argument;
    _CPU_Virtual_idle_thread();
}

static void leave_idle(void)
{
    if (delivered == 10)
        _CPU_Virtual_Context_enter(&home);
}

static unsigned idle_thread(void)
{
    const _CPU_Virtual_Irq_dispatch dispatch = {.handler = record_and_acknowledge,
                                                .leave = leave_idle};
    unsigned failures = 0;
    uint64_t begin;

    delivered = 0;
    _CPU_Virtual_Irq_set_dispatcher(&dispatch);
    _CPU_Virtual_Irq_request(CLOCK);
    _CPU_Virtual_Context_initialize(&contexts[0], stacks[0], STACK_SIZE,
                                    _CPU_VIRTUAL_LEVEL_DISABLED, idle, NULL);
    begin = _BSP_Virtual_Clock_read();
    _BSP_Virtual_Clock_init(TICK);
    _CPU_Virtual_Context_switch(&home, &contexts[0]);
    GUEST_CHECK(failures, "time", (_BSP_Virtual_Clock_read() - begin) / TICK, 10);
    _BSP_Virtual_Clock_init(0);
    GUEST_CHECK(failures, "ticks", delivered, 10);
    _CPU_Virtual_Irq_detach(CLOCK);
    return failures;
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"Context_initialize and the first entry", initialize},
        {"floating point and level belong to the context", floating_point_and_level},
        {"pending interrupts are delivered in the new context",
         pending_is_delivered_in_the_new_context},
        {"handlers on the interrupt stack, or the interrupted one", interrupt_stack_used},
        {"idle_thread", idle_thread},
        {"threads switched by ticks, with an interrupt stack", switch_with_interrupt_stack},
        {"threads switched by ticks, without one", switch_without_interrupt_stack},
        {"no stack grows in a storm, with an interrupt stack", storm_on_interrupt_stack},
        {"no stack grows in a storm, without one", storm_on_interrupted_stack},
    };

    return LAYER_RUN(tests);
}
