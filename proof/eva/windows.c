/* SPDX-License-Identifier: BSD-2-Clause */

/* Two schedules of three and of two windows, and everything that can happen to
 * them in any order: the timer in time, too early and too late, changes, resets,
 * any windows' lengths, any time. */
#include "machine.h"

#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/timer.h"

#define PARTITIONS 2u
#define SCHEDULES  2u
#define WINDOWS    5u

static struct {
    struct bulkhead_config head;
    struct bulkhead_config_partition partitions[PARTITIONS];
    struct bulkhead_config_schedule schedules[SCHEDULES];
    struct bulkhead_config_window windows[WINDOWS];
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

    partition->index = index;
    partition->config = &block.partitions[index];
    partition->vcpu = &vcpus[index];
    partition->start_info = &infos[index];
    partition->duties = proof_any_32();
    timer_stop(&partition->timer);
}

/* Times need not even fit together here. */
static void make_plan(void)
{
    static const uint32_t owners[WINDOWS] = {0, 1, BULKHEAD_NO_PARTITION, 1, 0};

    block.head.window_lead = proof_any_32();
    block.head.initial_schedule = 0;
    block.head.partitions.count = PARTITIONS;
    block.head.partitions.offset = offsetof(__typeof__(block), partitions);
    block.head.schedules.count = SCHEDULES;
    block.head.schedules.offset = offsetof(__typeof__(block), schedules);
    block.head.windows.count = WINDOWS;
    block.head.windows.offset = offsetof(__typeof__(block), windows);
    for (uint32_t i = 0; i < WINDOWS; i++)
        block.windows[i] =
            (struct bulkhead_config_window){proof_any_64(), proof_any_64(), owners[i], 0};
    for (uint32_t i = 0; i < SCHEDULES; i++) {
        block.schedules[i].major_frame = proof_any_64();
        for (uint32_t j = 0; j < PARTITIONS; j++)
            block.schedules[i].change_actions[j] = (uint8_t)proof_any_below(BULKHEAD_CHANGE_COUNT);
    }
    block.schedules[0].first_window = 0;
    block.schedules[0].window_count = 3;
    block.schedules[1].first_window = 3;
    block.schedules[1].window_count = 2;
}

/* What partitions and kernel have done to them meanwhile. */
static void change_partition(uint32_t index)
{
    struct partition *partition = &partitions[index];

    partition->state = (enum partition_state)proof_any_below(PARTITION_STOPPED + 1);
    partition->timer.expiry = proof_any_64();
    partition->timer.period = proof_any_64();
    partition->timer.due = proof_any_32();
    partition->timer.near_period = proof_any_32();
    partition->virq.connected = proof_any_32();
    partition->virq.pending = proof_any_32();
    partition->virq.count[proof_any_below(BULKHEAD_LINE_COUNT)] = proof_any_32();
    partition->duties = proof_any_32();
}

static void step(void)
{
    struct bulkhead_schedule_status status;

    change_partition(0);
    change_partition(1);
    switch (proof_any_below(6)) {
    case 0:
        sched_timer();
        break;
    case 1:
        sched_change(proof_any_below(SCHEDULES));
        break;
    case 2:
        sched_reset();
        break;
    case 3:
        sched_status(&status);
        //@ assert status.current < SCHEDULES && status.next < SCHEDULES;
        break;
    case 4:
        sched_timer_changed();
        break;
    default:
        if (!sched_will_change() && sched_has_time(proof_any_32()))
            sched_now();
    }
}

/* The state between two events, whichever it is: what holds(first) says. */
static void any_state(const struct sched_slot *first)
{
    uint32_t place = proof_any_below(WINDOWS);
    uint32_t next = proof_any_below(SCHEDULES + 1);

    //@ split place;
    //@ split next;
    sched.schedule = &block.schedules[place < 3 ? 0 : 1];
    sched.slot = first + place;
    sched.slots_end = first + (place < 3 ? 3 : 5);
    sched.window = place < 3 ? place : place - 3;
    sched.next = next < SCHEDULES ? &block.schedules[next] : NULL;
    sched.next_is_reset = proof_any_bool();
    sched.window_start = proof_any_64();
    sched.window_end = proof_any_64();
    sched.switch_after = proof_any_32();
    sched.last_timer = proof_any_32();
    sched.frame_start = proof_any_64();
    sched.frames = proof_any_64();
    sched.missed = proof_any_64();
    sched.changed_at = proof_any_64();
    partition_current = first[place].owner;
}

static void holds(const struct sched_slot *first)
{
    uint32_t place = (uint32_t)(sched.slot - first);

    //@ assert place < WINDOWS;
    //@ split place;
    //@ assert sched.schedule == &block.schedules[place < 3 ? 0 : 1];
    //@ assert sched.slots_end == first + (place < 3 ? 3 : 5);
    //@ assert sched.window == (place < 3 ? place : place - 3);
    /*@ assert sched.next == \null || sched.next == &block.schedules[0] ||
               sched.next == &block.schedules[1]; */
    //@ assert partition_current == sched.slot->owner;
}

int main(void)
{
    const struct sched_slot *first;

    make_plan();
    make_partition(0);
    make_partition(1);
    partition_count = PARTITIONS;
    sched_init(&block.head);
    first = sched.slot;
    sched_start();
    holds(first);
    any_state(first);
    step();
    holds(first);
    return 0;
}
