/* SPDX-License-Identifier: BSD-2-Clause */

/* The one way in and out: who continues, and faults. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"

#define ENABLED     ((uint32_t)BULKHEAD_LEVEL_ENABLED)
#define ENTRY       0x00101000u
#define FAULT_ENTRY 0x00102000u
#define OWN_LINE    2u

static const struct arch_fault fault = {.vector = 13, .address = 0x1234};

static int boot(void **state)
{
    (void)state;
    module_boot_simple(2);
    return 0;
}

static int end(void **state)
{
    (void)state;
    module_end();
    return 0;
}

static void register_upcalls(uint32_t entry, uint32_t fault_entry)
{
    struct bulkhead_upcalls *upcalls = scratch(partition_current);

    *upcalls = (struct bulkhead_upcalls){.entry = entry, .fault_entry = fault_entry};
    assert_int_equal(call(BULKHEAD_HC_UPCALLS_SET, scratch_address(partition_current), 0),
                     BULKHEAD_OK);
}

static struct partition *timer_interrupt(void)
{
    null_machine.now = null_machine.timer_at;
    return trap(TRAP_TIMER, 0, NULL);
}

static void begin_waiting(void)
{
    call(BULKHEAD_HC_IDLE, 0, 0);
    assert_int_equal(partition_current->state, PARTITION_WAITING);
}

/* Waiting ---------------------------------------------------------------- */

static void nothing_wakes_without_an_occurrence(void **state)
{
    (void)state;
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    begin_waiting();
    assert_null(trap(TRAP_NONE, 0, NULL));
    assert_null(trap(TRAP_LINE, OWN_LINE + 1, NULL));
    assert_null(trap(TRAP_LINE, 15, NULL));
    assert_ptr_equal(timer_interrupt(), &partitions[1]);
    assert_null(timer_interrupt());
    assert_ptr_equal(partition_current, &partitions[0]);
}

static void line_wakes_whatever_the_level_is(void **state)
{
    (void)state;
    register_upcalls(ENTRY, 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    begin_waiting();
    assert_ptr_equal(trap(TRAP_LINE, OWN_LINE, NULL), &partitions[0]);
    assert_int_equal(partitions[0].state, PARTITION_READY);
    assert_int_equal(null_machine.virq_upcalls, 0);
    assert_int_equal(partitions[0].vcpu->pending, 1u << OWN_LINE);
}

static void timer_wakes_and_is_delivered(void **state)
{
    struct bulkhead_timer *timer = scratch(&partitions[0]);

    (void)state;
    register_upcalls(ENTRY, 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_TIMER, 0);
    *timer = (struct bulkhead_timer){.expiry = 5000};
    call(BULKHEAD_HC_TIMER_SET, scratch_address(&partitions[0]), 0);
    partitions[0].vcpu->level = ENABLED;
    begin_waiting();
    assert_ptr_equal(timer_interrupt(), &partitions[0]);
    assert_int_equal(null_machine.now, 5000);
    assert_int_equal(null_machine.virq_upcalls, 1);
    assert_int_equal(partitions[0].arch.context.instruction, ENTRY);
    assert_int_equal(partitions[0].vcpu->vector, BULKHEAD_LINE_TIMER);
}

static void window_start_wakes_if_connected(void **state)
{
    (void)state;
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0);
    begin_waiting();
    timer_interrupt();
    assert_ptr_equal(timer_interrupt(), &partitions[0]);
    assert_int_equal(partitions[0].virq.count[BULKHEAD_LINE_WINDOW], 1);
}

static void occurrence_while_away_is_there_in_the_window(void **state)
{
    (void)state;
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    begin_waiting();
    timer_interrupt();
    assert_ptr_equal(trap(TRAP_LINE, OWN_LINE, NULL), &partitions[1]);
    assert_int_equal(partitions[0].state, PARTITION_WAITING);
    assert_ptr_equal(timer_interrupt(), &partitions[0]);
    assert_int_equal(partitions[0].state, PARTITION_READY);
}

