/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The data-type fault model: each hypercall with every value of a list of nasty
 * ones for the type of each argument, in all combinations. The oracle says which answer is
 * right; memory outside of the call's result and the registers must be as before. At last
 * the calls that end or restart the partition, one in each of its lives.
 * First argument of the model: each how manieth combination is made.
 */
#include "attacker.h"
#include "bulkhead/health.h"
#include "campaign.h"
#include "oracle.h"

#define PAGE         BULKHEAD_PAGE_SIZE
#define LENGTH(list) ((uint32_t)(sizeof(list) / sizeof((list)[0])))
#define UNUSED       0xdeadbeefu

static struct {
    uint32_t cases, accepted, refused, left_out, wrong;
    uint32_t combination, stride;
    uint32_t before, pointers;
    bool sum_is_known;
    uint32_t pointer[64];
    uint32_t registers_changed, memory_changed, restarts;
} work;
static char stack[2 * PAGE] __attribute__((aligned(16)));
static uint8_t buffer[5 * PAGE] __attribute__((aligned(PAGE)));
extern struct bulkhead_upcalls host_upcalls;

static const uint32_t numbers[] = {
    0,      1,       2,       3,          4,          5,          7,          8,
    9,      15,      16,      17,         18,         19,         20,         21,
    22,     23,      24,      25,         31,         32,         33,         63,
    64,     65,      127,     128,        255,        256,        0x7fff,     0x8000,
    0xffff, 0x10000, 0x10005, 0x7fffffff, 0x80000000, 0x80000001, 0xfffffffe, 0xffffffff,
};
static const uint32_t lengths[] = {
    0,          1,          2,          3,          31,         32,         33,         34,
    63,         64,         65,         4095,       4096,       4097,       8191,       8192,
    8193,       0xffff,     0x10000,    0x10001,    0x7fffffff, 0x80000000, 0x80000001, 0x80000021,
    0x80000040, 0x80002000, 0x80002001, 0xfffffff0, 0xffffffff,
};
static const uint32_t few_numbers[] = {0, 1, 2, 3, 4, 5, 6, 0xff, 0x80000000, 0xffffffff};
static const uint32_t nothing[] = {UNUSED};

static void add_pointer(uint32_t address)
{
    work.pointer[work.pointers++] = address;
}

/* Around each boundary of the address space, for a structure of size bytes. */
static void make_pointers(uint32_t size)
{
    static const uint32_t wild[] = {
        0,          1,          0xfff,      0x1000,     0x7fffffff, 0x80000000, 0x9ffffffe,
        0xa0001000, 0xbff00000, 0xc0000000, 0xc0000001, 0xc0100000, 0xc0103000, 0xc0400ffe,
        0xfec00000, 0xfee00000, 0xfffff000, 0xfffffffc, 0xffffffff,
    };
    uint32_t base = start_info->memory_base, end = base + start_info->memory_size;
    uint32_t guard = start_info->free_base + start_info->free_size;
    const uint32_t edges[] = {
        base,
        (uint32_t)buffer + 2 * PAGE,
        guard,
        guard + PAGE,
        end,
        0xa0000000,
        0xa0001000,
        BULKHEAD_TABLES_ADDRESS,
        BULKHEAD_START_INFO_ADDRESS,
        0xc0000000,
    };

    work.pointers = 0;
    for (uint32_t i = 0; i < LENGTH(wild); i++)
        add_pointer(wild[i]);
    for (uint32_t i = 0; i < LENGTH(edges); i++) {
        add_pointer(edges[i] - size);
        add_pointer(edges[i] - size + 1);
        add_pointer(edges[i] - 1);
    }
    add_pointer(0u - size);
    add_pointer(base);
    add_pointer((uint32_t)buffer + PAGE);
    add_pointer((uint32_t)buffer + PAGE + 1);
    add_pointer((uint32_t)buffer + 3 * PAGE - 3);
    add_pointer(BULKHEAD_VCPU_ADDRESS + 0x800);
    add_pointer(BULKHEAD_START_INFO_ADDRESS);
}

/* The program's own variables change; all else of its memory must not. */
static bool compared(uint32_t page)
{
    return page - start_info->memory_base < start_info->memory_size && oracle_readable(page, 1) &&
           (!oracle_writable(page, 1) || page >= start_info->free_base ||
            page - (uint32_t)buffer < sizeof(buffer));
}

