/* SPDX-License-Identifier: BSD-2-Clause */

/* The cyclic schedule: arithmetic, switching in time and late, the one-shot
 * timer's programming. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

#define NOBODY   BULKHEAD_NO_PARTITION
#define MAX_LEAD 10000u
/* A third of the shortest window of all. */
#define LONG_LEAD 6666u

/* ns from the start of the simple module's windows. */
#define SWITCHING (SIMPLE_WINDOW - 2 * BULKHEAD_DEFAULT_LEAD) /* it has hardware lines */

/* Odd lengths, idle windows, a partition with several windows, with one, and
 * with two in a row. */
static const struct window_plan odd_plan[] = {
    {0, 0, 20011}, {0, 1, 1000003}, {0, NOBODY, 33333337}, {0, 0, 77777}, {0, 0, 20000},
    {0, 2, 99991}, {0, 1, 1234567}, {0, NOBODY, 20021},    {0, 0, 51437},
};

/* What the plan alone says about the instant at time. */
struct place {
    uint64_t frame; /* counted from 0 */
    uint64_t start;
    size_t window;
};

static uint64_t frame_length(const struct window_plan *plan, size_t windows)
{
    uint64_t length = 0;

    for (size_t i = 0; i < windows; i++)
        length += plan[i].duration;
    return length;
}

static struct place place_at(const struct window_plan *plan, size_t windows, uint64_t time)
{
    uint64_t length = frame_length(plan, windows);
    struct place place = {.frame = time / length, .start = time / length * length};

    while (time >= place.start + plan[place.window].duration)
        place.start += plan[place.window++].duration;
    return place;
}

static struct block boot_plan(const struct window_plan *plan, size_t windows, uint32_t members,
                              uint32_t lead)
{
    struct block block = block_make(members, plan, windows);

    block.config->window_lead = lead;
    block_seal(&block);
    module_boot(&block);
    return block;
}

static void boot_ends(struct block *block)
{
    core_reset();
    block_free(block);
}

static void starts_are_exact_over_100000_frames(void **state)
{
    const size_t windows = ELEMENTS(odd_plan);
    const uint64_t length = frame_length(odd_plan, windows);
    struct block block = boot_plan(odd_plan, windows, 3, 350);
    struct sched s = sched;

    (void)state;
    assert_int_equal(s.window_start, 0);
    for (uint64_t frame = 0; frame < 100000; frame++) {
        uint64_t start = frame * length;

        for (size_t i = 0; i < windows; i++) {
            if (s.window_start != start || s.window_end != start + odd_plan[i].duration ||
                s.window != i || s.frames != frame + 1 ||
                s.switch_after != odd_plan[i].duration - 350 || s.frame_start != frame * length)
                fail_msg("frame %llu, window %zu: wrong", (unsigned long long)frame, i);
            start += odd_plan[i].duration;
            sched_advance(&s);
        }
    }
    boot_ends(&block);
}

/* Forward search, window by window, for as long as it takes. */
static uint64_t next_start_searched(const struct window_plan *plan, size_t windows, size_t from)
{
    uint64_t distance = 0;
    size_t i = from;

    do {
        distance += plan[i].duration;
        i = (i + 1) % windows;
    } while (plan[i].partition != plan[from].partition);
    return distance;
}

static void check_next_starts(const struct block *block, const struct window_plan *plan,
                              uint32_t schedule)
{
    const struct window_plan *own = plan + block->schedules[schedule].first_window;
    size_t windows = block->schedules[schedule].window_count;
    struct sched s;

    block->config->initial_schedule = schedule;
    sched_init(block->config);
    s = sched;
    for (size_t i = 0; i < 3 * windows; i++, sched_advance(&s)) {
        if (own[s.window].partition == NOBODY)
            continue;
        assert_int_equal(sched_next_start(&s),
                         s.window_start + next_start_searched(own, windows, s.window));
    }
}

