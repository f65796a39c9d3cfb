/* SPDX-License-Identifier: BSD-2-Clause */

/* Threads: what the model says about each, whether it can be, and how long
 * they take at worst in the windows of their partition. */

#include "module.h"

#include <inttypes.h>
#include <string.h>

/* ARINC 653 Part 1: the range of PRIORITY_TYPE. */
#define MIN_PRIORITY 1
#define MAX_PRIORITY 239

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)
#define WARN(module, at, ...)   report_warning(module_messages(module), (at), __VA_ARGS__)

/* --- reading --- */

static const char *literal_of(struct module *module, const struct instance *instance,
                              const char *property, struct place *at)
{
    struct value value;

    if (!property_value(module->model, instance, property, &value))
        return "";
    *at = value.at;
    const char *literal = value_literal(module->model, &value);
    return literal == NULL ? "" : literal;
}

static enum module_dispatch dispatch_of(struct module *module, const struct instance *instance)
{
    static const char *const names[] = {
        [DISPATCH_NONE] = "",
        [DISPATCH_PERIODIC] = "periodic",
        [DISPATCH_SPORADIC] = "sporadic",
        [DISPATCH_APERIODIC] = "aperiodic",
        [DISPATCH_BACKGROUND] = "background",
    };
    struct place at;
    const char *literal = literal_of(module, instance, "Thread_Properties::Dispatch_Protocol", &at);

    for (uint32_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strcmp(literal, names[i]) == 0)
            return (enum module_dispatch)i;
    return DISPATCH_OTHER;
}

/* The upper end of Compute_Execution_Time. */
static void read_execution(struct module *module, struct module_thread *thread)
{
    int64_t low, high;
    struct value value;

    if (!property_value(module->model, thread->instance,
                        "Timing_Properties::Compute_Execution_Time", &value) ||
        !value_range(module->model, &value, &low, &high))
        return;
    /* Part of a nanosecond counts as one. */
    thread->execution = ((uint64_t)high + 999) / 1000;
}

/* Deadline if it is given, then ARINC 653's time capacity, then the period. */
static void read_deadline(struct module *module, struct module_thread *thread)
{
    static const char *const names[] = {"Timing_Properties::Deadline", "ARINC653::Time_Capacity"};
    struct value value;

    thread->deadline = thread->period;
    for (int i = 0; i < 2; i++) {
        if (property_association(module->model, thread->instance, names[i], &value) == NULL)
            continue;
        if (module_time(module, thread->instance, names[i], &thread->deadline,
                        &thread->deadline_at) == ANSWER_WRONG)
            thread->wrong = true;
        break;
    }
    struct place at;
    thread->soft =
        strcmp(literal_of(module, thread->instance, "ARINC653::Deadline_Type", &at), "soft") == 0;
}

static void read_stack(struct module *module, struct module_thread *thread)
{
    static const char *const names[] = {"Memory_Properties::Stack_Size",
                                        "Memory_Properties::Source_Stack_Size"};
    struct place at;

    for (int i = 0; i < 2 && thread->stack == 0; i++)
        module_size(module, thread->instance, names[i], &thread->stack, &at);
}

static void read_priority(struct module *module, struct module_thread *thread)
{
    struct value value;

    thread->has_priority =
        property_value(module->model, thread->instance, "Thread_Properties::Priority", &value) &&
        value_integer(module->model, &value, &thread->priority);
    if (thread->has_priority &&
        (thread->priority < MIN_PRIORITY || thread->priority > MAX_PRIORITY))
        WARN(module, value.at, "the priority %" PRId64 " is outside of ARINC 653's %d to %d",
             thread->priority, MIN_PRIORITY, MAX_PRIORITY);
}

static const char *path_in_process(struct module *module, const struct instance *instance)
{
    const char *path = instance->name;

    for (instance = instance->parent; instance->category != CATEGORY_PROCESS;
         instance = instance->parent)
        path = arena_print(module_arena(module), "%s.%s", instance->name, path);
    return path;
}

