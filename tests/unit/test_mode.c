/* SPDX-License-Identifier: BSD-2-Clause */

/* Operating modes: who may ask for which in which, and what a restart leaves. */
#include "fixture.h"

#include <stdlib.h>
#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"
#include "snapshot.h"

#define COLD     ((uint32_t)BULKHEAD_MODE_COLD_START)
#define WARM     ((uint32_t)BULKHEAD_MODE_WARM_START)
#define NORMAL   ((uint32_t)BULKHEAD_MODE_NORMAL)
#define IDLE     ((uint32_t)BULKHEAD_MODE_IDLE)
#define OWN_LINE 2u
#define WINDOW   10000000ull

static struct block block;
static char *pristine; /* memory of partition 0 as at its start */

/* Two partitions that send each other messages; the first has a neighbour's
 * region and devices' lines too. */
static int boot(void **state)
{
    static const struct window_plan plan[] = {{0, 0, WINDOW}, {0, 1, WINDOW}};
    static const struct bulkhead_config_port ports[] = {
        {0, 0, BULKHEAD_PORT_DESTINATION, 0, 1000, "a"},
        {0, 1, BULKHEAD_PORT_DESTINATION, 0, 0, "b"},
        {0, 2, BULKHEAD_PORT_SOURCE, 0, 0, "c"},
        {1, 0, BULKHEAD_PORT_SOURCE, 0, 0, "a"},
        {1, 1, BULKHEAD_PORT_SOURCE, 0, 0, "b"},
        {1, 2, BULKHEAD_PORT_DESTINATION, 0, 0, "c"},
    };

    (void)state;
    block = block_make_with(2, plan, ELEMENTS(plan), &(struct block_sizes){3, 6, 1, 2, 0});
    block.channels[1] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 8, 2, 0};
    block.channels[2] = (struct bulkhead_config_channel){BULKHEAD_PORT_QUEUING, 8, 2, 0};
    memcpy(block.ports, ports, sizeof(ports));
    for (uint32_t i = 0; i < 2; i++)
        block.mappings[i] = (struct bulkhead_config_mapping){i, 0, 0x10000000, BULKHEAD_MAP_WRITE};
    block.partitions[0].hw_lines = 1u << OWN_LINE;
    block.partitions[0].signal_targets = 2;
    block_seal(&block);
    module_boot(&block);
    pristine = malloc(BLOCK_MEMORY);
    memcpy(pristine, partitions[0].memory, BLOCK_MEMORY);
    return 0;
}

static int end(void **state)
{
    (void)state;
    core_reset();
    block_free(&block);
    free(pristine);
    return 0;
}

static void set_present(uint32_t index, uint32_t mode)
{
    partitions[index].start_info->operating_mode = mode;
}

static void run_idle(void)
{
    while (trap_idle())
        ;
}

/* Requests --------------------------------------------------------------- */

enum outcome { REFUSED_STATE, REFUSED_RANGE, BECOMES_NORMAL, STOPS, RESTARTS };

static enum outcome expected_outcome(uint32_t present, uint32_t request)
{
    static const enum outcome outcomes[4][4] = {
        [BULKHEAD_MODE_COLD_START] = {STOPS, RESTARTS, REFUSED_STATE, BECOMES_NORMAL},
        [BULKHEAD_MODE_WARM_START] = {STOPS, RESTARTS, RESTARTS, BECOMES_NORMAL},
        [BULKHEAD_MODE_NORMAL] = {STOPS, RESTARTS, RESTARTS, REFUSED_STATE},
    };

    return request > 3 ? REFUSED_RANGE : outcomes[present][request];
}