static void next_start_of_every_window(void **state)
{
    struct random random = {1};
    struct window_plan plan[120];

    (void)state;
    for (int round = 0; round < 400; round++) {
        uint32_t members = 1 + random_below(&random, BULKHEAD_MAX_PARTITIONS);
        uint32_t windows = 1 + random_below(&random, ELEMENTS(plan));
        uint32_t schedule = 0;
        struct block block;

        if (round % 2 == 0)
            members = 1 + members % 4;
        for (uint32_t i = 0; i < windows; i++) {
            schedule +=
                i > 0 && schedule < BULKHEAD_MAX_SCHEDULES - 1 && random_below(&random, 20) == 0;
            plan[i] = (struct window_plan){
                schedule, random_below(&random, 8) == 0 ? NOBODY : random_below(&random, members),
                20000 + random_below(&random, 100000)};
        }
        block = block_make(members, plan, windows);
        for (uint32_t i = 0; i <= schedule; i++)
            check_next_starts(&block, plan, i);
        block_free(&block);
    }
    core_reset();
}

static void first_window_begins_at_0(void **state)
{
    struct block block = boot_plan(odd_plan, ELEMENTS(odd_plan), 3, 350);

    (void)state;
    assert_int_equal(null_machine.now, 0);
    assert_int_equal(sched.frames, 1);
    assert_int_equal(sched.missed, 0);
    assert_ptr_equal(partition_current, &partitions[0]);
    assert_ptr_equal(null_machine.switched_from, &partition_nobody);
    assert_ptr_equal(null_machine.switched_to, &partitions[0]);
    assert_int_equal(null_machine.switches, 1);
    assert_int_equal(partitions[0].windows, 1);
    assert_int_equal(null_machine.timer_at, 20011 - 350);
    assert_int_equal(partitions[0].vcpu->window_start, 0);
    assert_int_equal(partitions[0].vcpu->window_end, 20011);
    assert_int_equal(partitions[0].vcpu->window_next, 20011 + 1000003 + 33333337);
    for (int i = 0; i < 3; i++)
        assert_int_equal(partitions[i].start_info->clock_scale, 1ull << 32);
    boot_ends(&block);
}

static void first_window_can_be_idle(void **state)
{
    static const struct window_plan plan[] = {{0, NOBODY, 30000}, {0, 0, 40000}};
    struct block block = boot_plan(plan, ELEMENTS(plan), 1, 350);

    (void)state;
    assert_ptr_equal(partition_current, &partition_nobody);
    assert_int_equal(null_machine.switches, 0);
    assert_int_equal(null_machine.timer_at, 30000 - 350);
    assert_null(trap(TRAP_NONE, 0, NULL));
    null_machine.now = null_machine.timer_at;
    assert_ptr_equal(trap(TRAP_TIMER, 0, NULL), &partitions[0]);
    assert_int_equal(null_machine.now, 30000);
    boot_ends(&block);
}

/* The last instant before and the first at which the switch begins; the
 * partition starts at its window's start exactly. */
static void switch_at_lead(uint32_t lead)
{
    struct block block = boot_plan(odd_plan, ELEMENTS(odd_plan), 3, lead);

    assert_int_equal(null_machine.timer_at, 20011 - lead);
    null_machine.now = 20011 - lead - 1;
    assert_ptr_equal(trap(TRAP_TIMER, 0, NULL), &partitions[0]);
    assert_int_equal(null_machine.now, 20011 - lead - 1);
    assert_int_equal(null_machine.timer_delta, 1);
    null_machine.now++;
    assert_ptr_equal(trap(TRAP_TIMER, 0, NULL), &partitions[1]);
    assert_int_equal(null_machine.now, 20011);
    assert_int_equal(null_machine.waited_for, 20011);
    assert_int_equal(null_machine.timer_at, 20011 + 1000003 - lead);
    assert_int_equal(sched.missed, 0);
    boot_ends(&block);
}

static void leads(void **state)
{
    (void)state;
    switch_at_lead(0);
    switch_at_lead(1);
    switch_at_lead(350);
    switch_at_lead(LONG_LEAD);
}

static void vcpu_page_tells_each_window(void **state)
{
    const size_t windows = ELEMENTS(odd_plan);
    struct block block = boot_plan(odd_plan, windows, 3, 350);
    uint64_t start = 0, entered[3] = {0};

    (void)state;
    for (size_t i = 0; i < 1000 * windows; i++) {
        const struct window_plan *window = &odd_plan[i % windows];

        if (window->partition != NOBODY) {
            const struct bulkhead_vcpu *vcpu = partitions[window->partition].vcpu;

            assert_ptr_equal(partition_current, &partitions[window->partition]);
            assert_int_equal(vcpu->window_start, start);
            assert_int_equal(vcpu->window_end, start + window->duration);
            assert_int_equal(vcpu->window_next,
                             start + next_start_searched(odd_plan, windows, i % windows));
            assert_int_equal(partitions[window->partition].windows, ++entered[window->partition]);
        } else {
            assert_ptr_equal(partition_current, &partition_nobody);
        }
        start += window->duration;
        null_machine.now = null_machine.timer_at;
        trap(TRAP_TIMER, 0, NULL);
    }
    boot_ends(&block);
}

