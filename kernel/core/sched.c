/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/boot.h"
#include "kernel/sched.h"

#include "kernel/arch.h"
#include "kernel/config.h"
#include "kernel/health.h"
#include "kernel/partition.h"

/* A partition's timer that is due with less than this (ns) before the next
 * window is left to the partition's own next one: counting it could take
 * longer than the lead allows. */
#define TIMER_TIME 1000u

struct sched sched;

/* The windows of all schedules, made ready at boot so that a switch need not
 * look things up or search. */
static struct sched_slot slots[BULKHEAD_MAX_WINDOWS];

static const struct bulkhead_config *module;

/*@ // What config_check() has found to hold.
    predicate schedule_good{L}(struct bulkhead_config_schedule *schedule) =
      \valid_read(schedule) && 1 <= schedule->window_count &&
      schedule->first_window + schedule->window_count <= BULKHEAD_MAX_WINDOWS;

    // The slot is the present window's, and slots_end is where its schedule's end.
    predicate in_window{L}(struct sched *s) =
      schedule_good(s->schedule) && s->window < s->schedule->window_count &&
      s->slot == &slots[s->schedule->first_window + s->window] &&
      s->slots_end == &slots[0] + (s->schedule->first_window + s->schedule->window_count);

    // The slot's times are at hand.
    predicate times_at_hand{L}(struct sched *s) =
      s->switch_after == s->slot->switch_after && s->last_timer == s->slot->last_timer;

    predicate apart{L}(struct sched *s, struct bulkhead_config_schedule *schedule) =
      \separated(s, schedule, &slots[0 .. BULKHEAD_MAX_WINDOWS - 1],
                 &partitions[0 .. BULKHEAD_MAX_PARTITIONS - 1], &partition_count); */

/*@ requires \valid(slot);
    assigns slot->switch_after, slot->last_timer;
    ensures slot->switch_after == switch_after;
    ensures slot->last_timer == \max(0, switch_after - TIMER_TIME); */
static void set_switch(struct sched_slot *slot, uint32_t switch_after)
{
    slot->switch_after = switch_after;
    slot->last_timer = switch_after > TIMER_TIME ? switch_after - TIMER_TIME : 0;
}

BOOT_ONLY static void make_slot(struct sched_slot *slot,
                                const struct bulkhead_config_window *window, uint32_t lead)
{
    slot->owner = window->partition == BULKHEAD_NO_PARTITION ? &partition_nobody
                                                             : &partitions[window->partition];
    /* config_check() keeps windows below 2^32 ns, and at twice the lead at least. */
    slot->duration = (uint32_t)window->duration;
    slot->arch_duration = arch_duration(slot->duration);
    /* A hardware line may interrupt in the last instant, and devices are to be
     * closed: their owner's window ends so much earlier. */
    if ((slot->owner->duties & PARTITION_HAS_DEVICES) != 0)
        lead *= 2;
    set_switch(slot, slot->duration - lead);
}

BOOT_ONLY static void make_slots(const struct bulkhead_config *config,
                                 const struct bulkhead_config_schedule *schedule)
{
    const struct bulkhead_config_window *windows = config_window(config, schedule->first_window);
    struct sched_slot *slot = &slots[schedule->first_window];
    uint64_t start_of_next[BULKHEAD_MAX_PARTITIONS];

    /* Twice backwards: the first pass leaves each partition's first window. */
    for (uint32_t i = 2 * schedule->window_count; i-- > 0;) {
        uint32_t window = i % schedule->window_count;
        uint64_t start =
            windows[window].offset + (i < schedule->window_count ? 0 : schedule->major_frame);
        uint32_t partition = windows[window].partition;

        make_slot(&slot[window], &windows[window], config->window_lead);
        if (partition == BULKHEAD_NO_PARTITION)
            continue;
        if (i < schedule->window_count)
            slot[window].next_distance = start_of_next[partition] - start;
        start_of_next[partition] = start;
    }
}

/*@ requires \valid(s) && schedule_good(schedule) && apart(s, schedule);
    assigns s->schedule, s->slot, s->slots_end;
    ensures s->schedule == schedule;
    ensures s->slot == &slots[schedule->first_window];
    ensures s->slots_end == &slots[0] + (schedule->first_window + schedule->window_count); */