static struct module_thread *read_thread(struct module *module,
                                         const struct module_partition *partition,
                                         const struct instance *instance)
{
    struct module_thread *thread = ARENA_NEW(module_arena(module), struct module_thread);
    struct place at = instance->at;

    thread->instance = instance;
    thread->partition = partition;
    thread->name = path_in_process(module, instance);
    thread->deadline_at = instance->at;
    thread->dispatch = dispatch_of(module, instance);
    thread->wrong = module_time(module, instance, "Timing_Properties::Period", &thread->period,
                                &at) == ANSWER_WRONG;
    if (thread->period != 0)
        thread->deadline_at = at;
    if (module_time(module, instance, "Timing_Properties::Dispatch_Offset", &thread->offset, &at) ==
        ANSWER_WRONG)
        thread->wrong = true;
    read_execution(module, thread);
    read_deadline(module, thread);
    read_priority(module, thread);
    read_stack(module, thread);
    return thread;
}

/* --- each thread alone --- */

static void check_period(struct module *module, struct module_thread *thread)
{
    uint64_t period = thread->partition->period;

    if (thread->period == 0 && !thread->wrong &&
        (thread->dispatch == DISPATCH_PERIODIC || thread->dispatch == DISPATCH_SPORADIC)) {
        REPORT(module, thread->instance->at,
               "the thread '%s' is %s, but has no Period; add 'Period => ...;'", thread->name,
               thread->dispatch == DISPATCH_PERIODIC ? "periodic" : "sporadic");
        thread->wrong = true;
    }
    if (thread->dispatch == DISPATCH_PERIODIC && period != 0 && thread->period % period != 0)
        WARN(module, thread->deadline_at,
             "the period %s of thread '%s' is no multiple of that of its partition '%s', %s, as "
             "ARINC 653 wants it",
             module_time_text(module, thread->period), thread->name, thread->partition->name,
             module_time_text(module, period));
}

static void check_thread(struct module *module, struct module_thread *thread)
{
    check_period(module, thread);
    if (thread->wrong)
        return;
    if (thread->dispatch == DISPATCH_PERIODIC && thread->deadline > thread->period)
        WARN(module, thread->deadline_at,
             "the deadline %s of thread '%s' is longer than its period, %s; ARINC 653 allows the "
             "period",
             module_time_text(module, thread->deadline), thread->name,
             module_time_text(module, thread->period));
    if (thread->deadline != 0 && thread->execution > thread->deadline) {
        REPORT(module, thread->deadline_at,
               "the thread '%s' takes up to %s, but its deadline is %s; lengthen that",
               thread->name, module_time_text(module, thread->execution),
               module_time_text(module, thread->deadline));
        thread->wrong = true;
    }
}

/* --- the threads of a partition --- */

struct group {
    const struct module_partition *partition;
    struct list threads; /* struct module_thread: all but background ones */
};

static struct group group_of(struct module *module, const struct module_partition *partition)
{
    struct group group = {.partition = partition};

    for (uint32_t i = 0; i < module->threads.count; i++) {
        struct module_thread *thread = module->threads.items[i];

        if (thread->partition == partition && thread->dispatch != DISPATCH_BACKGROUND)
            list_add(module_arena(module), &group.threads, thread);
    }
    return group;
}

static void check_stacks(struct module *module, const struct module_partition *partition)
{
    uint64_t sum = partition->stack_size;

    for (uint32_t i = 0; i < module->threads.count; i++) {
        const struct module_thread *thread = module->threads.items[i];

        if (thread->partition == partition)
            sum += thread->stack != 0     ? thread->stack
                   : partition->generated ? MODULE_DEFAULT_THREAD_STACK
                                          : 0;
    }
    if (partition->memory_size != 0 && sum > partition->memory_size)
        REPORT(module, partition->process->at,
               "the stacks of partition '%s' and its threads need %" PRIu64
               " bytes, its memory has %u; enlarge it by %" PRIu64 " bytes",
               partition->name, sum, partition->memory_size, sum - partition->memory_size);
}

/* What is missing for an analysis; NULL if nothing is. */
static const char *missing(const struct group *group, const struct module_thread *thread,
                           enum module_policy policy)
{
    if (thread->dispatch == DISPATCH_NONE)
        return "has no Dispatch_Protocol; add 'Dispatch_Protocol => Periodic;'";
    if (thread->dispatch != DISPATCH_PERIODIC && thread->dispatch != DISPATCH_SPORADIC)
        return "can be released at any rate; make it sporadic with a Period";
    if (thread->execution == 0)
        return "has no execution time; add 'Compute_Execution_Time => 0 ms .. ...;'";
    if (policy == POLICY_PRIORITIES && !thread->has_priority && group->threads.count > 1)
        return "has no priority; add 'Priority => ...;'";
    return NULL;
}

