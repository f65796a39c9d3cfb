/* SPDX-License-Identifier: BSD-2-Clause */

/* Every hypercall with any arguments, every interrupt at any time, for any
 * contents of the two partitions' shared pages and counters: what the analyser
 * reaches from here has no undefined behaviour, or it says where. */
#include "machine.h"

#include "kernel/arch.h"
#include "kernel/boot.h"
#include "kernel/config.h"
#include "kernel/hypercall.h"
#include "kernel/irq.h"
#include "kernel/partition.h"
#include "kernel/port.h"
#include "kernel/sched.h"
#include "kernel/timer.h"
#include "kernel/virq.h"

#define PARTITIONS 2u
#define CHANNELS   2u
#define PORTS      5u

static struct {
    struct bulkhead_config head;
    struct bulkhead_config_partition partitions[PARTITIONS];
    struct bulkhead_config_channel channels[CHANNELS];
    struct bulkhead_config_port ports[PORTS];
} block;

struct partition partitions[BULKHEAD_MAX_PARTITIONS];
uint32_t partition_count;
struct partition partition_nobody = {.state = PARTITION_STOPPED,
                                     .timer = {.expiry = TIMER_OFF, .due = TIMER_NOT_NEAR}};
struct partition *partition_current = &partition_nobody;

static struct bulkhead_vcpu vcpus[PARTITIONS];
static struct bulkhead_start_info infos[PARTITIONS];

static void make_partition(uint32_t index)
{
    struct partition *partition = &partitions[index];

    block.partitions[index].timer_floor = proof_any_64();
    block.partitions[index].hw_lines = index == 0 ? 0x10 : 0x8;
    block.partitions[index].signal_targets = proof_any_64();
    block.partitions[index].flags = proof_any_32();
    partition->index = index;
    partition->config = &block.partitions[index];
    partition->vcpu = &vcpus[index];
    partition->start_info = &infos[index];
    infos[index].schedules.count = 2;
    timer_stop(&partition->timer);
}

/* A queue of 3 messages and a sampling channel, from partition 0 to both. */
static void make_ports(void)
{
    static const struct bulkhead_config_channel kinds[CHANNELS] = {
        {BULKHEAD_PORT_QUEUING, 10, 3, 0}, {BULKHEAD_PORT_SAMPLING, 8, 1, 0}};
    static const struct bulkhead_config_port ends[PORTS] = {
        {0, 0, BULKHEAD_PORT_SOURCE, 0, 0, "q"},
        {0, 1, BULKHEAD_PORT_SOURCE, 0, 0, "s"},
        {0, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "s"},
        {1, 0, BULKHEAD_PORT_DESTINATION, 0, 0, "q"},
        {1, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "s"}};

    block.head.channels.count = CHANNELS;
    block.head.channels.offset = offsetof(__typeof__(block), channels);
    block.head.ports.count = PORTS;
    block.head.ports.offset = offsetof(__typeof__(block), ports);
    for (uint32_t i = 0; i < CHANNELS; i++)
        block.channels[i] = kinds[i];
    for (uint32_t i = 0; i < PORTS; i++) {
        block.ports[i] = ends[i];
        block.ports[i].refresh_period = proof_any_64();
    }
    ports_init(&block.head);
}

/* What the partition writes itself, or has been told. */
static void change_partition(uint32_t index)
{
    struct partition *partition = &partitions[index];
    struct arch_context *context = &partition->arch.context;

    vcpus[index].level = proof_any_32();
    vcpus[index].pending = proof_any_32();
    vcpus[index].in_service = proof_any_32();
    context->number = proof_any_32();
    context->first = proof_any_32();
    context->second = proof_any_32();
    context->third = proof_any_32();
}

static void step(void)
{
    uint32_t index = proof_any_below(PARTITIONS);
    struct partition *partition;

    //@ split index;
    partition = &partitions[index];
    change_partition(0);
    change_partition(1);
    partition_current = partition;
    sched.window_start = proof_any_64();
    switch (proof_any_below(7)) {
    case 0:
        hypercall(partition);
        break;
    case 1:
        irq_line(proof_any_32());
        break;
    case 2:
        virq_leave(partition);
        break;
    case 3:
        timer_enter(partition);
        break;
    case 4:
        timer_leave(partition);
        break;
    case 5:
        timer_expire(partition, proof_any_32());
        break;
    default:
        virq_raise(partition, proof_any_below(BULKHEAD_LINE_LAST + 1), proof_any_32());
    }
}

int main(void)
{
    block.head.partitions.count = PARTITIONS;
    block.head.partitions.offset = offsetof(__typeof__(block), partitions);
    make_partition(0);
    make_partition(1);
    make_ports();
    partition_count = PARTITIONS;
    irq_init(&block.head);
    while (proof_any_bool())
        step();
    return 0;
}
