/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring tables, in POK's style and in the two of the ARINC 653
 * annex: which action follows which error, at which level. */

#include "health.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

/* Bits of the levels at which a name can stand. */
#define MODULE    (1u << BULKHEAD_HEALTH_MODULE)
#define PARTITION (1u << BULKHEAD_HEALTH_PARTITION)
#define PROCESS   (1u << BULKHEAD_HEALTH_PROCESS)
#define ANY       (MODULE | PARTITION | PROCESS)

static const struct health_meaning errors[] = {
    {"deadline_missed", ANY, BULKHEAD_ERROR_DEADLINE_MISSED},
    {"deadline_miss", ANY, BULKHEAD_ERROR_DEADLINE_MISSED},
    {"application_error", ANY, BULKHEAD_ERROR_APPLICATION_ERROR},
    {"numeric_error", ANY, BULKHEAD_ERROR_NUMERIC_ERROR},
    {"illegal_request", ANY, BULKHEAD_ERROR_ILLEGAL_REQUEST},
    {"stack_overflow", ANY, BULKHEAD_ERROR_STACK_OVERFLOW},
    {"memory_violation", ANY, BULKHEAD_ERROR_MEMORY_VIOLATION},
    {"hardware_fault", ANY, BULKHEAD_ERROR_HARDWARE_FAULT},
    {"power_fail", ANY, BULKHEAD_ERROR_POWER_FAIL},
    {"kernel_init", MODULE, BULKHEAD_ERROR_INITIALIZATION},
    {"kernel_scheduling", MODULE, BULKHEAD_ERROR_WINDOW_OVERRUN},
    {"module_config", MODULE, BULKHEAD_ERROR_CONFIGURATION},
    {"module_init", MODULE, BULKHEAD_ERROR_INITIALIZATION},
    {"module_scheduling", MODULE, BULKHEAD_ERROR_WINDOW_OVERRUN},
    {"partition_configuration", MODULE | PARTITION, BULKHEAD_ERROR_CONFIGURATION},
    {"partition_config", MODULE | PARTITION, BULKHEAD_ERROR_CONFIGURATION},
    {"partition_init", MODULE | PARTITION, BULKHEAD_ERROR_INITIALIZATION},
    {"partition_scheduling", MODULE | PARTITION, BULKHEAD_ERROR_WINDOW_OVERRUN},
    {"partition_process", MODULE | PARTITION, BULKHEAD_ERROR_FATAL},
    {"partition_handler", MODULE | PARTITION, BULKHEAD_ERROR_FATAL},
};

