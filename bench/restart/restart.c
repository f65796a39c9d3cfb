/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What a restart takes: begun at a known instant of a window, ended where the
 * new life looks at the clock, both in the same window.
 */
#include "bulkhead/arch.h"
#include "bulkhead/start_info.h"
#include "figure.h"
#include "partition.h"

#define INTO_WINDOW 1000000u /* ns */

int main(void)
{
    uint64_t now = _BSP_Virtual_Clock_read();
    const struct bulkhead_start_info *info =
        (const struct bulkhead_start_info *)BULKHEAD_START_INFO_ADDRESS;
    _Partition_Virtual_Identity identity;
    _Partition_Virtual_Window window;

    _Partition_Virtual_Get_identity(&identity);
    _Partition_Virtual_Get_window(&window);
    if (identity.start_condition == _PARTITION_NORMAL_START) {
        while (_BSP_Virtual_Clock_read() < window.start + INTO_WINDOW)
            continue;
        _Partition_Virtual_Set_mode(_PARTITION_COLD_START);
    }
    figure("restart-per-kib", (now - window.start - INTO_WINDOW) / (info->memory_size / 1024),
           "instructions");
    return 0;
}
