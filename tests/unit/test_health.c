/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring: who decides what, what it does, and what the log says. */
#include "fixture.h"

#include <string.h>
#include "bulkhead/hypercall.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/trap.h"
#include "snapshot.h"

#define PROCESS     BULKHEAD_HEALTH_PROCESS
#define PARTITION   BULKHEAD_HEALTH_PARTITION
#define MODULE      BULKHEAD_HEALTH_MODULE
#define IGNORE      BULKHEAD_ACTION_IGNORE
#define LOG         BULKHEAD_ACTION_LOG
#define FAULT_ENTRY 0x00102000u
#define SOME_ERROR  BULKHEAD_ERROR_POWER_FAIL

static int boot(void **state)
{
    (void)state;
    module_boot_simple(3);
    return 0;
}

static int end(void **state)
{
    (void)state;
    module_end();
    return 0;
}

/* The configuration is the kernel's, and const; a test writes into its copy. */
static struct bulkhead_health_rule *rule_of(uint32_t index, uint32_t error)
{
    return (struct bulkhead_health_rule *)(uintptr_t)&partitions[index].config->health[error];
}

static const struct bulkhead_log_entry *last_entry(const struct partition *partition)
{
    return health_log_find(partition, partition->log_count - 1);
}

static void register_handler(void)
{
    struct bulkhead_upcalls *upcalls = scratch(partition_current);

    *upcalls = (struct bulkhead_upcalls){.fault_entry = FAULT_ENTRY};
    call(BULKHEAD_HC_UPCALLS_SET, scratch_address(partition_current), 0);
}

static int32_t raise_error(uint32_t error, uint32_t level)
{
    struct bulkhead_error_report *report = scratch(partition_current);

    *report = (struct bulkhead_error_report){
        .error = error, .level = level, .process = 5, .address = 0x1234, .code = 99};
    return call(BULKHEAD_HC_HEALTH_RAISE, scratch_address(partition_current), 0);
}

/* Decisions -------------------------------------------------------------- */

/* By the words of health.h, not by the code: the deciding level is the first
 * one asked, or above it for a fault that its action would let repeat. */
static struct health_decision oracle(const struct bulkhead_health_rule *rule, uint32_t lowest,
                                     bool is_fault, uint32_t occurrences)
{
    uint32_t level = rule->level > lowest ? rule->level : lowest;

    if (!is_fault) {
        if (rule->actions[level] == IGNORE || occurrences > rule->threshold)
            return (struct health_decision){level, rule->actions[level]};
        return (struct health_decision){level, LOG};
    }
    if (level == PROCESS && rule->actions[PROCESS] > LOG)
        return (struct health_decision){PROCESS, rule->actions[PROCESS]};
    level = level == PROCESS ? PARTITION : level;
    if (rule->actions[level] > LOG)
        return (struct health_decision){level, rule->actions[level]};
    return (struct health_decision){level, BULKHEAD_ACTION_PARTITION_IDLE};
}

static void try_rule(const struct bulkhead_health_rule *rule)
{
    const uint32_t counts[] = {
        0, 1, rule->threshold - 1, rule->threshold, rule->threshold + 1, UINT32_MAX};

    for (uint32_t lowest = PROCESS; lowest <= MODULE; lowest++)
        for (int fault = 0; fault < 2; fault++)
            for (size_t i = 0; i < ELEMENTS(counts); i++) {
                struct health_decision expected = oracle(rule, lowest, fault, counts[i]);
                struct health_decision got =
                    health_decide(rule, (enum bulkhead_health_level)lowest, fault, counts[i]);

                if (got.level != expected.level || got.action != expected.action)
                    fail_msg("level %u (%u %u %u) threshold %u, lowest %u, fault %d, %u times: "
                             "level %u action %u",
                             rule->level, rule->actions[0], rule->actions[1], rule->actions[2],
                             rule->threshold, lowest, fault, counts[i], got.level, got.action);
                /* A fault never repeats. */
                assert_false(fault && got.action <= LOG);
            }
}