/* To ignore an error is, in ARINC 653 Part 1 (2.4.2), to log it and do no more. */
static const struct health_meaning actions[] = {
    {"ignore", ANY, BULKHEAD_ACTION_LOG},
    {"log", ANY, BULKHEAD_ACTION_LOG},
    {"nothing", ANY, BULKHEAD_ACTION_IGNORE},
    {"kernel_stop", MODULE, BULKHEAD_ACTION_MODULE_SHUTDOWN},
    {"stop", MODULE, BULKHEAD_ACTION_MODULE_SHUTDOWN},
    {"shutdown", MODULE, BULKHEAD_ACTION_MODULE_SHUTDOWN},
    {"kernel_restart", MODULE, BULKHEAD_ACTION_MODULE_RESET},
    {"reset", MODULE, BULKHEAD_ACTION_MODULE_RESET},
    {"partition_stop", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_IDLE},
    {"idle", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_IDLE},
    {"partition_restart", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_WARM_START},
    {"warm_restart", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_WARM_START},
    {"warm_start", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_WARM_START},
    {"cold_restart", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_COLD_START},
    {"cold_start", PARTITION | PROCESS, BULKHEAD_ACTION_PARTITION_COLD_START},
    {"confirm", PROCESS, BULKHEAD_ACTION_HANDLER},
    {"error_handler", PROCESS, BULKHEAD_ACTION_HANDLER},
    {"thread_restart", PROCESS, BULKHEAD_ACTION_PROCESS_RESTART},
    {"process_restart", PROCESS, BULKHEAD_ACTION_PROCESS_RESTART},
    {"thread_stop", PROCESS, BULKHEAD_ACTION_PROCESS_STOP},
    {"process_stop", PROCESS, BULKHEAD_ACTION_PROCESS_STOP},
    {"thread_stop_and_start_another", PROCESS, BULKHEAD_ACTION_PROCESS_STOP},
    {"process_stop_and_start_another", PROCESS, BULKHEAD_ACTION_PROCESS_STOP},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct health_meaning *find(const struct health_meaning *table, size_t count,
                                         const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

const struct health_meaning *health_error_meaning(const char *name)
{
    return find(errors, COUNT(errors), name);
}

const struct health_meaning *health_action_meaning(const char *name)
{
    return find(actions, COUNT(actions), name);
}

void health_offer_actions(struct suggestion *suggestion, enum bulkhead_health_level level)
{
    for (size_t i = 0; i < COUNT(actions); i++)
        if ((actions[i].levels >> level & 1) != 0)
            suggestion_offer(suggestion, actions[i].name);
}

void health_check_level(const struct health_holder *holder, const char *what,
                        const struct health_meaning *meaning, const char *name, struct place at)
{
    if (meaning != NULL && (meaning->levels >> holder->level & 1) == 0)
        REPORT(holder->module, at, "the %s '%s' is none of %s level, where '%s' is; remove it",
               what, name, health_level_name(holder->level), holder->path);
}

/* --- the entries of a table --- */

void health_read_thresholds(struct health_holder *holder, uint32_t entries)
{
    struct value value;

    holder->thresholds = (struct list){0};
    if (!property_value(holder->module->model, holder->instance, "Bulkhead::Recovery_Thresholds",
                        &value))
        return;
    value_elements(holder->module->model, &value, &holder->thresholds);
    if (holder->thresholds.count != entries)
        REPORT(holder->module, value.at,
               "the table of '%s' has %u errors but %u thresholds; give each error one",
               holder->path, entries, holder->thresholds.count);
}

static uint32_t threshold_of(const struct health_holder *holder, uint32_t entry)
{
    int64_t count;

    return entry < holder->thresholds.count &&
                   value_integer(holder->module->model, holder->thresholds.items[entry], &count)
               ? (uint32_t)count
               : 0;
}

/* What the names promise, but the kernel can't know. Generated code has an
 * error handler of its own. */
static void check_promises(const struct health_holder *holder, struct module_health *row)
{
    const char *action = names_key(holder->module->model->compilation, row->action);

    if (strcmp(action, "confirm") == 0 && row->threshold == 0) {
        WARN(holder->module, row->at,
             "the error '%s' of '%s' is confirmed once; say how often with "
             "'Bulkhead::Recovery_Thresholds => (...);'",
             row->error, holder->path);
        row->threshold = 1;
    }
    if (strstr(action, "start_another") != NULL)
        WARN(holder->module, row->at,
             "nothing says which thread is started instead of '%s'; it is stopped, start the "
             "other one in the error handler",
             holder->path);
}

struct module_health *health_add_row(const struct health_holder *holder, const char *error,
                                     const struct health_meaning *meaning, const char *action,
                                     uint32_t entry, struct place at)
{
    struct module_health *row = ARENA_NEW(module_arena(holder->module), struct module_health);
    const struct health_meaning *done = action == NULL ? NULL : health_action_meaning(action);

    *row = (struct module_health){
        .holder = holder->path,
        .instance = holder->instance,
        .partition = holder->partition,
        .level = holder->level,
        .error = error,
        .error_number = meaning == NULL ? BULKHEAD_ERROR_COUNT : meaning->number,
        .action = action,
        .action_number = done == NULL ? BULKHEAD_ACTION_COUNT : done->number,
        .threshold = threshold_of(holder, entry),
        .of_module = meaning != NULL && meaning->levels == MODULE,
        .at = at,
    };
    list_add(module_arena(holder->module), &holder->module->health, row);
    if (action != NULL && !(holder->partition != NULL && holder->partition->generated))
        check_promises(holder, row);
    return row;
}

/* --- a list of errors and one of actions --- */

const char *health_spelling(struct module *module, const struct value *value)
{
    const char *literal = value_literal(module->model, value);

    if (literal != NULL && value->expression->kind == EXPRESSION_NAME &&
        value->expression->reference->base.key == literal)
        return value->expression->reference->base.text;
    return literal == NULL ? "?" : literal;
}

static void check_pair(const struct health_holder *holder, const struct list *all, uint32_t index,
                       const struct value *action)
{
    struct module *module = holder->module;
    const struct value *error = all->items[index];
    const char *error_text = health_spelling(module, error);
    const char *action_text = health_spelling(module, action);

    for (uint32_t i = 0; i < index; i++)
        if (strcasecmp(health_spelling(module, all->items[i]), error_text) == 0)
            REPORT(module, error->at, "the error '%s' is twice in the table of '%s'; remove one",
                   error_text, holder->path);
    const struct health_meaning *meaning = health_error_meaning(error_text);
    health_check_level(holder, "error", meaning, error_text, error->at);
    health_check_level(holder, "action", health_action_meaning(action_text), action_text,
                       action->at);
    struct module_health *row =
        health_add_row(holder, error_text, meaning, action_text, index, error->at);
    row->decides = true;
}

static void check_pairs(struct health_holder *holder, const char *error_property,
                        const char *action_property)
{
    struct module *module = holder->module;
    struct list error_list = {0}, action_list = {0};
    struct value error, action;
    bool has_errors = property_value(module->model, holder->instance, error_property, &error);
    bool has_actions = property_value(module->model, holder->instance, action_property, &action);

    if (has_errors != has_actions) {
        REPORT(module, has_errors ? error.at : action.at, "%s of '%s' %s; add '%s => (...);'",
               has_errors ? "these errors" : "these actions", holder->path,
               has_errors ? "have no actions" : "are for no errors",
               has_errors ? action_property : error_property);
        return;
    }
    if (!has_errors)
        return;
    value_elements(module->model, &error, &error_list);
    value_elements(module->model, &action, &action_list);
    if (error_list.count != action_list.count) {
        REPORT(module, action.at, "'%s' has %u errors but %u actions; give each error one",
               holder->path, error_list.count, action_list.count);
        return;
    }
    health_read_thresholds(holder, error_list.count);
    for (uint32_t i = 0; i < error_list.count; i++)
        check_pair(holder, &error_list, i, action_list.items[i]);
}

/* --- all --- */

static void check_holder(struct module *module, const struct instance *instance,
                         const struct module_partition *partition, enum bulkhead_health_level level)
{
    struct health_holder holder = {
        .module = module,
        .instance = instance,
        .partition = partition,
        .path = instance_path(module->model, instance),
        .level = level,
    };

    check_pairs(&holder, "POK::Recovery_Errors", "POK::Recovery_Actions");
    check_pairs(&holder, "ARINC653::HM_Errors",
                level == BULKHEAD_HEALTH_MODULE      ? "ARINC653::HM_Module_Recovery_Actions"
                : level == BULKHEAD_HEALTH_PARTITION ? "ARINC653::HM_Partition_Recovery_Actions"
                                                     : "ARINC653::HM_Process_Recovery_Actions");
    health_check_ids(&holder);
}

void health_build(struct module *module)
{
    health_default_rules(module->rules, BULKHEAD_HEALTH_MODULE);
    for (uint32_t i = 0; i < module->partitions.count; i++)
        health_default_rules(((struct module_partition *)module->partitions.items[i])->rules,
                             BULKHEAD_HEALTH_PROCESS);
    check_holder(module, module->processor, NULL, BULKHEAD_HEALTH_MODULE);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        check_holder(module, partition->runtime, partition, BULKHEAD_HEALTH_PARTITION);
    }
    for (uint32_t i = 0; i < module->threads.count; i++) {
        const struct module_thread *thread = module->threads.items[i];

        check_holder(module, thread->instance, thread->partition, BULKHEAD_HEALTH_PROCESS);
    }
    recovery_build(module);
}