/* Stopped ---------------------------------------------------------------- */

static void stopped_partition_never_continues(void **state)
{
    (void)state;
    register_upcalls(ENTRY, FAULT_ENTRY);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_WINDOW, 0);
    partitions[0].vcpu->level = ENABLED;
    call(BULKHEAD_HC_STOP, 0, 0);
    for (int frame = 0; frame < 3; frame++) {
        assert_null(trap(TRAP_NONE, 0, NULL));
        assert_null(trap(TRAP_LINE, OWN_LINE, NULL));
        assert_ptr_equal(timer_interrupt(), &partitions[1]);
        assert_ptr_equal(trap(TRAP_LINE, OWN_LINE, NULL), &partitions[1]);
        assert_null(timer_interrupt());
        assert_ptr_equal(partition_current, &partitions[0]);
    }
    assert_int_equal(null_machine.virq_upcalls, 0);
    assert_int_equal(partitions[0].windows, 1);
}

static void nobody_never_continues(void **state)
{
    (void)state;
    partition_current = &partition_nobody;
    assert_null(trap(TRAP_NONE, 0, NULL));
    for (uint32_t line = 0; line < 40; line++)
        assert_null(trap(TRAP_LINE, line, NULL));
    assert_false(trap_idle());
    assert_int_equal(null_machine.output_length, 0);
}

/* Faults ----------------------------------------------------------------- */

static void fault_goes_to_the_handler(void **state)
{
    struct partition *p = &partitions[0];
    uint32_t stack = p->arch.context.stack;
    const struct bulkhead_context *saved;

    (void)state;
    register_upcalls(0, FAULT_ENTRY);
    p->vcpu->level = ENABLED;
    p->arch.context.instruction = 0x4444;
    assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), p);
    assert_int_equal(p->arch.context.instruction, FAULT_ENTRY);
    assert_int_equal(p->vcpu->fault_active, 1);
    assert_int_equal(p->vcpu->level, 0);
    assert_int_equal(p->faults, 1);
    saved = (const void *)null_translate(p, p->arch.context.stack, ARCH_READ);
    assert_int_equal(saved->eip, 0x4444);
    assert_int_equal(saved->esp, stack);
    assert_int_equal(saved->level, ENABLED);
    assert_int_equal(saved->vector, 13);
    assert_int_equal(saved->address, 0x1234);
    /* The handler repairs, clears the flag and goes back. */
    p->vcpu->fault_active = 0;
    call(BULKHEAD_HC_RESUME, p->arch.context.stack, 0);
    assert_int_equal(p->arch.context.instruction, 0x4444);
    assert_int_equal(p->arch.context.stack, stack);
    assert_int_equal(p->vcpu->level, ENABLED);
    assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), p);
    assert_int_equal(p->faults, 2);
    assert_int_equal(null_machine.fault_upcalls, 2);
}

static void assert_stopped_by_fault(enum partition_end reason)
{
    struct partition *p = &partitions[0];

    assert_int_equal(p->state, PARTITION_STOPPED);
    assert_int_equal(p->end, reason);
    assert_false(partition_ended_well(p));
    assert_null(trap(TRAP_NONE, 0, NULL));
    assert_ptr_equal(timer_interrupt(), &partitions[1]);
    assert_int_equal(partitions[1].faults, 0);
}

static void fault_without_a_handler_stops(void **state)
{
    (void)state;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(partitions[0].fault.vector, 13);
    assert_int_equal(partitions[0].fault.address, 0x1234);
    assert_int_equal(partitions[0].faults, 1);
    assert_int_equal(null_machine.fault_upcalls, 0);
    assert_stopped_by_fault(PARTITION_END_FAULT);
}

static void fault_inside_the_handler_stops(void **state)
{
    (void)state;
    register_upcalls(0, FAULT_ENTRY);
    assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), &partitions[0]);
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(null_machine.fault_upcalls, 1);
    assert_int_equal(partitions[0].faults, 2);
    assert_stopped_by_fault(PARTITION_END_FAULT);
}

