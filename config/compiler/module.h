/* SPDX-License-Identifier: BSD-2-Clause */

/* What a model means: partitions, their memory, the schedules; and what can be
 * said about threads, ports and health monitoring before the module runs. */
#ifndef CONFIG_MODULE_H
#define CONFIG_MODULE_H

#include "bulkhead/config.h"
#include "instance.h"
#include "response.h"
#include "trace.h"

#define MODULE_DEFAULT_STACK        16384u
#define MODULE_DEFAULT_THREAD_STACK 8192u /* of a thread in a generated program */

struct module_partition {
    const char *name;
    struct place at;                /* of the virtual processor */
    const struct instance *runtime; /* the virtual processor */
    const struct instance *process; /* NULL: none is bound */
    const struct instance *memory;  /* NULL: the process says how much it needs */
    const char *argument;           /* never NULL */
    const char *program;            /* as in the model; NULL: generated, or after a message */
    bool generated;                 /* its program is made of the process' threads */
    struct place program_at;
    uint32_t index;
    uint32_t flags;
    uint32_t memory_base;
    uint32_t memory_size; /* 0 after a message */
    uint32_t stack_size;
    uint32_t hw_lines;
    uint64_t signal_targets; /* bit per partition that it may signal */
    uint64_t period;         /* ns; 0: none */
    uint64_t duration;       /* ns; 0: none */
    uint64_t timer_floor;
    struct place period_at;
    bool scheduled;    /* has a window in some schedule */
    bool memory_wrong; /* its memory binding is */
    struct bulkhead_health_rule rules[BULKHEAD_ERROR_COUNT];

    /* The ELF file, filled in by whoever finds it. */
    const void *file;
    size_t file_size;
};

struct module_window {
    uint64_t offset;
    uint64_t duration;
    struct module_partition *partition; /* NULL: idle */
    bool release; /* a release point of periodic threads (Periodic_Processing_Start) */
    struct place at;
};

struct module_schedule {
    const char *name;
    const char *mode; /* key of the processor's mode; NULL: it has one schedule */
    struct place at;
    uint64_t major_frame;
    struct list windows; /* struct module_window, ascending */
    /* By partition: when the module changes to this schedule. */
    enum bulkhead_change_action changes[BULKHEAD_MAX_PARTITIONS];
};

/* A thread of a partition's process. */
enum module_dispatch {
    DISPATCH_NONE, /* not said */
    DISPATCH_PERIODIC,
    DISPATCH_SPORADIC,
    DISPATCH_APERIODIC,
    DISPATCH_BACKGROUND,
    DISPATCH_OTHER, /* timed, hybrid, interrupt */
};

struct module_thread {
    const struct instance *instance;
    const struct module_partition *partition;
    const char *name; /* its path in the process */
    enum module_dispatch dispatch;
    uint64_t period;    /* ns; 0: none; sporadic: the least between two releases */
    uint64_t deadline;  /* ns from the release; 0: none */
    uint64_t execution; /* ns, the most; 0: not known */
    uint64_t offset;    /* ns, of the first release */
    uint64_t stack;     /* bytes; 0: not said */
    int64_t priority;
    bool has_priority;
    bool soft; /* its deadline may be missed */
    bool wrong;
    struct place deadline_at;

    /* The worst response over all schedules; not set: it was not computed. */
    bool analysed;
    struct response response;
    const struct module_schedule *schedule; /* where it is that long */
};

/* A port of a partition: a data port (sampling) or an event data port
 * (queuing) of its process. */
struct module_port {
    const struct module_partition *partition;
    const struct element *feature;
    const char *name; /* "group.port" in a feature group */
    bool queuing;
    bool source;      /* messages leave the partition here */
    uint64_t size;    /* bytes of a message; 0: not known */
    uint64_t depth;   /* queuing: messages */
    uint64_t refresh; /* sampling destination: ns; 0: not said */
    bool depth_given;
    struct place depth_at;
    struct place refresh_at;
    struct place at;
    const struct module_channel *channel; /* NULL: something is wrong with it */
    struct list peers;                    /* struct module_port */
    const struct instance *end;           /* whose feature the messages begin or end at */
};

/* A source port with the ports that it sends to, or a port alone. */
struct module_channel {
    uint32_t index;
    bool queuing;
    uint32_t message_size;
    uint32_t message_count;
};

/* Memory that is mapped to partitions beside their own: shared data, a block, or
 * a device's. */
struct module_region {
    const char *name;
    struct place at;
    uint64_t physical;    /* of a device; else BULKHEAD_NO_ADDRESS */
    uint32_t size;        /* bytes, whole pages */
    uint32_t address;     /* the same in all partitions; 0: none yet */
    struct list mappings; /* struct module_mapping */
};