static void try_request(uint32_t present, uint32_t request)
{
    const struct partition *p = &partitions[0];
    enum outcome outcome = expected_outcome(present, request);
    int32_t result = BULKHEAD_OK;

    boot(NULL);
    set_present(0, present);
    if (outcome == REFUSED_STATE || outcome == REFUSED_RANGE)
        assert_refused(BULKHEAD_HC_MODE_SET, request, 0,
                       outcome == REFUSED_STATE ? BULKHEAD_E_STATE : BULKHEAD_E_RANGE);
    else
        result = call(BULKHEAD_HC_MODE_SET, request, 0);
    assert_int_equal(result, BULKHEAD_OK);
    switch (outcome) {
    case RESTARTS:
        assert_int_equal(p->state, PARTITION_STARTING);
        assert_int_equal(partition_mode(p), request);
        assert_int_equal(p->start_info->start_condition, BULKHEAD_START_PARTITION_RESTART);
        assert_int_equal(p->restarts, 1);
        break;
    case STOPS:
        assert_int_equal(p->state, PARTITION_STOPPED);
        assert_int_equal(partition_mode(p), IDLE);
        assert_true(partition_ended_well(p));
        break;
    case BECOMES_NORMAL:
        assert_int_equal(partition_mode(p), NORMAL);
        assert_int_equal(p->state, PARTITION_READY);
        break;
    default:
        assert_int_equal(partition_mode(p), present);
        assert_int_equal(p->state, PARTITION_READY);
    }
    end(NULL);
}

static void every_mode_with_every_request(void **state)
{
    static const uint32_t requests[] = {IDLE, COLD, WARM, NORMAL, 4, 255, 1u << 31, UINT32_MAX};

    (void)state;
    for (uint32_t present = COLD; present <= NORMAL; present++)
        for (size_t i = 0; i < ELEMENTS(requests); i++)
            try_request(present, requests[i]);
}

/* What health monitoring makes of the same. */
static void every_mode_with_every_recovery(void **state)
{
    static const struct {
        enum bulkhead_health_action action;
        uint32_t present, next;
    } cases[] = {
        {BULKHEAD_ACTION_PARTITION_COLD_START, COLD, COLD},
        {BULKHEAD_ACTION_PARTITION_COLD_START, WARM, COLD},
        {BULKHEAD_ACTION_PARTITION_COLD_START, NORMAL, COLD},
        {BULKHEAD_ACTION_PARTITION_WARM_START, COLD, COLD},
        {BULKHEAD_ACTION_PARTITION_WARM_START, WARM, WARM},
        {BULKHEAD_ACTION_PARTITION_WARM_START, NORMAL, WARM},
        {BULKHEAD_ACTION_PARTITION_IDLE, COLD, IDLE},
        {BULKHEAD_ACTION_PARTITION_IDLE, WARM, IDLE},
        {BULKHEAD_ACTION_PARTITION_IDLE, NORMAL, IDLE},
    };

    (void)state;
    for (size_t i = 0; i < ELEMENTS(cases); i++) {
        const struct bulkhead_error_report report = {.error = BULKHEAD_ERROR_POWER_FAIL,
                                                     .level = BULKHEAD_HEALTH_PARTITION};
        struct partition *p = &partitions[0];

        boot(NULL);
        block.partitions[0].health[BULKHEAD_ERROR_POWER_FAIL].actions[BULKHEAD_HEALTH_PARTITION] =
            (uint8_t)cases[i].action;
        set_present(0, cases[i].present);
        assert_int_equal(health_raise(p, &report), cases[i].action);
        assert_int_equal(partition_mode(p), cases[i].next);
        if (cases[i].next == IDLE) {
            assert_int_equal(p->state, PARTITION_STOPPED);
            assert_int_equal(p->end, PARTITION_END_HEALTH);
            assert_int_equal(p->end_status, BULKHEAD_ERROR_POWER_FAIL);
        } else {
            assert_int_equal(p->state, PARTITION_STARTING);
            assert_int_equal(p->start_info->start_condition, BULKHEAD_START_HM_PARTITION_RESTART);
            run_idle();
            assert_int_equal(p->state, PARTITION_READY);
            assert_int_equal(partition_mode(p), cases[i].next);
        }
        end(NULL);
    }
}

/* Restart ---------------------------------------------------------------- */

