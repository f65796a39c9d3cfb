/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

void show(types__report_i other)
{
    RETURN_CODE_TYPE code;

    printf("%s: phase %u, heading %u, at %.2f %.2f, before at %.2f %.2f\n", other.sign, other.phase,
           other.heading, other.position.x, other.position.y, other.history[0].x,
           other.history[0].y);
    if (other.phase == types__flight_phase_taxi)
        printf("%s: runway %u, %d degrees, turn %.0f\n", other.sign, other.detail.runway,
               other.weather.celsius, other.turn[0][1]);
    else
        printf("%s: climbs %d mm/s\n", other.sign, other.detail.climb);
    if (other.phase == types__flight_phase_landing)
        SET_PARTITION_MODE(IDLE, &code);
}
