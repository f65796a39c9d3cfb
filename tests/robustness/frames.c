/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Window starts without drift: in each major frame, the window's start is a whole number
 * of frames after the first one's, and what the partition sees first comes the same time
 * after it, to the nanosecond. Argument of the model: major frames.
 */
#include "campaign.h"

int main(void)
{
    uint32_t frames = campaign_argument(0), wrong_starts = 0, late = 0;
    uint64_t frame = start_info->major_frame, expected = vcpu->window_start + frame;
    struct guest_line line = {.length = 0};
    uint64_t delay = 0;

    campaign_call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0, 0);
    for (uint32_t i = 0; i < frames; i++, expected += frame) {
        uint64_t seen;

        campaign_call(BULKHEAD_HC_VIRQ_TAKE, BULKHEAD_LINE_WINDOW, UINT32_MAX, 0);
        campaign_call(BULKHEAD_HC_IDLE, 0, 0, 0);
        seen = _BSP_Virtual_Clock_read();
        if (i == 0)
            delay = seen - expected;
        wrong_starts += vcpu->window_start != expected;
        late += seen - expected != delay;
    }
    campaign_figure(&line, "frames", frames);
    campaign_figure(&line, "ns from start to first instant", (uint32_t)delay);
    campaign_figure(&line, "wrong starts", wrong_starts);
    campaign_figure(&line, "other instants", late);
    campaign_figure(&line, "failures", wrong_starts + late);
    guest_end_line(&line);
    return wrong_starts + late != 0;
}