/* Leaves traces wherever the partition can. */
static void leave_traces(void)
{
    struct partition *p = &partitions[0];
    struct bulkhead_upcalls *upcalls = scratch(p);
    struct bulkhead_timer *timer = scratch(p);
    uint32_t address = scratch_address(p);

    *upcalls = (struct bulkhead_upcalls){.entry = 0x101000, .fault_entry = 0x102000};
    call(BULKHEAD_HC_UPCALLS_SET, address, 0);
    *timer = (struct bulkhead_timer){.expiry = WINDOW / 2, .period = 5000};
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_PORT, 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    call(BULKHEAD_HC_VIRQ_RAISE, BULKHEAD_LINE_PORT, 0);
    call(BULKHEAD_HC_TIMER_SET, address, 0);
    call(BULKHEAD_HC_THREAD_POINTER_SET, 0x12345, 0);
    call(BULKHEAD_HC_THREAD_POINTER_SET, 0x12345, BULKHEAD_TLS_SEGMENTS - 1);
    assert_int_equal(call(BULKHEAD_HC_GUARD_SET, address + PAGE, 1), BULKHEAD_OK);
    console_put(&p->console, "unfinished", 10);
    memset(p->memory, 0xa5, BLOCK_MEMORY);
    memset((char *)p->vcpu + sizeof(*p->vcpu), 0xa5, PAGE - sizeof(*p->vcpu));
    p->vcpu->level = BULKHEAD_LEVEL_ENABLED;
    p->vcpu->in_service = p->vcpu->pending = p->vcpu->fault_active = p->vcpu->process = 0x5a5a5a5a;
    memset(p->vcpu->port_events, 0xff, sizeof(p->vcpu->port_events));
    memset(null_translate(p, 0x10000000, ARCH_WRITE), 0x77, PAGE);
}

static void assert_no_traces(void)
{
    const struct partition *p = &partitions[0];
    struct bulkhead_vcpu expected = {.window_start = sched.window_start,
                                     .window_end = sched.window_end,
                                     .window_next = sched_next_start(&sched)};
    struct virq none = {0};
    const char *rest = (const char *)p->vcpu + sizeof(expected);

    assert_memory_equal(p->memory, pristine, BLOCK_MEMORY);
    assert_memory_equal(p->vcpu, &expected, sizeof(expected));
    for (size_t i = 0; i < PAGE - sizeof(expected); i++)
        assert_int_equal(rest[i], 0);
    assert_memory_equal(&p->virq, &none, sizeof(none));
    assert_true(p->timer.expiry == TIMER_OFF);
    assert_int_equal(p->timer.due, TIMER_NOT_NEAR);
    assert_int_equal(p->arch.guard_count, 0);
    assert_int_equal(p->arch.upcalls.entry | p->arch.upcalls.fault_entry, 0);
    for (size_t i = 0; i < BULKHEAD_TLS_SEGMENTS; i++)
        assert_int_equal(p->arch.thread_pointers[i], 0);
    assert_int_equal(p->arch.context.instruction, p->image.entry);
    assert_int_equal(p->arch.context.stack, BULKHEAD_MEMORY_FIRST + BLOCK_MEMORY);
    assert_int_equal(null_machine.lines_unmasked & 1u << OWN_LINE, 0);
    assert_int_equal(p->state, PARTITION_READY);
    /* A region outlives its users. */
    assert_int_equal(*null_translate(p, 0x10000000, ARCH_READ), 0x77);
}

static void fill_ports(void)
{
    for (uint32_t from = 0; from < 2; from++)
        for (uint32_t i = 0; i < partitions[from].port_count; i++)
            if (partitions[from].ports[i].direction == BULKHEAD_PORT_SOURCE) {
                partition_current = &partitions[from];
                call_3(BULKHEAD_HC_PORT_SEND, i, scratch_address(&partitions[from]), 4);
            }
    partition_current = &partitions[0];
}