static void any_value_of_the_flag_is_inside(void **state)
{
    (void)state;
    register_upcalls(0, FAULT_ENTRY);
    partitions[0].vcpu->fault_active = 0x80000000u;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_stopped_by_fault(PARTITION_END_FAULT);
}

static void fault_without_a_stack_stops(void **state)
{
    (void)state;
    register_upcalls(0, FAULT_ENTRY);
    partitions[0].arch.context.stack = 0;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(partitions[0].vcpu->fault_active, 0);
    assert_stopped_by_fault(PARTITION_END_FAULT);
}

static void interrupt_without_a_stack_stops(void **state)
{
    (void)state;
    register_upcalls(ENTRY, FAULT_ENTRY);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    partitions[0].vcpu->level = ENABLED;
    partitions[0].arch.context.stack = BULKHEAD_START_INFO_ADDRESS + PAGE / 2;
    assert_null(trap(TRAP_LINE, OWN_LINE, NULL));
    assert_int_equal(partitions[0].faults, 1);
    assert_int_equal(null_machine.fault_upcalls, 0);
    assert_int_equal(partitions[0].fault.address,
                     BULKHEAD_START_INFO_ADDRESS + PAGE / 2 - sizeof(uint32_t));
    assert_stopped_by_fault(PARTITION_END_DELIVERY);
}

/* The same too near the end of the window. */
static void late_interrupt_without_a_stack_waits(void **state)
{
    (void)state;
    register_upcalls(ENTRY, FAULT_ENTRY);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    partitions[0].vcpu->level = ENABLED;
    partitions[0].arch.context.stack = BULKHEAD_START_INFO_ADDRESS + PAGE / 2;
    null_machine.now = SIMPLE_WINDOW - BULKHEAD_DEFAULT_LEAD - 10;
    assert_null(trap(TRAP_LINE, OWN_LINE, NULL));
    assert_int_equal(partitions[0].state, PARTITION_WAITING);
    assert_int_equal(partitions[0].faults, 0);
    assert_int_equal(partitions[0].virq.count[OWN_LINE], 1);
    assert_int_equal(partitions[0].vcpu->level, ENABLED);
    /* No later event of this window makes it run. */
    assert_null(trap(TRAP_LINE, OWN_LINE, NULL));
    assert_false(trap_idle());
    assert_ptr_equal(timer_interrupt(), &partitions[1]);
    assert_null(timer_interrupt());
    assert_int_equal(partitions[0].faults, 1);
    assert_stopped_by_fault(PARTITION_END_DELIVERY);
}

/* Too near the end of the window to hand it over. */
static void late_fault_is_held_for_the_next_window(void **state)
{
    (void)state;
    register_upcalls(ENTRY, FAULT_ENTRY);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    null_machine.now = SIMPLE_WINDOW - BULKHEAD_DEFAULT_LEAD - 10;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(partitions[0].state, PARTITION_HELD);
    assert_int_equal(partitions[0].faults, 0);
    /* Nothing makes it go on in this window. */
    assert_null(trap(TRAP_LINE, OWN_LINE, NULL));
    assert_null(trap(TRAP_NONE, 0, NULL));
    assert_false(trap_idle());
    assert_ptr_equal(timer_interrupt(), &partitions[1]);
    assert_ptr_equal(timer_interrupt(), &partitions[0]);
    assert_int_equal(partitions[0].state, PARTITION_READY);
    assert_int_equal(partitions[0].arch.context.instruction, FAULT_ENTRY);
    assert_int_equal(partitions[0].faults, 1);
    assert_int_equal(null_machine.fault_upcalls, 1);
    assert_int_equal(partitions[0].virq.count[OWN_LINE], 1);
}

static void held_fault_without_a_handler_stops(void **state)
{
    (void)state;
    null_machine.now = SIMPLE_WINDOW - BULKHEAD_DEFAULT_LEAD - 10;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(partitions[0].end, PARTITION_END_NONE);
    timer_interrupt();
    assert_null(timer_interrupt());
    assert_int_equal(partitions[0].fault.vector, 13);
    assert_int_equal(partitions[0].faults, 1);
    assert_stopped_by_fault(PARTITION_END_FAULT);
}

