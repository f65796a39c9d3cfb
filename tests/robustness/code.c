/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Random and mutated machine code in ring 3. A processor without execute-disable
 * runs it from memory that the partition can write. Whatever the code does to
 * its partition, the witness must not notice. First and third argument of the model: runs, and
 * the seed of all that is random.
 */
#include "campaign.h"
#include "engine.h"

#define CODE_SIZE 64u
#define PAGE      BULKHEAD_PAGE_SIZE

static uint8_t code[PAGE] __attribute__((aligned(PAGE)));
static uint8_t scratch[2 * PAGE] __attribute__((aligned(PAGE)));
static uint32_t random_state;

/* Ends of runs in share->counts: as engine.h numbers them, then these. */
enum { RESTARTS = ENGINE_ENDS, STYLES };

static uint32_t next(void)
{
    return guest_random(&random_state);
}

static void random_bytes(uint8_t *to, uint32_t size)
{
    for (uint32_t i = 0; i < size; i++)
        to[i] = (uint8_t)(next() >> 8);
}

/* Code of this program with a few bits changed. */
static void mutated_code(uint8_t *to, uint32_t size)
{
    const uint8_t *text = (const uint8_t *)start_info->memory_base + next() % (PAGE - CODE_SIZE);
    uint32_t changes = 1 + next() % 6;

    __builtin_memcpy(to, text, size);
    for (uint32_t i = 0; i < changes; i++)
        to[next() % size] ^= (uint8_t)(1u << next() % 8);
}

/* The beginnings of what could matter to a kernel; random bytes follow. */
static void special_code(uint8_t *to, uint32_t size)
{
    static const uint8_t beginnings[][4] = {
        {0xcd, 0x80}, /* int $0x80 */
        {0xcd},       /* int n */
        {0x0f, 0x01}, /* lgdt, lidt, invlpg, ... */
        {0x0f, 0x00}, /* lldt, ltr, verr, ... */
        {0x0f, 0x20}, /* mov %crN */
        {0x0f, 0x22}, /* mov to %crN */
        {0x0f, 0x21}, /* mov %drN */
        {0x0f, 0x23}, /* mov to %drN */
        {0x0f, 0x30}, /* wrmsr */
        {0x0f, 0x32}, /* rdmsr */
        {0x0f, 0x34}, /* sysenter */
        {0x0f, 0x05}, /* syscall */
        {0x0f, 0xae}, /* fxsave, fxrstor, ldmxcsr, fences */
        {0x0f, 0xa1}, /* pop %fs */
        {0x0f, 0xc7}, /* cmpxchg8b */
        {0x8e},       /* mov to a segment register */
        {0xea},       /* ljmp */
        {0x9a},       /* lcall */
        {0xcb},       /* lret */
        {0x9d},       /* popf */
        {0xc8},       /* enter */
        {0xe4},       {0xe6},       {0xec}, {0xee}, {0x6c}, {0x6e}, /* in, out, ins, outs */
        {0xfa},       {0xfb},       {0xf4},                         /* cli, sti, hlt */
        {0xf3, 0xa4}, {0xf3, 0xab},                                 /* rep movs, rep stos */
        {0xd9},       {0xdb},       {0xdd}, {0xdf},                 /* floating point */
        {0x17},       {0x1f},       {0x07},                         /* pop %ss, %ds, %es */
        {0xeb, 0xfe},                                               /* jump to itself */
        {0xf1},       {0xcc},       {0xce}, {0x62},                 /* int1, int3, into, bound */
    };
    uint32_t at = 0;

    random_bytes(to, size);
    while (at + 8 < size) {
        const uint8_t *beginning = beginnings[next() % (sizeof(beginnings) / 4)];

        to[at] = beginning[0];
        if (beginning[1] != 0)
            to[at + 1] = beginning[1];
        at += 2 + next() % 4;
    }
}