static void restart_from_anywhere(void **state)
{
    (void)state;
    for (uint32_t mode = COLD; mode <= WARM; mode++) {
        boot(NULL);
        set_present(0, NORMAL);
        fill_ports();
        leave_traces();
        call(BULKHEAD_HC_MODE_SET, mode, 0);
        assert_null(trap(TRAP_NONE, 0, NULL));
        assert_int_equal(null_machine.lines_unmasked, 0);
        run_idle();
        assert_no_traces();
        assert_string_equal(null_machine.output, "[P1] unfinished\n");
        assert_int_equal(partitions[0].ports[1].channel->ring.count, mode == WARM);
        assert_int_equal(partitions[0].ports[0].channel->ring.count, 1);
        /* What it has sent belongs to the receiver. */
        assert_int_equal(partitions[0].ports[2].channel->ring.count, 1);
        assert_ptr_equal(trap(TRAP_TIMER, 0, NULL), &partitions[0]);
        assert_int_equal(null_machine.timer_at, sched.window_start + sched.switch_after);
        end(NULL);
    }
}

/* A partition that waits, or whose fault waits, is not that any more. */
static void restart_while_waiting(void **state)
{
    const struct arch_fault fault = {.vector = BULKHEAD_ERROR_NUMERIC_ERROR};

    (void)state;
    call(BULKHEAD_HC_IDLE, 0, 0);
    partition_restart(&partitions[0], BULKHEAD_MODE_COLD_START, BULKHEAD_START_PARTITION_RESTART);
    run_idle();
    assert_ptr_equal(trap(TRAP_NONE, 0, NULL), &partitions[0]);
    null_machine.now = sched.switch_after - 100;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(partitions[0].state, PARTITION_HELD);
    partition_restart(&partitions[0], BULKHEAD_MODE_COLD_START, BULKHEAD_START_PARTITION_RESTART);
    module_run_until(2 * WINDOW, 0);
    run_idle();
    assert_ptr_equal(trap(TRAP_NONE, 0, NULL), &partitions[0]);
    assert_int_equal(partitions[0].faults, 0);
}

/* A step fits into the window, or waits for the next one with what is done. */
static void steps_wait_for_time(void **state)
{
    struct partition *p = &partitions[0];
    uint32_t loaded;

    (void)state;
    call(BULKHEAD_HC_MODE_SET, COLD, 0);
    assert_true(trap_idle());
    assert_true(trap_idle());
    loaded = p->loaded;
    assert_int_equal(loaded, 2 * PAGE);
    /* Its last line is not out yet. */
    p->console.complete = true;
    assert_false(partition_start_step(p));
    assert_int_equal(p->loaded, loaded);
    p->console.complete = false;
    null_machine.now = sched.switch_after - 4000;
    assert_false(trap_idle());
    assert_int_equal(p->loaded, loaded);
    null_machine.now = 0;
    while (p->loaded < BLOCK_MEMORY)
        assert_true(trap_idle());
    null_machine.now = sched.switch_after - 2000;
    assert_false(trap_idle());
    assert_int_equal(p->state, PARTITION_STARTING);
    module_run_until(2 * WINDOW, 0);
    assert_null(trap(TRAP_NONE, 0, NULL));
    run_idle();
    assert_int_equal(p->state, PARTITION_READY);
    assert_ptr_equal(trap(TRAP_NONE, 0, NULL), p);
}

static void nothing_reaches_a_starting_partition(void **state)
{
    struct partition *p = &partitions[0];

    (void)state;
    leave_traces();
    call(BULKHEAD_HC_MODE_SET, COLD, 0);
    virq_raise(p, BULKHEAD_LINE_TIMER, 1);
    assert_null(trap(TRAP_LINE, OWN_LINE, NULL));
    assert_null(trap(TRAP_NONE, 0, NULL));
    assert_int_equal(p->virq.pending, 0);
    assert_int_equal(null_machine.virq_upcalls, 0);
}

