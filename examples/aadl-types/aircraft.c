/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <string.h>

#include "subprograms.h"

#define LAST 4

static const types__flight_phase phases[LAST] = {
    types__flight_phase_taxi,
    types__flight_phase_take_off,
    types__flight_phase_cruise,
    types__flight_phase_landing,
};

void fly(types__report_i *own)
{
    static int count;
    RETURN_CODE_TYPE code;

    if (count == LAST)
        SET_PARTITION_MODE(IDLE, &code);
    memcpy(own->sign, "BH-653", sizeof("BH-653"));
    own->phase = phases[count];
    own->heading = (types__heading)(90 * count);
    if (own->phase == types__flight_phase_taxi)
        own->detail.runway = 7;
    else
        own->detail.climb = (types__climb_rate)(2500 - 1000 * count);
    memmove(&own->history[1], &own->history[0], 2 * sizeof(own->history[0]));
    own->history[0] = own->position;
    own->position = (types__position){.x = 1.5 * count, .y = 9.75 - 0.25 * count};
    own->turn[0][1] = -1.0f;
    own->turn[1][0] = 1.0f;
    own->weather = (weather_t){.celsius = -12, .hectopascal = 1013, .wind = 20};
    count++;
}
