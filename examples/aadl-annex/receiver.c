/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>
#include <stdio.h>

#include "subprograms.h"

#define LAST 12u

void receive(chain__alarm_i alarm)
{
    RETURN_CODE_TYPE code;

    printf("%lu: level %u %%, too %s\n", (unsigned long)alarm.number, alarm.level,
           alarm.too_high ? "high" : "low");
    if (alarm.number == LAST)
        SET_PARTITION_MODE(IDLE, &code);
}