static uint32_t page_sum(uint32_t page)
{
    const uint32_t *words = (const uint32_t *)page;
    uint32_t sum = 0;

    for (uint32_t i = 0; i < PAGE / 4; i += 4) {
        uint32_t weight = 2 * (page + i) + 1;

        sum += words[i] * weight + words[i + 1] * (weight + 2) + words[i + 2] * (weight + 4) +
               words[i + 3] * (weight + 6);
    }
    return sum;
}

static uint32_t memory_sum(void)
{
    uint32_t base = start_info->memory_base, sum = 0;

    for (uint32_t page = base; page < base + start_info->memory_size; page += PAGE)
        if (compared(page))
            sum += page_sum(page);
    return sum;
}

/* What a call may write, as it was before. */
static uint8_t kept[2 * PAGE + 16];

static void keep(uint32_t address, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        if ((i != 0 && (address + i) % PAGE != 0) || compared((address + i) & ~(PAGE - 1u)))
            kept[i] = *(const uint8_t *)(address + i);
        else
            i += PAGE - 1 - (address + i) % PAGE;
}

/* By how much size bytes there have changed the sum. */
static uint32_t change(uint32_t address, uint32_t size)
{
    uint32_t sum = 0;

    for (uint32_t i = 0; i < size; i++) {
        uint32_t at = address + i, page = at & ~(PAGE - 1u), difference;

        if ((i == 0 || at % PAGE == 0) && !compared(page)) {
            i += PAGE - 1 - at % PAGE;
            continue;
        }
        difference = (uint32_t)(*(const uint8_t *)at - kept[i]) << 8 * (at % 4);
        sum += difference * (2 * (page + at % PAGE / 4) + 1);
    }
    return sum;
}

/* Makes the call, and sees whether the registers that it must keep are kept. */
static int32_t make_call(const struct oracle_case *test)
{
    const uint32_t *a = test->arguments;
    uint32_t esi = 0x5a5a1111, edi = 0x5a5a2222, ebx = a[0], ecx = a[1], edx = a[2];
    int32_t result;

    __asm__ volatile("push %%ebp\n\t"
                     "mov $0x5a5a3333, %%ebp\n\t"
                     "int $0x80\n\t"
                     "cmp $0x5a5a3333, %%ebp\n\t"
                     "je 1f\n\t"
                     "not %%esi\n"
                     "1:\tpop %%ebp"
                     : "=a"(result), "+S"(esi), "+D"(edi), "+b"(ebx), "+c"(ecx), "+d"(edx)
                     : "a"(test->call)
                     : "memory", "cc");
    work.registers_changed += esi != 0x5a5a1111 || edi != 0x5a5a2222 || edx != a[2];
    return result;
}

/* int32_t resume_call(context): 0 if the call goes on at resume_landing, with
 * whatever selectors and flags. */
int32_t resume_call(uint32_t context);
extern const char resume_landing[];
__asm__(".text\n"
        "resume_call:\n\t"
        "mov 4(%esp), %eax\n\t"
        "push %ebp\n\tpush %ebx\n\tpush %esi\n\tpush %edi\n\t"
        "mov %esp, resume_stack\n\t"
        "mov %eax, %ebx\n\t"
        "mov $13, %eax\n\t"
        "int $0x80\n\t"
        "jmp 1f\n"
        "resume_landing:\n\t"
        "mov $0x2b, %eax\n\t"
        "mov %eax, %ss\n\t"
        "mov %eax, %ds\n\t"
        "mov %eax, %es\n\t"
        "mov resume_stack, %esp\n\t"
        "push $2\n\t"
        "popf\n\t"
        "xor %eax, %eax\n"
        "1:\tpop %edi\n\tpop %esi\n\tpop %ebx\n\tpop %ebp\n\t"
        "ret\n\t"
        ".local resume_stack\n\t.comm resume_stack, 4, 4");

/* What structures hold that arguments point to; false: no more. */
typedef bool (*content)(uint32_t index, uint32_t *words);

