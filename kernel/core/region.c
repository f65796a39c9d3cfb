/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/region.h"

#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/partition.h"

/* Of the regions that are no device's: their memory. */
static void *memory[BULKHEAD_MAX_REGIONS];

static bool map(const struct bulkhead_config *config, const struct bulkhead_config_mapping *mapping)
{
    const struct bulkhead_config_region *region = config_region(config, mapping->region);
    struct partition *partition = &partitions[mapping->partition];
    unsigned rights = (mapping->rights & BULKHEAD_MAP_WRITE) != 0 ? ARCH_WRITE : ARCH_READ;

    if (region->physical != BULKHEAD_NO_ADDRESS)
        return arch_space_map_device(partition, mapping->address, (uint32_t)region->physical,
                                     region->size, rights);
    return arch_space_map(partition, mapping->address, memory[mapping->region], region->size,
                          rights);
}

const char *regions_init(const struct bulkhead_config *config)
{
    for (uint32_t i = 0; i < config->regions.count; i++) {
        const struct bulkhead_config_region *region = config_region(config, i);

        if (region->physical == BULKHEAD_NO_ADDRESS) {
            memory[i] = arch_memory_allocate(region->size);
            if (memory[i] == NULL)
                return "the machine has not enough memory for the memory regions";
        } else if (!arch_device_memory((uint32_t)region->physical, region->size)) {
            return "a device's memory is the machine's own and can't be given away";
        }
    }
    for (uint32_t i = 0; i < config->mappings.count; i++)
        if (!map(config, config_mapping(config, i)))
            return "the machine has not enough memory for the memory regions' page tables";
    return NULL;
}
