/* SPDX-License-Identifier: BSD-2-Clause */

/* What follows an error: the kernel's rules, one for each partition and error,
 * made of the tables at module, partition and process level. */

#include "health.h"

#include <inttypes.h>
#include <strings.h>

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

/* --- names --- */

const char *health_level_name(enum bulkhead_health_level level)
{
    static const char *const names[] = {
        [BULKHEAD_HEALTH_PROCESS] = "process",
        [BULKHEAD_HEALTH_PARTITION] = "partition",
        [BULKHEAD_HEALTH_MODULE] = "module",
    };

    return names[level];
}

const char *health_error_name(enum bulkhead_error_id error)
{
    static const char *const names[] = {
        [BULKHEAD_ERROR_DEADLINE_MISSED] = "deadline missed",
        [BULKHEAD_ERROR_APPLICATION_ERROR] = "application error",
        [BULKHEAD_ERROR_NUMERIC_ERROR] = "numeric error",
        [BULKHEAD_ERROR_ILLEGAL_REQUEST] = "illegal request",
        [BULKHEAD_ERROR_STACK_OVERFLOW] = "stack overflow",
        [BULKHEAD_ERROR_MEMORY_VIOLATION] = "memory violation",
        [BULKHEAD_ERROR_HARDWARE_FAULT] = "hardware fault",
        [BULKHEAD_ERROR_POWER_FAIL] = "power fail",
        [BULKHEAD_ERROR_CONFIGURATION] = "configuration error",
        [BULKHEAD_ERROR_INITIALIZATION] = "initialization error",
        [BULKHEAD_ERROR_WINDOW_OVERRUN] = "window overrun",
        [BULKHEAD_ERROR_FATAL] = "fatal error",
    };

    return names[error];
}

const char *health_action_name(enum bulkhead_health_action action)
{
    static const char *const names[] = {
        [BULKHEAD_ACTION_IGNORE] = "nothing",
        [BULKHEAD_ACTION_LOG] = "log",
        [BULKHEAD_ACTION_HANDLER] = "error handler",
        [BULKHEAD_ACTION_PROCESS_STOP] = "process stop",
        [BULKHEAD_ACTION_PROCESS_RESTART] = "process restart",
        [BULKHEAD_ACTION_PARTITION_IDLE] = "partition idle",
        [BULKHEAD_ACTION_PARTITION_WARM_START] = "partition warm start",
        [BULKHEAD_ACTION_PARTITION_COLD_START] = "partition cold start",
        [BULKHEAD_ACTION_MODULE_RESET] = "module reset",
        [BULKHEAD_ACTION_MODULE_SHUTDOWN] = "module shutdown",
    };

    return names[action];
}

/* --- rules --- */

void health_default_rules(struct bulkhead_health_rule *rules, enum bulkhead_health_level level)
{
    for (uint32_t error = 0; error < BULKHEAD_ERROR_COUNT; error++)
        rules[error] = (struct bulkhead_health_rule){
            .level = (uint8_t)level,
            .actions = {[BULKHEAD_HEALTH_PROCESS] = BULKHEAD_ACTION_HANDLER,
                        [BULKHEAD_HEALTH_PARTITION] = BULKHEAD_ACTION_PARTITION_IDLE,
                        [BULKHEAD_HEALTH_MODULE] = BULKHEAD_ACTION_LOG},
        };
    if (level == BULKHEAD_HEALTH_PROCESS)
        rules[BULKHEAD_ERROR_FATAL].level = BULKHEAD_HEALTH_PARTITION;
}

static const char *action_at(const struct bulkhead_health_rule *rule,
                             enum bulkhead_health_level level)
{
    return health_action_name((enum bulkhead_health_action)rule->actions[level]);
}

/* Nobody looks at what a level above has if it is not asked. */
static bool decides_alike(const struct bulkhead_health_rule *one,
                          const struct bulkhead_health_rule *other)
{
    return one->level == other->level && one->threshold == other->threshold &&
           one->actions[one->level] == other->actions[one->level] &&
           (one->level != BULKHEAD_HEALTH_PROCESS ||
            one->actions[BULKHEAD_HEALTH_PARTITION] == other->actions[BULKHEAD_HEALTH_PARTITION]);
}

void health_print_rules(FILE *out, const char *indent, const struct bulkhead_health_rule *rules,
                        enum bulkhead_health_level level)
{
    struct bulkhead_health_rule usual[BULKHEAD_ERROR_COUNT];

    health_default_rules(usual, level);
    for (uint32_t error = 0; error < BULKHEAD_ERROR_COUNT; error++) {
        const struct bulkhead_health_rule *rule = &rules[error];

        if (decides_alike(rule, &usual[error]))
            continue;
        fprintf(out, "%serror     %s: %s", indent, health_error_name((enum bulkhead_error_id)error),
                action_at(rule, (enum bulkhead_health_level)rule->level));
        if (rule->level == BULKHEAD_HEALTH_PROCESS)
            fprintf(out, ", else %s", action_at(rule, BULKHEAD_HEALTH_PARTITION));
        if (rule->threshold != 0)
            fprintf(out, ", after %" PRIu32 " that are logged", rule->threshold);
        fputc('\n', out);
    }
}