static void every_decision(void **state)
{
    static const uint8_t process[] = {0, 1, 2, 3, 4}, partition[] = {0, 1, 5, 6, 7};
    static const uint8_t module[] = {0, 1, 8, 9};
    static const uint32_t thresholds[] = {0, 1, 2, INT32_MAX, UINT32_MAX};

    (void)state;
    for (uint8_t level = 0; level < BULKHEAD_HEALTH_LEVELS; level++)
        for (size_t a = 0; a < ELEMENTS(process); a++)
            for (size_t b = 0; b < ELEMENTS(partition); b++)
                for (size_t c = 0; c < ELEMENTS(module); c++)
                    for (size_t t = 0; t < ELEMENTS(thresholds); t++)
                        try_rule(&(struct bulkhead_health_rule){
                            level, {process[a], partition[b], module[c]}, thresholds[t]});
}

/* Faults ----------------------------------------------------------------- */

static void each_error_has_its_own_rule(void **state)
{
    (void)state;
    for (uint32_t error = 0; error < BULKHEAD_ERROR_COUNT; error++) {
        const struct arch_fault fault = {.vector = error, .address = 0x2000};

        boot(NULL);
        rule_of(0, error)->actions[PARTITION] = BULKHEAD_ACTION_PARTITION_COLD_START;
        partitions[0].vcpu->process = 7;
        partitions[0].arch.context.instruction = 0x4242;
        null_machine.now = 1000 + error;
        assert_null(trap(TRAP_FAULT, 0, &fault));
        assert_int_equal(partitions[0].state, PARTITION_STARTING);
        assert_int_equal(partitions[0].log_count, 1);
        assert_int_equal(partitions[0].log[0].error, error);
        assert_int_equal(partitions[0].log[0].level, PARTITION);
        assert_int_equal(partitions[0].log[0].action, BULKHEAD_ACTION_PARTITION_COLD_START);
        assert_int_equal(partitions[0].log[0].mode, BULKHEAD_MODE_COLD_START);
        assert_int_equal(partitions[0].log[0].process, 7);
        assert_int_equal(partitions[0].log[0].address, 0x4242);
        assert_int_equal(partitions[0].log[0].code, error);
        assert_int_equal(partitions[0].log[0].partition, 1);
        assert_true(partitions[0].log[0].time == 1000 + error);
        for (uint32_t i = 0; i < BULKHEAD_ERROR_COUNT; i++)
            assert_int_equal(partitions[0].errors[i], i == error);
        end(NULL);
    }
}

static void handler_is_told_what_to_do(void **state)
{
    static const uint8_t actions[] = {BULKHEAD_ACTION_HANDLER, BULKHEAD_ACTION_PROCESS_STOP,
                                      BULKHEAD_ACTION_PROCESS_RESTART};
    const struct arch_fault fault = {.vector = BULKHEAD_ERROR_NUMERIC_ERROR};
    struct partition *p = &partitions[0];

    (void)state;
    register_handler();
    for (size_t i = 0; i < ELEMENTS(actions); i++) {
        const struct bulkhead_context *context;

        rule_of(0, BULKHEAD_ERROR_NUMERIC_ERROR)->actions[PROCESS] = actions[i];
        assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), p);
        context = (const void *)null_translate(p, p->arch.context.stack, ARCH_READ);
        assert_int_equal(context->health_error, BULKHEAD_ERROR_NUMERIC_ERROR);
        assert_int_equal(context->health_action, actions[i]);
        assert_int_equal(last_entry(p)->level, PROCESS);
        assert_int_equal(last_entry(p)->action, actions[i]);
        p->vcpu->fault_active = 0;
    }
    /* One that it would not end with goes to the partition's level. */
    rule_of(0, BULKHEAD_ERROR_NUMERIC_ERROR)->actions[PROCESS] = LOG;
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(null_machine.fault_upcalls, ELEMENTS(actions));
    assert_int_equal(last_entry(p)->level, PARTITION);
    assert_int_equal(last_entry(p)->action, BULKHEAD_ACTION_PARTITION_IDLE);
    assert_int_equal(p->log_count, ELEMENTS(actions) + 1);
}

