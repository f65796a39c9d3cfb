/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/sched.h"

#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/partition.h"

/* A partition's timer that is due with less than this (ns) before the next
 * window is left to the partition's own next one: counting it could take
 * longer than the lead allows. */
#define TIMER_TIME 1000u

struct sched sched;

/* Per window of the configuration: ns from its start to the start of the same
 * partition's following window. Made at boot, so that a switch need not search. */
static uint64_t next_distance[BULKHEAD_MAX_WINDOWS];

static const struct bulkhead_config *configuration;

static void find_distances(const struct bulkhead_config_schedule *schedule)
{
    const struct bulkhead_config_window *windows =
        config_window(configuration, schedule->first_window);
    uint64_t *distance = &next_distance[schedule->first_window];
    uint64_t start_of_next[BULKHEAD_MAX_PARTITIONS];

    /* Twice backwards: the first pass leaves each partition's first window. */
    for (uint32_t i = 2 * schedule->window_count; i-- > 0;) {
        uint32_t window = i % schedule->window_count;
        uint64_t start =
            windows[window].offset + (i < schedule->window_count ? 0 : schedule->major_frame);
        uint32_t partition = windows[window].partition;

        if (partition == BULKHEAD_NO_PARTITION)
            continue;
        if (i < schedule->window_count)
            distance[window] = start_of_next[partition] - start;
        start_of_next[partition] = start;
    }
}

void sched_init(const struct bulkhead_config *config)
{
    configuration = config;
    for (uint32_t i = 0; i < config->schedules.count; i++)
        find_distances(config_schedule(config, i));
    sched = (struct sched){.schedule = config_schedule(config, config->initial_schedule),
                           .lead = config->window_lead};
    sched.windows = config_window(config, sched.schedule->first_window);
}

static void set_window(struct sched *s, uint32_t window)
{
    s->window = window;
    s->window_start = s->frame_start + s->windows[window].offset;
    s->window_end = s->window_start + s->windows[window].duration;
    /* config_check() keeps windows below 2^32 ns. */
    s->switch_after = (uint32_t)s->windows[window].duration - s->lead;
    s->last_timer = s->switch_after > TIMER_TIME ? s->switch_after - TIMER_TIME : 0;
}

void sched_advance(struct sched *s)
{
    uint32_t window = s->window + 1;

    if (window == s->schedule->window_count) {
        window = 0;
        s->frame_start += s->schedule->major_frame;
        s->frames++;
    }
    set_window(s, window);
}

uint64_t sched_next_start(const struct sched *s)
{
    return s->window_start + next_distance[s->schedule->first_window + s->window];
}

static struct partition *window_owner(void)
{
    uint32_t index = sched.windows[sched.window].partition;

    return index == BULKHEAD_NO_PARTITION ? &partition_nobody : &partitions[index];
}

static void enter_window(struct partition *partition)
{
    struct bulkhead_vcpu *vcpu = partition->vcpu;

    vcpu->window_start = sched.window_start;
    vcpu->window_end = sched.window_end;
    vcpu->window_next = sched_next_start(&sched);
    partition->windows++;
    virq_raise(partition, BULKHEAD_LINE_WINDOW, 1);
}

/* Programs the timer for the next thing that happens in the present window. */
static void program(uint32_t now)
{
    uint32_t next = sched.switch_after;

    if (now < sched.last_timer && partition_current->timer.due < sched.last_timer)
        next = partition_current->timer.due;
    arch_timer_set(next > now ? next - now : 0);
}

static void enter_present_window(void)
{
    struct partition *from = partition_current;
    struct partition *to = window_owner();

    if (to != from) {
        arch_partition_switch(from, to);
        partition_current = to;
    }
    if (to->state != PARTITION_STOPPED)
        enter_window(to);
    arch_time_wait_until(sched.window_start);
    /* After the start: what a timer costs falls on its owner's window. */
    timer_enter(to);
    program(arch_time_since_wait());
}

void sched_start(void)
{
    arch_time_start();
    for (uint32_t i = 0; i < partition_count; i++)
        arch_time_describe(partitions[i].start_info);
    set_window(&sched, 0);
    sched.frames = 1;
    enter_present_window();
}

/* Something kept the kernel for longer than a window: leaves out the windows
 * that are over. */
__attribute__((noinline, cold)) static void catch_up(void)
{
    uint64_t now = arch_time_now();

    while (now >= sched.window_start + sched.switch_after) {
        sched.missed++;
        sched_advance(&sched);
    }
}

__attribute__((noinline)) static void switch_window(uint32_t now)
{
    uint32_t left = sched.switch_after + sched.lead - now;

    timer_leave(partition_current);
    sched_advance(&sched);
    /* It is below 0, and so very large, if the kernel comes after the window's end. */
    if (left > sched.lead)
        catch_up();
    enter_present_window();
}

void sched_timer(void)
{
    uint32_t now = arch_time_since_wait();

    if (now >= sched.switch_after) {
        switch_window(now);
        return;
    }
    if (now >= partition_current->timer.due && now < sched.last_timer)
        timer_expire(partition_current, now);
    program(now);
}

void sched_timer_changed(void)
{
    program(arch_time_since_wait());
}

bool sched_has_time(uint32_t ns)
{
    uint32_t now = arch_time_since_wait();

    return now < sched.switch_after && ns < sched.switch_after - now;
}
