/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring tables, in POK's style and in the two of the ARINC 653
 * annex: which action follows which error, at which level. */

#include "module.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

enum level {
    LEVEL_MODULE = 1,
    LEVEL_PARTITION = 2,
    LEVEL_PROCESS = 4,
};

/* Where a table is: processor, virtual processor or thread. */
struct holder {
    struct module *module;
    const struct instance *instance;
    const char *path;
    enum level level;
};

static const char *level_name(enum level level)
{
    return level == LEVEL_MODULE ? "module" : level == LEVEL_PARTITION ? "partition" : "process";
}

/* What belongs to certain levels only; the others fit to each. */
struct fitting {
    const char *name;
    uint32_t levels;
};

static const struct fitting errors[] = {
    {"kernel_init", LEVEL_MODULE},
    {"kernel_scheduling", LEVEL_MODULE},
    {"module_config", LEVEL_MODULE},
    {"module_init", LEVEL_MODULE},
    {"module_scheduling", LEVEL_MODULE},
    {"partition_configuration", LEVEL_MODULE | LEVEL_PARTITION},
    {"partition_config", LEVEL_MODULE | LEVEL_PARTITION},
    {"partition_init", LEVEL_MODULE | LEVEL_PARTITION},
    {"partition_scheduling", LEVEL_MODULE | LEVEL_PARTITION},
    {"partition_process", LEVEL_MODULE | LEVEL_PARTITION},
    {"partition_handler", LEVEL_MODULE | LEVEL_PARTITION},
};

static const struct fitting actions[] = {
    {"kernel_stop", LEVEL_MODULE},
    {"kernel_restart", LEVEL_MODULE},
    {"stop", LEVEL_MODULE},
    {"reset", LEVEL_MODULE},
    {"partition_stop", LEVEL_PARTITION | LEVEL_PROCESS},
    {"partition_restart", LEVEL_PARTITION | LEVEL_PROCESS},
    {"warm_restart", LEVEL_PARTITION | LEVEL_PROCESS},
    {"cold_restart", LEVEL_PARTITION | LEVEL_PROCESS},
    {"confirm", LEVEL_PROCESS},
    {"thread_restart", LEVEL_PROCESS},
    {"thread_stop", LEVEL_PROCESS},
    {"thread_stop_and_start_another", LEVEL_PROCESS},
    {"process_stop", LEVEL_PROCESS},
    {"process_restart", LEVEL_PROCESS},
    {"process_stop_and_start_another", LEVEL_PROCESS},
};

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct fitting *fitting_of(const struct fitting *table, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcasecmp(table[i].name, name) == 0)
            return &table[i];
    return NULL;
}

static void check_fits(const struct holder *holder, const struct fitting *table, size_t count,
                       const char *what, const char *name, struct place at)
{
    const struct fitting *fitting = fitting_of(table, count, name);

    if (fitting != NULL && (fitting->levels & holder->level) == 0)
        REPORT(holder->module, at, "the %s '%s' is none of %s level, where '%s' is; remove it",
               what, name, level_name(holder->level), holder->path);
}

static void add_row(const struct holder *holder, const char *error, const char *action)
{
    struct module_health *row = ARENA_NEW(module_arena(holder->module), struct module_health);

    row->holder = holder->path;
    row->level = level_name(holder->level);
    row->error = error;
    row->action = action;
    list_add(module_arena(holder->module), &holder->module->health, row);
}

/* --- a list of errors and one of actions --- */

/* As the model spells it. */
static const char *spelling(struct module *module, const struct value *value)
{
    const char *literal = value_literal(module->model, value);

    if (literal != NULL && value->expression->kind == EXPRESSION_NAME &&
        value->expression->reference->base.key == literal)
        return value->expression->reference->base.text;
    return literal == NULL ? "?" : literal;
}

