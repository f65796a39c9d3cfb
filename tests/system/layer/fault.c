/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Faults handed to the guest, repaired or left behind. The context that a
 * handler changes is the host's: this is the one program here that knows it.
 */
#include "bulkhead/arch.h"
#include "layer.h"

#define NOWHERE ((uintptr_t)0x2000) /* no partition's memory lies so low */

/* Error codes of page faults: access by the guest itself, to a page ... */
#define PF_READ    4u
#define PF_WRITE   6u
#define PF_PRESENT 1u
#define PF_FETCH   16u

#define FLAG_TRAP 0x100u

struct registers {
    uint32_t eax, ecx, edx, ebx, esp, ebp, esi, edi; /* esp: relative to its value at the start */
    uint32_t flags;
};

/* fault.S */
void fault_run(const struct registers *before, void (*stub)(void), struct registers *after);
void fault_done(void);
void stub_divide(void);
void stub_undefined(void);
void stub_bound(void);
void stub_read(void);
void stub_write(void);
void stub_execute(void);
void stub_halt(void);
void stub_segment(void);
void stub_fpu(void);
void stub_string(void);
void stub_steps(void);
void stub_steps_end(void);
void stub_overflow(void);

static const uint32_t constant = 1;
static char fault_stack[4096] __attribute__((aligned(16)));

/* CF, PF, AF, ZF, SF, DF and OF set. */
#define FLAGS_SET  0xcd5u
#define FLAGS_SEEN 0xcd5u

static const struct registers pattern = {
    0x01234567, 0x89abcdef, 0xfedcba98, 0x76543210,        0,
    0x0f1e2d3c, 0x4b5a6978, 0x8796a5b4, 0x202 | FLAGS_SET,
};

static _BSP_Virtual_Fault seen;
static unsigned faults;
static int level_in_handler;
static bool handler_on_fault_stack, registers_seen;

static void note(const _BSP_Virtual_Fault *fault)
{
    char here;

    seen = *fault;
    faults++;
    level_in_handler = _CPU_Virtual_Interrupts_get_level();
    handler_on_fault_stack = &here >= fault_stack && &here < fault_stack + sizeof(fault_stack);
}

static void skip(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    note(fault);
    context->eip = (uint32_t)fault_done;
}

static unsigned check_registers(const struct registers *is, const struct registers *expected)
{
    unsigned failures = 0;

    GUEST_CHECK(failures, "eax", is->eax, expected->eax);
    GUEST_CHECK(failures, "ecx", is->ecx, expected->ecx);
    GUEST_CHECK(failures, "edx", is->edx, expected->edx);
    GUEST_CHECK(failures, "ebx", is->ebx, expected->ebx);
    GUEST_CHECK(failures, "esp", is->esp, expected->esp);
    GUEST_CHECK(failures, "ebp", is->ebp, expected->ebp);
    GUEST_CHECK(failures, "esi", is->esi, expected->esi);
    GUEST_CHECK(failures, "edi", is->edi, expected->edi);
    GUEST_CHECK(failures, "flags", is->flags & FLAGS_SEEN, expected->flags & FLAGS_SEEN);
    return failures;
}

struct kind {
    const char *name;
    void (*stub)(void);
    unsigned vector, error;
    uintptr_t address; /* 0: the instruction */
    uint32_t esi, ecx;
    bool elsewhere; /* the instruction at the address faults, not the stub's */
};

static const uint32_t bounds[2] = {0, 1};

static unsigned skip_one(const struct kind *kind)
{
    struct registers before = pattern, after = {0};
    uintptr_t instruction = kind->elsewhere ? kind->address : (uintptr_t)kind->stub;
    unsigned failures = 0;

    if (kind->esi != 0)
        before.esi = kind->esi;
    before.ecx = kind->ecx;
    faults = 0;
    fault_run(&before, kind->stub, &after);
    GUEST_CHECK(failures, "faults", faults, 1);
    GUEST_CHECK(failures, "vector", seen.vector, kind->vector);
    GUEST_CHECK(failures, "error", seen.error, kind->error);
    GUEST_CHECK(failures, "instruction", seen.program_counter, instruction);
    GUEST_CHECK(failures, "address", seen.address,
                kind->address != 0 ? kind->address : instruction);
    GUEST_CHECK(failures, "level in the handler", level_in_handler, _CPU_VIRTUAL_LEVEL_DISABLED);
    failures += check_registers(&after, &before);
    if (failures != 0)
        layer_result("not so: ", kind->name);
    return failures;
}