/* --- from the tables --- */

static bool same(const struct module_health *one, const struct module_health *other)
{
    return one->action_number == other->action_number && one->threshold == other->threshold;
}

/* The line before this one of the same holder that is the same to the kernel. */
static const struct module_health *line_before(const struct module *module, uint32_t index)
{
    const struct module_health *row = module->health.items[index];

    for (uint32_t i = 0; i < index; i++) {
        const struct module_health *other = module->health.items[i];

        if (other->instance == row->instance && other->error_number == row->error_number &&
            other->action != NULL)
            return other;
    }
    return NULL;
}

static void take_module(struct module *module, const struct module_health *row)
{
    struct bulkhead_health_rule *rule = &module->rules[row->error_number];

    rule->actions[BULKHEAD_HEALTH_MODULE] = (uint8_t)row->action_number;
    rule->threshold = row->threshold;
    for (uint32_t i = 0; i < module->partitions.count && !row->of_module; i++) {
        struct module_partition *partition = module->partitions.items[i];

        partition->rules[row->error_number].actions[BULKHEAD_HEALTH_MODULE] =
            (uint8_t)row->action_number;
    }
}

static struct bulkhead_health_rule *rule_of(const struct module *module,
                                            const struct module_health *row)
{
    struct module_partition *partition = module->partitions.items[row->partition->index];

    return &partition->rules[row->error_number];
}

static void take_partition(struct module *module, const struct module_health *row)
{
    struct bulkhead_health_rule *rule = rule_of(module, row);

    rule->actions[BULKHEAD_HEALTH_PARTITION] = (uint8_t)row->action_number;
    rule->threshold = row->threshold;
    if (row->decides)
        rule->level = BULKHEAD_HEALTH_PARTITION;
}

/* A line before this one for the same error in another thread of the partition,
 * that differs (or any). */
static const struct module_health *thread_before(const struct module *module, uint32_t index,
                                                 bool differing)
{
    const struct module_health *row = module->health.items[index];

    for (uint32_t i = 0; i < index; i++) {
        const struct module_health *other = module->health.items[i];

        if (other->level == BULKHEAD_HEALTH_PROCESS && other->partition == row->partition &&
            other->error_number == row->error_number && other->action != NULL &&
            !(differing && same(other, row)))
            return other;
    }
    return NULL;
}

/* The kernel's table is one for the partition. Generated code has one for each
 * thread, in its error handler. */
static void take_process(struct module *module, uint32_t index)
{
    const struct module_health *row = module->health.items[index];
    const struct module_health *other = thread_before(module, index, true);
    struct bulkhead_health_rule *rule = rule_of(module, row);
    bool generated = row->partition->generated;

    if (other != NULL && !generated)
        WARN(module, row->at,
             "the threads '%s' and '%s' answer to the error '%s' differently, so it is left to the "
             "error handler of partition '%s'; give them one action",
             other->holder, row->holder, row->error, row->partition->name);
    if (thread_before(module, index, false) == NULL || row->threshold < rule->threshold)
        rule->threshold = row->threshold;
    rule->level = BULKHEAD_HEALTH_PROCESS;
    rule->actions[BULKHEAD_HEALTH_PROCESS] = BULKHEAD_ACTION_HANDLER;
    if (other != NULL || generated)
        return;
    if (row->action_number < BULKHEAD_ACTION_PARTITION_IDLE) {
        rule->actions[BULKHEAD_HEALTH_PROCESS] = (uint8_t)row->action_number;
    } else {
        rule->level = BULKHEAD_HEALTH_PARTITION;
        rule->actions[BULKHEAD_HEALTH_PARTITION] = (uint8_t)row->action_number;
    }
}

void recovery_build(struct module *module)
{
    for (uint32_t i = 0; i < module->health.count; i++) {
        const struct module_health *row = module->health.items[i];

        if (row->error_number == BULKHEAD_ERROR_COUNT ||
            row->action_number == BULKHEAD_ACTION_COUNT)
            continue;
        const struct module_health *before = line_before(module, i);
        if (before != NULL && !same(before, row) && strcasecmp(before->error, row->error) != 0)
            REPORT(module, row->at,
                   "the errors '%s' and '%s' of '%s' are one to the kernel (%s); give them one "
                   "action",
                   before->error, row->error, row->holder,
                   health_error_name((enum bulkhead_error_id)row->error_number));
        if (row->level == BULKHEAD_HEALTH_MODULE)
            take_module(module, row);
        else if (row->level == BULKHEAD_HEALTH_PARTITION)
            take_partition(module, row);
        else
            take_process(module, i);
    }
}