/* Inside its handler, and without one: the partition's own action. */
static void fault_that_the_partition_cannot_take(void **state)
{
    const struct arch_fault fault = {.vector = BULKHEAD_ERROR_ILLEGAL_REQUEST};
    struct partition *p = &partitions[0];

    (void)state;
    rule_of(0, BULKHEAD_ERROR_ILLEGAL_REQUEST)->actions[PARTITION] =
        BULKHEAD_ACTION_PARTITION_WARM_START;
    p->start_info->operating_mode = BULKHEAD_MODE_NORMAL;
    register_handler();
    assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), p);
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(p->state, PARTITION_STARTING);
    assert_int_equal(partition_mode(p), BULKHEAD_MODE_WARM_START);
    assert_int_equal(last_entry(p)->mode, BULKHEAD_MODE_NORMAL);
    while (trap_idle())
        ;
    assert_int_equal(p->vcpu->fault_active, 0);
    assert_null(trap(TRAP_FAULT, 0, &fault));
    assert_int_equal(p->restarts, 2);
    assert_int_equal(p->errors[BULKHEAD_ERROR_ILLEGAL_REQUEST], 3);
}

static void stack_overflow_is_known_by_its_page(void **state)
{
    struct partition *p = &partitions[0];
    uint32_t guard = p->start_info->free_base + PAGE;
    struct arch_fault fault = {.vector = UINT32_MAX, .address = guard + 5};

    (void)state;
    register_handler();
    assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), p);
    assert_int_equal(last_entry(p)->error, BULKHEAD_ERROR_MEMORY_VIOLATION);
    p->vcpu->fault_active = 0;
    call(BULKHEAD_HC_GUARD_SET, guard, 1);
    assert_ptr_equal(trap(TRAP_FAULT, 0, &fault), p);
    assert_int_equal(last_entry(p)->error, BULKHEAD_ERROR_STACK_OVERFLOW);
}

static void fatal_status(void **state)
{
    struct partition *p = &partitions[0];

    (void)state;
    rule_of(0, BULKHEAD_ERROR_FATAL)->actions[PARTITION] = BULKHEAD_ACTION_PARTITION_COLD_START;
    call(BULKHEAD_HC_STOP, 0x80000000u, 0);
    assert_int_equal(p->state, PARTITION_STARTING);
    assert_int_equal(last_entry(p)->error, BULKHEAD_ERROR_FATAL);
    assert_int_equal(last_entry(p)->code, 0x80000000u);
    while (trap_idle())
        ;
    /* Status 0 is no error. */
    call(BULKHEAD_HC_STOP, 0, 0);
    assert_int_equal(p->log_count, 1);
    assert_true(partition_ended_well(p));
}

static void undeliverable_interrupt(void **state)
{
    struct bulkhead_upcalls *upcalls = scratch(&partitions[0]);
    struct partition *p = &partitions[0];

    (void)state;
    rule_of(0, BULKHEAD_ERROR_MEMORY_VIOLATION)->actions[PARTITION] =
        BULKHEAD_ACTION_PARTITION_COLD_START;
    *upcalls = (struct bulkhead_upcalls){.entry = 0x101000, .fault_entry = FAULT_ENTRY};
    call(BULKHEAD_HC_UPCALLS_SET, scratch_address(p), 0);
    call(BULKHEAD_HC_VIRQ_CONNECT, BULKHEAD_LINE_SOFTWARE, 0);
    p->vcpu->level = BULKHEAD_LEVEL_ENABLED;
    p->arch.context.stack = 0;
    call(BULKHEAD_HC_VIRQ_RAISE, BULKHEAD_LINE_SOFTWARE, 0);
    /* Never to the handler: that needs the stack too. */
    assert_int_equal(null_machine.fault_upcalls, 0);
    assert_int_equal(p->state, PARTITION_STARTING);
    assert_int_equal(last_entry(p)->level, PARTITION);
}