struct module_mapping {
    const struct module_partition *partition;
    bool writable;
};

struct module_io {
    uint32_t first, last;
    struct place at;
};

/* A device that one partition works itself. */
struct module_device {
    const char *name;
    const struct module_partition *partition;
    uint32_t lines; /* bit per hardware line */
    struct list io; /* struct module_io */
};

/* A line of a health monitoring table. */
struct module_health {
    const char *holder; /* path of the processor, virtual processor or thread */
    const struct instance *instance;
    const struct module_partition *partition; /* NULL: the processor's */
    enum bulkhead_health_level level;
    const char *error;
    const char *action;     /* NULL: none */
    uint32_t error_number;  /* enum bulkhead_error_id; BULKHEAD_ERROR_COUNT: none */
    uint32_t action_number; /* enum bulkhead_health_action; BULKHEAD_ACTION_COUNT: none */
    uint32_t threshold;     /* occurrences that are only logged before */
    bool of_module;         /* an error of the module itself, not of partitions */
    bool decides;           /* being listed at this level, the error is of this level */
    struct place at;
};

struct module {
    struct model *model;
    const char *name;
    const struct instance *processor;
    struct list partitions; /* struct module_partition */
    struct list schedules;  /* struct module_schedule */
    struct list threads;    /* struct module_thread */
    struct list traces;     /* struct trace: connections from end to end */
    struct list ports;      /* struct module_port */
    struct list channels;   /* struct module_channel */
    struct list devices;    /* struct module_device */
    struct list regions;    /* struct module_region */
    struct list health;     /* struct module_health */
    struct list behaviours; /* struct behaviour: of partitions whose programs are generated */
    struct bulkhead_health_rule rules[BULKHEAD_ERROR_COUNT];
    uint32_t initial_schedule;
    uint32_t level_lines; /* bit per hardware line */
    uint32_t window_lead;
    bool stay_up;
    bool bindings_wrong; /* a process may belong to any partition */
};

/* Decides the configuration; all that is wrong is reported. */
void module_build(struct module *module, struct model *model);

/* The windows of a partition, each shorter by a lead (ns); false if it has none. */
bool module_supply(const struct module *module, const struct module_schedule *schedule,
                   const struct module_partition *partition, uint64_t lead, struct supply *supply);

/* What the threads of a partition (NULL: of all) need of each second, in ns; 0
 * if unknown. */
uint64_t module_load(const struct module *module, const struct module_partition *partition);

/* "12.5 %": a part of a whole for a message. */
const char *module_share_text(const struct module *module, uint64_t part, uint64_t whole);

/* How a region is mapped to a partition; NULL: it is not. */
const struct module_mapping *region_mapping(const struct module_region *region,
                                            const struct module_partition *partition);

/* "warm start" and so on. */
const char *module_change_name(enum bulkhead_change_action action);

/* "periodic" and so on. */
const char *module_dispatch_name(enum module_dispatch dispatch);

/* How the threads of a partition get their priorities. */
enum module_policy { POLICY_PRIORITIES, POLICY_RATES, POLICY_DEADLINES, POLICY_OTHER };

/* *name and *at: what the model calls it, "" for nothing. In generated programs
 * there are no others than fixed priorities. */
enum module_policy module_policy_of(struct module *module, const struct module_partition *partition,
                                    const char **name, struct place *at);

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
void rights_build(struct module *module);
void devices_build(struct module *module);
/* The partition has lines or I/O ports, which the kernel takes from it at the end
 * of its windows; memory takes no time. */
bool devices_take_time(const struct module *module, const struct module_partition *partition);
void regions_build(struct module *module);
void schedules_build(struct module *module);
void changes_build(struct module *module);
void threads_build(struct module *module);
void ports_build(struct module *module);
void health_build(struct module *module);
/* behaviour.c: adds the behaviour of each partition whose program is generated
 * to module->behaviours. */
void behaviours_build(struct module *module);
void effects_check(struct module *module);

/* Does the schedule serve a partition's period? */
void period_check(struct module *module, const struct module_schedule *schedule,
                  const struct module_partition *partition);

/* The partition whose virtual processor or process an instance is; NULL if none. */
struct module_partition *module_partition_at(const struct module *module,
                                             const struct instance *instance);

/* A property of the process, or else of its virtual processor. */
bool module_partition_value(struct module *module, const struct module_partition *partition,
                            const char *property, struct value *value);

/* The partition whose process an instance is, or is in; NULL if none. */
struct module_partition *module_partition_of(const struct module *module,
                                             const struct instance *instance);

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
