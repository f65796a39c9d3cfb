/* SPDX-License-Identifier: BSD-2-Clause */

/* Changes of the module schedule: when, to which, and what becomes of each
 * partition. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"
#include "snapshot.h"

#define NOBODY BULKHEAD_NO_PARTITION
#define LEAD   BULKHEAD_DEFAULT_LEAD

/* Three schedules of different frames; the second one has no window of 2. */
static const struct window_plan plan[] = {
    {0, 0, 1000003}, {0, 1, 500009}, {0, 2, 700001},      {1, 1, 300007},
    {1, 0, 100003},  {2, 2, 900001}, {2, NOBODY, 200003}, {2, 0, 400009},
};
#define FRAME_0 (1000003u + 500009u + 700001u)
#define FRAME_1 (300007u + 100003u)
#define FRAME_2 (900001u + 200003u + 400009u)

static struct block block;

static int boot(void **state)
{
    (void)state;
    block = block_make(3, plan, ELEMENTS(plan));
    block.partitions[0].flags = BULKHEAD_PARTITION_SCHEDULE;
    block_seal(&block);
    module_boot(&block);
    return 0;
}

static int end(void **state)
{
    (void)state;
    core_reset();
    block_free(&block);
    return 0;
}

static struct bulkhead_schedule_status status(void)
{
    struct bulkhead_schedule_status now;

    sched_status(&now);
    return now;
}

static void assert_status(uint32_t current, uint32_t next, uint64_t last_change)
{
    assert_int_equal(status().current, current);
    assert_int_equal(status().next, next);
    assert_true(status().last_change == last_change);
    assert_int_equal(sched_will_change(), current != next);
}

static void results(void **state)
{
    struct bulkhead_schedule_status *told = scratch(&partitions[0]);
    static const uint32_t bad[] = {3, 16, 255, 1u << 31, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(bad); i++)
        assert_refused(BULKHEAD_HC_SCHEDULE_SET, bad[i], 0, BULKHEAD_E_RANGE);
    assert_bad_addresses_refused(BULKHEAD_HC_SCHEDULE_STATUS, (uint32_t[3]){0}, 0, sizeof(*told));
    assert_int_equal(call(BULKHEAD_HC_SCHEDULE_SET, 2, 0), BULKHEAD_OK);
    assert_int_equal(call(BULKHEAD_HC_SCHEDULE_STATUS, scratch_address(&partitions[0]), 0),
                     BULKHEAD_OK);
    assert_int_equal(told->current, 0);
    assert_int_equal(told->next, 2);
    assert_true(told->last_change == 0);
    partition_current = &partitions[1];
    assert_refused(BULKHEAD_HC_SCHEDULE_SET, 3, 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_SCHEDULE_SET, 1, 0, BULKHEAD_E_PERMISSION);
}

/* From the next frame on, exact to the ns, and back again. */
static void change_at_the_frames_end(void **state)
{
    uint64_t start = 2ull * FRAME_0;

    (void)state;
    module_run_until(FRAME_0 + 5, 0);
    assert_int_equal(call(BULKHEAD_HC_SCHEDULE_SET, 1, 0), BULKHEAD_OK);
    module_run_until(start - 1000, 0);
    assert_status(0, 1, 0);
    assert_ptr_equal(partition_current, &partitions[2]);
    module_run_until(start, 0);
    assert_status(1, 1, start);
    assert_ptr_equal(partition_current, &partitions[1]);
    assert_true(sched.window_start == start && sched.frame_start == start);
    assert_int_equal(sched.frames, 3);
    assert_int_equal(sched.missed, 0);
    for (int frame = 0; frame < 5; frame++, start += FRAME_1) {
        module_run_until(start, 0);
        assert_ptr_equal(partition_current, &partitions[1]);
        assert_true(partitions[1].vcpu->window_start == start);
        assert_true(partitions[1].vcpu->window_next == start + FRAME_1);
        module_run_until(start + 300007, 0);
        assert_ptr_equal(partition_current, &partitions[0]);
    }
    call(BULKHEAD_HC_SCHEDULE_SET, 2, 0);
    module_run_until(start, 0);
    assert_ptr_equal(partition_current, &partitions[2]);
    assert_status(2, 2, start);
    module_run_until(start + FRAME_2, 0);
    assert_ptr_equal(partition_current, &partitions[2]);
    assert_int_equal(sched.missed, 0);
}