static void partition_with_two_windows_in_a_row_is_not_switched(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 30000}, {0, 0, 40000}, {0, 1, 50000}};
    struct block block = boot_plan(plan, ELEMENTS(plan), 2, 350);

    (void)state;
    assert_int_equal(call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0), BULKHEAD_OK);
    null_machine.now = null_machine.timer_at;
    assert_ptr_equal(trap(TRAP_TIMER, 0, NULL), &partitions[0]);
    assert_int_equal(null_machine.switches, 1);
    assert_int_equal(partitions[0].windows, 2);
    assert_int_equal(partitions[0].virq.count[BULKHEAD_LINE_WINDOW], 1);
    assert_int_equal(partitions[0].vcpu->pending, 1u << BULKHEAD_LINE_WINDOW);
    null_machine.now = null_machine.timer_at;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(null_machine.switches, 2);
    assert_ptr_equal(null_machine.switched_from, &partitions[0]);
    assert_ptr_equal(null_machine.switched_to, &partitions[1]);
    boot_ends(&block);
}

static void stopped_partition_keeps_its_windows_empty(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 30000}, {0, 1, 40000}};
    struct block block = boot_plan(plan, ELEMENTS(plan), 2, 350);

    (void)state;
    call(BULKHEAD_HC_STOP, 0, 0);
    assert_null(trap(TRAP_NONE, 0, NULL));
    for (int i = 0; i < 2; i++) {
        null_machine.now = null_machine.timer_at;
        trap(TRAP_TIMER, 0, NULL);
    }
    assert_ptr_equal(partition_current, &partitions[0]);
    assert_int_equal(partitions[0].windows, 1);
    assert_int_equal(partitions[0].vcpu->window_start, 0);
    assert_int_equal(null_machine.timer_at, 100000 - 350);
    assert_null(trap(TRAP_NONE, 0, NULL));
    boot_ends(&block);
}

/* Lateness by less than a window, by windows, by frames: always in the window
 * that the clock and the lead say, and each one skipped is counted. */
static void check_lateness(uint32_t lead, uint64_t seed, uint64_t latest, int steps)
{
    const size_t windows = ELEMENTS(odd_plan);
    struct block block = boot_plan(odd_plan, windows, 3, lead);
    struct random random = {seed};
    uint64_t missed = 0;

    for (int i = 0; i < steps; i++) {
        struct place was = place_at(odd_plan, windows, sched.window_start);
        uint64_t now = null_machine.timer_at + random_next(&random) % (latest + 1);
        struct place is = place_at(odd_plan, windows, now + lead);
        uint64_t passed = (is.frame - was.frame) * windows + is.window - was.window;
        uint64_t switching = is.start + odd_plan[is.window].duration - lead;

        null_machine.now = now;
        trap(TRAP_TIMER, 0, NULL);
        missed += passed > 0 ? passed - 1 : 0;
        if (sched.window_start != is.start || sched.window != is.window ||
            sched.frames != is.frame + 1 || sched.missed != missed ||
            null_machine.timer_at != switching ||
            null_machine.now != (now < is.start ? is.start : now))
            fail_msg("lead %u, step %d, now %llu", lead, i, (unsigned long long)now);
    }
    boot_ends(&block);
}

static void late_windows(void **state)
{
    static const uint64_t latest[] = {0, 400, 19000, 21000, 200000, 34000000, 400000000};
    /* Where the difference of two times no longer fits into 31 and 32 bits. */
    static const uint64_t very_late[] = {1ull << 31, 1ull << 32, 1ull << 34};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(latest); i++) {
        check_lateness(0, i, latest[i], 50000);
        check_lateness(350, i + 100, latest[i], 50000);
        check_lateness(LONG_LEAD, i + 200, latest[i], 50000);
    }
    for (size_t i = 0; i < ELEMENTS(very_late); i++)
        check_lateness(350, i + 300, very_late[i] + 40000000, 2000);
}

