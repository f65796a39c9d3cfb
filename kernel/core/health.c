/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/boot.h"
#include "kernel/health.h"

#include "bulkhead/hypercall.h"
#include "kernel/console.h"
#include "kernel/partition.h"
#include "kernel/report.h"
#include "kernel/sched.h"

/* Handing a fault over takes at most this (ns), and a change of the schedule
 * more, if it ends in one; with less before the next window it is done in the
 * partition's next one. */
#define FAULT_TIME 800u

static const struct bulkhead_health_rule *module_rules;

BOOT_ONLY void health_init(const struct bulkhead_config *config)
{
    module_rules = config->health;
}

static bool has_time_for_fault(void)
{
    return sched_has_time(FAULT_TIME + sched_change_time());
}

static bool repeats(enum bulkhead_health_action action)
{
    return action == BULKHEAD_ACTION_IGNORE || action == BULKHEAD_ACTION_LOG;
}

struct health_decision health_decide(const struct bulkhead_health_rule *rule,
                                     enum bulkhead_health_level lowest, bool is_fault,
                                     uint32_t occurrences)
{
    enum bulkhead_health_level level = (enum bulkhead_health_level)rule->level;
    enum bulkhead_health_action action;

    if (level < lowest)
        level = lowest;
    action = (enum bulkhead_health_action)rule->actions[level];
    if (is_fault) {
        if (level == BULKHEAD_HEALTH_PROCESS && repeats(action)) {
            level = BULKHEAD_HEALTH_PARTITION;
            action = (enum bulkhead_health_action)rule->actions[level];
        }
        if (repeats(action))
            action = BULKHEAD_ACTION_PARTITION_IDLE;
    } else if (occurrences <= rule->threshold && action != BULKHEAD_ACTION_IGNORE) {
        action = BULKHEAD_ACTION_LOG;
    }
    return (struct health_decision){level, action};
}

static void count(struct partition *partition, uint32_t error)
{
    if (partition->errors[error] != UINT32_MAX)
        partition->errors[error]++;
}

static struct health_decision decide(struct partition *partition,
                                     const struct bulkhead_health_rule *rules, uint32_t error,
                                     enum bulkhead_health_level lowest, bool is_fault)
{
    count(partition, error);
    return health_decide(&rules[error], lowest, is_fault, partition->errors[error]);
}

/* The next entry of the partition's log, for the caller to say what happened;
 * partition_nobody has the module's own errors. */
static struct bulkhead_log_entry *log_next(struct partition *partition)
{
    uint32_t sequence = partition->log_count++;
    struct bulkhead_log_entry *entry = &partition->log[sequence % BULKHEAD_LOG_SIZE];

    entry->time = sched_now();
    entry->sequence = sequence;
    entry->partition = partition->index + 1;
    entry->mode = (uint8_t)partition_mode(partition);
    return entry;
}

static void log_error(struct partition *partition, uint32_t error, struct health_decision decision,
                      uint32_t process, uint32_t address, uint32_t code)
{
    struct bulkhead_log_entry *entry;

    if (decision.action == BULKHEAD_ACTION_IGNORE)
        return;
    entry = log_next(partition);
    entry->error = (uint8_t)error;
    entry->level = (uint8_t)decision.level;
    entry->action = (uint8_t)decision.action;
    entry->process = process;
    entry->address = address;
    entry->code = code;
}

const struct bulkhead_log_entry *health_log_find(const struct partition *partition,
                                                 uint32_t sequence)
{
    uint32_t kept =
        partition->log_count < BULKHEAD_LOG_SIZE ? partition->log_count : BULKHEAD_LOG_SIZE;

    if (sequence < partition->log_count - kept)
        sequence = partition->log_count - kept;
    return sequence >= partition->log_count ? NULL : &partition->log[sequence % BULKHEAD_LOG_SIZE];
}

/* Carries out what is not left to the partition itself. */
static void act(struct partition *partition, enum bulkhead_health_action action,
                enum partition_end end, int32_t status)
{
    bool cold = partition_mode(partition) == BULKHEAD_MODE_COLD_START;

    switch (action) {
    case BULKHEAD_ACTION_PARTITION_WARM_START:
        partition_restart(partition, cold ? BULKHEAD_MODE_COLD_START : BULKHEAD_MODE_WARM_START,
                          BULKHEAD_START_HM_PARTITION_RESTART);
        break;
    case BULKHEAD_ACTION_PARTITION_COLD_START:
        partition_restart(partition, BULKHEAD_MODE_COLD_START, BULKHEAD_START_HM_PARTITION_RESTART);
        break;
    case BULKHEAD_ACTION_PARTITION_IDLE:
        partition_stop(partition, end, status);
        break;
    case BULKHEAD_ACTION_MODULE_RESET:
        partition_stop(partition, end, status);
        sched_reset();
        break;
    case BULKHEAD_ACTION_MODULE_SHUTDOWN:
        partition_stop(partition, end, status);
        report_module_end();
    default:
        break;
    }
}

