/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/device.h"

#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/partition.h"

static const char *allow(const struct bulkhead_config_io *range)
{
    if (!arch_io_grantable(range->first, range->count))
        return "an I/O port is the machine's own and can't be given away";
    if (!arch_io_allow(&partitions[range->partition], range->first, range->count))
        return "the machine has not enough memory for the I/O ports";
    partitions[range->partition].duties |= PARTITION_HAS_DEVICES;
    return NULL;
}

const char *devices_init(const struct bulkhead_config *config)
{
    const char *wrong = NULL;

    for (unsigned line = 0; line < 32; line++)
        if ((config->level_lines >> line & 1) != 0 && !arch_line_set_level(line))
            return "a hardware line can't be level-triggered";
    for (uint32_t i = 0; wrong == NULL && i < config->io_ranges.count; i++)
        wrong = allow(config_io(config, i));
    return wrong;
}
