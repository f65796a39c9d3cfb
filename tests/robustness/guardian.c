/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Watches the other two attackers: if one makes no progress, and every so
 * often anyway, it changes the schedule, which starts both anew.
 * Arguments of the model: what the others must have done, and major frames between two
 * changes.
 */
#include "campaign.h"

#define PATIENCE 8u /* frames without progress */

static bool through(unsigned attacker)
{
    return (board->ended >> attacker & 1) != 0 &&
           board->shares[attacker].done >= campaign_argument(0);
}

int main(void)
{
    uint32_t period = campaign_argument(1), schedule = 0, since = 0, changes = 0, rescues = 0;
    uint32_t seen[CAMPAIGN_ATTACKERS] = {0}, still[CAMPAIGN_ATTACKERS] = {0};
    struct guest_line line = {.length = 0};

    campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0, 0);
    while (!through(1) || !through(2)) {
        bool stuck = false;

        /* What is not so was written by code gone wild. */
        board->ended &= (uint32_t)through(1) << 1 | (uint32_t)through(2) << 2;

        campaign_call(BULKHEAD_HC_VIRQ_TAKE, BULKHEAD_LINE_WINDOW, UINT32_MAX, 0);
        campaign_call(BULKHEAD_HC_IDLE, 0, 0, 0);
        for (unsigned i = 1; i < CAMPAIGN_ATTACKERS; i++) {
            uint32_t done = board->shares[i].done;

            still[i] = done == seen[i] && !through(i) ? still[i] + 1 : 0;
            seen[i] = done;
            stuck |= still[i] > PATIENCE;
        }
        if (++since < period && !stuck)
            continue;
        rescues += stuck;
        changes++;
        since = 0;
        still[1] = still[2] = 0;
        campaign_call(BULKHEAD_HC_SCHEDULE_SET, schedule ^= 1, 0, 0);
    }
    campaign_figure(&line, "changes of schedule", changes);
    campaign_figure(&line, "because of no progress", rescues);
    campaign_end(&line, 0);
}
