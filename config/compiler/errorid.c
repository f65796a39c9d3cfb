/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring tables in the style of the annex's second edition: errors
 * have identifiers, one table gives each its level, others give it an action. */

#include "health.h"

#include <inttypes.h>
#include <string.h>

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

struct error_id {
    int64_t id;
    const char *text;                     /* its code, or what describes it */
    const struct health_meaning *meaning; /* NULL: it has no code */
    enum bulkhead_health_level level;
    struct place at;
};

static bool read_id(const struct health_holder *holder, const struct value *record, int64_t *id)
{
    struct value field;

    if (value_field(holder->module->model, record, "ErrorIdentifier", &field))
        return value_integer(holder->module->model, &field, id);
    REPORT(holder->module, record->at,
           "this entry does not say which error it is for; add 'ErrorIdentifier => ...;'");
    return false;
}

static void read_error_id(const struct health_holder *holder, const struct value *record,
                          struct list *ids)
{
    struct module *module = holder->module;
    struct error_id *error = ARENA_NEW(module_arena(module), struct error_id);
    struct value field;
    const char *level = NULL;

    error->at = record->at;
    error->text = "";
    if (!read_id(holder, record, &error->id))
        return;
    if (value_field(module->model, record, "Description", &field) &&
        value_string(module->model, &field) != NULL)
        error->text = value_string(module->model, &field);
    if (value_field(module->model, record, "ErrorCode", &field)) {
        error->text = health_spelling(module, &field);
        error->meaning = health_error_meaning(error->text);
    }
    if (value_field(module->model, record, "ErrorLevel", &field))
        level = value_literal(module->model, &field);
    if (level == NULL) {
        REPORT(module, record->at,
               "the error %" PRId64 " has no level; add 'ErrorLevel => Partition_Level;'",
               error->id);
        return;
    }
    error->level = strcmp(level, "module_level") == 0      ? BULKHEAD_HEALTH_MODULE
                   : strcmp(level, "partition_level") == 0 ? BULKHEAD_HEALTH_PARTITION
                                                           : BULKHEAD_HEALTH_PROCESS;
    for (uint32_t i = 0; i < ids->count; i++)
        if (((struct error_id *)ids->items[i])->id == error->id) {
            REPORT(module, record->at,
                   "the error %" PRId64 " is twice in this table; give one another identifier",
                   error->id);
            return;
        }
    list_add(module_arena(module), ids, error);
}

/* The table of the partition, or else that of the processor. */
static void read_error_ids(const struct health_holder *holder, struct list *ids)
{
    static const char name[] = "ARINC653::HM_Error_ID_Levels";
    struct module *module = holder->module;
    struct list records = {0};
    struct value value;

    if ((holder->partition == NULL ||
         !property_value(module->model, holder->partition->runtime, name, &value)) &&
        !property_value(module->model, module->processor, name, &value))
        return;
    value_elements(module->model, &value, &records);
    for (uint32_t i = 0; i < records.count; i++)
        read_error_id(holder, records.items[i], ids);
}

/* The kernel tells errors apart by their codes only. */
static void check_code(const struct health_holder *holder, const struct list *ids, uint32_t index)
{
    struct module *module = holder->module;
    const struct error_id *error = ids->items[index];

    if (error->meaning == NULL) {
        WARN(module, error->at,
             "the error %" PRId64 " has no code, so nothing raises it; add 'ErrorCode => ...;'",
             error->id);
        return;
    }
    if ((error->meaning->levels >> error->level & 1) == 0)
        REPORT(module, error->at, "the error '%s' is none of %s level; change the ErrorLevel",
               error->text, health_level_name(error->level));
    for (uint32_t i = 0; i < index; i++) {
        const struct error_id *other = ids->items[i];

        if (other->meaning == error->meaning && other->level != error->level)
            REPORT(module, error->at,
                   "the errors %" PRId64 " and %" PRId64
                   " are both '%s', but at different levels; choose one level",
                   other->id, error->id, error->text);
    }
}

/* Who decides about an error first; errors of the module itself say nothing
 * about those of partitions. */
static void set_levels(const struct health_holder *holder, const struct list *ids)
{
    struct module_partition *partition = holder->module->partitions.items[holder->partition->index];

    for (uint32_t i = 0; i < ids->count; i++) {
        const struct error_id *error = ids->items[i];

        check_code(holder, ids, i);
        if (error->meaning != NULL && error->meaning->levels != 1u << BULKHEAD_HEALTH_MODULE)
            partition->rules[error->meaning->number].level = (uint8_t)error->level;
    }
}

static const char *check_action_text(const struct health_holder *holder, const struct value *record)
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
    const struct health_meaning *meaning = health_action_meaning(text);
    struct suggestion suggestion = {.wanted = text};
    health_offer_actions(&suggestion, holder->level);
    if (meaning == NULL)
        REPORT(module, field.at, "there is no action '%s'%s", text,
               suggestion_advice(module_arena(module), &suggestion,
                                 "use Ignore, Partition_Stop, Cold_Restart or the like"));
    health_check_level(holder, "action", meaning, text, field.at);
    return text;
}

static void add_row(const struct health_holder *holder, const struct error_id *error,
                    const char *action, uint32_t entry, struct place at)
{
    const char *text =
        arena_print(module_arena(holder->module), "%" PRId64 " %s", error->id, error->text);

    health_add_row(holder, text, error->meaning, action, entry, at);
}

static void check_action(const struct health_holder *holder, const struct list *records,
                         uint32_t entry, const struct list *ids, struct map *given)
{
    struct module *module = holder->module;
    const struct value *record = records->items[entry];
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
    /* The partition decides if its error handler can't. */
    bool fallback =
        holder->level == BULKHEAD_HEALTH_PARTITION && error->level == BULKHEAD_HEALTH_PROCESS;
    if (error->level != holder->level && !fallback)
        REPORT(module, record->at, "the error %" PRId64 " is one of %s level; '%s' is at %s level",
               id, health_level_name(error->level), holder->path, health_level_name(holder->level));
    const char *key =
        names_key(module->model->compilation, arena_print(module_arena(module), "%" PRId64, id));
    if (map_set(module_arena(module), given, key, (void *)(uintptr_t)error) != NULL)
        REPORT(module, record->at, "the error %" PRId64 " has two actions in '%s'; remove one", id,
               holder->path);
    else
        add_row(holder, error, text, entry, record->at);
}

static void check_missing(const struct health_holder *holder, const struct list *ids,
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
             text, error->text, health_level_name(holder->level), holder->path);
        add_row(holder, error, NULL, UINT32_MAX, at);
    }
}

void health_check_ids(struct health_holder *holder)
{
    struct module *module = holder->module;
    struct list ids = {0}, records = {0};
    struct map given = {0};
    struct value value;
    struct place at = holder->instance->at;

    read_error_ids(holder, &ids);
    if (holder->level == BULKHEAD_HEALTH_PARTITION)
        set_levels(holder, &ids);
    bool has_actions =
        property_value(module->model, holder->instance, "ARINC653::HM_Error_ID_Actions", &value);
    if (has_actions) {
        at = value.at;
        value_elements(module->model, &value, &records);
        health_read_thresholds(holder, records.count);
    }
    for (uint32_t i = 0; i < records.count; i++)
        check_action(holder, &records, i, &ids, &given);
    /* Errors of processes go to the partition's error handler first. */
    if (has_actions || holder->level != BULKHEAD_HEALTH_PROCESS)
        check_missing(holder, &ids, &given, at);
}