/* Raised errors ---------------------------------------------------------- */

static void raise_results(void **state)
{
    struct bulkhead_error_report *report = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);
    static const uint32_t bad[] = {BULKHEAD_ERROR_COUNT, 255, 256, 1u << 31, UINT32_MAX};

    (void)state;
    assert_bad_addresses_refused(BULKHEAD_HC_HEALTH_RAISE, (uint32_t[3]){0}, 0, sizeof(*report));
    for (size_t i = 0; i < ELEMENTS(bad); i++) {
        *report = (struct bulkhead_error_report){.error = bad[i]};
        assert_refused(BULKHEAD_HC_HEALTH_RAISE, address, 0, BULKHEAD_E_RANGE);
        *report = (struct bulkhead_error_report){.level = i == 0 ? (uint32_t)MODULE : bad[i]};
        assert_refused(BULKHEAD_HC_HEALTH_RAISE, address, 0, BULKHEAD_E_RANGE);
    }
    assert_int_equal(raise_error(SOME_ERROR, PROCESS), BULKHEAD_ACTION_HANDLER);
    assert_int_equal(last_entry(&partitions[0])->process, 5);
    assert_int_equal(last_entry(&partitions[0])->address, 0x1234);
    assert_int_equal(last_entry(&partitions[0])->code, 99);
    assert_int_equal(partitions[0].state, PARTITION_READY);
}

static void threshold_counts_by_error(void **state)
{
    struct bulkhead_health_rule *rule = rule_of(0, SOME_ERROR);
    struct partition *p = &partitions[0];

    (void)state;
    rule->threshold = 3;
    for (uint32_t i = 1; i <= 5; i++) {
        assert_int_equal(raise_error(SOME_ERROR, PROCESS),
                         i <= 3 ? LOG : (int32_t)BULKHEAD_ACTION_HANDLER);
        assert_int_equal(raise_error(BULKHEAD_ERROR_HARDWARE_FAULT, PROCESS),
                         BULKHEAD_ACTION_HANDLER);
    }
    p->errors[SOME_ERROR] = UINT32_MAX;
    rule->threshold = UINT32_MAX;
    assert_int_equal(raise_error(SOME_ERROR, PARTITION), LOG);
    assert_int_equal(p->errors[SOME_ERROR], UINT32_MAX);
    rule->threshold = UINT32_MAX - 1;
    raise_error(SOME_ERROR, PARTITION);
    assert_int_equal(p->state, PARTITION_STOPPED);
    assert_int_equal(p->end, PARTITION_END_HEALTH);
}

static void ignored_errors_leave_no_trace_in_the_log(void **state)
{
    (void)state;
    rule_of(0, SOME_ERROR)->actions[PROCESS] = IGNORE;
    assert_int_equal(raise_error(SOME_ERROR, PROCESS), IGNORE);
    assert_int_equal(partitions[0].log_count, 0);
    assert_int_equal(partitions[0].errors[SOME_ERROR], 1);
}

static void report_of_health_monitorings_end(void **state)
{
    (void)state;
    raise_error(BULKHEAD_ERROR_DEADLINE_MISSED, PARTITION);
    while (trap_idle())
        ;
    assert_string_equal(null_machine.output,
                        "[bulkhead] partition P1 stopped by health monitoring: deadline missed\n");
}

/* The module's level ------------------------------------------------------ */

static void raise_body(void *unused)
{
    (void)unused;
    raise_error(SOME_ERROR, PROCESS);
}

static void partitions_error_shuts_the_module_down(void **state)
{
    (void)state;
    *rule_of(0, SOME_ERROR) =
        (struct bulkhead_health_rule){.level = MODULE, .actions = {2, 5, 9}, .threshold = 1};
    raise_error(SOME_ERROR, PROCESS);
    assert_int_equal(partitions[0].state, PARTITION_READY);
    assert_true(null_exits(raise_body, NULL));
    assert_int_equal(null_machine.exit_why, ARCH_EXIT_FAILED);
    assert_non_null(strstr(null_machine.output, "[bulkhead] health log of P1: 2 errors\n"));
    assert_non_null(
        strstr(null_machine.output,
               "  0.000000000 s  power fail       log             mode COLD_START process 5  "
               "address 00001234  code 99\n"));
    assert_non_null(strstr(null_machine.output, "module shutdown"));
}

