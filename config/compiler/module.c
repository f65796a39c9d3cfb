/* SPDX-License-Identifier: BSD-2-Clause */

/* Partitions: which virtual processors, processes and memories make them, and
 * whether what the model says about them can be. */

#include "module.h"

#include <inttypes.h>
#include <string.h>

#include "bulkhead/arch/x86.h"

#define PAGE_SIZE       ((uint64_t)BULKHEAD_PAGE_SIZE)
#define MAX_NAME_LENGTH 30u /* ARINC 653 Part 1: NAME_TYPE */
#define MAX_LEAD        10000u
#define MIN_FLOOR       1000u

struct arena *module_arena(const struct module *module)
{
    return &module->model->compilation->arena;
}

struct diagnostics *module_messages(const struct module *module)
{
    return &module->model->compilation->diagnostics;
}

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

/* --- reading properties --- */

bool module_time_of(struct module *module, const struct value *value, uint64_t *ns)
{
    int64_t ps;

    if (!value_integer(module->model, value, &ps) || ps < 0)
        return false;
    if (ps % 1000 != 0) {
        REPORT(module, value->at, "this time is not a whole number of nanoseconds; round it");
        return false;
    }
    *ns = (uint64_t)ps / 1000;
    return true;
}

enum answer module_time(struct module *module, const struct instance *instance,
                        const char *property, uint64_t *ns, struct place *at)
{
    struct value value;

    if (!property_value(module->model, instance, property, &value))
        return ANSWER_NONE;
    *at = value.at;
    return module_time_of(module, &value, ns) ? ANSWER_GIVEN : ANSWER_WRONG;
}

/* "12.0004 ms": a time that is whole in nanoseconds only. */
static const char *odd_time_text(const struct module *module, uint64_t ns)
{
    bool long_one = ns >= 1000000;
    uint64_t unit = long_one ? 1000000 : 1000;
    uint64_t fraction = ns % unit;
    int digits = long_one ? 6 : 3;

    if (ns < 1000)
        return arena_print(module_arena(module), "%" PRIu64 " ns", ns);
    for (; fraction % 10 == 0; fraction /= 10)
        digits--;
    return arena_print(module_arena(module), "%" PRIu64 ".%0*" PRIu64 " %s", ns / unit, digits,
                       fraction, long_one ? "ms" : "us");
}

const char *module_time_text(const struct module *module, uint64_t ns)
{
    static const struct {
        uint64_t ns;
        const char *name;
    } units[] = {{1000000000, "sec"}, {1000000, "ms"}, {1000, "us"}};

    for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
        if (ns != 0 && ns % units[i].ns == 0)
            return arena_print(module_arena(module), "%" PRIu64 " %s", ns / units[i].ns,
                               units[i].name);
    return odd_time_text(module, ns);
}

const char *module_share_text(const struct module *module, uint64_t part, uint64_t whole)
{
    return arena_print(module_arena(module), "%.1f %%",
                       whole == 0 ? 0.0 : 100.0 * (double)part / (double)whole);
}

enum answer module_size(struct module *module, const struct instance *instance,
                        const char *property, uint64_t *bytes, struct place *at)
{
    struct value value;
    int64_t size;

    if (!property_value(module->model, instance, property, &value))
        return ANSWER_NONE;
    *at = value.at;
    if (!value_integer(module->model, &value, &size) || size < 0)
        return ANSWER_WRONG;
    *bytes = (uint64_t)size;
    if (unit_factor(module->model->compilation, value.type, "bytes") == 0)
        return ANSWER_GIVEN;
    *bytes /= 8;
    if (size % 8 == 0)
        return ANSWER_GIVEN;
    REPORT(module, value.at, "this size is not a whole number of bytes; round it");
    return ANSWER_WRONG;
}

bool module_partition_value(struct module *module, const struct module_partition *partition,
                            const char *property, struct value *value)
{
    return (partition->process != NULL &&
            property_value(module->model, partition->process, property, value)) ||
           property_value(module->model, partition->runtime, property, value);
}