static void set_schedule(struct sched *s, const struct bulkhead_config_schedule *schedule)
{
    s->schedule = schedule;
    s->slot = &slots[schedule->first_window];
    s->slots_end = s->slot + schedule->window_count;
}

BOOT_ONLY void sched_init(const struct bulkhead_config *config)
{
    module = config;
    for (uint32_t i = 0; i < config->schedules.count; i++)
        make_slots(config, config_schedule(config, i));
    sched = (struct sched){0};
    set_schedule(&sched, config_schedule(config, config->initial_schedule));
}

/* The window that begins where the last one ends: all windows have whole ns,
 * so no window's start can drift. */
/*@ requires \valid(s);
    requires in_window(s);
    requires apart(s, s->schedule);
    assigns s->window_start, s->window_end, s->switch_after, s->last_timer;
    ensures in_window(s) && times_at_hand(s);
    ensures s->window_start == \old(s->window_end);
    ensures s->window_end == (uint64_t)(s->window_start + s->slot->duration); */
static void begin_slot(struct sched *s)
{
    s->window_start = s->window_end;
    s->window_end += s->slot->duration;
    s->switch_after = s->slot->switch_after;
    s->last_timer = s->slot->last_timer;
}

static uint32_t index_of(const struct bulkhead_config_schedule *schedule)
{
    return (uint32_t)(schedule - config_schedule(module, 0));
}

/* Each partition's part is done in its own windows: partition_change(). */
/*@ requires \valid_read(s) && schedule_good(s->next) && apart(s, s->next);
    requires partition_count <= BULKHEAD_MAX_PARTITIONS;
    assigns partitions[0 .. BULKHEAD_MAX_PARTITIONS - 1]; */
static void mark_partitions(const struct sched *s)
{
    /*@ loop invariant i <= partition_count;
        loop assigns i, partitions[0 .. BULKHEAD_MAX_PARTITIONS - 1];
        loop variant partition_count - i; */
    for (uint32_t i = 0; i < partition_count; i++) {
        enum bulkhead_change_action action =
            (enum bulkhead_change_action)s->next->change_actions[i];

        if (!s->next_is_reset &&
            (action == BULKHEAD_CHANGE_IGNORE ||
             (action == BULKHEAD_CHANGE_IDLE && partitions[i].state == PARTITION_STOPPED)))
            continue;
        partitions[i].change = action;
        partitions[i].change_is_reset = s->next_is_reset;
        partitions[i].state = PARTITION_CHANGING;
    }
}

/*@ requires partition_count <= BULKHEAD_MAX_PARTITIONS;
    assigns \nothing;
    ensures \result == SCHED_CHANGE_TIME * partition_count; */
uint32_t sched_change_time(void)
{
    return SCHED_CHANGE_TIME * partition_count;
}

/* Before a change the frame's last window is left earlier by that. */
/*@ requires \valid(s) && in_window(s) && apart(s, s->schedule);
    assigns s->slots_end[-1].switch_after, s->slots_end[-1].last_timer,
            s->switch_after, s->last_timer;
    ensures times_at_hand(s);
    ensures s->slots_end[-1].switch_after ==
            (uint32_t)(\old(s->slots_end[-1].switch_after) + ns); */
static void shift_last_switch(struct sched *s, uint32_t ns)
{
    struct sched_slot *last = &slots[s->schedule->first_window + s->schedule->window_count - 1];

    set_switch(last, last->switch_after + ns);
    s->switch_after = s->slot->switch_after;
    s->last_timer = s->slot->last_timer;
}