static void late_by_known_amounts(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 30000}, {0, 1, 40000}, {0, 2, 50000}};
    struct block block = boot_plan(plan, ELEMENTS(plan), 3, 350);

    (void)state;
    null_machine.now = 30000 + 1234;
    trap(TRAP_TIMER, 0, NULL);
    assert_ptr_equal(partition_current, &partitions[1]);
    assert_int_equal(sched.missed, 0);
    assert_int_equal(null_machine.timer_at, 70000 - 350);
    /* Past P3's and P1's windows, into P2's of the second frame. */
    null_machine.now = 120000 + 30000 + 1;
    trap(TRAP_TIMER, 0, NULL);
    assert_ptr_equal(partition_current, &partitions[1]);
    assert_int_equal(sched.missed, 2);
    assert_int_equal(sched.frames, 2);
    /* Three frames on, the same window: eight were skipped. */
    null_machine.now = 4 * 120000 + 30000;
    trap(TRAP_TIMER, 0, NULL);
    assert_ptr_equal(partition_current, &partitions[1]);
    assert_int_equal(sched.missed, 10);
    assert_int_equal(sched.frames, 5);
    assert_int_equal(sched.window_start, 4 * 120000 + 30000);
    boot_ends(&block);
}

static void has_time_to_the_nanosecond(void **state)
{
    struct block block = boot_plan(odd_plan, ELEMENTS(odd_plan), 3, 350);
    const uint32_t switching = 20011 - 350;

    (void)state;
    null_machine.now = 0;
    assert_true(sched_has_time(0));
    assert_true(sched_has_time(switching - 1));
    assert_false(sched_has_time(switching));
    assert_false(sched_has_time(UINT32_MAX));
    null_machine.now = 10000;
    assert_true(sched_has_time(switching - 10000 - 1));
    assert_false(sched_has_time(switching - 10000));
    null_machine.now = switching - 1;
    assert_true(sched_has_time(0));
    assert_false(sched_has_time(1));
    null_machine.now = switching;
    assert_false(sched_has_time(0));
    null_machine.now = 1ull << 40;
    assert_false(sched_has_time(0));
    boot_ends(&block);
}

/* Whatever is set, the next interrupt is that of the switch or of the
 * partition's timer; but a timer that is due just before the switch waits. */
static void timer_is_programmed_for_the_first_event(void **state)
{
    static const uint64_t expiries[] = {0,       1,          5000,       20000,      500000,
                                        1000000, 1000001,    1ull << 31, 1ull << 32, 1ull << 33,
                                        999000,  UINT64_MAX, 990000};
    static const uint64_t moments[] = {0, 1, 4999, 5000, 5001, 900000};

    (void)state;
    for (size_t e = 0; e < ELEMENTS(expiries); e++)
        for (size_t m = 0; m < ELEMENTS(moments); m++) {
            uint64_t due = expiries[e] == 0 ? UINT64_MAX : expiries[e];
            struct bulkhead_timer *timer;

            module_boot_simple(2);
            null_machine.now = moments[m];
            timer = scratch(partition_current);
            *timer = (struct bulkhead_timer){.expiry = expiries[e]};
            assert_int_equal(call(BULKHEAD_HC_TIMER_SET, scratch_address(partition_current), 0),
                             BULKHEAD_OK);
            /* One that is due already is counted, and over. */
            assert_int_equal(null_machine.timer_at,
                             due <= moments[m] || due >= sched.last_timer ? SWITCHING : due);
            if (null_machine.timer_at < SWITCHING) {
                null_machine.now = due + 5;
                trap(TRAP_TIMER, 0, NULL);
                assert_int_equal(null_machine.timer_at, SWITCHING);
            }
            module_end();
        }
}

/* The partition's timer is due, and the kernel comes, at these instants: is it
 * counted in this window? */