static void partitions_error_resets_the_module(void **state)
{
    (void)state;
    *rule_of(0, SOME_ERROR) = (struct bulkhead_health_rule){.level = MODULE, .actions = {2, 5, 8}};
    raise_error(SOME_ERROR, PROCESS);
    assert_int_equal(partitions[0].state, PARTITION_STOPPED);
    assert_true(sched_will_change());
    module_run_until(3 * SIMPLE_WINDOW, 0);
    for (uint32_t i = 0; i < 3; i++) {
        while (trap_idle())
            ;
        assert_int_equal(partitions[i].state, PARTITION_READY);
        assert_int_equal(partition_mode(&partitions[i]), BULKHEAD_MODE_COLD_START);
        assert_int_equal(partitions[i].start_info->start_condition,
                         BULKHEAD_START_HM_MODULE_RESTART);
        module_run_until((i + 4) * SIMPLE_WINDOW, 0);
    }
}

static struct bulkhead_health_rule module_table[BULKHEAD_ERROR_COUNT];

static void set_module_rule(uint8_t action, uint32_t threshold)
{
    static struct bulkhead_config config;

    for (uint32_t i = 0; i < BULKHEAD_ERROR_COUNT; i++)
        module_table[i] = (struct bulkhead_health_rule){MODULE, {0, 0, action}, threshold};
    memcpy(config.health, module_table, sizeof(config.health));
    health_init(&config);
}

static void module_error_body(void *unused)
{
    (void)unused;
    health_module_error(BULKHEAD_ERROR_HARDWARE_FAULT, 77);
}

static void module_errors(void **state)
{
    (void)state;
    set_module_rule(IGNORE, 0);
    module_error_body(NULL);
    assert_int_equal(partition_nobody.log_count, 0);
    set_module_rule(LOG, 0);
    module_error_body(NULL);
    assert_int_equal(partition_nobody.log_count, 1);
    assert_int_equal(last_entry(&partition_nobody)->partition, 0);
    assert_int_equal(last_entry(&partition_nobody)->code, 77);
    assert_int_equal(last_entry(&partition_nobody)->level, MODULE);
    assert_false(sched_will_change());
    set_module_rule(BULKHEAD_ACTION_MODULE_RESET, 3);
    module_error_body(NULL);
    assert_false(sched_will_change());
    module_error_body(NULL);
    assert_true(sched_will_change());
    set_module_rule(BULKHEAD_ACTION_MODULE_SHUTDOWN, 0);
    assert_true(null_exits(module_error_body, NULL));
    assert_non_null(strstr(null_machine.output, "[bulkhead] health log of the module: 4 errors\n"));
}

static void overrun_is_the_modules_error(void **state)
{
    (void)state;
    null_machine.now = 5 * SIMPLE_WINDOW / 2;
    trap(TRAP_TIMER, 0, NULL);
    assert_int_equal(sched.missed, 1);
    assert_int_equal(partition_nobody.log_count, 1);
    assert_int_equal(last_entry(&partition_nobody)->error, BULKHEAD_ERROR_WINDOW_OVERRUN);
    assert_int_equal(last_entry(&partition_nobody)->code, 1);
}

/* The log ---------------------------------------------------------------- */

static void log_wraps(void **state)
{
    struct partition *p = &partitions[0];

    (void)state;
    assert_null(health_log_find(p, 0));
    for (uint32_t count = 1; count <= 3 * BULKHEAD_LOG_SIZE + 5; count++) {
        uint32_t oldest = count < BULKHEAD_LOG_SIZE ? 0 : count - BULKHEAD_LOG_SIZE;

        raise_error(SOME_ERROR, PROCESS);
        assert_int_equal(p->log_count, count);
        for (uint32_t sequence = 0; sequence < count; sequence++)
            assert_int_equal(health_log_find(p, sequence)->sequence,
                             sequence < oldest ? oldest : sequence);
        assert_null(health_log_find(p, count));
        assert_null(health_log_find(p, UINT32_MAX));
    }
}