static void stopping_completes_the_last_line(void **state)
{
    (void)state;
    console_put(&partitions[0].console, "half", 4);
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_true(partitions[0].console.complete);
    while (trap_idle())
        ;
    assert_int_equal(strncmp(null_machine.output, "[P1] half\n[bulkhead] partition P1 stopped", 41),
                     0);
}

static void waiting_partitions_lines_go_out(void **state)
{
    (void)state;
    console_put(&partitions[0].console, "a line\n", 7);
    begin_waiting();
    assert_false(trap_idle());
    assert_string_equal(null_machine.output, "[P1] a line\n");
    assert_false(trap_idle());
    assert_int_equal(partitions[0].report_line, 0);
}

/* A line that a slow device has in part goes out while nobody executes. */
static void idle_sends_the_rest_of_a_line(void **state)
{
    static const char text[] = "more than a burst of characters\n";

    (void)state;
    null_machine.console_room = 5;
    memcpy(scratch(&partitions[0]), text, sizeof(text));
    call(BULKHEAD_HC_CONSOLE_WRITE, scratch_address(&partitions[0]), sizeof(text) - 1);
    call(BULKHEAD_HC_CONSOLE_WRITE, scratch_address(&partitions[0]), 0);
    assert_true(console_waits(&partitions[0].console));
    partitions[0].state = PARTITION_WAITING;
    assert_true(trap_idle());
    null_machine.console_room = SIZE_MAX;
    while (trap_idle())
        ;
    assert_non_null(strstr(null_machine.output, "[P1] more than a burst of characters\n"));
}

/* In the window's last moment a call leads back without the line that is
 * pending, which is delivered at the next chance. */
static void late_call_delivers_later(void **state)
{
    struct partition *p = &partitions[0];

    (void)state;
    register_upcalls(ENTRY, 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_SOFTWARE, 0);
    p->vcpu->level = ENABLED;
    p->arch.context.number = BULKHEAD_HC_VERSION;
    virq_raise(p, BULKHEAD_LINE_SOFTWARE, 1);
    null_machine.now = sched.switch_after - 1;
    assert_ptr_equal(trap(TRAP_HYPERCALL, 0, NULL), p);
    assert_int_equal(null_machine.virq_upcalls, 0);
    assert_int_equal(p->virq.count[BULKHEAD_LINE_SOFTWARE], 1);
    module_run_until(2 * SIMPLE_WINDOW, 0);
    assert_ptr_equal(trap(TRAP_NONE, 0, NULL), p);
    assert_int_equal(p->deliveries, 1);
    assert_int_equal(p->vcpu->vector, BULKHEAD_LINE_SOFTWARE);
    assert_int_equal(p->vcpu->count, 1);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(nothing_wakes_without_an_occurrence),
        CASE(line_wakes_whatever_the_level_is),
        CASE(timer_wakes_and_is_delivered),
        CASE(window_start_wakes_if_connected),
        CASE(occurrence_while_away_is_there_in_the_window),
        CASE(stopped_partition_never_continues),
        CASE(nobody_never_continues),
        CASE(fault_goes_to_the_handler),
        CASE(fault_without_a_handler_stops),
        CASE(fault_inside_the_handler_stops),
        CASE(any_value_of_the_flag_is_inside),
        CASE(fault_without_a_stack_stops),
        CASE(interrupt_without_a_stack_stops),
        CASE(late_interrupt_without_a_stack_waits),
        CASE(late_fault_is_held_for_the_next_window),
        CASE(held_fault_without_a_handler_stops),
        CASE(stopping_completes_the_last_line),
        CASE(waiting_partitions_lines_go_out),
        CASE(idle_sends_the_rest_of_a_line),
        CASE(late_call_delivers_later),
    };

    return cmocka_run_group_tests_name("ways in and out", tests, NULL, NULL);
}