void module_check_name(struct module *module, const char *what, const char *name, struct place at)
{
    if (name[0] == '\0')
        REPORT(module, at, "the name of a %s is empty; give it one", what);
    if (strlen(name) > MAX_NAME_LENGTH)
        REPORT(module, at,
               "the name '%s' of a %s has %zu characters; ARINC 653 allows %u, shorten it", name,
               what, strlen(name), MAX_NAME_LENGTH);
}

/* --- who is a partition --- */

static void add_partition(struct module *module, const struct instance *runtime)
{
    struct module_partition *partition = ARENA_NEW(module_arena(module), struct module_partition);
    struct value value;

    partition->runtime = runtime;
    partition->at = runtime->at;
    partition->name = runtime->name;
    partition->argument = "";
    partition->index = module->partitions.count;
    if (property_value(module->model, runtime, "ARINC653::Partition_Name", &value) &&
        value_string(module->model, &value) != NULL) {
        partition->name = value_string(module->model, &value);
        partition->at = value.at;
    }
    module_check_name(module, "partition", partition->name, partition->at);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *other = module->partitions.items[i];

        if (strcmp(other->name, partition->name) != 0)
            continue;
        REPORT(module, partition->at, "two partitions have the name '%s'; rename one",
               partition->name);
        report_note(module_messages(module), other->at, "the other one is here");
        break;
    }
    list_add(module_arena(module), &module->partitions, partition);
}

enum answer module_binding(struct module *module, const struct instance *instance,
                           const char *property, const struct instance **bound, struct place *at)
{
    struct list elements = {0};
    struct value value;

    *bound = NULL;
    if (!property_value(module->model, instance, property, &value))
        return ANSWER_NONE;
    *at = value.at;
    value_elements(module->model, &value, &elements);
    if (elements.count == 0)
        return ANSWER_NONE;
    if (elements.count > 1) {
        REPORT(module, value.at, "'%s' is bound to %u components; choose one", instance->name,
               elements.count);
        return ANSWER_WRONG;
    }
    *bound = value_instance(module->model, elements.items[0]);
    return *bound == NULL ? ANSWER_WRONG : ANSWER_GIVEN;
}

struct module_partition *module_partition_at(const struct module *module,
                                             const struct instance *instance)
{
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        struct module_partition *partition = module->partitions.items[i];

        if (partition->runtime == instance || partition->process == instance)
            return partition;
    }
    return NULL;
}

struct module_partition *module_partition_of(const struct module *module,
                                             const struct instance *instance)
{
    while (instance != NULL && instance->category != CATEGORY_PROCESS)
        instance = instance->parent;
    return instance == NULL ? NULL : module_partition_at(module, instance);
}

/* A virtual processor runs on the processor that it is part of, or bound to. */
static void find_partitions(struct module *module)
{
    struct list runtimes = {0};

    instances_of(module->model, module->model->root, CATEGORY_VIRTUAL_PROCESSOR, &runtimes);
    for (uint32_t i = 0; i < runtimes.count; i++) {
        const struct instance *runtime = runtimes.items[i];
        const struct instance *bound;
        struct place at = runtime->at;
        enum answer answer = module_binding(
            module, runtime, "Deployment_Properties::Actual_Processor_Binding", &bound, &at);

        if (runtime->parent == module->processor || bound == module->processor)
            add_partition(module, runtime);
        else if (answer != ANSWER_WRONG && runtime->parent->category != CATEGORY_PROCESSOR &&
                 runtime->parent->category != CATEGORY_VIRTUAL_PROCESSOR)
            REPORT(module, at,
                   "the virtual processor '%s' is on no processor; make it a subcomponent of "
                   "'%s', or bind it with Actual_Processor_Binding",
                   runtime->name, module->processor->name);
    }
    if (module->partitions.count == 0)
        REPORT(module, module->processor->at,
               "the processor '%s' has no partitions; add a virtual processor for each",
               module->processor->name);
}

