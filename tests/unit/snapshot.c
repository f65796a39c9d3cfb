/* SPDX-License-Identifier: BSD-2-Clause */

#include "snapshot.h"

#include "fixture.h"

#include <stdio.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/hypercall.h"
#include "kernel/partition.h"
#include "kernel/sched.h"

#define AREA (4u << 20)

static struct partition kept_partitions[BULKHEAD_MAX_PARTITIONS];
static struct partition kept_nobody;
static struct sched kept_sched;
static struct null_machine kept_machine;
static struct partition *kept_current;
static char kept_memory[AREA];

const uint32_t snapshot_bad_addresses[] = {
    1,
    0xfff,
    BULKHEAD_MEMORY_FIRST - 1,
    BULKHEAD_VCPU_ADDRESS - 1,
    0xbfffffff,
    0xc0000000,
    0xc0000001,
    0xfffffff0,
    0xfffffffc,
    0xffffffff,
    0,
};

void snapshot_take(void)
{
    size_t used = 0, size;
    const void *memory;

    memcpy(kept_partitions, partitions, partition_count * sizeof(partitions[0]));
    memcpy(&kept_nobody, &partition_nobody, sizeof(kept_nobody));
    memcpy(&kept_sched, &sched, sizeof(sched));
    memcpy(&kept_machine, &null_machine, sizeof(null_machine));
    kept_current = partition_current;
    for (size_t i = 0; (memory = null_memory(i, &size)) != NULL; i++, used += size) {
        assert_true(size <= AREA - used);
        memcpy(kept_memory + used, memory, size);
    }
}

struct partition *snapshot_partition(uint32_t index)
{
    return &kept_partitions[index];
}

const char *snapshot_difference(void)
{
    static char text[40];
    size_t used = 0, size;
    const void *memory;

    for (uint32_t i = 0; i < partition_count; i++)
        if (memcmp(&kept_partitions[i], &partitions[i], sizeof(partitions[i])) != 0) {
            snprintf(text, sizeof(text), "partition %u", i);
            return text;
        }
    if (memcmp(&kept_nobody, &partition_nobody, sizeof(kept_nobody)) != 0)
        return "partition_nobody";
    if (memcmp(&kept_sched, &sched, sizeof(sched)) != 0)
        return "schedule";
    if (memcmp(&kept_machine, &null_machine, sizeof(null_machine)) != 0)
        return "machine";
    if (kept_current != partition_current)
        return "running partition";
    for (size_t i = 0; (memory = null_memory(i, &size)) != NULL; i++, used += size)
        if (memcmp(kept_memory + used, memory, size) != 0) {
            snprintf(text, sizeof(text), "memory block %zu", i);
            return text;
        }
    return NULL;
}

/* The kept copy of an allocated block. */
static const char *kept_block(const void *block)
{
    size_t used = 0, size;
    const void *memory;

    for (size_t i = 0; (memory = null_memory(i, &size)) != NULL; i++, used += size)
        if (memory == block)
            return kept_memory + used;
    fail_msg("no such block");
    return NULL;
}

bool snapshot_partition_same(uint32_t index)
{
    const struct partition *partition = &partitions[index];

    return memcmp(&kept_partitions[index], partition, sizeof(*partition)) == 0 &&
           memcmp(kept_block(partition->vcpu), partition->vcpu, sizeof(*partition->vcpu)) == 0 &&
           memcmp(kept_block(partition->start_info), partition->start_info,
                  sizeof(*partition->start_info)) == 0 &&
           memcmp(kept_block(partition->memory), partition->memory,
                  partition->config->memory_size) == 0;
}

void assert_refused_3(uint32_t number, uint32_t first, uint32_t second, uint32_t third,
                      int32_t error)
{
    struct partition *caller = partition_current;
    const char *difference;

    caller->arch.context.number = number;
    caller->arch.context.first = first;
    caller->arch.context.second = second;
    caller->arch.context.third = third;
    snapshot_take();
    hypercall(caller);
    if (caller->arch.context.result != error)
        fail_msg("call %u (%x, %x, %x): %d instead of %d", number, first, second, third,
                 caller->arch.context.result, error);
    kept_partitions[caller->index].hypercalls++;
    kept_partitions[caller->index].arch.context.result = error;
    difference = snapshot_difference();
    if (difference != NULL)
        fail_msg("call %u (%x, %x, %x): refused, but changed %s", number, first, second, third,
                 difference);
}

void assert_refused(uint32_t number, uint32_t first, uint32_t second, int32_t error)
{
    assert_refused_3(number, first, second, 0, error);
}

uint32_t snapshot_too_near_the_end(uint32_t size)
{
    return scratch_address(partition_current) + partition_current->start_info->free_size - size + 1;
}

static void refused_at(uint32_t number, const uint32_t arguments[3], unsigned argument,
                       uint32_t address)
{
    uint32_t given[3] = {arguments[0], arguments[1], arguments[2]};

    given[argument] = address;
    assert_refused_3(number, given[0], given[1], given[2], BULKHEAD_E_ADDRESS);
}

void assert_bad_addresses_refused(uint32_t number, const uint32_t arguments[3], unsigned argument,
                                  uint32_t size)
{
    const uint32_t *address = snapshot_bad_addresses;

    do
        refused_at(number, arguments, argument, *address);
    while (*address++ != 0);
    refused_at(number, arguments, argument, 0xc0000000u - size + 1);
    refused_at(number, arguments, argument, scratch_address(&partitions[1]));
    null_machine.copies_fail = true;
    refused_at(number, arguments, argument, scratch_address(partition_current));
    null_machine.copies_fail = false;
}
