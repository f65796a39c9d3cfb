/* SPDX-License-Identifier: BSD-2-Clause */

/* What the programs of the campaigns share: hypercalls as they are, the page
 * that outlives restarts, and the end. */
#ifndef CAMPAIGN_H
#define CAMPAIGN_H

#include "bulkhead/arch.h"
#include "bulkhead/hypercall.h"
#include "bulkhead/start_info.h"
#include "bulkhead/vcpu.h"
#include "guest.h"

#define CAMPAIGN_ATTACKERS 3u
#define CAMPAIGN_ALL       7u /* their bits */

/* The memory region that model.aadl.in calls board: written by the attackers,
 * read by the witness. */
struct board {
    uint32_t ended; /* a bit for each attacker that is through */
    struct share {
        uint32_t phase;
        uint32_t done;
        uint32_t failures;
        uint32_t heartbeat;
        uint32_t counts[64];
    } shares[CAMPAIGN_ATTACKERS];
};

static volatile struct board *const board = (volatile struct board *)0xa0000000;
static volatile struct bulkhead_vcpu *const vcpu =
    (volatile struct bulkhead_vcpu *)BULKHEAD_VCPU_ADDRESS;
static const struct bulkhead_start_info *const start_info =
    (const struct bulkhead_start_info *)BULKHEAD_START_INFO_ADDRESS;

static inline volatile struct share *campaign_share(void)
{
    return &board->shares[start_info->partition - 1];
}

static inline int32_t campaign_call(uint32_t number, uint32_t first, uint32_t second,
                                    uint32_t third)
{
    int32_t result;

    __asm__ volatile("int $0x80"
                     : "=a"(result), "+b"(first), "+c"(second), "+d"(third)
                     : "a"(number)
                     : "memory");
    return result;
}

/* The model's argument is a row of numbers; index counts from 0. */
static inline uint32_t campaign_argument(unsigned index)
{
    const char *text = start_info->argument;
    uint32_t value = 0;

    for (; index > 0; index--) {
        while (*text != '\0' && *text != ' ')
            text++;
        while (*text == ' ')
            text++;
    }
    for (; *text >= '0' && *text <= '9'; text++)
        value = value * 10 + (uint32_t)(*text - '0');
    return value;
}

static inline void campaign_await_window(void)
{
    uint64_t present = vcpu->window_start;

    while (vcpu->window_start == present)
        campaign_call(BULKHEAD_HC_IDLE, 0, 0, 0);
}

static inline void campaign_figure(struct guest_line *line, const char *name, uint32_t value)
{
    guest_text(line, line->length == 0 ? "" : ", ");
    guest_text(line, name);
    guest_text(line, " ");
    guest_number(line, value);
}

/* The last line, which run.sh looks for, and the end. */
__attribute__((noreturn)) static inline void campaign_end(struct guest_line *line,
                                                          uint32_t failures)
{
    campaign_figure(line, "failures", failures);
    guest_end_line(line);
    __atomic_fetch_or(&board->ended, 1u << (start_info->partition - 1), __ATOMIC_RELAXED);
    for (;;)
        campaign_call(BULKHEAD_HC_STOP, 0, 0, 0);
}

#endif
