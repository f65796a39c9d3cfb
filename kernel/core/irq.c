/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/boot.h"
#include "kernel/irq.h"

#include "bulkhead/hypercall.h"
#include "bulkhead/vcpu.h"
#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/partition.h"

static struct partition *owner[BULKHEAD_LINE_FIRST_VIRTUAL];

BOOT_ONLY const char *irq_init(const struct bulkhead_config *config)
{
    for (uint32_t i = 0; i < config->partitions.count; i++) {
        uint32_t lines = config_partition(config, i)->hw_lines;

        if ((lines & arch_lines_reserved()) != 0)
            return "a hardware line is the machine's own and can't be given away";
        if (lines != 0)
            partitions[i].duties |= PARTITION_HAS_DEVICES;
        for (uint32_t line = 0; line < BULKHEAD_LINE_FIRST_VIRTUAL; line++)
            if ((lines >> line & 1) != 0)
                owner[line] = &partitions[i];
    }
    return NULL;
}

void irq_line(uint32_t line)
{
    if (line < BULKHEAD_LINE_FIRST_VIRTUAL && owner[line] != NULL)
        virq_raise(owner[line], line, 1);
}

int32_t irq_acknowledge(struct partition *partition, uint32_t line)
{
    if (line >= BULKHEAD_LINE_FIRST_VIRTUAL)
        return BULKHEAD_E_RANGE;
    if (owner[line] != partition || !virq_connected(&partition->virq, line))
        return BULKHEAD_E_STATE;
    partition->vcpu->in_service &= ~((uint32_t)1 << line);
    arch_line_unmask(line);
    return BULKHEAD_OK;
}

void irq_connected(uint32_t line)
{
    arch_line_unmask(line);
}

void irq_disconnected(uint32_t line)
{
    arch_line_mask(line);
}