static unsigned every_kind(void)
{
    const struct kind kinds[] = {
        {"divide", stub_divide, 0, 0, 0, 0, 0, false},
        {"bound", stub_bound, 5, 0, 0, (uint32_t)bounds, 9, false},
        {"undefined", stub_undefined, 6, 0, 0, 0, 9, false},
        {"segment", stub_segment, 13, 0x4564, 0, 0, 9, false},
        {"privileged", stub_halt, 13, 0, 0, 0, 9, false},
        {"read", stub_read, 14, PF_READ, NOWHERE, NOWHERE, 9, false},
        {"write", stub_write, 14, PF_WRITE, NOWHERE + 1, NOWHERE + 1, 9, false},
        {"write to a constant", stub_write, 14, PF_WRITE | PF_PRESENT, (uintptr_t)&constant,
         (uint32_t)&constant, 9, false},
        {"write to code", stub_write, 14, PF_WRITE | PF_PRESENT, (uintptr_t)fault_done,
         (uint32_t)fault_done, 9, false},
        {"execute nothing", stub_execute, 14, PF_READ | PF_FETCH, NOWHERE, NOWHERE, 9, true},
        {"execute data", stub_execute, 14, PF_READ | PF_FETCH | PF_PRESENT, (uintptr_t)fault_stack,
         (uint32_t)fault_stack, 9, true},
    };
    unsigned failures = 0;

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        failures += skip_one(&kinds[i]);
    return failures;
}

static unsigned every_kind_on(void *stack)
{
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(skip, stack);
    failures += every_kind();
    GUEST_CHECK(failures, "handler's stack", handler_on_fault_stack, stack != NULL);
    _CPU_Virtual_Interrupts_open();
    failures += every_kind();
    GUEST_CHECK(failures, "level", _CPU_Virtual_Interrupts_get_level(), _CPU_VIRTUAL_LEVEL_ENABLED);
    _CPU_Virtual_Interrupts_close();
    return failures;
}

static unsigned on_own_stack(void)
{
    return every_kind_on(fault_stack + sizeof(fault_stack));
}

static unsigned on_interrupted_stack(void)
{
    return every_kind_on(NULL);
}

static void repair(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    note(fault);
    registers_seen = context->eax == 1000 && context->edx == 0 && context->ecx == 0 &&
                     context->ebx == pattern.ebx && context->ebp == pattern.ebp &&
                     context->esi == pattern.esi && context->edi == pattern.edi &&
                     (context->eflags & FLAGS_SEEN) == FLAGS_SET;
    context->ecx = 7;
    context->ebp = 0x11111111;
}

static unsigned repaired_instruction_is_done_again(void)
{
    struct registers before = pattern, after, expected;
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(repair, NULL);
    before.eax = 1000;
    before.edx = 0;
    before.ecx = 0;
    expected = before;
    expected.ecx = 7;
    expected.ebp = 0x11111111;
    expected.eax = 142;
    expected.edx = 6;
    fault_run(&before, stub_divide, &after);
    /* A division leaves the flags undefined. */
    after.flags = expected.flags;
    GUEST_CHECK(failures, "registers in the handler", registers_seen, 1);
    return failures + check_registers(&after, &expected);
}

static void change_all(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    note(fault);
    context->eax = ~context->eax;
    context->ebx = ~context->ebx;
    context->ecx = ~context->ecx;
    context->edx = ~context->edx;
    context->esi = ~context->esi;
    context->edi = ~context->edi;
    context->ebp = ~context->ebp;
    context->esp -= 64;
    context->eflags &= ~FLAGS_SET;
    context->eip = (uint32_t)fault_done;
}

static unsigned changed_registers(void)
{
    struct registers after, expected = pattern;
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(change_all, fault_stack + sizeof(fault_stack));
    fault_run(&pattern, stub_undefined, &after);
    expected.eax = ~pattern.eax;
    expected.ebx = ~pattern.ebx;
    expected.ecx = ~pattern.ecx;
    expected.edx = ~pattern.edx;
    expected.esi = ~pattern.esi;
    expected.edi = ~pattern.edi;
    expected.ebp = ~pattern.ebp;
    expected.esp = (uint32_t)-64;
    expected.flags = 0;
    failures += check_registers(&after, &expected);
    return failures;
}