static bool timer_content(uint32_t index, uint32_t *words)
{
    static const uint64_t values[] = {
        0, 1, 999, 1000, 1001, UINT32_MAX, 1ull << 32, 1ull << 63, UINT64_MAX - 1, UINT64_MAX,
    };
    struct bulkhead_timer *timer = (struct bulkhead_timer *)words;

    timer->expiry = values[index % LENGTH(values)];
    timer->period = values[index / LENGTH(values) % LENGTH(values)];
    return index < LENGTH(values) * LENGTH(values);
}

static bool report_content(uint32_t index, uint32_t *words)
{
    static const uint32_t levels[] = {0, 1, 2, 3, 0x80000000, 0xffffffff};

    words[0] = index / LENGTH(levels) < LENGTH(numbers) ? numbers[index / LENGTH(levels)] : 0;
    words[1] = levels[index % LENGTH(levels)];
    return index < LENGTH(numbers) * LENGTH(levels);
}

static bool upcalls_content(uint32_t index, uint32_t *words)
{
    for (uint32_t i = 0; i < sizeof(struct bulkhead_upcalls) / 4; i++)
        words[i] = index == 0 ? 0 : work.pointer[(index + 5 * i) % work.pointers];
    return index < work.pointers;
}

/* One member at a time is not as it should be. */
static bool context_content(uint32_t index, uint32_t *words)
{
    static const uint32_t selectors[] = {
        0,     1,     3,      4,      7,       8,       0x0b,       0x10,       0x13,
        0x18,  0x1a,  0x1b,   0x1f,   0x20,    0x23,    0x28,       0x2b,       0x30,
        0x33,  0x38,  0x3b,   0x40,   0x43,    0x83,    0xfc,       0xff,       0x104,
        0x107, 0x100, 0xfff8, 0xffff, 0x1002b, 0x10023, 0x80000000, 0xffffffff,
    };
    static const uint32_t flags[] = {0, 2, 0x3202, 0x20202, 0x44ed5, 0x1b3202, 0xfffffeff};
    struct bulkhead_context *context = (struct bulkhead_context *)words;
    uint32_t *const members[] = {&context->cs, &context->ss, &context->ds,
                                 &context->es, &context->fs, &context->gs};
    uint32_t wrong = LENGTH(members) * LENGTH(selectors);

    *context = (struct bulkhead_context){
        .eip = (uint32_t)resume_landing,
        .esp = (uint32_t)buffer + PAGE,
        .cs = BULKHEAD_CODE_SELECTOR,
        .ss = BULKHEAD_DATA_SELECTOR,
        .ds = BULKHEAD_DATA_SELECTOR,
        .es = BULKHEAD_DATA_SELECTOR,
    };
    if (index < wrong)
        *members[index / LENGTH(selectors)] = selectors[index % LENGTH(selectors)];
    else if (index < wrong + LENGTH(flags))
        context->eflags = flags[index - wrong];
    return index < wrong + LENGTH(flags);
}

enum list { NONE, POINTERS, NUMBERS, FEW, LENGTHS };