/* Nothing is said about partitions in whose threads no time is given. */
static bool can_analyse(struct module *module, const struct group *group,
                        enum module_policy *policy)
{
    bool asked = false;
    const char *name;
    struct place at;

    for (uint32_t i = 0; i < group->threads.count; i++) {
        const struct module_thread *thread = group->threads.items[i];

        if (thread->wrong)
            return false;
        asked = asked || thread->execution != 0;
    }
    if (!asked)
        return false;
    *policy = module_policy_of(module, group->partition, &name, &at);
    if (*policy == POLICY_OTHER) {
        WARN(module, at,
             "the response times in partition '%s' are not computed: '%s' is not scheduling by "
             "fixed priorities",
             group->partition->name, name);
        return false;
    }
    for (uint32_t i = 0; i < group->threads.count; i++) {
        const struct module_thread *thread = group->threads.items[i];
        const char *what = missing(group, thread, *policy);

        if (what == NULL)
            continue;
        WARN(module, thread->instance->at,
             "the response times in partition '%s' are not computed: the thread '%s' %s",
             group->partition->name, thread->name, what);
        return false;
    }
    return true;
}

/* --- response times --- */

static int64_t negated(uint64_t time)
{
    return time > INT64_MAX ? -INT64_MAX : -(int64_t)time;
}

static struct response_thread *response_threads(struct module *module, const struct group *group,
                                                enum module_policy policy)
{
    struct response_thread *threads =
        arena_alloc(module_arena(module), group->threads.count * sizeof(*threads));

    for (uint32_t i = 0; i < group->threads.count; i++) {
        const struct module_thread *from = group->threads.items[i];

        threads[i] = (struct response_thread){
            .period = from->period,
            .execution = from->execution,
            .offset = from->offset,
            .priority = policy == POLICY_RATES       ? negated(from->period)
                        : policy == POLICY_DEADLINES ? negated(from->deadline)
                                                     : from->priority,
            .sporadic = from->dispatch == DISPATCH_SPORADIC,
        };
    }
    return threads;
}

/* The partition starts its threads at a release point: where its first window
 * begins (or the first one with Periodic_Processing_Start), or whole periods
 * of it later. */
static struct response_start start_of(const struct module_schedule *schedule,
                                      const struct module_partition *partition)
{
    struct response_start start = {.step = partition->period};
    const struct module_window *first = NULL;

    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        const struct module_window *window = schedule->windows.items[i];

        if (window->partition == partition &&
            (first == NULL || (window->release && !first->release)))
            first = window;
    }
    start.origin = first == NULL ? 0 : first->offset;
    if (start.step != 0 && schedule->major_frame % start.step != 0)
        start.step = 0;
    return start;
}

static bool worse(const struct response *a, const struct response *b)
{
    if (a->kind != b->kind && (a->kind >= RESPONSE_OVERLOAD || b->kind >= RESPONSE_OVERLOAD))
        return a->kind > b->kind;
    return a->time > b->time;
}

static void analyse(struct module *module, const struct group *group, enum module_policy policy,
                    const struct module_schedule *schedule)
{
    struct response_start start = start_of(schedule, group->partition);
    struct response_thread *threads = response_threads(module, group, policy);
    uint64_t lead = module->window_lead;
    struct supply supply;

    /* The kernel takes the lead from the end of each window, and another one for
     * devices. */
    if (devices_take_time(module, group->partition))
        lead *= 2;
    if (!module_supply(module, schedule, group->partition, lead, &supply))
        return;
    for (uint32_t i = 0; i < group->threads.count; i++) {
        struct module_thread *thread = group->threads.items[i];
        struct response response =
            response_worst(&supply, &start, threads, group->threads.count, i);

        if (thread->analysed && !worse(&response, &thread->response))
            continue;
        thread->analysed = true;
        thread->response = response;
        thread->schedule = schedule;
    }
}

static void report_late(struct module *module, const struct module_thread *thread)
{
    const struct response *response = &thread->response;
    bool sure = response->kind == RESPONSE_EXACT && !thread->soft;
    const char *text = arena_print(
        module_arena(module),
        "the thread '%s' ends up to %s after its release, but its deadline is %s; %s", thread->name,
        module_time_text(module, response->time), module_time_text(module, thread->deadline),
        sure           ? "lengthen that, or give its partition other windows"
        : thread->soft ? "it is a soft one"
                       : "the bound is for any release, it may be less");

    if (sure)
        REPORT(module, thread->deadline_at, "%s", text);
    else
        WARN(module, thread->deadline_at, "%s", text);
    report_note(module_messages(module), thread->instance->at,
                "so late if released at %s in schedule '%s'%s",
                module_time_text(module, response->release), thread->schedule->name,
                response->kind == RESPONSE_BOUND || thread->dispatch == DISPATCH_SPORADIC
                    ? ", with all threads of its or a higher priority"
                    : "");
}