static void check_pair(const struct holder *holder, const struct list *all, uint32_t index,
                       const struct value *action)
{
    struct module *module = holder->module;
    const struct value *error = all->items[index];
    const char *error_text = spelling(module, error);
    const char *action_text = spelling(module, action);

    for (uint32_t i = 0; i < index; i++)
        if (strcasecmp(spelling(module, all->items[i]), error_text) == 0)
            REPORT(module, error->at, "the error '%s' is twice in the table of '%s'; remove one",
                   error_text, holder->path);
    check_fits(holder, errors, COUNT(errors), "error", error_text, error->at);
    check_fits(holder, actions, COUNT(actions), "action", action_text, action->at);
    add_row(holder, error_text, action_text);
}

static void check_pairs(const struct holder *holder, const char *error_property,
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
    for (uint32_t i = 0; i < error_list.count; i++)
        check_pair(holder, &error_list, i, action_list.items[i]);
}

/* --- errors with identifiers --- */

struct error_id {
    int64_t id;
    const char *text; /* its code, or what describes it */
    enum level level;
    struct place at;
};

static bool read_id(const struct holder *holder, const struct value *record, int64_t *id)
{
    struct value field;

    if (value_field(holder->module->model, record, "ErrorIdentifier", &field))
        return value_integer(holder->module->model, &field, id);
    REPORT(holder->module, record->at,
           "this entry does not say which error it is for; add 'ErrorIdentifier => ...;'");
    return false;
}

static void read_error_id(const struct holder *holder, const struct value *record, struct list *ids)
{
    struct module *module = holder->module;
    struct error_id *error = ARENA_NEW(module_arena(module), struct error_id);
    struct value field;
    const char *level = NULL;

    error->at = record->at;
    error->text = "";
    if (!read_id(holder, record, &error->id))
        return;
    if (value_field(module->model, record, "ErrorCode", &field))
        error->text = spelling(module, &field);
    else if (value_field(module->model, record, "Description", &field) &&
             value_string(module->model, &field) != NULL)
        error->text = value_string(module->model, &field);
    if (value_field(module->model, record, "ErrorLevel", &field))
        level = value_literal(module->model, &field);
    if (level == NULL) {
        REPORT(module, record->at,
               "the error %" PRId64 " has no level; add 'ErrorLevel => Partition_Level;'",
               error->id);
        return;
    }
    error->level = strcmp(level, "module_level") == 0      ? LEVEL_MODULE
                   : strcmp(level, "partition_level") == 0 ? LEVEL_PARTITION
                                                           : LEVEL_PROCESS;
    for (uint32_t i = 0; i < ids->count; i++)
        if (((struct error_id *)ids->items[i])->id == error->id) {
            REPORT(module, record->at,
                   "the error %" PRId64 " is twice in this table; give one another identifier",
                   error->id);
            return;
        }
    list_add(module_arena(module), ids, error);
}

/* The table of the holder itself, or else that of the processor. */
static void read_error_ids(const struct holder *holder, struct list *ids)
{
    struct module *module = holder->module;
    struct list records = {0};
    struct value value;

    if (!property_value(module->model, holder->instance, "ARINC653::HM_Error_ID_Levels", &value) &&
        !property_value(module->model, module->processor, "ARINC653::HM_Error_ID_Levels", &value))
        return;
    value_elements(module->model, &value, &records);
    for (uint32_t i = 0; i < records.count; i++)
        read_error_id(holder, records.items[i], ids);
}

static const char *check_action_text(const struct holder *holder, const struct value *record)
{
    struct module *module = holder->module;
    struct value field;
    const char *text = NULL;

    if (value_field(module->model, record, "Action", &field))
        text = value_string(module->model, &field);
    if (text == NULL) {
        REPORT(module, record->at, "this entry has no action; add 'Action => \"...\";'");
        return NULL;
    }
    struct suggestion suggestion = {.wanted = text};
    for (size_t i = 0; i < COUNT(actions); i++)
        if ((actions[i].levels & holder->level) != 0)
            suggestion_offer(&suggestion, actions[i].name);
    if (strcasecmp(text, "ignore") != 0 && fitting_of(actions, COUNT(actions), text) == NULL)
        REPORT(module, field.at, "there is no action '%s'%s", text,
               suggestion_advice(module_arena(module), &suggestion,
                                 "use Ignore, Partition_Stop, Cold_Restart or the like"));
    else
        check_fits(holder, actions, COUNT(actions), "action", text, field.at);
    return text;
}