static const struct plan {
    uint32_t call;
    uint8_t lists[3];
    uint16_t size; /* of what the pointer points to */
    content content;
} plans[] = {
    {BULKHEAD_HC_VERSION, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_CONSOLE_WRITE, {POINTERS, LENGTHS, NONE}, 64, NULL},
    {BULKHEAD_HC_CONSOLE_READ, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_UPCALLS_SET, {POINTERS, NONE, NONE}, 24, upcalls_content},
    {BULKHEAD_HC_VIRQ_ACKNOWLEDGE, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_TAKE, {NUMBERS, NUMBERS, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_RAISE, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_CONNECT, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_RAISE, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_NEXT, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_TAKE, {NUMBERS, NUMBERS, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_ACKNOWLEDGE, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_TIMER_SET, {POINTERS, NONE, NONE}, 16, timer_content},
    {BULKHEAD_HC_THREAD_POINTER_SET, {POINTERS, NUMBERS, NONE}, 4, NULL},
    {BULKHEAD_HC_RESUME, {POINTERS, NONE, NONE}, sizeof(struct bulkhead_context), context_content},
    {BULKHEAD_HC_MODE_SET, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_PORT_SEND, {FEW, POINTERS, LENGTHS}, 33, NULL},
    {BULKHEAD_HC_PORT_RECEIVE, {FEW, POINTERS, LENGTHS}, 33, NULL},
    {BULKHEAD_HC_PORT_SEND, {FEW, POINTERS, LENGTHS}, 8192, NULL},
    {BULKHEAD_HC_PORT_RECEIVE, {FEW, POINTERS, LENGTHS}, 64, NULL},
    {BULKHEAD_HC_PORT_SEND, {NUMBERS, POINTERS, FEW}, 64, NULL},
    {BULKHEAD_HC_PORT_STATUS, {NUMBERS, POINTERS, NONE}, 16, NULL},
    {BULKHEAD_HC_PORT_CLEAR, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_HEALTH_RAISE, {POINTERS, NONE, NONE}, 20, report_content},
    {BULKHEAD_HC_LOG_READ, {POINTERS, NUMBERS, FEW}, 32, NULL},
    {BULKHEAD_HC_SCHEDULE_SET, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_SCHEDULE_STATUS, {POINTERS, FEW, NONE}, 16, NULL},
    {BULKHEAD_HC_GUARD_SET, {POINTERS, FEW, NONE}, 4096, NULL},
    {BULKHEAD_HC_GUARD_SET, {POINTERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_SIGNAL, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_DISCONNECT, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_VIRQ_CONNECT, {NUMBERS, NONE, NONE}, 0, NULL},
    {BULKHEAD_HC_IDLE, {NUMBERS, FEW, NONE}, 0, NULL},
    {BULKHEAD_HC_COUNT, {NUMBERS, FEW, NONE}, 0, NULL},
    {0x10000 + BULKHEAD_HC_STOP, {NUMBERS, FEW, NONE}, 0, NULL},
    {0x80000000 + BULKHEAD_HC_VERSION, {NUMBERS, FEW, NONE}, 0, NULL},
    {0xffffffff, {NUMBERS, FEW, NONE}, 0, NULL},
};

static uint32_t list_length(enum list list)
{
    const uint32_t sizes[] = {LENGTH(nothing), work.pointers, LENGTH(numbers), LENGTH(few_numbers),
                              LENGTH(lengths)};

    return sizes[list];
}

static uint32_t list_value(enum list list, uint32_t index)
{
    const uint32_t *const lists[] = {nothing, work.pointer, numbers, few_numbers, lengths};

    return lists[list][index];
}

/* Long texts are left out, for they are right and take long. */
static bool too_long(const struct oracle_case *test)
{
    const uint32_t *a = test->arguments;

    return test->call == BULKHEAD_HC_CONSOLE_WRITE && a[1] > 65 && a[0] < 0xc0000000 &&
           a[1] <= 0xc0000000 - a[0] && oracle_readable(a[0], 1);
}

/* What the call did that must not last. */
static void undo(const struct oracle_case *test, int32_t result)
{
    if (test->call == BULKHEAD_HC_UPCALLS_SET)
        campaign_call(BULKHEAD_HC_UPCALLS_SET, (uint32_t)&host_upcalls, 0, 0);
    if (test->call == BULKHEAD_HC_GUARD_SET && result == BULKHEAD_OK)
        campaign_call(BULKHEAD_HC_GUARD_SET, test->arguments[0], 0, 0);
    if (test->call == BULKHEAD_HC_SCHEDULE_SET && result == BULKHEAD_OK)
        campaign_call(BULKHEAD_HC_SCHEDULE_SET, 0, 0, 0);
    if (test->call == BULKHEAD_HC_THREAD_POINTER_SET)
        campaign_call(BULKHEAD_HC_THREAD_POINTER_SET, 0, test->arguments[1], 0);
    vcpu->level = 0;
    vcpu->fault_active = 0;
    vcpu->in_service = 0;
}

static void complain(const char *what, const struct oracle_case *test, int32_t result)
{
    struct guest_line line = {.length = 0};

    if (work.wrong++ >= 20)
        return;
    guest_text(&line, what);
    guest_text(&line, ": call ");
    guest_hex(&line, test->call);
    for (unsigned i = 0; i < 3; i++) {
        guest_text(&line, " ");
        guest_hex(&line, test->arguments[i]);
    }
    guest_text(&line, " gave ");
    guest_hex(&line, (uint32_t)result);
    guest_end_line(&line);
}

static bool right(const struct oracle_verdict *verdict, int32_t result)
{
    if (result >= 0)
        return verdict->errors == 0 && (uint32_t)result >= verdict->least &&
               (uint32_t)result <= verdict->greatest;
    return result > -32 && ((verdict->errors | verdict->possible) >> -result & 1) != 0;
}

/* Bytes of the result that the call has written, or may have in part. */
static uint32_t written(const struct oracle_case *test, const struct oracle_verdict *verdict,
                        int32_t result)
{
    if (result == BULKHEAD_E_ADDRESS)
        return verdict->result_size;
    if (result < 0)
        return 0;
    return test->call == BULKHEAD_HC_PORT_RECEIVE ? (uint32_t)result & BULKHEAD_PORT_LENGTH
                                                  : verdict->result_size;
}

/* Whether or not anything is connected, for which IDLE would wait. */
static void await_window(void)
{
    uint64_t present = vcpu->window_start;

    while (vcpu->window_start == present)
        ;
}

static void make_case(const struct oracle_case *test)
{
    struct oracle_verdict verdict = oracle_judge(test);
    uint32_t after;
    int32_t result;

    if (verdict.ends || too_long(test)) {
        work.left_out++;
        return;
    }
    keep(verdict.result, verdict.result_size);
    if (!work.sum_is_known)
        work.before = memory_sum();
    if (test->call == BULKHEAD_HC_SCHEDULE_SET)
        await_window();
    result = test->call == BULKHEAD_HC_RESUME ? resume_call(test->arguments[0]) : make_call(test);
    undo(test, result);
    oracle_note(test, result);
    work.cases++;
    work.accepted += result >= 0;
    work.refused += result < 0;
    if (!right(&verdict, result))
        complain("wrong answer", test, result);
    after = memory_sum();
    if (after != work.before + change(verdict.result, written(test, &verdict, result))) {
        work.memory_changed++;
        complain("memory changed", test, result);
    }
    work.before = after;
    work.sum_is_known = true;
}

static bool chosen(void)
{
    return work.combination++ % work.stride == 0;
}

static void make_combinations(const struct plan *plan)
{
    const uint8_t *lists = plan->lists;
    struct oracle_case test = {.call = plan->call};

    for (uint32_t i = 0; i < list_length(lists[0]); i++)
        for (uint32_t j = 0; j < list_length(lists[1]); j++)
            for (uint32_t k = 0; k < list_length(lists[2]); k++) {
                /* Each value of the first argument at least once. */
                if (!chosen() && (j != 0 || k != 0))
                    continue;
                test.arguments[0] = list_value(lists[0], i);
                test.arguments[1] = list_value(lists[1], j);
                test.arguments[2] = list_value(lists[2], k);
                make_case(&test);
            }
}

/* Places each content where the pointer points, if that is the partition's alone. */
static void make_contents(const struct plan *plan, uint32_t pointer)
{
    const struct oracle_case test = {plan->call, {pointer, UNUSED, UNUSED}};
    uint32_t words[24];

    for (uint32_t i = 0; plan->content(i, words); i++) {
        if (!chosen())
            continue;
        __builtin_memcpy((void *)pointer, words, plan->size);
        work.sum_is_known = false;
        make_case(&test);
    }
}

static void carry_out(const struct plan *plan)
{
    const struct oracle_case window = {BULKHEAD_HC_VIRQ_CONNECT, {BULKHEAD_LINE_WINDOW, 0, 0}};

    /* So that it comes back. */
    if (plan->call == BULKHEAD_HC_IDLE)
        make_case(&window);
    make_pointers(plan->size);
    make_combinations(plan);
    if (plan->content == NULL)
        return;
    for (uint32_t i = 0; i < work.pointers; i++)
        if (oracle_writable(work.pointer[i], plan->size) && work.pointer[i] < 0xa0000000)
            make_contents(plan, work.pointer[i]);
}

/* Calls that end this life; after from NORMAL they are made in mode NORMAL. */
static const struct ending {
    uint32_t call;
    uint32_t argument; /* of HEALTH_RAISE: the error, at partition level */
    bool from_normal;
    uint8_t condition, mode; /* of the life that must follow */
} endings[] = {
    {BULKHEAD_HC_MODE_SET, 1, false, 1, 1},
    {BULKHEAD_HC_MODE_SET, 1, true, 1, 1},
    {BULKHEAD_HC_MODE_SET, 2, true, 1, 2},
    {BULKHEAD_HC_MODE_SET, 2, false, 1, 2},
    {BULKHEAD_HC_MODE_SET, 1, false, 1, 1},
    {BULKHEAD_HC_STOP, 1, false, 3, 1},
    {BULKHEAD_HC_STOP, 0xffffffff, true, 3, 2},
    {BULKHEAD_HC_STOP, 0x80000000, true, 3, 2},
    {BULKHEAD_HC_STOP, 0x7fffffff, true, 3, 2},
    {BULKHEAD_HC_STOP, 0x100, true, 3, 2},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_DEADLINE_MISSED, true, 3, 1},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_NUMERIC_ERROR, true, 3, 2},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_ILLEGAL_REQUEST, true, 3, 1},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_STACK_OVERFLOW, true, 3, 1},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_MEMORY_VIOLATION, true, 3, 2},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_HARDWARE_FAULT, true, 3, 1},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_POWER_FAIL, true, 3, 1},
    {BULKHEAD_HC_HEALTH_RAISE, BULKHEAD_ERROR_FATAL, true, 3, 2},
};

