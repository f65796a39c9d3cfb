/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Starts itself anew, warm and cold in turn, with a timer running, lines
 * connected, a guard page made and memory spoiled: none of it may be there
 * in the next life. Argument of the model: restarts of each kind, in all.
 */
#include "campaign.h"

#define SPOILED 0x5b5b5b5bu

static volatile uint32_t initialized = 0x12345678;
static volatile uint32_t zero[1024];

enum { WARM, COLD };

static bool pristine(const volatile uint32_t *page)
{
    uint32_t sum = 0;

    for (unsigned i = 0; i < 1024; i += 31)
        sum |= zero[i] | page[i];
    return sum == 0 && initialized == 0x12345678 && vcpu->level == 0 && vcpu->pending == 0 &&
           vcpu->in_service == 0 && vcpu->fault_active == 0 &&
           campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0, 0) == BULKHEAD_OK &&
           campaign_call(BULKHEAD_HC_VIRQ_TAKE, BULKHEAD_LINE_TIMER, 1, 0) == 0;
}

static void spoil(volatile uint32_t *page)
{
    const struct bulkhead_timer timer = {1, 5000};

    initialized = SPOILED;
    for (unsigned i = 0; i < 1024; i += 31)
        zero[i] = page[i] = SPOILED;
    campaign_call(BULKHEAD_HC_GUARD_SET, (uint32_t)page, 1, 0);
    campaign_call(BULKHEAD_HC_TIMER_SET, (uint32_t)&timer, 0, 0);
    vcpu->in_service = vcpu->fault_active = SPOILED;
}

static void end(const volatile struct share *share)
{
    struct guest_line line = {.length = 0};

    campaign_figure(&line, "warm restarts", share->counts[WARM]);
    campaign_figure(&line, "cold restarts", share->counts[COLD]);
    campaign_end(&line, share->failures);
}

int main(void)
{
    volatile struct share *share = campaign_share();
    uint32_t wanted = (campaign_argument(0) + CAMPAIGN_ATTACKERS - 1) / CAMPAIGN_ATTACKERS;
    uint32_t mode = start_info->operating_mode;
    volatile uint32_t *page = (volatile uint32_t *)start_info->free_base;

    if (share->phase != 0) {
        share->counts[mode == BULKHEAD_MODE_WARM_START ? WARM : COLD]++;
        share->failures += mode != share->phase;
    }
    share->failures += !pristine(page);
    /* Each cold one is followed by a warm one. */
    if (share->counts[WARM] >= wanted)
        end(share);
    spoil(page);
    share->phase = mode == BULKHEAD_MODE_WARM_START || share->phase == 0 ? BULKHEAD_MODE_COLD_START
                                                                         : BULKHEAD_MODE_WARM_START;
    campaign_call(BULKHEAD_HC_MODE_SET, BULKHEAD_MODE_NORMAL, 0, 0);
    campaign_call(BULKHEAD_HC_MODE_SET, share->phase, 0, 0);
    return 1;
}
