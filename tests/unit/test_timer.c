/* SPDX-License-Identifier: BSD-2-Clause */

/* A partition's timer, against exact arithmetic in 128 bits. */
#include "fixture.h"

#include "bulkhead/hypercall.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

#define TIMER BULKHEAD_LINE_TIMER
#define LEAD  BULKHEAD_DEFAULT_LEAD
/* Periods above it take the long way through the arithmetic. */
#define NEAR_PERIOD_MAX 0x10000000u

typedef unsigned __int128 wide;

/* A timer in exact arithmetic; expiries are counted when they are asked for. */
struct model {
    bool on;
    wide next;
    uint64_t period;
};

static uint32_t model_count(struct model *m, uint64_t now)
{
    wide expired;

    if (!m->on || m->next > now)
        return 0;
    expired = m->period == 0 ? 1 : 1 + (now - m->next) / m->period;
    m->on = m->period != 0;
    m->next += expired * m->period;
    return expired > UINT32_MAX ? UINT32_MAX : (uint32_t)expired;
}

/* What the kernel has counted since the last call. */
static uint32_t counted(struct partition *p)
{
    uint32_t count = p->virq.count[TIMER];

    virq_disconnect(p, TIMER);
    virq_connect(p, TIMER);
    return count;
}

static int32_t set(uint64_t expiry, uint64_t period)
{
    struct bulkhead_timer *timer = scratch(partition_current);

    *timer = (struct bulkhead_timer){.expiry = expiry, .period = period};
    return call(BULKHEAD_HC_TIMER_SET, scratch_address(partition_current), 0);
}

static struct block boot_plan(const struct window_plan *plan, size_t windows)
{
    struct block block = block_make(2, plan, windows);

    module_boot(&block);
    virq_connect(&partitions[0], TIMER);
    return block;
}

static void boot_ends(struct block *block)
{
    core_reset();
    block_free(block);
}

static const struct window_plan pair[] = {{0, 0, SIMPLE_WINDOW}, {0, 1, SIMPLE_WINDOW}};