static void check_action(const struct holder *holder, const struct value *record,
                         const struct list *ids, struct map *given)
{
    struct module *module = holder->module;
    const struct error_id *error = NULL;
    int64_t id;

    if (!read_id(holder, record, &id))
        return;
    for (uint32_t i = 0; i < ids->count && error == NULL; i++)
        if (((struct error_id *)ids->items[i])->id == id)
            error = ids->items[i];
    const char *text = check_action_text(holder, record);
    if (error == NULL) {
        REPORT(module, record->at,
               "there is no error %" PRId64 " in ARINC653::HM_Error_ID_Levels; add it there", id);
        return;
    }
    if (error->level != holder->level)
        REPORT(module, record->at, "the error %" PRId64 " is one of %s level; '%s' is at %s level",
               id, level_name(error->level), holder->path, level_name(holder->level));
    const char *key =
        names_key(module->model->compilation, arena_print(module_arena(module), "%" PRId64, id));
    if (map_set(module_arena(module), given, key, (void *)(uintptr_t)error) != NULL)
        REPORT(module, record->at, "the error %" PRId64 " has two actions in '%s'; remove one", id,
               holder->path);
    else
        add_row(holder, arena_print(module_arena(module), "%" PRId64 " %s", id, error->text), text);
}

static void check_missing(const struct holder *holder, const struct list *ids,
                          const struct map *given, struct place at)
{
    struct module *module = holder->module;

    for (uint32_t i = 0; i < ids->count; i++) {
        const struct error_id *error = ids->items[i];
        const char *text = arena_print(module_arena(module), "%" PRId64, error->id);

        if (error->level != holder->level ||
            map_get(given, names_key(module->model->compilation, text)) != NULL)
            continue;
        WARN(module, at,
             "the error %s (%s) of %s level has no action in '%s'; add one to "
             "ARINC653::HM_Error_ID_Actions",
             text, error->text, level_name(holder->level), holder->path);
        add_row(holder, arena_print(module_arena(module), "%s %s", text, error->text), NULL);
    }
}

static void check_ids(const struct holder *holder)
{
    struct module *module = holder->module;
    struct list ids = {0}, records = {0};
    struct map given = {0};
    struct value value;
    struct place at = holder->instance->at;

    read_error_ids(holder, &ids);
    bool has_actions =
        property_value(module->model, holder->instance, "ARINC653::HM_Error_ID_Actions", &value);
    if (has_actions) {
        at = value.at;
        value_elements(module->model, &value, &records);
    }
    for (uint32_t i = 0; i < records.count; i++)
        check_action(holder, records.items[i], &ids, &given);
    /* Errors of processes go to the partition's error handler first. */
    if (has_actions || holder->level != LEVEL_PROCESS)
        check_missing(holder, &ids, &given, at);
}

/* --- all --- */

static void check_holder(struct module *module, const struct instance *instance, enum level level)
{
    struct holder holder = {module, instance, instance_path(module->model, instance), level};

    check_pairs(&holder, "POK::Recovery_Errors", "POK::Recovery_Actions");
    check_pairs(&holder, "ARINC653::HM_Errors",
                level == LEVEL_MODULE      ? "ARINC653::HM_Module_Recovery_Actions"
                : level == LEVEL_PARTITION ? "ARINC653::HM_Partition_Recovery_Actions"
                                           : "ARINC653::HM_Process_Recovery_Actions");
    check_ids(&holder);
}

void health_build(struct module *module)
{
    check_holder(module, module->processor, LEVEL_MODULE);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        check_holder(module, partition->runtime, LEVEL_PARTITION);
    }
    for (uint32_t i = 0; i < module->threads.count; i++) {
        const struct module_thread *thread = module->threads.items[i];

        check_holder(module, thread->instance, LEVEL_PROCESS);
    }
}
