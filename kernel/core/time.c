/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/time.h"

time_scale time_scale_make(uint32_t from_hz, uint32_t to_hz)
{
    uint64_t whole = to_hz / from_hz;
    uint64_t rest = to_hz % from_hz;

    return whole << 32 | ((rest << 32) + from_hz / 2) / from_hz;
}

struct time_scale_32 time_scale_32_make(uint32_t from_hz, uint32_t to_hz)
{
    struct time_scale_32 scale = {.shift = 31};
    uint64_t mult;

    do {
        mult = (((uint64_t)to_hz << scale.shift) + from_hz / 2) / from_hz;
    } while (mult > UINT32_MAX && --scale.shift > 1);
    scale.mult = (uint32_t)mult;
    return scale;
}