static void the_present_one_cancels(void **state)
{
    (void)state;
    call(BULKHEAD_HC_SCHEDULE_SET, 1, 0);
    call(BULKHEAD_HC_SCHEDULE_SET, 0, 0);
    assert_status(0, 0, 0);
    module_run_until(FRAME_0, 0);
    assert_status(0, 0, 0);
    assert_ptr_equal(partition_current, &partitions[0]);
    call(BULKHEAD_HC_SCHEDULE_SET, 0, 0);
    assert_status(0, 0, 0);
}

static void the_last_one_asked_for_counts(void **state)
{
    (void)state;
    call(BULKHEAD_HC_SCHEDULE_SET, 1, 0);
    call(BULKHEAD_HC_SCHEDULE_SET, 2, 0);
    module_run_until(FRAME_0, 0);
    assert_status(2, 2, FRAME_0);
}

/* The frame's last window is left earlier, as long as a change is planned. */
static void last_switch_is_earlier(void **state)
{
    uint32_t whole = 700001 - LEAD, shift = sched_change_time();
    struct sched s;

    (void)state;
    assert_true(shift > 0);
    for (int round = 0; round < 2; round++) {
        for (uint32_t wanted = 2; wanted > 0; wanted--)
            call(BULKHEAD_HC_SCHEDULE_SET, wanted, 0);
        assert_int_equal(sched.switch_after, 1000003 - LEAD);
        s = sched;
        sched_advance(&s);
        assert_int_equal(s.switch_after, 500009 - LEAD);
        sched_advance(&s);
        assert_int_equal(s.switch_after, whole - shift);
        assert_true(s.last_timer < s.switch_after);
        call(BULKHEAD_HC_SCHEDULE_SET, 0, 0);
        s = sched;
        sched_advance(&s);
        sched_advance(&s);
        assert_int_equal(s.switch_after, whole);
    }
    /* In the last window itself at once. */
    module_run_until(FRAME_0 - 1000, 0);
    sched_change(1);
    assert_int_equal(sched.switch_after, whole - shift);
    assert_true(null_machine.timer_at == (uint64_t)FRAME_0 - LEAD - shift);
    sched_change(0);
    assert_int_equal(sched.switch_after, whole);
    assert_true(null_machine.timer_at == (uint64_t)FRAME_0 - LEAD);
    sched_change(1);
    module_run_until(FRAME_0, 0);
    sched_change(0);
    module_run_until(FRAME_0 + FRAME_1, 0);
    module_run_until(2 * FRAME_0 + FRAME_1 - 1000, 0);
    assert_ptr_equal(partition_current, &partitions[2]);
    assert_int_equal(sched.switch_after, whole);
}

static void reset_goes_before_every_change(void **state)
{
    (void)state;
    module_run_until(FRAME_0, 0);
    call(BULKHEAD_HC_SCHEDULE_SET, 1, 0);
    sched_reset();
    assert_int_equal(call(BULKHEAD_HC_SCHEDULE_SET, 2, 0), BULKHEAD_OK);
    assert_int_equal(call(BULKHEAD_HC_SCHEDULE_SET, 0, 0), BULKHEAD_OK);
    assert_true(sched_will_change());
    sched_reset();
    module_run_until(2 * FRAME_0, 0);
    assert_status(0, 0, 2 * FRAME_0);
    for (uint32_t i = 0; i < 3; i++)
        assert_int_equal(partitions[i].state, PARTITION_CHANGING);
    call(BULKHEAD_HC_VERSION, 0, 0);
    sched_change(1);
    assert_status(0, 1, 2 * FRAME_0);
}