static void report_response(struct module *module, const struct module_thread *thread)
{
    if (!thread->analysed)
        return;
    switch (thread->response.kind) {
    case RESPONSE_OVERLOAD:
        REPORT(module, thread->instance->at,
               "the windows of partition '%s' in schedule '%s' are too short for the thread '%s' "
               "and those of its or a higher priority; lengthen them",
               thread->partition->name, thread->schedule->name, thread->name);
        break;
    case RESPONSE_UNKNOWN:
        WARN(module, thread->instance->at,
             "the response time of thread '%s' is too much to compute; choose periods that are "
             "multiples of each other",
             thread->name);
        break;
    default:
        if (thread->deadline != 0 && thread->response.time > thread->deadline)
            report_late(module, thread);
    }
}

/* Without execution times, no thread ends earlier than its partition runs. */
static void check_wait(struct module *module, const struct module_thread *thread,
                       const struct module_schedule *schedule)
{
    struct response_start start = start_of(schedule, thread->partition);
    struct response_thread alone = {
        .period = thread->period,
        .execution = 1,
        .offset = thread->offset,
        .sporadic = thread->dispatch == DISPATCH_SPORADIC,
    };
    struct supply supply;

    if (thread->soft || thread->deadline == 0 ||
        !module_supply(module, schedule, thread->partition, module->window_lead, &supply))
        return;
    struct response response = response_worst(&supply, &start, &alone, 1, 0);
    if (response.kind != RESPONSE_EXACT || response.time <= thread->deadline)
        return;
    REPORT(module, thread->deadline_at,
           "the thread '%s' waits up to %s for a window, but its deadline is %s; lengthen that, or "
           "give its partition other windows",
           thread->name, module_time_text(module, response.time - 1),
           module_time_text(module, thread->deadline));
    report_note(module_messages(module), thread->instance->at,
                "so long if released at %s in schedule '%s'",
                module_time_text(module, response.release), schedule->name);
}

static void check_waits(struct module *module, const struct group *group)
{
    for (uint32_t i = 0; i < group->threads.count; i++) {
        const struct module_thread *thread = group->threads.items[i];

        bool timed = thread->dispatch == DISPATCH_PERIODIC || thread->dispatch == DISPATCH_SPORADIC;

        for (uint32_t j = 0; j < module->schedules.count && timed && !thread->wrong; j++)
            check_wait(module, thread, module->schedules.items[j]);
    }
}

static void analyse_partition(struct module *module, const struct module_partition *partition)
{
    struct group group = group_of(module, partition);
    enum module_policy policy;

    bool known = can_analyse(module, &group, &policy);

    if (!known)
        check_waits(module, &group);
    for (uint32_t i = 0; i < module->schedules.count && known; i++)
        analyse(module, &group, policy, module->schedules.items[i]);
    for (uint32_t i = 0; i < group.threads.count; i++)
        report_response(module, group.threads.items[i]);
}

uint64_t module_load(const struct module *module, const struct module_partition *partition)
{
    double sum = 0;

    for (uint32_t i = 0; i < module->threads.count; i++) {
        const struct module_thread *thread = module->threads.items[i];

        if ((partition == NULL || thread->partition == partition) && thread->period != 0)
            sum += 1e9 * (double)thread->execution / (double)thread->period;
    }
    return sum < 1e18 ? (uint64_t)(sum + 0.5) : 0;
}

void threads_build(struct module *module)
{
    bool analysable = module_messages(module)->errors == 0;

    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];
        struct list found = {0};

        if (partition->process == NULL)
            continue;
        instances_of(module->model, partition->process, CATEGORY_THREAD, &found);
        for (uint32_t j = 0; j < found.count; j++) {
            struct module_thread *thread = read_thread(module, partition, found.items[j]);

            list_add(module_arena(module), &module->threads, thread);
            check_thread(module, thread);
        }
        check_stacks(module, partition);
        /* Windows that are wrong would give wrong times. */
        if (analysable)
            analyse_partition(module, partition);
    }
}