static void make_ending(const struct ending *ending)
{
    const struct bulkhead_error_report report = {ending->argument, BULKHEAD_HEALTH_PARTITION, 0, 0,
                                                 0};

    if (ending->from_normal)
        campaign_call(BULKHEAD_HC_MODE_SET, BULKHEAD_MODE_NORMAL, UNUSED, UNUSED);
    campaign_call(ending->call,
                  ending->call == BULKHEAD_HC_HEALTH_RAISE ? (uint32_t)&report : ending->argument,
                  UNUSED, UNUSED);
}

enum { CASES, ACCEPTED, REFUSED, LEFT_OUT, WRONG, MEMORY, REGISTERS, RESTARTS };

static void first_life(volatile struct share *share)
{
    work.stride = campaign_argument(0);
    oracle_begin();
    for (uint32_t i = 0; i < LENGTH(plans); i++)
        carry_out(&plans[i]);
    share->counts[CASES] = work.cases;
    share->counts[ACCEPTED] = work.accepted;
    share->counts[REFUSED] = work.refused;
    share->counts[LEFT_OUT] = work.left_out;
    share->counts[WRONG] = work.wrong - work.memory_changed;
    share->counts[MEMORY] = work.memory_changed;
    share->counts[REGISTERS] = work.registers_changed;
}