/* Nothing leaks and no window moves, however often. */
static void a_thousand_restarts(void **state)
{
    size_t blocks = 0, size;

    (void)state;
    while (null_memory(blocks, &size) != NULL)
        blocks++;
    for (uint32_t i = 0; i < 1000; i++) {
        uint64_t frame = (uint64_t)i * 2 * WINDOW;

        assert_ptr_equal(partition_current, &partitions[0]);
        assert_true(sched.window_start == frame);
        leave_traces();
        call(BULKHEAD_HC_MODE_SET, i % 2 == 0 || i == 1 ? COLD : NORMAL, 0);
        if (partitions[0].state == PARTITION_READY)
            call(BULKHEAD_HC_MODE_SET, WARM, 0);
        run_idle();
        null_machine.output_length = 0;
        assert_no_traces();
        module_run_until(frame + WINDOW, 0);
        assert_ptr_equal(partition_current, &partitions[1]);
        assert_int_equal(partitions[1].windows, i + 1);
        module_run_until(frame + 2 * WINDOW, 0);
    }
    assert_int_equal(partitions[0].restarts, 1000);
    assert_int_equal(sched.missed, 0);
    assert_null(null_memory(blocks, &size));
    assert_non_null(null_memory(blocks - 1, &size));
}

/* Guards and signals ----------------------------------------------------- */

static void guard_results(void **state)
{
    const struct partition *p = &partitions[0];
    uint32_t first = p->start_info->free_base, last = first + p->start_info->free_size - PAGE;
    const uint32_t bad[] = {0,
                            1,
                            first + 1,
                            first + PAGE - 1,
                            first - PAGE,
                            last + PAGE,
                            BULKHEAD_MEMORY_FIRST,
                            BULKHEAD_VCPU_ADDRESS,
                            BULKHEAD_START_INFO_ADDRESS,
                            0x10000000,
                            0xc0000000,
                            0xfffff000,
                            UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(bad); i++)
        for (uint32_t guard = 0; guard < 2; guard++)
            assert_refused(BULKHEAD_HC_GUARD_SET, bad[i], guard, BULKHEAD_E_ADDRESS);
    for (uint32_t address = first; address <= last; address += last - first) {
        assert_false(partition_is_guard(p, address));
        assert_int_equal(call(BULKHEAD_HC_GUARD_SET, address, UINT32_MAX), BULKHEAD_OK);
        assert_true(partition_is_guard(p, address) && partition_is_guard(p, address + PAGE - 1));
        assert_null(null_translate(p, address, ARCH_READ));
        assert_int_equal(call(BULKHEAD_HC_GUARD_SET, address, 1), BULKHEAD_OK);
        assert_int_equal(call(BULKHEAD_HC_GUARD_SET, address, 0), BULKHEAD_OK);
        assert_int_equal(call(BULKHEAD_HC_GUARD_SET, address, 0), BULKHEAD_OK);
        assert_false(partition_is_guard(p, address));
        assert_non_null(null_translate(p, address, ARCH_WRITE));
    }
    /* The first stack's guard page has never been mapped. */
    assert_true(partition_is_guard(p, last + PAGE) && partition_is_guard(p, last + 2 * PAGE - 1));
    assert_false(partition_is_guard(p, last + 2 * PAGE) || partition_is_guard(p, last));
}

static void signal_results(void **state)
{
    static const uint32_t bad[] = {0, 3, 64, 65, 1u << 31, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(bad); i++)
        assert_refused(BULKHEAD_HC_SIGNAL, bad[i], 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_SIGNAL, 1, 0, BULKHEAD_E_PERMISSION);
    partitions[1].virq.connected = 1u << BULKHEAD_LINE_SIGNAL;
    for (uint32_t i = 1; i <= 3; i++) {
        assert_int_equal(call(BULKHEAD_HC_SIGNAL, 2, 0), BULKHEAD_OK);
        assert_int_equal(partitions[1].virq.count[BULKHEAD_LINE_SIGNAL], i);
    }
    partition_current = &partitions[1];
    assert_refused(BULKHEAD_HC_SIGNAL, 1, 0, BULKHEAD_E_PERMISSION);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_mode_with_every_request),
        cmocka_unit_test(every_mode_with_every_recovery),
        cmocka_unit_test(restart_from_anywhere),
        CASE(restart_while_waiting),
        CASE(steps_wait_for_time),
        CASE(nothing_reaches_a_starting_partition),
        CASE(a_thousand_restarts),
        CASE(guard_results),
        CASE(signal_results),
    };

    return cmocka_run_group_tests_name("modes and restarts", tests, NULL, NULL);
}
