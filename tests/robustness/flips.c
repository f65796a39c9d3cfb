/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Flips single bits in the memory of a workload: its code, which a processor without
 * execute-disable runs where it can be written, its data, its stack, and the vCPU page.
 * What a flip does must stay in the partition, and each effect must be in its
 * health log: faults by the kernel, wrong results and hangs by a report.
 * First argument of the model: flips.
 */
#include "bulkhead/health.h"
#include "campaign.h"
#include "engine.h"

#define PAGE       BULKHEAD_PAGE_SIZE
#define WORDS      48u
#define CODE_SIZE  512u
#define STACK_SIZE 256u
/* ns after which a run hangs; a good one takes less than a window. */
#define PATIENCE 500000u

enum { NO_EFFECT = ENGINE_ENDS, WRONG_RESULT, HANG, FAULT, RESTARTS, NOT_LOGGED };

/* All that is flipped, beside the vCPU page. */
static struct {
    uint8_t code[CODE_SIZE];
    uint32_t data[WORDS];
    uint8_t stack[STACK_SIZE];
} victim __attribute__((aligned(PAGE)));

static uint32_t expected, logged;
static volatile uint32_t result;
static uint32_t random_state;

/* Sorts the data and hashes them; copied to where it can be flipped, so it
 * refers to nothing but its arguments. */
__attribute__((noinline, used, noclone,
               optimize("O1,no-tree-loop-distribute-patterns"))) static uint32_t
work(uint32_t *data, uint32_t count)
{
    uint32_t hash = 0x811c9dc5u;

    for (uint32_t i = 1; i < count; i++)
        for (uint32_t j = i; j > 0 && data[j - 1] > data[j]; j--) {
            uint32_t word = data[j];

            data[j] = data[j - 1];
            data[j - 1] = word;
        }
    for (uint32_t i = 0; i < count; i++)
        hash = (hash ^ data[i]) * 0x01000193u;
    return hash;
}

static uint32_t next(void)
{
    return guest_random(&random_state);
}

static void make_victim(void)
{
    __builtin_memcpy(victim.code, (const void *)work, CODE_SIZE);
    __builtin_memset(victim.stack, 0, STACK_SIZE);
    for (uint32_t i = 0; i < WORDS; i++)
        victim.data[i] = i * 0x9e3779b9u;
}

static void flip(void)
{
    uint32_t bit = next() % 8, at = next() % (sizeof(victim) + sizeof(struct bulkhead_vcpu));

    if (at < sizeof(victim))
        ((uint8_t *)&victim)[at] ^= (uint8_t)(1u << bit);
    else
        ((volatile uint8_t *)BULKHEAD_VCPU_ADDRESS)[at - sizeof(victim)] ^= (uint8_t)(1u << bit);
}

/* Where the workload returns to. */
extern const char flips_done[];
__asm__(".text\n"
        "flips_done:\n\t"
        "mov %eax, %ds:result\n\t"
        "jmp engine_return");

static void prepare(struct engine_registers *registers)
{
    uint32_t *stack = (uint32_t *)(victim.stack + STACK_SIZE - 16);

    make_victim();
    stack[0] = (uint32_t)flips_done;
    stack[1] = (uint32_t)victim.data;
    stack[2] = WORDS;
    *registers = (struct engine_registers){.esp = (uint32_t)stack, .eip = (uint32_t)victim.code};
    result = 0;
}

/* The entries of the log so far. */
static uint32_t log_entries(void)
{
    struct bulkhead_log_entry entry = {.sequence = 0};

    while (campaign_call(BULKHEAD_HC_LOG_READ, (uint32_t)&entry, start_info->partition, logged) ==
           BULKHEAD_OK)
        logged = entry.sequence + 1;
    return logged;
}

static void report(enum bulkhead_error_id error, uint32_t run)
{
    const struct bulkhead_error_report report = {error, BULKHEAD_HEALTH_PROCESS, run, 0, 0};

    campaign_call(BULKHEAD_HC_HEALTH_RAISE, (uint32_t)&report, 0, 0);
}

/* What the last flip did; each effect is one entry of the log. */
static void judge(volatile struct share *share, uint32_t how)
{
    uint32_t before = logged;

    if (how == ENGINE_RETURN && result == expected) {
        share->counts[NO_EFFECT]++;
        return;
    }
    if (how == ENGINE_RETURN) {
        share->counts[WRONG_RESULT]++;
        report(BULKHEAD_ERROR_APPLICATION_ERROR, share->done);
    } else if (how == ENGINE_TICK) {
        share->counts[HANG]++;
        report(BULKHEAD_ERROR_DEADLINE_MISSED, share->done);
    } else {
        share->counts[FAULT]++;
    }
    if (log_entries() != before + 1)
        share->counts[NOT_LOGGED]++;
}

__attribute__((noreturn)) static void end(volatile struct share *share)
{
    struct guest_line line = {.length = 0};

    campaign_figure(&line, "flips", share->done);
    campaign_figure(&line, "no effect", share->counts[NO_EFFECT]);
    campaign_figure(&line, "wrong result", share->counts[WRONG_RESULT]);
    campaign_figure(&line, "hang", share->counts[HANG]);
    campaign_figure(&line, "fault", share->counts[FAULT]);
    campaign_figure(&line, "restart", share->counts[RESTARTS]);
    campaign_figure(&line, "not logged", share->counts[NOT_LOGGED]);
    campaign_end(&line, share->counts[NOT_LOGGED]);
}

static void run_next(uint32_t how)
{
    volatile struct share *share = campaign_share();
    static struct engine_registers registers;

    if (share->phase == 1)
        judge(share, how);
    share->phase = 0;
    if (share->done >= campaign_argument(0))
        end(share);
    random_state = (share->done * 0x9e3779b9u + start_info->partition * 0x85ebca6bu) | 1;
    next();
    prepare(&registers);
    _BSP_Virtual_Clock_set(_BSP_Virtual_Clock_read() + PATIENCE);
    flip();
    share->done++;
    share->phase = 1;
    engine_enter(&registers);
}

int main(void)
{
    volatile struct share *share = campaign_share();

    if ((board->ended >> (start_info->partition - 1) & 1) != 0)
        return 0;
    make_victim();
    expected = work(victim.data, WORDS);
    log_entries();
    /* The flip before ended in this restart, which the kernel has logged. */
    if (share->phase == 1)
        share->counts[RESTARTS]++;
    share->phase = 0;
    engine_begin(run_next, PATIENCE);
}