static void end(volatile struct share *share)
{
    struct guest_line line = {.length = 0};

    campaign_figure(&line, "cases", share->counts[CASES] + share->counts[RESTARTS]);
    campaign_figure(&line, "accepted", share->counts[ACCEPTED]);
    campaign_figure(&line, "refused", share->counts[REFUSED]);
    campaign_figure(&line, "restarts", share->counts[RESTARTS]);
    campaign_figure(&line, "wrong", share->counts[WRONG]);
    campaign_figure(&line, "memory", share->counts[MEMORY]);
    campaign_figure(&line, "registers", share->counts[REGISTERS]);
    campaign_end(&line, share->counts[WRONG] + share->counts[MEMORY] + share->counts[REGISTERS]);
}

static void live(void)
{
    volatile struct share *share = campaign_share();

    if (share->phase == 0) {
        first_life(share);
    } else {
        const struct ending *last = &endings[share->phase - 1];

        share->counts[RESTARTS]++;
        if (start_info->start_condition != last->condition ||
            start_info->operating_mode != last->mode) {
            share->counts[WRONG]++;
            guest_print("wrong restart ", share->phase);
        }
    }
    while (share->phase < LENGTH(endings))
        make_ending(&endings[share->phase++]);
    end(share);
}

/* The first stack is among what cases point to. */
int main(void)
{
    __asm__ volatile("mov %0, %%esp\n\t"
                     "call *%1"
                     :
                     : "r"(stack + sizeof(stack)), "r"(live)
                     : "memory");
    return 1;
}