static void one_shot_at_the_exact_instant(void **state)
{
    struct block block = boot_plan(pair, ELEMENTS(pair));

    (void)state;
    assert_int_equal(set(5000, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.timer_at, 5000);
    null_machine.now = 4999;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(counted(&partitions[0]), 0);
    assert_int_equal(null_machine.timer_at, 5000);
    null_machine.now = 5000;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(counted(&partitions[0]), 1);
    assert_int_equal(null_machine.timer_at, SIMPLE_WINDOW - LEAD);
    module_run_until(100 * SIMPLE_WINDOW, 0);
    assert_int_equal(counted(&partitions[0]), 0);
    boot_ends(&block);
}

static void setting_at_around_now(void **state)
{
    static const struct {
        uint64_t expiry, period;
        uint32_t count;
        uint64_t next;
    } cases[] = {
        {10001, 0, 0, 10001},     {10000, 0, 1, 0},
        {9999, 0, 1, 0},          {1, 0, 1, 0},
        {10001, 2000, 0, 10001},  {10000, 2000, 1, 12000},
        {9999, 2000, 1, 11999},   {8001, 2000, 1, 10001},
        {8000, 2000, 2, 12000},   {7999, 2000, 2, 11999},
        {1, 1000, 10, 10001},     {10000, 1000, 1, 11000},
        {10001, 1000, 0, 10001},  {0, 0, 0, 0},
        {0, 5000, 0, 0},          {UINT64_MAX, 0, 0, 0},
        {UINT64_MAX, 1000, 0, 0}, {9000, UINT64_MAX, 1, 0},
    };

    (void)state;
    for (size_t i = 0; i < ELEMENTS(cases); i++) {
        struct block block = boot_plan(pair, ELEMENTS(pair));

        null_machine.now = 10000;
        assert_int_equal(set(cases[i].expiry, cases[i].period), BULKHEAD_OK);
        assert_int_equal(counted(&partitions[0]), cases[i].count);
        assert_int_equal(null_machine.timer_at,
                         cases[i].next != 0 ? cases[i].next : SIMPLE_WINDOW - LEAD);
        boot_ends(&block);
    }
}

static void late_interrupt_counts_all(void **state)
{
    struct block block = boot_plan(pair, ELEMENTS(pair));

    (void)state;
    set(3000, 1000);
    null_machine.now = 3999;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(counted(&partitions[0]), 1);
    assert_int_equal(null_machine.timer_at, 4000);
    null_machine.now = 5000;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(counted(&partitions[0]), 2);
    assert_int_equal(null_machine.timer_at, 6000);
    null_machine.now = 16999;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(counted(&partitions[0]), 11);
    assert_int_equal(null_machine.timer_at, 17000);
    boot_ends(&block);
}

static void catches_up_when_its_window_comes(void **state)
{
    static const struct window_plan plan[] = {
        {0, 0, 30000}, {0, 1, 40000}, {0, 0, 50000}, {0, BULKHEAD_NO_PARTITION, 1000000}};
    struct block block = boot_plan(plan, ELEMENTS(plan));

    (void)state;
    set(10000, 10000);
    module_run_until(20000, 0);
    assert_int_equal(counted(&partitions[0]), 2);
    module_run_until(69000, 0);
    assert_ptr_equal(partition_current, &partitions[1]);
    assert_int_equal(counted(&partitions[0]), 0);
    /* 30000 ... 70000, the last at the very start of the window. */
    module_run_until(70000, 0);
    assert_ptr_equal(partition_current, &partitions[0]);
    assert_int_equal(counted(&partitions[0]), 5);
    module_run_until(1120000, 0);
    assert_int_equal(counted(&partitions[0]), 112 - 7);
    boot_ends(&block);
}

static void expiries_while_the_kernel_was_late(void **state)
{
    struct block block = boot_plan(pair, ELEMENTS(pair));
    uint32_t before;

    (void)state;
    set(1000, 1000);
    module_run_until(SIMPLE_WINDOW, 0);
    before = counted(&partitions[0]);
    /* The window of partition 0 begins 2500 ns late. */
    null_machine.now = 2 * SIMPLE_WINDOW + 2500;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(null_machine.timer_delta, 0);
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(null_machine.timer_at, 2 * SIMPLE_WINDOW + 3000);
    assert_int_equal(before + counted(&partitions[0]), 2 * SIMPLE_WINDOW / 1000 + 2);
    boot_ends(&block);
}

/* As if the module had been running for so long already, in whole frames. */
static void jump_to_frame_at(uint64_t time)
{
    uint64_t passed = time / sched.schedule->major_frame * sched.schedule->major_frame;

    sched.frame_start += passed;
    sched.window_start += passed;
    sched.window_end += passed;
    null_machine.now += passed;
    null_machine.waited_for += passed;
    null_machine.timer_at += passed;
    assert_ptr_equal(partition_current, &partitions[0]);
}

static const struct window_plan long_pair[] = {{0, 0, BULKHEAD_MAX_WINDOW},
                                               {0, 1, BULKHEAD_MAX_WINDOW - 1}};

/* One period at one distance from the start of time: each instant around the
 * first expiries, then a few frames on. */
static void check_period(uint64_t at, uint64_t first, uint64_t period)
{
    struct block block = boot_plan(long_pair, ELEMENTS(long_pair));
    struct model m = {.on = true, .period = period};
    uint64_t frame = sched.schedule->major_frame;

    jump_to_frame_at(at);
    m.next = null_machine.now + first;
    assert_int_equal(set((uint64_t)m.next, period), BULKHEAD_OK);
    assert_int_equal(counted(&partitions[0]), model_count(&m, null_machine.now));
    for (int i = 0; i < 40; i++) {
        uint64_t end = sched.window_start + sched.last_timer;
        uint64_t now = m.on && m.next - 1 < end ? (uint64_t)m.next - 1 : end - 1;

        for (int step = 0; step < 3 && now + (uint64_t)step < end; step++) {
            null_machine.now = now + (uint64_t)step;
            trap(TRAP_TIMER, 0, NULL);
            assert_int_equal(counted(&partitions[0]), model_count(&m, null_machine.now));
            assert_int_equal(null_machine.timer_at,
                             m.on && m.next < end ? (uint64_t)m.next : sched.window_end - LEAD);
        }
        if (!m.on || m.next >= end) {
            module_run_until((null_machine.now / frame + 1) * frame, 0);
            assert_ptr_equal(partition_current, &partitions[0]);
            assert_int_equal(counted(&partitions[0]), model_count(&m, null_machine.now));
        }
    }
    boot_ends(&block);
}

#define MS        1000000ull
#define YEAR      (365ull * 86400 * 1000 * MS)
#define LAST_YEAR (584 * YEAR)

static void periods_from_shortest_to_longest(void **state)
{
    static const uint64_t periods[] = {0,
                                       1000,
                                       1001,
                                       20000,
                                       999999999,
                                       NEAR_PERIOD_MAX - 1,
                                       NEAR_PERIOD_MAX,
                                       NEAR_PERIOD_MAX + 1,
                                       0x7fffffff,
                                       0x80000000,
                                       4000000000,
                                       UINT32_MAX - 1ull,
                                       UINT32_MAX,
                                       1ull << 32,
                                       (1ull << 32) + 1,
                                       7999999999,
                                       8000000000,
                                       1ull << 40,
                                       INT64_MAX,
                                       1ull << 63,
                                       UINT64_MAX};
    static const uint64_t firsts[] = {1,
                                      1000,
                                      NEAR_PERIOD_MAX,
                                      BULKHEAD_MAX_WINDOW - LEAD - 1,
                                      BULKHEAD_MAX_WINDOW - LEAD,
                                      BULKHEAD_MAX_WINDOW,
                                      UINT32_MAX - 1,
                                      UINT32_MAX,
                                      1ull << 32,
                                      9000000000};
    /* Around 2^32 ms (49.7 days), 2^32 us, 2^63 ns; and far into the last year. */
    static const uint64_t ages[] = {8000000000,      4294967296 * 1000, 4294967296 * MS,
                                    4294967297 * MS, 1ull << 63,        LAST_YEAR};

    (void)state;
    for (size_t a = 0; a < ELEMENTS(ages); a++)
        for (size_t f = 0; f < ELEMENTS(firsts); f++)
            for (size_t p = 0; p < ELEMENTS(periods); p++)
                check_period(ages[a], firsts[f], periods[p]);
}

static void period_that_leads_out_of_time_stops(void **state)
{
    struct block block = boot_plan(long_pair, ELEMENTS(long_pair));

    (void)state;
    jump_to_frame_at(LAST_YEAR);
    assert_int_equal(set(null_machine.now + 5000, UINT64_MAX - null_machine.now), BULKHEAD_OK);
    module_run_until(null_machine.now + 5000, 0);
    assert_int_equal(counted(&partitions[0]), 1);
    assert_int_equal(null_machine.timer_at, sched.window_end - LEAD);
    module_run_until(null_machine.now + 100 * sched.schedule->major_frame, 0);
    assert_int_equal(counted(&partitions[0]), 0);
    boot_ends(&block);
}

/* All the time that there is passes between two windows of the partition. */
static void most_expiries_between_two_windows(void **state)
{
    static const uint64_t periods[] = {0, 1000, 1ull << 32, 1ull << 62, 1ull << 63, UINT64_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(periods); i++) {
        struct block block = boot_plan(long_pair, ELEMENTS(long_pair));
        struct model m = {.on = true, .next = 5000000000, .period = periods[i]};
        uint64_t frame = sched.schedule->major_frame;

        assert_int_equal(set(5000000000, periods[i]), BULKHEAD_OK);
        module_run_until(BULKHEAD_MAX_WINDOW, 0);
        partition_current = &partitions[0];
        jump_to_frame_at(LAST_YEAR);
        partition_current = &partitions[1];
        module_run_until((null_machine.now / frame + 1) * frame, 0);
        assert_ptr_equal(partition_current, &partitions[0]);
        assert_int_equal(counted(&partitions[0]), model_count(&m, null_machine.now));
        assert_int_equal(sched.missed, 0);
        boot_ends(&block);
    }
}

/* Each tick at first + k * period exactly, windows or not. */
static void ticks_do_not_drift(const struct window_plan *plan, size_t windows, uint64_t ticks,
                               uint64_t first, uint64_t period)
{
    struct block block = boot_plan(plan, windows);
    uint64_t seen = 0;

    assert_int_equal(set(first, period), BULKHEAD_OK);
    while (seen < ticks) {
        uint32_t count;

        null_machine.now = null_machine.timer_at;
        trap(TRAP_TIMER, 0, NULL);
        count = partitions[0].virq.count[TIMER];
        if (count == 0)
            continue;
        seen += counted(&partitions[0]);
        if (null_machine.now < first + (seen - 1) * period ||
            null_machine.now >= first + seen * period)
            fail_msg("tick %llu drifted", (unsigned long long)seen);
        /* Not at a window's start: it came by itself, at its instant. */
        if (null_machine.now != sched.window_start)
            assert_int_equal(null_machine.now, first + (seen - 1) * period);
    }
    boot_ends(&block);
}

static void no_drift_over_10000000_ticks(void **state)
{
    static const struct window_plan odd[] = {{0, 0, 99991}, {0, 1, 20011}, {0, 0, 1000003}};
    static const struct window_plan alone[] = {{0, 0, 3999999999}};

    (void)state;
    ticks_do_not_drift(odd, ELEMENTS(odd), 5000000, 12345, 10007);
    ticks_do_not_drift(alone, ELEMENTS(alone), 4000000, 1, 1000003);
    ticks_do_not_drift(alone, ELEMENTS(alone), 1000000, 1ull << 33, (1ull << 32) + 1);
}

static uint64_t random_instant(struct random *random)
{
    uint64_t frame = sched.schedule->major_frame;

    switch (random_below(random, 6)) {
    case 0:
        return null_machine.now + random_next(random) % (3 * frame);
    case 1:
        return null_machine.now - random_next(random) % (null_machine.now + 1);
    case 2:
        return sched.window_end + random_below(random, 3) - 1;
    case 3:
        return sched.window_end - LEAD + random_below(random, 3) - 1;
    case 4:
        return null_machine.now + random_below(random, 3);
    default:
        return random_wild(random);
    }
}

static uint64_t random_period(struct random *random)
{
    switch (random_below(random, 4)) {
    case 0:
        return 0;
    case 1:
        return 1000 + random_next(random) % (2 * sched.schedule->major_frame);
    case 2:
        return NEAR_PERIOD_MAX + random_below(random, 3) - 1;
    default:
        return random_wild(random);
    }
}

static void random_sequences(const struct window_plan *plan, size_t windows, int steps,
                             uint64_t seed)
{
    struct block block = boot_plan(plan, windows);
    struct random random = {seed};
    struct model m = {0};
    uint32_t lateness = 0;
    int observed = 0;

    for (int i = 0; i < steps; i++) {
        uint64_t forward = random_below(&random, 3) != 0
                               ? random_below(&random, 2000)
                               : random_next(&random) % sched.schedule->major_frame;

        lateness = random_below(&random, 4) == 0 ? random_below(&random, 5000) : 0;
        module_run_until(null_machine.now + forward, lateness);
        /* What the late interrupts have not counted yet. */
        module_run_until(null_machine.now, 0);
        /* Just before a switch, counting waits; so does setting. */
        if (partition_current != &partitions[0] ||
            null_machine.now >= sched.window_start + sched.last_timer)
            continue;
        if (counted(&partitions[0]) != model_count(&m, null_machine.now))
            fail_msg("seed %llu, step %d", (unsigned long long)seed, i);
        if (random_below(&random, 8) == 0) {
            uint64_t expiry = random_instant(&random), period = random_period(&random);

            if (set(expiry, period) == BULKHEAD_OK)
                m = (struct model){.on = expiry != 0, .next = expiry, .period = period};
            else
                assert_in_range(period, 1, BLOCK_FLOOR - 1);
            if (counted(&partitions[0]) != model_count(&m, null_machine.now))
                fail_msg("seed %llu, step %d: set(%llu, %llu)", (unsigned long long)seed, i,
                         (unsigned long long)expiry, (unsigned long long)period);
            observed++;
        }
    }
    assert_true(observed > steps / 100);
    boot_ends(&block);
}

static void random_sequences_against_the_model(void **state)
{
    static const struct window_plan shorts[] = {{0, 0, 20011},
                                                {0, 1, 30011},
                                                {0, 0, 25000},
                                                {0, 0, 20000},
                                                {0, BULKHEAD_NO_PARTITION, 20001}};
    static const struct window_plan longs[] = {
        {0, 0, BULKHEAD_MAX_WINDOW}, {0, 1, 3000000001}, {0, 0, 1000000007}};

    (void)state;
    for (uint64_t seed = 0; seed < 20; seed++) {
        random_sequences(shorts, ELEMENTS(shorts), 20000, seed);
        random_sequences(longs, ELEMENTS(longs), 300, seed + 100);
    }
}

static void stopped_partition_has_no_timer(void **state)
{
    struct block block = boot_plan(pair, ELEMENTS(pair));

    (void)state;
    set(5000, 1000);
    call(BULKHEAD_HC_STOP, 0, 0);
    null_machine.now = 6000;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(null_machine.timer_at, SIMPLE_WINDOW - LEAD);
    module_run_until(10 * SIMPLE_WINDOW, 0);
    assert_int_equal(partitions[0].virq.count[TIMER], 0);
    boot_ends(&block);
}

static void others_timers_do_not_interrupt(void **state)
{
    struct block block = boot_plan(pair, ELEMENTS(pair));
    unsigned sets;

    (void)state;
    set(1000, 1000);
    module_run_until(SIMPLE_WINDOW, 0);
    assert_ptr_equal(partition_current, &partitions[1]);
    sets = null_machine.timer_sets;
    module_run_until(2 * SIMPLE_WINDOW - LEAD - 1, 0);
    assert_int_equal(null_machine.timer_sets, sets);
    assert_int_equal(partitions[1].virq.count[TIMER], 0);
    boot_ends(&block);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_shot_at_the_exact_instant),
        cmocka_unit_test(setting_at_around_now),
        cmocka_unit_test(late_interrupt_counts_all),
        cmocka_unit_test(catches_up_when_its_window_comes),
        cmocka_unit_test(expiries_while_the_kernel_was_late),
        cmocka_unit_test(periods_from_shortest_to_longest),
        cmocka_unit_test(period_that_leads_out_of_time_stops),
        cmocka_unit_test(most_expiries_between_two_windows),
        cmocka_unit_test(no_drift_over_10000000_ticks),
        cmocka_unit_test(random_sequences_against_the_model),
        cmocka_unit_test(stopped_partition_has_no_timer),
        cmocka_unit_test(others_timers_do_not_interrupt),
    };

    return cmocka_run_group_tests_name("partition timer", tests, NULL, NULL);
}