/* Partitions' part -------------------------------------------------------- */

static void enter_state(struct partition *p, enum partition_state state)
{
    p->start_info->operating_mode = BULKHEAD_MODE_NORMAL;
    if (state == PARTITION_STOPPED)
        partition_stop(p, PARTITION_END_STATUS, 3);
    else if (state == PARTITION_STARTING)
        partition_restart(p, BULKHEAD_MODE_COLD_START, BULKHEAD_START_PARTITION_RESTART);
    else
        p->state = state;
}

static void assert_changed(const struct partition *p, uint8_t action, enum partition_state before)
{
    bool ended = p->state == PARTITION_STOPPED;

    assert_int_equal(p->index, 1);
    switch (action) {
    case BULKHEAD_CHANGE_IGNORE:
        /* A fault that was held has no handler. */
        assert_int_equal(ended, before == PARTITION_STOPPED || before == PARTITION_HELD);
        assert_int_equal(p->restarts, before == PARTITION_STARTING);
        break;
    case BULKHEAD_CHANGE_IDLE:
        assert_true(ended);
        assert_int_equal(partition_mode(p), BULKHEAD_MODE_IDLE);
        /* One that had failed has still failed. */
        assert_int_equal(p->end_status, before == PARTITION_STOPPED ? 3 : 0);
        break;
    default:
        assert_int_equal(p->state, PARTITION_READY);
        assert_int_equal(partition_mode(p), action == BULKHEAD_CHANGE_WARM_START
                                                ? BULKHEAD_MODE_WARM_START
                                                : BULKHEAD_MODE_COLD_START);
        assert_int_equal(p->start_info->start_condition, BULKHEAD_START_PARTITION_RESTART);
        assert_int_equal(p->restarts, before == PARTITION_STARTING ? 2 : 1);
    }
}

static void each_action_in_each_state(void **unused)
{
    static const enum partition_state states[] = {
        PARTITION_READY, PARTITION_WAITING, PARTITION_HELD, PARTITION_STARTING, PARTITION_STOPPED};

    (void)unused;
    for (uint8_t action = 0; action < BULKHEAD_CHANGE_COUNT; action++)
        for (size_t i = 0; i < ELEMENTS(states); i++) {
            boot(NULL);
            block.schedules[1].change_actions[1] = action;
            call(BULKHEAD_HC_SCHEDULE_SET, 1, 0);
            module_run_until(FRAME_0 - 2000, 0);
            enter_state(&partitions[1], states[i]);
            module_run_until(FRAME_0, 0);
            assert_ptr_equal(partition_current, &partitions[1]);
            while (trap_idle())
                ;
            assert_changed(&partitions[1], action, states[i]);
            assert_int_equal(partitions[0].restarts, 0);
            assert_int_equal(partitions[0].state, PARTITION_READY);
            end(NULL);
        }
}

/* A change that finds no time in a window is carried out in the next one. */
static void action_waits_for_time(void **state)
{
    struct partition *p = &partitions[1];

    (void)state;
    block.schedules[1].change_actions[1] = BULKHEAD_CHANGE_COLD_START;
    call(BULKHEAD_HC_SCHEDULE_SET, 1, 0);
    module_run_until(FRAME_0, 0);
    null_machine.now = FRAME_0 + 300007 - LEAD - 4000;
    assert_false(trap_idle());
    assert_int_equal(p->state, PARTITION_CHANGING);
    assert_null(trap(TRAP_NONE, 0, NULL));
    virq_raise(p, BULKHEAD_LINE_WINDOW, 1);
    assert_null(trap(TRAP_NONE, 0, NULL));
    module_run_until(FRAME_0 + FRAME_1, 0);
    while (trap_idle())
        ;
    assert_int_equal(p->state, PARTITION_READY);
    assert_int_equal(p->restarts, 1);
}