static char source[32], destination[32];

/* The copy's other half goes to a good place. */
static void redirect(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    note(fault);
    context->edi = (uint32_t)destination;
}

static unsigned repeated_string_instruction(void)
{
    struct registers before = {.flags = 0x202}, after;
    unsigned failures = 0;
    uintptr_t end;
    size_t size;
    void *base;

    /* The workspace ends where the guard page of the stack begins. */
    _BSP_Virtual_getworkspacearea(&base, &size);
    end = (uintptr_t)base + size;
    for (unsigned i = 0; i < sizeof(source); i++)
        source[i] = (char)(i + 1);
    _BSP_Virtual_faulthandler(redirect, NULL);
    before.esi = (uint32_t)source;
    before.edi = (uint32_t)end - 12;
    before.ecx = sizeof(source);
    faults = 0;
    fault_run(&before, stub_string, &after);
    GUEST_CHECK(failures, "faults", faults, 1);
    GUEST_CHECK(failures, "vector", seen.vector, 14);
    GUEST_CHECK(failures, "error", seen.error, PF_WRITE);
    GUEST_CHECK(failures, "address", seen.address, end);
    GUEST_CHECK(failures, "left to copy", after.ecx, 0);
    GUEST_CHECK(failures, "first half", ((char *)end)[-1], 12);
    for (unsigned i = 0; i < sizeof(source) - 12; i++)
        GUEST_CHECK(failures, "second half", destination[i], i + 13);
    return failures;
}

static uintptr_t steps[8];

static void step(_BSP_Virtual_Fault *fault)
{
    struct bulkhead_context *context = fault->registers;

    note(fault);
    if (faults <= 8)
        steps[faults - 1] = fault->program_counter;
    if (fault->program_counter == (uintptr_t)stub_steps_end)
        context->eflags &= ~FLAG_TRAP;
}

/* A trap comes after its instruction: the first after the jump to the stub. */
static unsigned single_steps(void)
{
    struct registers before = pattern, after, expected;
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(step, fault_stack + sizeof(fault_stack));
    faults = 0;
    before.flags |= FLAG_TRAP;
    expected = before;
    expected.eax++;
    expected.ebx += 4;
    expected.ecx += expected.ebx;
    fault_run(&before, stub_steps, &after);
    after.flags = expected.flags;
    failures += check_registers(&after, &expected);
    GUEST_CHECK(failures, "steps", faults, 5);
    GUEST_CHECK(failures, "vector", seen.vector, 1);
    GUEST_CHECK(failures, "first", steps[0], (uintptr_t)stub_steps);
    GUEST_CHECK(failures, "second", steps[1], (uintptr_t)stub_steps + 1);
    GUEST_CHECK(failures, "third", steps[2], (uintptr_t)stub_steps + 2);
    GUEST_CHECK(failures, "last", steps[4], (uintptr_t)stub_steps_end);
    return failures;
}

static void clear_fpu(_BSP_Virtual_Fault *fault)
{
    note(fault);
    __asm__ volatile("fnclex");
}

static unsigned floating_point_error(void)
{
    static const unsigned short unmasked = 0x0340, masked = 0x037f;
    struct registers after;
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(clear_fpu, NULL);
    faults = 0;
    __asm__ volatile("fldcw %0\n\t"
                     "fld1\n\t"
                     "fldz\n\t"
                     "fdivrp" /* waits for fwait */
                     :
                     : "m"(unmasked));
    fault_run(&pattern, stub_fpu, &after);
    __asm__ volatile("fninit\n\t"
                     "fldcw %0"
                     :
                     : "m"(masked));
    GUEST_CHECK(failures, "faults", faults, 1);
    GUEST_CHECK(failures, "vector", seen.vector, 16);
    GUEST_CHECK(failures, "instruction", seen.program_counter, (uintptr_t)stub_fpu);
    return failures + check_registers(&after, &pattern);
}

static _CPU_Virtual_Context home, doomed;
static char doomed_stack[4096] __attribute__((aligned(4096)));

static void leave(_BSP_Virtual_Fault *fault)
{
    note(fault);
    _BSP_Virtual_Fault_leave();
    _CPU_Virtual_Context_enter(&home);
}

static void run_into_it(void *stub)
{
    struct registers after;

    fault_run(&pattern, *(void (**)(void))stub, &after);
}