static void check_timer_before_the_switch(uint32_t due, uint32_t comes, bool counted)
{
    struct bulkhead_timer *timer;

    module_boot_simple(2);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0);
    timer = scratch(partition_current);
    *timer = (struct bulkhead_timer){.expiry = due};
    call(BULKHEAD_HC_TIMER_SET, scratch_address(partition_current), 0);
    assert_int_equal(null_machine.timer_at, due < sched.last_timer ? due : SWITCHING);
    null_machine.now = comes;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(partitions[0].virq.count[BULKHEAD_LINE_TIMER], counted);
    /* Not again and again until the switch. */
    assert_int_equal(null_machine.timer_at, SWITCHING);
    module_run_until(SIMPLE_WINDOW + SWITCHING - 1, 0);
    assert_int_equal(partitions[0].virq.count[BULKHEAD_LINE_TIMER], counted);
    module_run_until(2 * SIMPLE_WINDOW, 0);
    assert_int_equal(partitions[0].virq.count[BULKHEAD_LINE_TIMER], 1);
    module_end();
}

static void timer_just_before_the_switch_waits(void **state)
{
    uint32_t last;

    (void)state;
    module_boot_simple(2);
    last = sched.last_timer;
    module_end();
    assert_in_range(SWITCHING - last, 1, 2000);
    check_timer_before_the_switch(last - 1, last - 1, true);
    check_timer_before_the_switch(last - 100, last - 1, true);
    check_timer_before_the_switch(last - 1, last, false);
    check_timer_before_the_switch(last - 100, SWITCHING - 1, false);
    check_timer_before_the_switch(last, last, false);
    check_timer_before_the_switch(last, SWITCHING - 1, false);
    check_timer_before_the_switch(SWITCHING - 1, SWITCHING - 1, false);
}

static void overdue_event_interrupts_at_once(void **state)
{
    static const struct window_plan plan[] = {{0, 0, 30000}, {0, 1, 40000}};
    struct block block = boot_plan(plan, ELEMENTS(plan), 2, 350);
    struct bulkhead_timer *timer = scratch(&partitions[0]);

    (void)state;
    /* Due 100 ns into P1's second window, which begins 500 ns late. */
    *timer = (struct bulkhead_timer){.expiry = 70100};
    call(BULKHEAD_HC_TIMER_SET, scratch_address(&partitions[0]), 0);
    null_machine.now = 29650;
    trap(TRAP_TIMER, 0, NULL);
    null_machine.now = 70500;
    trap(TRAP_TIMER, 0, NULL);
    assert_ptr_equal(partition_current, &partitions[0]);
    assert_int_equal(null_machine.timer_delta, 0);
    boot_ends(&block);
}

static void longest_window_and_maximum_lead(void **state)
{
    static const struct window_plan plan[] = {{0, 0, BULKHEAD_MAX_WINDOW},
                                              {0, 1, BULKHEAD_MAX_WINDOW}};
    struct block block = boot_plan(plan, ELEMENTS(plan), 2, MAX_LEAD);

    (void)state;
    for (uint64_t i = 1; i < 1000; i++) {
        null_machine.now = null_machine.timer_at;
        assert_int_equal(null_machine.now, i * BULKHEAD_MAX_WINDOW - MAX_LEAD);
        trap(TRAP_TIMER, 0, NULL);
        assert_ptr_equal(partition_current, &partitions[i % 2]);
        assert_int_equal(null_machine.now, i * BULKHEAD_MAX_WINDOW);
        assert_int_equal(null_machine.timer_delta, BULKHEAD_MAX_WINDOW - MAX_LEAD);
    }
    boot_ends(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(starts_are_exact_over_100000_frames),
        cmocka_unit_test(next_start_of_every_window),
        cmocka_unit_test(first_window_begins_at_0),
        cmocka_unit_test(first_window_can_be_idle),
        cmocka_unit_test(leads),
        cmocka_unit_test(vcpu_page_tells_each_window),
        cmocka_unit_test(partition_with_two_windows_in_a_row_is_not_switched),
        cmocka_unit_test(stopped_partition_keeps_its_windows_empty),
        cmocka_unit_test(late_windows),
        cmocka_unit_test(late_by_known_amounts),
        cmocka_unit_test(has_time_to_the_nanosecond),
        cmocka_unit_test(timer_is_programmed_for_the_first_event),
        cmocka_unit_test(overdue_event_interrupts_at_once),
        cmocka_unit_test(timer_just_before_the_switch_waits),
        cmocka_unit_test(longest_window_and_maximum_lead),
    };

    return cmocka_run_group_tests_name("schedule", tests, NULL, NULL);
}
