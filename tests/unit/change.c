/* SPDX-License-Identifier: BSD-2-Clause */

#include "change.h"

#include <string.h>
#include "bulkhead/checksum.h"
#include "kernel/config.h"

static char *part_of(const struct block *block, const struct change *change)
{
    switch (change->part) {
    case PARTITION:
        return (char *)&block->partitions[change->index];
    case SCHEDULE:
        return (char *)&block->schedules[change->index];
    case WINDOW:
        return (char *)&block->windows[change->index];
    case CHANNEL:
        return (char *)&block->channels[change->index];
    case PORT:
        return (char *)&block->ports[change->index];
    case REGION:
        return (char *)&block->regions[change->index];
    case MAPPING:
        return (char *)&block->mappings[change->index];
    case IO_RANGE:
        return (char *)&block->io_ranges[change->index];
    case HEAD:
        break;
    }
    return (char *)block->config;
}

void change_try(struct block (*make)(void), const struct change *change, size_t number)
{
    struct block block = make();
    uint32_t size = block.config->config_size, available = block.config->total_size;
    const char *wrong;

    memcpy(part_of(&block, change) + change->offset, &change->value, change->size);
    if (block.config->config_size >= sizeof(*block.config) &&
        block.config->config_size <= available) {
        block_seal(&block);
    } else {
        block.config->checksum = 0;
        block.config->checksum = bulkhead_crc32(0, block.config, size);
    }
    wrong = config_check(block.config, available);
    if ((wrong == NULL) != (change->expected == NULL) ||
        (wrong != NULL && strcmp(wrong, change->expected) != 0))
        fail_msg("change %zu: \"%s\" instead of \"%s\"", number, wrong ? wrong : "good",
                 change->expected ? change->expected : "good");
    block_free(&block);
}