static unsigned left_for_another_context(void)
{
    static void (*const stubs[])(void) = {stub_undefined, stub_halt, stub_bound};
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(leave, fault_stack + sizeof(fault_stack));
    faults = 0;
    for (unsigned i = 0; i < 30; i++) {
        _CPU_Virtual_Context_initialize(&doomed, doomed_stack, sizeof(doomed_stack),
                                        _CPU_VIRTUAL_LEVEL_ENABLED, run_into_it,
                                        (void *)&stubs[i % 3]);
        _CPU_Virtual_Context_switch(&home, &doomed);
        GUEST_CHECK(failures, "faults", faults, i + 1);
        GUEST_CHECK(failures, "level", _CPU_Virtual_Interrupts_get_level(),
                    _CPU_VIRTUAL_LEVEL_DISABLED);
    }
    return failures;
}

/* The guard page lies between the workspace and the first stack; nothing is
 * left for the handler but its own stack. */
static unsigned stack_overflow(void)
{
    struct registers before = pattern, after;
    unsigned failures = 0;
    uintptr_t guard;
    size_t size;
    void *base;

    _BSP_Virtual_getworkspacearea(&base, &size);
    guard = (uintptr_t)base + size;
    _BSP_Virtual_faulthandler(skip, fault_stack + sizeof(fault_stack));
    faults = 0;
    fault_run(&before, stub_overflow, &after);
    GUEST_CHECK(failures, "faults", faults, 1);
    GUEST_CHECK(failures, "vector", seen.vector, 14);
    GUEST_CHECK(failures, "error", seen.error, PF_WRITE);
    GUEST_CHECK(failures, "address", seen.address, guard + 4096 - 4);
    GUEST_CHECK(failures, "stack pointer", seen.stack_pointer, guard + 4096);
    before.esp = after.esp;
    return failures + check_registers(&after, &before);
}

static void fault_in_handler(int vector, uint32_t count, const _CPU_Virtual_Interrupted *context)
{
    struct registers after;

    (void)context;
    record_delivery(vector, count);
    fault_run(&pattern, stub_undefined, &after);
    GUEST_CHECK(faults, "registers", check_registers(&after, &pattern), 0);
    GUEST_CHECK(faults, "nest level", _CPU_Virtual_Irq_nest_level(), 1);
    _CPU_Virtual_Irq_acknowledge(vector);
}

static unsigned in_interrupt_context(void)
{
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(skip, NULL);
    set_handler(fault_in_handler);
    _CPU_Virtual_Irq_request(ALARM);
    faults = 0;
    _CPU_Virtual_Interrupts_open();
    raise_times(ALARM, 3);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "faults", faults, 3);
    GUEST_CHECK(failures, "deliveries", delivered, 3);
    return failures;
}

/* What is raised in the handler waits for its end. */
static void raise_and_skip(_BSP_Virtual_Fault *fault)
{
    skip(fault);
    _CPU_Virtual_Irq_raise(ALARM);
    GUEST_CHECK(faults, "deliveries in the handler", delivered, 0);
}

static unsigned pending_after_the_handler(void)
{
    struct registers after;
    unsigned failures = 0;

    _BSP_Virtual_faulthandler(raise_and_skip, NULL);
    set_handler(record_and_acknowledge);
    faults = 0;
    _CPU_Virtual_Interrupts_open();
    fault_run(&pattern, stub_undefined, &after);
    _CPU_Virtual_Interrupts_close();
    GUEST_CHECK(failures, "faults", faults, 1);
    GUEST_CHECK(failures, "deliveries", delivered, 1);
    return failures + check_registers(&after, &pattern);
}

int main(void)
{
    static const struct layer_test tests[] = {
        {"every kind, skipped, on a stack of its own", on_own_stack},
        {"every kind, skipped, on the interrupted stack", on_interrupted_stack},
        {"a repaired instruction is done again", repaired_instruction_is_done_again},
        {"all registers changed", changed_registers},
        {"a repeated string instruction goes on", repeated_string_instruction},
        {"single steps", single_steps},
        {"floating-point error", floating_point_error},
        {"left for another context", left_for_another_context},
        {"stack overflow", stack_overflow},
        {"in interrupt context", in_interrupt_context},
        {"pending interrupts come after the handler", pending_after_the_handler},
    };

    return LAYER_RUN(tests);
}
