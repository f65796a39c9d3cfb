/* SPDX-License-Identifier: BSD-2-Clause */

/* Each hypercall with each of its results; a refused call has changed nothing. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/hypercall.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"
#include "snapshot.h"

#define OWN_LINE     2u
#define HIS_LINE     5u
#define PARTITIONS   2u
#define ENABLED      ((uint32_t)BULKHEAD_LEVEL_ENABLED)
#define UNTOUCHED    INT32_MIN /* the result register, if no result was written */
#define SCRATCH_SIZE 256u

static void prepare(uint32_t number, uint32_t first, uint32_t second)
{
    struct arch_context *context = &partition_current->arch.context;

    context->number = number;
    context->first = first;
    context->second = second;
    context->result = UNTOUCHED;
}

/* The address is the only argument; a part that could be read may come first. */
static void assert_bad_structures_refused(uint32_t number, uint32_t size)
{
    assert_bad_addresses_refused(number, (uint32_t[3]){0}, 0, size);
    assert_refused(number, snapshot_too_near_the_end(size), 0, BULKHEAD_E_ADDRESS);
}

static int boot(void **state)
{
    (void)state;
    module_boot_simple(PARTITIONS);
    return 0;
}

static int end(void **state)
{
    (void)state;
    module_end();
    return 0;
}

static void unknown_numbers(void **state)
{
    static const uint32_t numbers[] = {BULKHEAD_HC_COUNT,
                                       BULKHEAD_HC_COUNT + 1,
                                       31,
                                       32,
                                       255,
                                       256,
                                       0x10000,
                                       0x7fffffff,
                                       0x80000000,
                                       0x80000001,
                                       0xfffffffe,
                                       UINT32_MAX};

    (void)state;
    assert_int_equal(BULKHEAD_HC_COUNT, 26);
    for (size_t i = 0; i < ELEMENTS(numbers); i++)
        assert_refused(numbers[i], 1, 2, BULKHEAD_E_CALL);
}

static void version_changes_nothing(void **state)
{
    (void)state;
    assert_refused(BULKHEAD_HC_VERSION, UINT32_MAX, UINT32_MAX, (int32_t)BULKHEAD_ABI_VERSION);
}

static void calls_are_counted(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        call(BULKHEAD_HC_VERSION, 0, 0);
    call(UINT32_MAX, 0, 0);
    assert_int_equal(partitions[0].hypercalls, 6);
    assert_int_equal(partitions[1].hypercalls, 0);
}

static void console_write_results(void **state)
{
    char *text = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    assert_bad_addresses_refused(BULKHEAD_HC_CONSOLE_WRITE, (uint32_t[3]){0, 5}, 0, 5);
    assert_refused(BULKHEAD_HC_CONSOLE_WRITE, address, UINT32_MAX, BULKHEAD_E_ADDRESS);
    assert_refused(BULKHEAD_HC_CONSOLE_WRITE, address, 0xc0000000u - address + 1,
                   BULKHEAD_E_ADDRESS);
    assert_refused(BULKHEAD_HC_CONSOLE_WRITE, UINT32_MAX, UINT32_MAX, BULKHEAD_E_ADDRESS);
    assert_refused(BULKHEAD_HC_CONSOLE_WRITE, snapshot_too_near_the_end(9), 9, BULKHEAD_E_ADDRESS);
    strcpy(text, "abc");
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, address, 0), BULKHEAD_OK);
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_WRITE, address, 3), BULKHEAD_OK);
    assert_int_equal(null_machine.output_length, 0);
    assert_string_equal(partitions[0].console.line.text, "[P1] abc");
}

static void console_read_results(void **state)
{
    (void)state;
    null_machine.input = 'x';
    /* It is not this partition's input. */
    assert_refused(BULKHEAD_HC_CONSOLE_READ, 0, 0, BULKHEAD_E_EMPTY);
    partitions[0].duties |= PARTITION_HAS_INPUT;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), 'x');
    assert_refused(BULKHEAD_HC_CONSOLE_READ, 0, 0, BULKHEAD_E_EMPTY);
    null_machine.input = 0;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), 0);
    null_machine.input = 255;
    assert_int_equal(call(BULKHEAD_HC_CONSOLE_READ, 0, 0), 255);
}

