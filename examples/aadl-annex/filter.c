/* SPDX-License-Identifier: BSD-2-Clause */

#include <ARINC653.h>

#include "subprograms.h"

#define LAST 12
#define LOW  20
#define HIGH 80

void filter(chain__level level, chain__alarm_i *alarm, bool *alarm_send)
{
    static uint32_t count;
    RETURN_CODE_TYPE code;

    if (++count > LAST)
        SET_PARTITION_MODE(IDLE, &code);
    alarm->number = count;
    alarm->level = level;
    alarm->too_high = level > HIGH;
    *alarm_send = level < LOW || level > HIGH;
}
