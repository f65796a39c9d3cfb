/* SPDX-License-Identifier: BSD-2-Clause */

/* An attacker that does nothing. Third argument: so many seconds of time, from
 * which the transcripts are taken that the others' are compared with. */
#include "campaign.h"

int main(void)
{
    uint64_t end = (uint64_t)campaign_argument(2) * 1000000000u;
    struct guest_line line = {.length = 0};

    campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0, 0);
    if (start_info->partition == 1 && end != 0)
        _BSP_Virtual_Clock_set(end);
    while (start_info->partition == 1 && _BSP_Virtual_Clock_read() < end)
        _CPU_Virtual_Wait_for_interrupt();
    guest_text(&line, "nothing done");
    campaign_end(&line, 0);
}