static void upcalls_set_results(void **state)
{
    struct bulkhead_upcalls *upcalls = scratch(&partitions[0]);

    (void)state;
    assert_bad_structures_refused(BULKHEAD_HC_UPCALLS_SET, (uint32_t)sizeof(*upcalls));
    *upcalls = (struct bulkhead_upcalls){.entry = 0x1234, .fault_entry = 0x5678};
    assert_int_equal(call(BULKHEAD_HC_UPCALLS_SET, scratch_address(&partitions[0]), 0),
                     BULKHEAD_OK);
    assert_int_equal(partitions[0].arch.upcalls.entry, 0x1234);
    assert_int_equal(partitions[0].arch.upcalls.fault_entry, 0x5678);
    assert_int_equal(partitions[0].virq.level_mask, ENABLED);
    upcalls->entry = 0;
    assert_int_equal(call(BULKHEAD_HC_UPCALLS_SET, scratch_address(&partitions[0]), 0),
                     BULKHEAD_OK);
    assert_int_equal(partitions[0].virq.level_mask, 0);
}

static void no_delivery_without_an_entry(void **state)
{
    struct bulkhead_upcalls *upcalls = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_SOFTWARE, 0);
    partitions[0].vcpu->level = ENABLED;
    call(BULKHEAD_HC_VIRQ_RAISE, BULKHEAD_LINE_SOFTWARE, 0);
    assert_int_equal(null_machine.virq_upcalls, 0);
    assert_int_equal(partitions[0].vcpu->pending, 1u << BULKHEAD_LINE_SOFTWARE);
    *upcalls = (struct bulkhead_upcalls){.entry = 0x1234};
    call(BULKHEAD_HC_UPCALLS_SET, address, 0);
    assert_int_equal(null_machine.virq_upcalls, 1);
    assert_int_equal(partitions[0].arch.context.instruction, 0x1234);
    assert_int_equal(partitions[0].vcpu->level, 0);
}

static void connect_and_disconnect_results(void **state)
{
    (void)state;
    for (uint32_t line = 24; line < 40; line++)
        assert_refused(BULKHEAD_HC_VIRQ_CONNECT, line, 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_CONNECT, UINT32_MAX, 0, BULKHEAD_E_RANGE);
    for (uint32_t line = 0; line < 24; line++) {
        bool own = line < 4 || line >= 16;

        assert_refused(BULKHEAD_HC_VIRQ_DISCONNECT, line, 0, BULKHEAD_E_STATE);
        if (!own) {
            assert_refused(BULKHEAD_HC_VIRQ_CONNECT, line, 0, BULKHEAD_E_PERMISSION);
            continue;
        }
        assert_int_equal(call(BULKHEAD_HC_VIRQ_CONNECT, line, 0), BULKHEAD_OK);
        assert_refused(BULKHEAD_HC_VIRQ_CONNECT, line, 0, BULKHEAD_E_STATE);
        assert_int_equal(call(BULKHEAD_HC_VIRQ_DISCONNECT, line, 0), BULKHEAD_OK);
    }
    for (uint32_t line = 24; line < 40; line++)
        assert_refused(BULKHEAD_HC_VIRQ_DISCONNECT, line, 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_DISCONNECT, UINT32_MAX, 0, BULKHEAD_E_RANGE);
}

static void acknowledge_results(void **state)
{
    (void)state;
    for (uint32_t line = 16; line < 40; line++)
        assert_refused(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, line, 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, UINT32_MAX, 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, OWN_LINE, 0, BULKHEAD_E_STATE);
    assert_refused(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, HIS_LINE, 0, BULKHEAD_E_STATE);
    assert_refused(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, 15, 0, BULKHEAD_E_STATE);
    call(BULKHEAD_HC_VIRQ_CONNECT, OWN_LINE, 0);
    partitions[0].vcpu->in_service = UINT32_MAX;
    assert_int_equal(call(BULKHEAD_HC_VIRQ_ACKNOWLEDGE, OWN_LINE, 0), BULKHEAD_OK);
    assert_int_equal(partitions[0].vcpu->in_service, ~(1u << OWN_LINE));
}