/*@ requires \valid(s) && s->window == 0 && in_window(s) && schedule_good(s->next);
    requires apart(s, s->schedule) && apart(s, s->next);
    requires partition_count <= BULKHEAD_MAX_PARTITIONS;
    assigns s->schedule, s->slot, s->slots_end, s->switch_after, s->last_timer, s->next,
            s->next_is_reset, s->changed_at, s->slots_end[-1].switch_after,
            s->slots_end[-1].last_timer, partitions[0 .. BULKHEAD_MAX_PARTITIONS - 1];
    ensures in_window(s) && apart(s, s->schedule);
    ensures s->schedule == \old(s->next) && s->next == \null && !s->next_is_reset;
    ensures s->changed_at == s->window_end;
    ensures \old(s->slots_end)[-1].switch_after ==
            (uint32_t)(\old(s->slots_end[-1].switch_after) + SCHED_CHANGE_TIME * partition_count);
 */
__attribute__((noinline, cold)) static void begin_next_schedule(struct sched *s)
{
    mark_partitions(s);
    shift_last_switch(s, sched_change_time());
    set_schedule(s, s->next);
    s->next = NULL;
    s->next_is_reset = false;
    s->changed_at = s->window_end;
}

/*@ requires \valid(s) && in_window(s) && apart(s, s->schedule);
    requires s->next == \null || (schedule_good(s->next) && apart(s, s->next));
    requires partition_count <= BULKHEAD_MAX_PARTITIONS;
    assigns *s, s->slots_end[-1].switch_after, s->slots_end[-1].last_timer,
            partitions[0 .. BULKHEAD_MAX_PARTITIONS - 1];
    ensures in_window(s) && apart(s, s->schedule) && times_at_hand(s);
    ensures s->window_start == \old(s->window_end);
    ensures s->window_end == (uint64_t)(s->window_start + s->slot->duration);
    behavior within_frame:
      assumes s->window + 1 < s->schedule->window_count;
      ensures s->window == \old(s->window) + 1 && s->slot == \old(s->slot) + 1;
      ensures s->schedule == \old(s->schedule) && s->next == \old(s->next);
      ensures s->frame_start == \old(s->frame_start) && s->frames == \old(s->frames);
    behavior frame_ends:
      assumes s->window + 1 == s->schedule->window_count;
      ensures s->window == 0 && s->next == \null;
      ensures s->frame_start == s->window_start && s->frames == (uint64_t)(\old(s->frames) + 1);
      ensures s->schedule == (\old(s->next) == \null ? \old(s->schedule) : \old(s->next));
      ensures \old(s->next) != \null ==> s->changed_at == s->window_start;
    complete behaviors;
    disjoint behaviors; */
void sched_advance(struct sched *s)
{
    s->slot++;
    s->window++;
    //@ assert s->slot == s->slots_end <==> s->window == s->schedule->window_count;
    if (__builtin_expect(s->slot == s->slots_end, 0)) {
        s->slot -= s->window;
        s->window = 0;
        //@ assert in_window(s);
        s->frame_start = s->window_end;
        s->frames++;
        if (__builtin_expect(s->next != NULL, 0))
            begin_next_schedule(s);
    }
    begin_slot(s);
}

/*@ requires \valid_read(s) && in_window(s);
    assigns \nothing;
    ensures \result == (uint64_t)(s->window_start + s->slot->next_distance); */
uint64_t sched_next_start(const struct sched *s)
{
    return s->window_start + s->slot->next_distance;
}

static void enter_window(struct partition *partition)
{
    struct bulkhead_vcpu *vcpu = partition->vcpu;

    vcpu->window_start = sched.window_start;
    vcpu->window_end = sched.window_end;
    vcpu->window_next = sched_next_start(&sched);
    partition->windows++;
    virq_add(&partition->virq, BULKHEAD_LINE_WINDOW, 1);
}

/* Programs the timer for the next thing that happens in the present window. */
static void program(uint32_t now)
{
    uint32_t due = partition_current->timer.due;
    uint32_t next = sched.switch_after;

    if (now < sched.last_timer && due < sched.last_timer)
        next = due;
    arch_timer_set(next > now ? next - now : 0);
}

__attribute__((noinline, cold)) static void begin_duties(struct partition *partition)
{
    if ((partition->duties & PARTITION_HAS_DEVICES) != 0)
        arch_devices_open(partition);
    if ((partition->duties & PARTITION_HAS_INPUT) != 0)
        console_poll(partition);
    if ((partition->duties & PARTITION_HAS_OUTPUT) != 0)
        console_go_on(partition);
}

