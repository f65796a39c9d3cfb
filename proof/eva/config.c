/* SPDX-License-Identifier: BSD-2-Clause */

/* The block of the configuration as bytes, with any contents: the contracts
 * with which config_check() is proved (proof/wp) hold for where config.c finds
 * an element, in each table that lies in the block, and what reads the header
 * and single bytes has no undefined behaviour. */
#include "machine.h"

#include "../wp/config.h"
#include "../../kernel/core/configcheck.c"

#define SIZE   4096u
#define HEADER ((uint32_t)sizeof(struct bulkhead_config))
#define ROOM   (SIZE - HEADER)

static union {
    char bytes[SIZE];
    struct bulkhead_config head;
} block;

/* For what is less than a header: none of it may be read. */
static uint8_t stump;

/* Any that fits. The analyser takes each number of elements by itself. */
static struct bulkhead_table any_table(size_t size)
{
    uint32_t count = proof_any_below(ROOM / size) + 1;
    uint32_t place;

    //@ split count;
    place = proof_any_below((ROOM - count * size) / 8 + 1);
    return (struct bulkhead_table){HEADER + 8 * place, count};
}

static uint32_t any_index(struct bulkhead_table table)
{
    return proof_any_below(table.count);
}

/* Validity is the contract's. */
static void found(const void *element)
{
    //@ assert ((const char *)element - &block.bytes[0]) % 8 == 0;
    (void)element;
}

static void find_any(struct bulkhead_config *config)
{
    switch (proof_any_below(5)) {
    case 0:
        config->partitions = any_table(sizeof(struct bulkhead_config_partition));
        found(config_partition(config, any_index(config->partitions)));
        break;
    case 1:
        config->schedules = any_table(sizeof(struct bulkhead_config_schedule));
        found(config_schedule(config, any_index(config->schedules)));
        break;
    case 2:
        config->windows = any_table(sizeof(struct bulkhead_config_window));
        found(config_window(config, any_index(config->windows)));
        break;
    case 3:
        config->channels = any_table(sizeof(struct bulkhead_config_channel));
        found(config_channel(config, any_index(config->channels)));
        break;
    default:
        config->regions = any_table(sizeof(struct bulkhead_config_region));
        found(config_region(config, any_index(config->regions)));
    }
}

/* Those that partitions own. */
static void find_any_owned(struct bulkhead_config *config)
{
    uint32_t first;

    switch (proof_any_below(3)) {
    case 0:
        config->ports = any_table(sizeof(struct bulkhead_config_port));
        found(config_port(config, any_index(config->ports)));
        config_owner_of(config, config->ports, sizeof(struct bulkhead_config_port),
                        any_index(config->ports));
        config_ports_of(config, proof_any_32(), &first);
        break;
    case 1:
        config->mappings = any_table(sizeof(struct bulkhead_config_mapping));
        found(config_mapping(config, any_index(config->mappings)));
        config_owner_of(config, config->mappings, sizeof(struct bulkhead_config_mapping),
                        any_index(config->mappings));
        config_mappings_of(config, proof_any_32(), &first);
        break;
    default:
        config->io_ranges = any_table(sizeof(struct bulkhead_config_io));
        found(config_io(config, any_index(config->io_ranges)));
        config_owner_of(config, config->io_ranges, sizeof(struct bulkhead_config_io),
                        any_index(config->io_ranges));
        config_io_of(config, proof_any_32(), &first);
    }
}

int main(void)
{
    const struct bulkhead_table none = {HEADER, 0};

    proof_any_bytes(block.bytes, SIZE);
    check_header(&block.head, proof_any_below(SIZE + 1));
    check_header((const struct bulkhead_config *)&stump, proof_any_below(HEADER));
    block.head.config_size = SIZE;
    block.head.partitions = block.head.schedules = block.head.windows = block.head.channels = none;
    block.head.ports = block.head.regions = block.head.mappings = block.head.io_ranges = none;
    if (proof_any_bool())
        find_any(&block.head);
    else
        find_any_owned(&block.head);
    return 0;
}
