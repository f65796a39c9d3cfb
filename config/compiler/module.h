/* SPDX-License-Identifier: BSD-2-Clause */

/* What a model means to the kernel: partitions, their memory, the schedules. */
#ifndef CONFIG_MODULE_H
#define CONFIG_MODULE_H

#include "bulkhead/config.h"
#include "instance.h"

#define MODULE_DEFAULT_STACK 16384u

struct module_partition {
    const char *name;
    struct place at;                /* of the virtual processor */
    const struct instance *runtime; /* the virtual processor */
    const struct instance *process; /* NULL: none is bound */
    const struct instance *memory;  /* NULL: the process says how much it needs */
    const char *argument;           /* never NULL */
    const char *program;            /* as in the model; NULL after a message */
    struct place program_at;
    uint32_t index;
    uint32_t flags;
    uint32_t memory_base;
    uint32_t memory_size; /* 0 after a message */
    uint32_t stack_size;
    uint32_t hw_lines;
    uint64_t period;   /* ns; 0: none */
    uint64_t duration; /* ns; 0: none */
    uint64_t timer_floor;
    struct place period_at;
    bool scheduled;    /* has a window in some schedule */
    bool memory_wrong; /* its memory binding is */

    /* The ELF file, filled in by whoever finds it. */
    const void *file;
    size_t file_size;
};

struct module_window {
    uint64_t offset;
    uint64_t duration;
    struct module_partition *partition; /* NULL: idle */
    struct place at;
};

struct module_schedule {
    const char *name;
    struct place at;
    uint64_t major_frame;
    struct list windows; /* struct module_window, ascending */
};

struct module {
    struct model *model;
    const char *name;
    const struct instance *processor;
    struct list partitions; /* struct module_partition */
    struct list schedules;  /* struct module_schedule */
    uint32_t initial_schedule;
    uint32_t window_lead;
    bool stay_up;
    bool bindings_wrong; /* a process may belong to any partition */
};

/* Decides the configuration; all that is wrong is reported. */
void module_build(struct module *module, struct model *model);

/* The configuration as stable text, for tests and for "check --dump". */
void module_dump(const struct module *module, FILE *out);

/* The binary configuration with the programs, whole pages; *size is its
 * length. Every partition has its file. */
void *module_emit(const struct module *module, size_t *size);

/* What a property says. */
enum answer {
    ANSWER_NONE,  /* it is not given */
    ANSWER_WRONG, /* it is given, but wrong, which has been reported */
    ANSWER_GIVEN,
};

/* --- between module.c, memory.c and schedule.c --- */

void memories_build(struct module *module);
void schedules_build(struct module *module);

struct arena *module_arena(const struct module *module);
struct diagnostics *module_messages(const struct module *module);

/* A time property in ns. *at is where it is given, if it is. */
enum answer module_time(struct module *module, const struct instance *instance,
                        const char *property, uint64_t *ns, struct place *at);
/* A time in ns; false if it is wrong. */
bool module_time_of(struct module *module, const struct value *value, uint64_t *ns);

/* A size property in bytes: a Size, or a plain number of bytes. */
enum answer module_size(struct module *module, const struct instance *instance,
                        const char *property, uint64_t *bytes, struct place *at);

/* The component of a category that a binding property names. */
enum answer module_binding(struct module *module, const struct instance *instance,
                           const char *property, const struct instance **bound, struct place *at);

/* "10 ms": a time for a message. */
const char *module_time_text(const struct module *module, uint64_t ns);

/* Is a name short enough for ARINC 653? Reports if not. */
void module_check_name(struct module *module, const char *what, const char *name, struct place at);

#endif