bool health_go_on(struct partition *partition)
{
    struct arch_fault fault;

    if (!has_time_for_fault())
        return false;
    fault = partition->fault;
    partition->state = PARTITION_READY;
    health_fault(partition, &fault);
    return partition->state == PARTITION_READY;
}

/* To the partition's handler, if its table leaves the error to the process
 * level. False if the partition can't take it: it has no handler, is in it, or
 * its stack can't be written. */
static bool hand_over(struct partition *partition, const struct arch_fault *fault,
                      enum bulkhead_error_id error)
{
    const struct bulkhead_health_rule *rule = &partition->config->health[error];
    enum bulkhead_health_action action =
        (enum bulkhead_health_action)rule->actions[BULKHEAD_HEALTH_PROCESS];
    struct bulkhead_vcpu *vcpu = partition->vcpu;
    uint32_t address = arch_context_address(&partition->arch);
    struct bulkhead_log_entry *entry;

    if (rule->level != BULKHEAD_HEALTH_PROCESS || repeats(action) || vcpu->fault_active != 0 ||
        !arch_upcalls_wants_fault(&partition->arch) ||
        !arch_upcall_fault(partition, fault, vcpu->level, error, action))
        return false;
    vcpu->fault_active = 1;
    vcpu->level = 0;
    count(partition, error);
    entry = log_next(partition);
    entry->error = (uint8_t)error;
    entry->level = BULKHEAD_HEALTH_PROCESS;
    entry->action = (uint8_t)action;
    entry->process = vcpu->process;
    entry->address = address;
    entry->code = fault->vector;
    return true;
}

/* What the partition can't take is its own level's, or the module's. */
static void end_by_fault(struct partition *partition, const struct arch_fault *fault,
                         enum bulkhead_error_id error, enum partition_end end)
{
    struct health_decision decision =
        decide(partition, partition->config->health, error, BULKHEAD_HEALTH_PARTITION, true);

    log_error(partition, error, decision, partition->vcpu->process,
              arch_context_address(&partition->arch), fault->vector);
    partition->fault = *fault;
    act(partition, decision.action, end, 0);
}

__attribute__((noinline, cold)) void health_fault(struct partition *partition,
                                                  const struct arch_fault *fault)
{
    enum bulkhead_error_id error;

    if (!has_time_for_fault()) {
        partition->fault = *fault;
        partition->state = PARTITION_HELD;
        return;
    }
    partition->faults++;
    error = arch_fault_error(partition, fault);
    if (!hand_over(partition, fault, error))
        end_by_fault(partition, fault, error, PARTITION_END_FAULT);
}

__attribute__((noinline, cold)) void health_delivery_failed(struct partition *partition)
{
    struct arch_fault fault;

    /* Nothing is changed yet: its line is pending, so it is tried again. */
    if (!has_time_for_fault()) {
        partition->state = PARTITION_WAITING;
        return;
    }
    fault = arch_delivery_fault(partition);
    partition->faults++;
    end_by_fault(partition, &fault, arch_fault_error(partition, &fault), PARTITION_END_DELIVERY);
}

void health_stop(struct partition *partition, int32_t status)
{
    struct health_decision decision;

    if (status == 0) {
        partition_stop(partition, PARTITION_END_STATUS, 0);
        return;
    }
    /* It can't go on, as after a fault. */
    decision = decide(partition, partition->config->health, BULKHEAD_ERROR_FATAL,
                      BULKHEAD_HEALTH_PARTITION, true);
    log_error(partition, BULKHEAD_ERROR_FATAL, decision, partition->vcpu->process,
              arch_context_address(&partition->arch), (uint32_t)status);
    act(partition, decision.action, PARTITION_END_STATUS, status);
}

int32_t health_raise(struct partition *partition, const struct bulkhead_error_report *report)
{
    struct health_decision decision;

    if (report->error >= BULKHEAD_ERROR_COUNT || report->level >= BULKHEAD_HEALTH_MODULE)
        return BULKHEAD_E_RANGE;
    decision = decide(partition, partition->config->health, report->error,
                      (enum bulkhead_health_level)report->level, false);
    log_error(partition, report->error, decision, report->process, report->address, report->code);
    act(partition, decision.action, PARTITION_END_HEALTH, (int32_t)report->error);
    return (int32_t)decision.action;
}

void health_module_error(enum bulkhead_error_id error, uint32_t code)
{
    struct health_decision decision;

    decision = decide(&partition_nobody, module_rules, error, BULKHEAD_HEALTH_MODULE, false);
    log_error(&partition_nobody, error, decision, 0, 0, code);
    if (decision.action == BULKHEAD_ACTION_MODULE_RESET)
        sched_reset();
    else if (decision.action == BULKHEAD_ACTION_MODULE_SHUTDOWN)
        report_module_end();
}
