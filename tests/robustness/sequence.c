/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Random sequences of hypercalls with random and nasty arguments, one for each
 * seed. The calls that end or restart the partition are among them: the page
 * that outlives restarts knows where it was. The first partition changes the schedule now and
 * then, which starts the others anew, also if they have ended.
 * Arguments of the model: seeds in all, calls for each.
 */
#include "campaign.h"

#define PAGE BULKHEAD_PAGE_SIZE
/* One of so many changes of the schedule is made, and of other calls that restart
 * somebody: they take as long as hundreds of others. */
#define CHANGE_ONE_OF  64u
#define RESTART_ONE_OF 8u

static uint8_t buffer[4 * PAGE] __attribute__((aligned(PAGE)));
extern struct bulkhead_upcalls host_upcalls;
extern const char sequence_landing[];

enum { CALLS, ACCEPTED, RESTARTS, LEFT_OUT };

static uint32_t random_state;

static uint32_t next(void)
{
    return guest_random(&random_state);
}

static uint32_t number(void)
{
    static const uint32_t nasty[] = {
        0, 1, 2, 3, 4, 5, 15, 16, 21, 23, 24, 31, 32, 33, 64, 0x7fffffff, 0x80000000, 0xffffffff,
    };

    return next() % 4 == 0 ? next() : nasty[next() % (sizeof(nasty) / sizeof(nasty[0]))];
}

/* Never into the program's own variables, which would be its own end. */
static uint32_t pointer(void)
{
    const uint32_t edges[] = {
        0,
        start_info->memory_base,
        start_info->free_base,
        start_info->free_base + PAGE,
        start_info->free_base + start_info->free_size,
        BULKHEAD_TABLES_ADDRESS,
        BULKHEAD_START_INFO_ADDRESS,
        0xc0000000,
        0xc0103000,
        0xfee00000,
        0xfffffffc,
    };
    uint32_t random = next();

    if (random % 2 == 0)
        return (uint32_t)buffer + (next() % (2 * PAGE));
    if (random % 8 != 1)
        return edges[next() % (sizeof(edges) / sizeof(edges[0]))] + next() % 3;
    random = next();
    return random - start_info->memory_base < start_info->memory_size ? 0 : random;
}

/* Something that a structure in the buffer could hold. */
static void fill_buffer(void)
{
    struct bulkhead_context *context = (struct bulkhead_context *)(buffer + 64);

    for (unsigned i = 0; i < 32; i++)
        ((uint32_t *)buffer)[next() % (PAGE / 2)] = next() % 2 == 0 ? number() : next();
    context->eip = (uint32_t)sequence_landing;
    context->cs = BULKHEAD_CODE_SELECTOR;
    context->ss = BULKHEAD_DATA_SELECTOR;
    context->ds = context->es = BULKHEAD_DATA_SELECTOR;
    context->fs = context->gs = next() % 2 == 0 ? 0 : BULKHEAD_TLS_SELECTOR;
    context->eflags &= ~0x100u;
    context->level = 0;
}

/* Calls after which nothing would bring the first partition back, and most of
 * those that restart. */
static bool left_out(uint32_t call, uint32_t first)
{
    switch (call) {
    case BULKHEAD_HC_STOP:
        return (start_info->partition == 1 && first == 0) || next() % RESTART_ONE_OF != 0;
    case BULKHEAD_HC_MODE_SET:
        return (start_info->partition == 1 && first == BULKHEAD_MODE_IDLE) ||
               (first < BULKHEAD_MODE_NORMAL && next() % RESTART_ONE_OF != 0);
    case BULKHEAD_HC_UPCALLS_SET:
        return start_info->partition == 1 && first - (uint32_t)buffer < sizeof(buffer);
    case BULKHEAD_HC_SCHEDULE_SET:
        return start_info->partition == 1 && next() % CHANGE_ONE_OF != 0;
    default:
        return false;
    }
}

/* The call; RESUME may go on behind it, with all registers lost. */
static int32_t make_call(uint32_t call, uint32_t first, uint32_t second, uint32_t third)
{
    int32_t result;

    __asm__ volatile("push %%ebp\n\t"
                     "mov %%esp, sequence_stack\n\t"
                     "int $0x80\n"
                     "sequence_landing:\n\t"
                     "mov sequence_stack, %%esp\n\t"
                     "push $2\n\t"
                     "popf\n\t"
                     "pop %%ebp\n\t"
                     ".local sequence_stack\n\t"
                     ".comm sequence_stack, 4, 4"
                     : "=a"(result), "+b"(first), "+c"(second), "+d"(third)
                     : "a"(call)
                     : "esi", "edi", "memory", "cc");
    return result;
}

static void random_call(volatile struct share *share)
{
    uint32_t call = next() % 64 == 0 ? next() : next() % (BULKHEAD_HC_COUNT + 1);
    uint32_t arguments[3];

    for (unsigned i = 0; i < 3; i++)
        arguments[i] = next() % 2 == 0 ? pointer() : number();
    if (call == BULKHEAD_HC_CONSOLE_WRITE)
        arguments[1] %= 16;
    if (call == BULKHEAD_HC_IDLE)
        campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0, 0);
    share->done++;
    if (left_out(call, arguments[0])) {
        share->counts[LEFT_OUT]++;
        return;
    }
    share->counts[CALLS]++;
    if (make_call(call, arguments[0], arguments[1], arguments[2]) >= 0)
        share->counts[ACCEPTED]++;
    vcpu->level = 0;
    if (share->done % 16 == 0)
        fill_buffer();
}

/* The others may have ended without being through: new starts, until they are. */
static void revive_others(void)
{
    for (uint32_t schedule = 1; board->ended != 6; schedule ^= 1) {
        for (unsigned i = 0; i < 300 && board->ended != 6; i++)
            campaign_await_window();
        campaign_call(BULKHEAD_HC_SCHEDULE_SET, schedule, 0, 0);
    }
}

__attribute__((noreturn)) static void end(volatile struct share *share)
{
    struct guest_line line = {.length = 0};

    _BSP_Virtual_Console_write("\n");
    campaign_figure(&line, "seeds", share->heartbeat);
    campaign_figure(&line, "calls", share->counts[CALLS]);
    campaign_figure(&line, "accepted", share->counts[ACCEPTED]);
    campaign_figure(&line, "left out", share->counts[LEFT_OUT]);
    campaign_figure(&line, "restarts", share->counts[RESTARTS]);
    if (start_info->partition == 1) {
        campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0, 0);
        revive_others();
    }
    campaign_end(&line, 0);
}

int main(void)
{
    volatile struct share *share = campaign_share();
    uint32_t seeds = campaign_argument(0), calls = campaign_argument(1);

    share->counts[RESTARTS] += share->phase != 0;
    /* Started anew after the end, because another was not through. */
    if ((board->ended >> (start_info->partition - 1) & 1) != 0)
        return 0;
    if (share->phase == 0)
        share->phase = start_info->partition;
    while (share->phase <= seeds) {
        random_state = (share->phase * 0x9e3779b9u + share->done * 0x85ebca6bu) | 1;
        fill_buffer();
        while (share->done < calls)
            random_call(share);
        share->done = 0;
        share->heartbeat++;
        share->phase += CAMPAIGN_ATTACKERS;
    }
    end(share);
}