static void check_count(struct module *module)
{
    if (module->partitions.count > BULKHEAD_MAX_PARTITIONS)
        REPORT(module, module->processor->at, "there are %u partitions; the kernel has room for %u",
               module->partitions.count, BULKHEAD_MAX_PARTITIONS);
}

static void bind_process(struct module *module, const struct instance *process)
{
    const struct instance *bound;
    struct place at = process->at;
    enum answer answer = module_binding(
        module, process, "Deployment_Properties::Actual_Processor_Binding", &bound, &at);
    struct module_partition *partition = bound == NULL ? NULL : module_partition_at(module, bound);

    if (answer == ANSWER_WRONG) {
        module->bindings_wrong = true;
        return;
    }
    if (partition == NULL) {
        module->bindings_wrong = module->bindings_wrong || bound != NULL;
        REPORT(module, at,
               "the process '%s' is not bound to a partition; add 'Actual_Processor_Binding => "
               "(reference (%s.PARTITION)) applies to %s;'",
               process->name, instance_path(module->model, module->processor),
               instance_path(module->model, process));
        return;
    }
    if (partition->process != NULL) {
        REPORT(module, at,
               "two processes are bound to the partition '%s', '%s' and '%s'; give each a "
               "partition of its own",
               partition->name, partition->process->name, process->name);
        return;
    }
    partition->process = process;
}

static void bind_processes(struct module *module)
{
    struct list processes = {0};

    instances_of(module->model, module->model->root, CATEGORY_PROCESS, &processes);
    for (uint32_t i = 0; i < processes.count; i++)
        bind_process(module, processes.items[i]);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        if (partition->process == NULL && !module->bindings_wrong)
            REPORT(module, partition->at,
                   "no process is bound to the partition '%s'; add a process with "
                   "'Actual_Processor_Binding => (reference (%s)) applies to PROCESS;'",
                   partition->name, instance_path(module->model, partition->runtime));
    }
}

/* --- the rest of a partition --- */

static void decide_program(struct module *module, struct module_partition *partition)
{
    struct list threads = {0};
    struct value value;

    if (module_partition_value(module, partition, "Bulkhead::Program", &value)) {
        partition->program = value_string(module->model, &value);
        partition->program_at = value.at;
    } else if (partition->process != NULL) {
        instances_of(module->model, partition->process, CATEGORY_THREAD, &threads);
        partition->generated = threads.count > 0;
        if (!partition->generated)
            REPORT(module, partition->process->at,
                   "the partition '%s' has no program; add 'Bulkhead::Program => \"FILE.elf\";' to "
                   "the process '%s', or threads that call subprograms",
                   partition->name, partition->process->name);
    }
    if (!module_partition_value(module, partition, "Bulkhead::Argument", &value) ||
        value_string(module->model, &value) == NULL)
        return;
    partition->argument = value_string(module->model, &value);
    if (strlen(partition->argument) >= BULKHEAD_ARGUMENT_SIZE)
        REPORT(module, value.at, "this argument has %zu characters; the most is %u, shorten it",
               strlen(partition->argument), BULKHEAD_ARGUMENT_SIZE - 1);
}

static void decide_stack(struct module *module, struct module_partition *partition)
{
    uint64_t size = MODULE_DEFAULT_STACK;
    struct place at = partition->at;

    if (partition->process == NULL ||
        module_size(module, partition->process, "Bulkhead::Stack_Size", &size, &at) == ANSWER_NONE)
        module_size(module, partition->runtime, "Bulkhead::Stack_Size", &size, &at);
    size = (size + PAGE_SIZE - 1) / PAGE_SIZE * PAGE_SIZE;
    if (size == 0)
        REPORT(module, at, "the stack of partition '%s' has no bytes; give it some",
               partition->name);
    else if (partition->memory_size != 0 && (partition->memory_size < 3 * PAGE_SIZE ||
                                             size > partition->memory_size - 2 * PAGE_SIZE))
        REPORT(module, at,
               "the stack of partition '%s' (%" PRIu64
               " bytes), its guard page and a program do not fit into its %u bytes of memory; "
               "enlarge the memory",
               partition->name, size, partition->memory_size);
    else
        partition->stack_size = (uint32_t)size;
}