static void take_results(void **state)
{
    (void)state;
    for (uint32_t line = 24; line < 40; line++)
        assert_refused(BULKHEAD_HC_VIRQ_TAKE, line, 1, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_TAKE, UINT32_MAX, 1, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_TAKE, 21, 1, BULKHEAD_E_STATE);
    assert_refused(BULKHEAD_HC_VIRQ_TAKE, HIS_LINE, 1, BULKHEAD_E_STATE);
    call(BULKHEAD_HC_VIRQ_CONNECT, 21, 0);
    assert_refused(BULKHEAD_HC_VIRQ_TAKE, 21, 1, 0);
    for (int i = 0; i < 5; i++)
        call(BULKHEAD_HC_VIRQ_RAISE, 21, 0);
    assert_refused(BULKHEAD_HC_VIRQ_TAKE, 21, 0, 0);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_TAKE, 21, 2), 2);
    assert_int_equal(partitions[0].vcpu->pending, 1u << 21);
    assert_int_equal(call(BULKHEAD_HC_VIRQ_TAKE, 21, UINT32_MAX), 3);
    assert_int_equal(partitions[0].vcpu->pending, 0);
}

static void next_results(void **state)
{
    (void)state;
    assert_refused(BULKHEAD_HC_VIRQ_NEXT, 0, 0, BULKHEAD_E_EMPTY);
    call(BULKHEAD_HC_VIRQ_CONNECT, 21, 0);
    call(BULKHEAD_HC_VIRQ_RAISE, 21, 0);
    partitions[0].vcpu->in_service = 1u << 21;
    assert_refused(BULKHEAD_HC_VIRQ_NEXT, 0, 0, BULKHEAD_E_EMPTY);
    partitions[0].vcpu->in_service = 0;
    assert_int_equal(call(BULKHEAD_HC_VIRQ_NEXT, 0, 0), 21);
    assert_int_equal(partitions[0].vcpu->vector, 21);
    assert_int_equal(partitions[0].vcpu->count, 1);
    assert_int_equal(partitions[0].vcpu->in_service, 1u << 21);
    assert_int_equal(partitions[0].deliveries, 0);
    assert_refused(BULKHEAD_HC_VIRQ_NEXT, 0, 0, BULKHEAD_E_EMPTY);
}

static void raise_results(void **state)
{
    (void)state;
    for (uint32_t line = 0; line < 16; line++)
        assert_refused(BULKHEAD_HC_VIRQ_RAISE, line, 0, BULKHEAD_E_RANGE);
    for (uint32_t line = 24; line < 64; line++)
        assert_refused(BULKHEAD_HC_VIRQ_RAISE, line, 0, BULKHEAD_E_RANGE);
    assert_refused(BULKHEAD_HC_VIRQ_RAISE, UINT32_MAX, 0, BULKHEAD_E_RANGE);
    for (uint32_t line = 16; line < 24; line++)
        assert_refused(BULKHEAD_HC_VIRQ_RAISE, line, 0, BULKHEAD_E_STATE);
    for (uint32_t line = 16; line < 24; line++) {
        call(BULKHEAD_HC_VIRQ_CONNECT, line, 0);
        assert_int_equal(call(BULKHEAD_HC_VIRQ_RAISE, line, 0), BULKHEAD_OK);
        assert_int_equal(partitions[0].virq.count[line], 1);
        assert_int_equal(partitions[1].virq.count[line], 0);
    }
}

static void timer_set_results(void **state)
{
    struct bulkhead_timer *timer = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    assert_bad_structures_refused(BULKHEAD_HC_TIMER_SET, (uint32_t)sizeof(*timer));
    *timer = (struct bulkhead_timer){.expiry = 5000, .period = BLOCK_FLOOR - 1};
    assert_refused(BULKHEAD_HC_TIMER_SET, address, 0, BULKHEAD_E_RANGE);
    timer->period = 1;
    assert_refused(BULKHEAD_HC_TIMER_SET, address, 0, BULKHEAD_E_RANGE);
    timer->period = BLOCK_FLOOR;
    assert_int_equal(call(BULKHEAD_HC_TIMER_SET, address, 0), BULKHEAD_OK);
    assert_int_equal(null_machine.timer_at, 5000);
    timer->period = 0;
    assert_int_equal(call(BULKHEAD_HC_TIMER_SET, address, 0), BULKHEAD_OK);
    timer->expiry = 0;
    assert_int_equal(call(BULKHEAD_HC_TIMER_SET, address, 0), BULKHEAD_OK);
    assert_int_equal(partitions[0].timer.expiry, TIMER_OFF);
    /* The structure may lie at the very end of what is readable. */
    assert_int_equal(
        call(BULKHEAD_HC_TIMER_SET, snapshot_too_near_the_end((uint32_t)sizeof(*timer)) - 1, 0),
        BULKHEAD_OK);
}