/* Two bytes are left out, unless the model's fourth argument is 1, for what QEMU 7.2 does
 * with them is its own fault: its IRET takes VM, IOPL and IF from ring 3's stack, and with
 * IF off the machine stands still; and it aborts at LOCK before some instructions without
 * a memory operand. */
static void leave_out(void)
{
    for (uint32_t i = 0; i < CODE_SIZE; i++)
        if (code[i] == 0xcf || code[i] == 0xf0)
            code[i] = 0x90;
}

/* What follows the code is HLT, which ends a run that comes so far. */
static void make_code(uint32_t style)
{
    uint32_t size = 2 + next() % (CODE_SIZE - 2);

    __builtin_memset(code, 0xf4, CODE_SIZE + 16);
    if (style == 0)
        random_bytes(code, size);
    else if (style == 1)
        mutated_code(code, size);
    else
        special_code(code, size);
    if (campaign_argument(3) == 0)
        leave_out();
}

static uint32_t register_value(void)
{
    static const uint32_t values[] = {
        0,          1,          2,          3,          4,          8,    16,
        24,         0x2b,       0x1b,       0x200,      0x3f8,      0x20, 0xbfffe000,
        0xbffff000, 0xc0000000, 0xc0103000, 0xfee00000, 0xffffffff,
    };
    uint32_t random = next();

    if (random % 4 == 0)
        return next();
    if (random % 4 == 1)
        return values[next() % (sizeof(values) / sizeof(values[0]))];
    return (uint32_t)scratch + next() % PAGE;
}

static void make_registers(struct engine_registers *registers)
{
    uint32_t *words = &registers->edi;

    for (unsigned i = 0; i < 8; i++)
        words[i] = register_value();
    /* Hypercalls that end the partition are known to work, and take long. */
    if (next() % 2 == 0)
        registers->eax = next() % BULKHEAD_HC_COUNT;
    if (registers->eax == BULKHEAD_HC_STOP && next() % 16 != 0)
        registers->eax = BULKHEAD_HC_VERSION;
    registers->esp = next() % 16 == 0 ? register_value() : (uint32_t)scratch + PAGE;
    registers->eip = (uint32_t)code;
}

__attribute__((noreturn)) static void end(volatile struct share *share)
{
    struct guest_line line = {.length = 0};
    uint32_t faults = 0;

    for (unsigned i = 0; i < 32; i++)
        faults += share->counts[i];
    vcpu->level = 0;
    _BSP_Virtual_Console_write("\n");
    campaign_figure(&line, "runs", share->done);
    campaign_figure(&line, "faults", faults);
    campaign_figure(&line, "page faults", share->counts[14]);
    campaign_figure(&line, "timer", share->counts[ENGINE_TICK]);
    campaign_figure(&line, "restarts", share->counts[RESTARTS]);
    campaign_end(&line, 0);
}

static void run_next(uint32_t how)
{
    volatile struct share *share = campaign_share();
    static struct engine_registers registers;
    uint32_t run = share->done;

    if (how < ENGINE_ENDS)
        share->counts[how]++;
    if (run >= campaign_argument(0))
        end(share);
    random_state = (run * 0x9e3779b9u + start_info->partition * 0x85ebca6bu +
                    campaign_argument(2) * 0xc2b2ae35u) |
                   1;
    next();
    make_code(run % 3);
    make_registers(&registers);
    share->done = run + 1;
    engine_enter(&registers);
}

int main(void)
{
    volatile struct share *share = campaign_share();

    if ((board->ended >> (start_info->partition - 1) & 1) != 0) {
        if (share->done >= campaign_argument(0))
            return 0;
        /* Not through, so it was a mutation of campaign_end(). */
        __atomic_fetch_and(&board->ended, ~(1u << (start_info->partition - 1)), __ATOMIC_RELAXED);
    }
    share->counts[RESTARTS] += share->done != 0;
    engine_begin(run_next, 10000);
}
