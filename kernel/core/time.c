/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/time.h"

time_scale time_scale_make(uint32_t from_hz, uint32_t to_hz)
{
    uint64_t whole = to_hz / from_hz;
    uint64_t rest = to_hz % from_hz;

    return whole << 32 | ((rest << 32) + from_hz / 2) / from_hz;
}
