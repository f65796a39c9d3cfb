/* SPDX-License-Identifier: BSD-2-Clause */

/* Health monitoring tables: the names in the model, and what they are to the
 * kernel. */
#ifndef CONFIG_HEALTH_H
#define CONFIG_HEALTH_H

#include "module.h"

/* "process", "memory violation", "partition cold start" and so on. */
const char *health_level_name(enum bulkhead_health_level level);
const char *health_error_name(enum bulkhead_error_id error);
const char *health_action_name(enum bulkhead_health_action action);

/* What happens to errors that the model says nothing about; level: PROCESS for
 * a partition's, MODULE for those that no partition is to blame for. */
void health_default_rules(struct bulkhead_health_rule *rules, enum bulkhead_health_level level);

/* The rules that differ from the default, a line each. */
void health_print_rules(FILE *out, const char *indent, const struct bulkhead_health_rule *rules,
                        enum bulkhead_health_level level);

/* --- between health.c, errorid.c and recovery.c --- */

/* Where a table is: processor, virtual processor or thread. */
struct health_holder {
    struct module *module;
    const struct instance *instance;
    const struct module_partition *partition; /* NULL: the processor */
    const char *path;
    enum bulkhead_health_level level;
    struct list thresholds; /* struct value, for the entries of the table */
};

/* A name in the tables, the levels that it belongs to (bits), and what it is to the
 * kernel: an enum bulkhead_error_id or bulkhead_health_action. */
struct health_meaning {
    const char *name;
    uint32_t levels;
    uint32_t number;
};

/* NULL: there is no such name. */
const struct health_meaning *health_error_meaning(const char *name);
const struct health_meaning *health_action_meaning(const char *name);
void health_offer_actions(struct suggestion *suggestion, enum bulkhead_health_level level);

/* Reports a name that does not belong to a level. */
void health_check_level(const struct health_holder *holder, const char *what,
                        const struct health_meaning *meaning, const char *name, struct place at);

/* Reads the thresholds for a table of so many entries. */
void health_read_thresholds(struct health_holder *holder, uint32_t entries);

/* Adds a line, for entry number "entry" of the table. meaning == NULL: the
 * kernel does not know the error; action == NULL: none. */
struct module_health *health_add_row(const struct health_holder *holder, const char *error,
                                     const struct health_meaning *meaning, const char *action,
                                     uint32_t entry, struct place at);

/* As the model spells a literal. */
const char *health_spelling(struct module *module, const struct value *value);

/* errorid.c: ARINC653::HM_Error_ID_Levels and HM_Error_ID_Actions. */
void health_check_ids(struct health_holder *holder);

/* recovery.c: the rules of module and partitions from the lines. */
void recovery_build(struct module *module);

#endif