/* ended: the window before, or NULL if this one does not follow it. */
static void enter_present_window(const struct sched_slot *ended)
{
    struct partition *from = partition_current;
    struct partition *to = sched.slot->owner;

    if (to != from) {
        if (__builtin_expect((from->duties & PARTITION_HAS_DEVICES) != 0, 0))
            arch_devices_close();
        arch_partition_switch(from, to);
        partition_current = to;
    }
    if (to->state != PARTITION_STOPPED)
        enter_window(to);
    if (__builtin_expect(ended != NULL, 1))
        arch_time_wait_for(&ended->arch_duration);
    else
        arch_time_wait_until(sched.window_start);
    /* After the start: what a timer costs falls on its owner's window. */
    timer_enter(to);
    if (__builtin_expect(to->duties != 0, 0))
        begin_duties(to);
    program(arch_time_since_wait());
}

void sched_start(void)
{
    arch_time_start();
    for (uint32_t i = 0; i < partition_count; i++)
        arch_time_describe(partitions[i].start_info);
    begin_slot(&sched);
    sched.frames = 1;
    enter_present_window(NULL);
}

/* Something kept the kernel beyond the window's start: leaves out the windows
 * that are over. */
__attribute__((noinline, cold)) static void enter_late(const struct sched_slot *ended)
{
    uint64_t now = arch_time_now();

    //@ dynamic_split sched.slot - slots;
    while (now >= sched.window_start + sched.switch_after) {
        sched.missed++;
        sched_advance(&sched);
        ended = NULL;
    }
    enter_present_window(ended);
    health_module_error(BULKHEAD_ERROR_WINDOW_OVERRUN, (uint32_t)sched.missed);
}

__attribute__((noinline)) static void switch_window(uint32_t now)
{
    const struct sched_slot *ended = sched.slot;

    timer_leave(partition_current);
    sched_advance(&sched);
    if (__builtin_expect(now > ended->duration, 0))
        enter_late(ended);
    else
        enter_present_window(ended);
}

__attribute__((noinline, cold)) void sched_timer_changed(void)
{
    program(arch_time_since_wait());
}

void sched_timer(void)
{
    uint32_t now = arch_time_since_wait();
    uint32_t next = sched.switch_after;

    //@ dynamic_split sched.slot - slots;
    if (__builtin_expect(now >= next, 0)) {
        switch_window(now);
        return;
    }
    if (__builtin_expect(now < sched.last_timer, 1)) {
        uint32_t due = partition_current->timer.due;

        if (__builtin_expect(now >= due, 1))
            due = timer_expire(partition_current, now);
        if (__builtin_expect(due == 0, 0)) {
            sched_timer_changed();
            return;
        }
        if (due < sched.last_timer)
            next = due;
    }
    /* What was due is counted, or too late for this window. */
    arch_timer_set(next - now);
}

bool sched_has_time(uint32_t ns)
{
    uint64_t now;

    return sched_has_time_now(ns, &now);
}

static void plan_change(const struct bulkhead_config_schedule *next, bool reset)
{
    if ((sched.next != NULL) != (next != NULL))
        shift_last_switch(&sched, next != NULL ? 0u - sched_change_time() : sched_change_time());
    sched.next = next;
    sched.next_is_reset = reset;
    sched_timer_changed();
}

void sched_change(uint32_t schedule)
{
    const struct bulkhead_config_schedule *next = config_schedule(module, schedule);

    if (!sched.next_is_reset)
        plan_change(next == sched.schedule ? NULL : next, false);
}

void sched_reset(void)
{
    plan_change(config_schedule(module, module->initial_schedule), true);
}

/*@ assigns \nothing;
    ensures \result <==> sched.next != \null; */
bool sched_will_change(void)
{
    return sched.next != NULL;
}

void sched_status(struct bulkhead_schedule_status *status)
{
    status->last_change = sched.changed_at;
    status->current = index_of(sched.schedule);
    status->next = sched.next == NULL ? status->current : index_of(sched.next);
}

uint64_t sched_now(void)
{
    return sched.window_start + arch_time_since_wait();
}