static void decide_times(struct module *module, struct module_partition *partition)
{
    struct place at = partition->at;
    struct value value;

    partition->period_at = partition->at;
    module_time(module, partition->runtime, "Timing_Properties::Period", &partition->period,
                &partition->period_at);
    module_time(module, partition->runtime, "Timing_Properties::Execution_Time",
                &partition->duration, &at);
    if (partition->duration != 0 && partition->period == 0)
        REPORT(module, at,
               "partition '%s' has an Execution_Time but no Period; add 'Period => ...;'",
               partition->name);
    else if (partition->duration > partition->period)
        REPORT(module, at,
               "partition '%s' has an Execution_Time of %s in a Period of %s; shorten it",
               partition->name, module_time_text(module, partition->duration),
               module_time_text(module, partition->period));
    partition->timer_floor = BULKHEAD_DEFAULT_FLOOR;
    if (module_partition_value(module, partition, "Bulkhead::Timer_Floor", &value) &&
        module_time_of(module, &value, &partition->timer_floor) &&
        partition->timer_floor < MIN_FLOOR)
        REPORT(module, value.at,
               "the timer floor of partition '%s' is %s; the least is %s, lengthen it",
               partition->name, module_time_text(module, partition->timer_floor),
               module_time_text(module, MIN_FLOOR));
}

/* --- the module --- */

static bool find_processor(struct module *module)
{
    const struct instance *root = module->model->root;
    struct list processors = {0};

    instances_of(module->model, root, CATEGORY_PROCESSOR, &processors);
    if (processors.count == 0) {
        REPORT(module, root->at,
               "the system '%s' has no processor; add a subcomponent of category processor",
               root->name);
        return false;
    }
    module->processor = processors.items[0];
    for (uint32_t i = 1; i < processors.count; i++) {
        const struct instance *second = processors.items[i];

        REPORT(module, second->at,
               "'%s' is a second processor beside '%s'; a module has one, make a system of its "
               "own for the other and choose with --root",
               second->name, module->processor->name);
    }
    return true;
}

static void decide_module(struct module *module)
{
    struct place at = module->processor->at;
    uint64_t lead = BULKHEAD_DEFAULT_LEAD;
    struct value value;

    module->name = module->model->root->name;
    if (property_value(module->model, module->processor, "ARINC653::Module_Identifier", &value) &&
        value_string(module->model, &value) != NULL)
        module->name = value_string(module->model, &value);
    if (property_value(module->model, module->processor, "Bulkhead::Stay_Up", &value))
        value_boolean(module->model, &value, &module->stay_up);
    if (module_time(module, module->processor, "Bulkhead::Window_Lead", &lead, &at) ==
            ANSWER_GIVEN &&
        lead > MAX_LEAD)
        REPORT(module, at, "the window lead is %s; the most is %s, shorten it",
               module_time_text(module, lead), module_time_text(module, MAX_LEAD));
    module->window_lead = lead > MAX_LEAD ? MAX_LEAD : (uint32_t)lead;
}

void module_build(struct module *module, struct model *model)
{
    *module = (struct module){.model = model};
    if (!find_processor(module))
        return;
    decide_module(module);
    find_partitions(module);
    bind_processes(module);
    memories_build(module);
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        struct module_partition *partition = module->partitions.items[i];

        decide_program(module, partition);
        decide_stack(module, partition);
        decide_times(module, partition);
    }
    rights_build(module);
    devices_build(module);
    schedules_build(module);
    trace_connections(model, &module->traces);
    regions_build(module);
    threads_build(module);
    ports_build(module);
    health_build(module);
    behaviours_build(module);
    effects_check(module);
    /* Last, since response times are computed for modules without errors only. */
    check_count(module);
}