static void idle_results(void **state)
{
    (void)state;
    call(BULKHEAD_HC_VIRQ_CONNECT, 21, 0);
    call(BULKHEAD_HC_VIRQ_RAISE, 21, 0);
    assert_int_equal(call(BULKHEAD_HC_IDLE, 0, 0), BULKHEAD_OK);
    assert_int_equal(partitions[0].state, PARTITION_READY);
    call(BULKHEAD_HC_VIRQ_TAKE, 21, 1);
    prepare(BULKHEAD_HC_IDLE, 0, 0);
    assert_null(trap(TRAP_HYPERCALL, 0, NULL));
    assert_int_equal(partitions[0].arch.context.result, BULKHEAD_OK);
    assert_int_equal(partitions[0].state, PARTITION_WAITING);
}

static void thread_pointer_set_results(void **state)
{
    static const uint32_t bases[] = {0, 1, 0x00100000, 0xc0000000, UINT32_MAX};

    (void)state;
    for (uint32_t i = 0; i < ELEMENTS(bases); i++) {
        uint32_t segment = i * 7 % BULKHEAD_TLS_SEGMENTS;

        assert_int_equal(call(BULKHEAD_HC_THREAD_POINTER_SET, bases[i], segment), BULKHEAD_OK);
        assert_int_equal(partitions[0].arch.thread_pointers[segment], bases[i]);
    }
    assert_int_equal(call(BULKHEAD_HC_THREAD_POINTER_SET, 5, BULKHEAD_TLS_SEGMENTS),
                     BULKHEAD_E_RANGE);
    assert_int_equal(call(BULKHEAD_HC_THREAD_POINTER_SET, 5, UINT32_MAX), BULKHEAD_E_RANGE);
}

static void resume_results(void **state)
{
    struct bulkhead_context *context = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    *context = (struct bulkhead_context){.cs = BULKHEAD_CODE_SELECTOR + 1};
    assert_refused(BULKHEAD_HC_RESUME, address, 0, BULKHEAD_E_ARGUMENT);
    assert_bad_structures_refused(BULKHEAD_HC_RESUME, (uint32_t)sizeof(*context));
    *context = (struct bulkhead_context){
        .cs = BULKHEAD_CODE_SELECTOR, .eip = 0x1000, .esp = 0x2000, .level = UINT32_MAX};
    call(BULKHEAD_HC_RESUME, address, 0);
    assert_int_equal(partitions[0].arch.context.instruction, 0x1000);
    assert_int_equal(partitions[0].arch.context.stack, 0x2000);
    assert_int_equal(partitions[0].vcpu->level, ENABLED);
    /* The resumed context, not a result: its registers are as given. */
    assert_int_equal(partitions[0].arch.context.result, 0);
    context->level = ~ENABLED;
    call(BULKHEAD_HC_RESUME, address, 0);
    assert_int_equal(partitions[0].vcpu->level, 0);
}

static void stop_ends_the_partition(void **state)
{
    static const uint32_t statuses[] = {0, 1, 0x80000000, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(statuses); i++) {
        partitions[0].state = PARTITION_READY;
        prepare(BULKHEAD_HC_STOP, statuses[i], 0);
        assert_null(trap(TRAP_HYPERCALL, 0, NULL));
        assert_int_equal(partitions[0].state, PARTITION_STOPPED);
        assert_int_equal(partitions[0].end, PARTITION_END_STATUS);
        assert_int_equal(partitions[0].end_status, (int32_t)statuses[i]);
        assert_int_equal(partition_ended_well(&partitions[0]), statuses[i] == 0);
        assert_int_equal(partitions_alive(), 1);
    }
}

/* One that takes long is not begun just before the switch: the partition is
 * at the instruction again, and nothing else has changed. Ports: test_port.c. */