/* A change makes the frame's last window end earlier: with less left than that,
 * it is asked for again in the partition's next window. */
static void no_change_in_the_last_moments(void **unused)
{
    static const struct window_plan short_plan[] = {{0, 0, 20000}, {1, 0, 30000}};
    struct block short_block = block_make(1, short_plan, 2);
    uint32_t longest = 600 + SCHED_CHANGE_TIME * BULKHEAD_MAX_PARTITIONS;

    (void)unused;
    short_block.partitions[0].flags = BULKHEAD_PARTITION_SCHEDULE;
    block_seal(&short_block);
    module_boot(&short_block);
    null_machine.now = 20000 - LEAD - longest;
    call(BULKHEAD_HC_SCHEDULE_SET, 1, 0);
    assert_false(sched_will_change());
    null_machine.now--;
    assert_int_equal(call(BULKHEAD_HC_SCHEDULE_SET, 1, 0), BULKHEAD_OK);
    assert_true(sched_will_change());
    assert_true(null_machine.now < sched.switch_after);
    core_reset();
    block_free(&short_block);
}

static void frames_of_one_window(void **unused)
{
    static const struct window_plan short_plan[] = {{0, 0, 20000}, {1, 0, 30000}};
    struct block short_block = block_make(1, short_plan, 2);

    (void)unused;
    module_boot(&short_block);
    sched_change(1);
    assert_int_equal(sched.switch_after, 20000 - LEAD - sched_change_time());
    module_run_until(20000, 0);
    assert_status(1, 1, 20000);
    module_run_until(50000, 0);
    assert_true(sched.window_start == 50000);
    sched_change(0);
    module_run_until(80000, 0);
    assert_status(0, 0, 80000);
    assert_int_equal(sched.switch_after, 20000 - LEAD);
    core_reset();
    block_free(&short_block);
}

/* Most partitions, and the reset in the last moment: the next window is in
 * time, and nobody is told of an overrun. */
static void late_reset_delays_nobody(void **unused)
{
    const struct arch_fault fault = {.vector = BULKHEAD_ERROR_NUMERIC_ERROR};
    struct window_plan many[64];
    struct block large;

    (void)unused;
    for (uint32_t i = 0; i < 64; i++)
        many[i] = (struct window_plan){0, i, 20000};
    large = block_make(64, many, 64);
    large.partitions[63].health[BULKHEAD_ERROR_NUMERIC_ERROR] =
        (struct bulkhead_health_rule){BULKHEAD_HEALTH_MODULE, {2, 5, 8}, 0};
    block_seal(&large);
    for (uint64_t left = 100; left < 3000; left += 100) {
        uint64_t frame = 64 * 20000, at = frame - LEAD - left;

        module_boot(&large);
        module_run_until(at, 0);
        assert_ptr_equal(partition_current, &partitions[63]);
        assert_null(trap(TRAP_FAULT, 0, &fault));
        module_run_until(frame, 0);
        assert_int_equal(partition_nobody.log_count, 0);
        if (partitions[63].state != PARTITION_HELD) {
            assert_int_equal(partitions[63].log_count, 1);
            assert_int_equal(partitions[0].state, PARTITION_CHANGING);
        }
    }
    core_reset();
    block_free(&large);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(results),
        CASE(change_at_the_frames_end),
        CASE(the_present_one_cancels),
        CASE(the_last_one_asked_for_counts),
        CASE(last_switch_is_earlier),
        CASE(reset_goes_before_every_change),
        cmocka_unit_test(each_action_in_each_state),
        CASE(action_waits_for_time),
        cmocka_unit_test(no_change_in_the_last_moments),
        cmocka_unit_test(frames_of_one_window),
        cmocka_unit_test(late_reset_delays_nobody),
    };

    return cmocka_run_group_tests_name("schedule changes", tests, NULL, NULL);
}