static void log_read_results(void **state)
{
    struct bulkhead_log_entry *entry = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);
    static const uint32_t bad[] = {4, 64, 65, 1u << 31, UINT32_MAX};

    (void)state;
    for (size_t i = 0; i < ELEMENTS(bad); i++)
        assert_refused_3(BULKHEAD_HC_LOG_READ, address, bad[i], 0, BULKHEAD_E_RANGE);
    for (uint32_t other = 0; other < 4; other++)
        if (other != 1)
            assert_refused_3(BULKHEAD_HC_LOG_READ, address, other, 0, BULKHEAD_E_PERMISSION);
    assert_refused_3(BULKHEAD_HC_LOG_READ, address, 1, 0, BULKHEAD_E_EMPTY);
    for (int i = 0; i < 40; i++)
        raise_error(SOME_ERROR, PROCESS);
    assert_bad_addresses_refused(BULKHEAD_HC_LOG_READ, (uint32_t[3]){0, 1, 0}, 0, sizeof(*entry));
    for (uint32_t sequence = 0; sequence < 40; sequence++) {
        assert_int_equal(call_3(BULKHEAD_HC_LOG_READ, address, 1, sequence), BULKHEAD_OK);
        assert_int_equal(entry->sequence, sequence < 8 ? 8 : sequence);
        assert_int_equal(entry->error, SOME_ERROR);
    }
    assert_refused_3(BULKHEAD_HC_LOG_READ, address, 1, 40, BULKHEAD_E_EMPTY);
    assert_refused_3(BULKHEAD_HC_LOG_READ, address, 1, UINT32_MAX, BULKHEAD_E_EMPTY);
}

static void log_of_others_by_permission(void **state)
{
    struct bulkhead_log_entry *entry = scratch(&partitions[0]);
    uint32_t address = scratch_address(&partitions[0]);

    (void)state;
    ((struct bulkhead_config_partition *)(uintptr_t)partitions[0].config)->flags =
        BULKHEAD_PARTITION_LOG;
    partition_current = &partitions[2];
    raise_error(SOME_ERROR, PROCESS);
    health_module_error(BULKHEAD_ERROR_HARDWARE_FAULT, 5);
    partition_current = &partitions[0];
    assert_int_equal(call_3(BULKHEAD_HC_LOG_READ, address, 3, 0), BULKHEAD_OK);
    assert_int_equal(entry->partition, 3);
    assert_int_equal(call_3(BULKHEAD_HC_LOG_READ, address, 0, 0), BULKHEAD_OK);
    assert_int_equal(entry->partition, 0);
    assert_int_equal(entry->code, 5);
    assert_refused_3(BULKHEAD_HC_LOG_READ, address, 2, 0, BULKHEAD_E_EMPTY);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, boot, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_decision),
        cmocka_unit_test(each_error_has_its_own_rule),
        CASE(handler_is_told_what_to_do),
        CASE(fault_that_the_partition_cannot_take),
        CASE(stack_overflow_is_known_by_its_page),
        CASE(fatal_status),
        CASE(undeliverable_interrupt),
        CASE(raise_results),
        CASE(threshold_counts_by_error),
        CASE(ignored_errors_leave_no_trace_in_the_log),
        CASE(report_of_health_monitorings_end),
        CASE(partitions_error_shuts_the_module_down),
        CASE(partitions_error_resets_the_module),
        CASE(module_errors),
        CASE(overrun_is_the_modules_error),
        CASE(log_wraps),
        CASE(log_read_results),
        CASE(log_of_others_by_permission),
    };

    return cmocka_run_group_tests_name("health monitoring", tests, NULL, NULL);
}