static void long_calls_wait_for_the_next_window(void **state)
{
    static const uint32_t calls[] = {
        BULKHEAD_HC_CONSOLE_WRITE, BULKHEAD_HC_CONSOLE_READ, BULKHEAD_HC_UPCALLS_SET,
        BULKHEAD_HC_TIMER_SET,     BULKHEAD_HC_RESUME,       BULKHEAD_HC_STOP,
        BULKHEAD_HC_MODE_SET,      BULKHEAD_HC_PORT_STATUS,  BULKHEAD_HC_HEALTH_RAISE,
        BULKHEAD_HC_LOG_READ,      BULKHEAD_HC_SCHEDULE_SET, BULKHEAD_HC_SCHEDULE_STATUS,
        BULKHEAD_HC_GUARD_SET};
    struct arch_context *context = &partitions[0].arch.context;
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    ((struct bulkhead_context *)scratch(&partitions[0]))->cs = BULKHEAD_CODE_SELECTOR;
    for (size_t i = 0; i < ELEMENTS(calls); i++)
        for (uint32_t left = 0; left < 300; left += 50) {
            null_machine.now = SIMPLE_WINDOW - BULKHEAD_DEFAULT_LEAD - left;
            prepare(calls[i], address, 5);
            snapshot_take();
            hypercall(&partitions[0]);
            snapshot_partition(0)->arch.context.instruction -= NULL_CALL_SIZE;
            snapshot_partition(0)->hypercalls++;
            assert_int_equal(context->first, address);
            assert_int_equal(context->second, 5);
            assert_null(snapshot_difference());
        }
}

static uint32_t wild_argument(struct random *random)
{
    switch (random_below(random, 4)) {
    case 0:
        return scratch_address(&partitions[0]) + random_below(random, SCRATCH_SIZE);
    case 1:
        return random_below(random, 40);
    case 2:
        return snapshot_bad_addresses[random_below(random, 11)];
    default:
        return (uint32_t)random_wild(random);
    }
}

/* Any call with any argument: the neighbour is as it was, a refusal is one of
 * those that exist, and it has changed nothing. */
static void random_calls(void **state)
{
    struct random random = {12};
    unsigned refused[8] = {0};

    (void)state;
    for (int i = 0; i < 60000; i++) {
        char *memory = scratch(&partitions[0]);
        uint32_t number = random_below(&random, BULKHEAD_HC_COUNT + 3);
        int32_t result;

        for (uint32_t j = 0; j < SCRATCH_SIZE; j += 8) {
            uint64_t value = random_wild(&random);

            memcpy(memory + j, &value, sizeof(value));
        }
        if (number == BULKHEAD_HC_RESUME && random_below(&random, 2) == 0)
            ((struct bulkhead_context *)(void *)memory)->cs = BULKHEAD_CODE_SELECTOR;
        prepare(number, wild_argument(&random), wild_argument(&random));
        partitions[0].arch.context.third = wild_argument(&random);
        snapshot_take();
        hypercall(&partitions[0]);
        assert_true(snapshot_partition_same(1));
        assert_ptr_equal(partition_current, &partitions[0]);
        result = partitions[0].arch.context.result;
        if (result != UNTOUCHED && result < 0) {
            assert_in_range(-result, 1, 7);
            refused[-result]++;
            snapshot_partition(0)->hypercalls++;
            snapshot_partition(0)->arch.context.result = result;
            if (snapshot_difference() != NULL)
                fail_msg("step %d: call %u refused with %d, but changed something", i, number,
                         result);
        }
        partitions[0].state = PARTITION_READY;
        partitions[0].arch.guard_count = 0;
        null_machine.now = 0;
        null_machine.output_length = 0;
        if (random_below(&random, 10) == 0)
            partitions[0].vcpu->in_service = 0;
    }
    for (int code = 1; code <= 7; code++)
        assert_int_not_equal(refused[code], 0);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(unknown_numbers),
        CASE(version_changes_nothing),
        CASE(calls_are_counted),
        CASE(console_write_results),
        CASE(console_read_results),
        CASE(upcalls_set_results),
        CASE(no_delivery_without_an_entry),
        CASE(connect_and_disconnect_results),
        CASE(acknowledge_results),
        CASE(take_results),
        CASE(next_results),
        CASE(raise_results),
        CASE(timer_set_results),
        CASE(idle_results),
        CASE(thread_pointer_set_results),
        CASE(resume_results),
        CASE(stop_ends_the_partition),
        CASE(long_calls_wait_for_the_next_window),
        CASE(random_calls),
    };

    return cmocka_run_group_tests_name("hypercalls", tests, NULL, NULL);
}
