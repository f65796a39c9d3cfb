/* SPDX-License-Identifier: BSD-2-Clause */

/* Schedules: the windows of the major frame, in POK's style (slots and their
 * allocation) or in that of the ARINC 653 annex (schedule windows), and one
 * schedule for each mode of the processor. */

#include "module.h"

#define MAX_FRAME (3600u * UINT64_C(1000000000))

#define REPORT(module, at, ...) report_error(module_messages(module), (at), __VA_ARGS__)

/* --- windows --- */

/* Whose a window is; idle if it names the processor itself. */
static bool window_owner(struct module *module, const struct value *value,
                         struct module_partition **owner)
{
    const struct instance *instance = value_instance(module->model, value);

    *owner = NULL;
    if (instance == NULL)
        return false;
    if (instance == module->processor)
        return true;
    *owner = module_partition_at(module, instance);
    if (*owner == NULL)
        REPORT(module, value->at, "'%s' is no partition of the processor '%s'; name one of these",
               instance->name, module->processor->name);
    return *owner != NULL;
}

static struct module_window *add_window(struct module *module, struct module_schedule *schedule,
                                        struct place at)
{
    struct module_window *window = ARENA_NEW(module_arena(module), struct module_window);

    window->at = at;
    list_add(module_arena(module), &schedule->windows, window);
    return window;
}

/* How windows are given. */
struct style {
    const char *windows;
    const char *allocation; /* NULL: a window says itself whose it is */
};

/* The annex's own, POK's, and that of the annex's first edition. */
static const struct style styles[] = {
    {"ARINC653::Module_Schedule", NULL},
    {"POK::Slots", "POK::Slots_Allocation"},
    {"ARINC653::Partition_Slots", "ARINC653::Slots_Allocation"},
};

static bool schedule_value(struct module *module, const struct module_schedule *schedule,
                           const char *property, struct value *value)
{
    return property_value_in(module->model, module->processor, property, schedule->mode, value);
}

static bool slot_windows(struct module *module, struct module_schedule *schedule,
                         const struct style *style, const struct value *slot)
{
    struct list slots = {0}, owners = {0};
    struct value owner;
    bool good = true;

    if (!schedule_value(module, schedule, style->allocation, &owner)) {
        REPORT(module, slot->at,
               "nobody gets these slots; add '%s => (reference (PARTITION), ...);'",
               style->allocation);
        return false;
    }
    value_elements(module->model, slot, &slots);
    value_elements(module->model, &owner, &owners);
    if (slots.count != owners.count) {
        REPORT(module, owner.at, "there are %u slots but %u allocations; give each slot one",
               slots.count, owners.count);
        return false;
    }
    for (uint32_t i = 0; i < slots.count; i++) {
        const struct value *time = slots.items[i];
        struct module_window *window = add_window(module, schedule, time->at);

        good = module_time_of(module, time, &window->duration) && good;
        good = window_owner(module, owners.items[i], &window->partition) && good;
    }
    return good;
}

static bool annex_window(struct module *module, struct module_schedule *schedule,
                         const struct value *record)
{
    struct module_window *window = add_window(module, schedule, record->at);
    struct value field;
    bool good = true;

    if (!value_field(module->model, record, "Duration", &field)) {
        REPORT(module, record->at, "this window has no duration; add 'Duration => ...;'");
        return false;
    }
    good = module_time_of(module, &field, &window->duration);
    if (value_field(module->model, record, "Periodic_Processing_Start", &field))
        value_boolean(module->model, &field, &window->release);
    if (value_field(module->model, record, "Partition", &field))
        good = window_owner(module, &field, &window->partition) && good;
    return good;
}

static bool annex_windows(struct module *module, struct module_schedule *schedule,
                          const struct value *list)
{
    struct list records = {0};
    bool good = true;

    value_elements(module->model, list, &records);
    for (uint32_t i = 0; i < records.count; i++)
        good = annex_window(module, schedule, records.items[i]) && good;
    return good;
}

/* --- the windows of one schedule --- */

/* Without offsets of their own, windows follow each other. */
static bool place_windows(struct module *module, struct module_schedule *schedule)
{
    struct list offsets = {0};
    struct value value;
    uint64_t at = 0;

    if (schedule_value(module, schedule, "Bulkhead::Window_Offsets", &value)) {
        value_elements(module->model, &value, &offsets);
        if (offsets.count != schedule->windows.count) {
            REPORT(module, value.at, "there are %u windows but %u offsets; give each window one",
                   schedule->windows.count, offsets.count);
            return false;
        }
    }
    for (uint32_t i = 0; i < schedule->windows.count; i++) {
        struct module_window *window = schedule->windows.items[i];

        if (window->duration > MAX_FRAME) {
            REPORT(module, window->at, "this window is longer than an hour; shorten it");
            return false;
        }
        window->offset = at;
        if (offsets.count > 0) {
            const struct value *offset = offsets.items[i];

            if (!module_time_of(module, offset, &window->offset))
                return false;
            window->at = offset->at;
        }
        at = window->offset + window->duration;
    }
    return true;
}

static void check_window(struct module *module, const struct module_schedule *schedule,
                         const struct module_window *window, const struct module_window *before)
{
    uint64_t from = before == NULL ? 0 : before->offset + before->duration;

    if (window->duration < BULKHEAD_MIN_WINDOW)
        REPORT(module, window->at, "this window has %s; the shortest is %s",
               module_time_text(module, window->duration),
               module_time_text(module, BULKHEAD_MIN_WINDOW));
    if (window->duration > BULKHEAD_MAX_WINDOW)
        REPORT(module, window->at, "this window has %s; the longest is %s, split it up",
               module_time_text(module, window->duration),
               module_time_text(module, BULKHEAD_MAX_WINDOW));
    if (window->offset < from) {
        REPORT(module, window->at,
               "this window begins at %s, when the one before it still runs until %s; begin it "
               "then",
               module_time_text(module, window->offset), module_time_text(module, from));
        report_note(module_messages(module), before->at, "the window before it is here");
    } else if (window->offset > from) {
        REPORT(module, window->at,
               "nothing runs from %s to %s; add an idle window, or begin this one earlier",
               module_time_text(module, from), module_time_text(module, window->offset));
    }
    if (window->offset + window->duration > schedule->major_frame)
        REPORT(module, window->at,
               "this window ends at %s, after the major frame of %s; shorten it, or lengthen the "
               "frame",
               module_time_text(module, window->offset + window->duration),
               module_time_text(module, schedule->major_frame));
    if (window->partition != NULL)
        window->partition->scheduled = true;
}

static void check_filled(struct module *module, const struct module_schedule *schedule)
{
    const struct module_window *last = schedule->windows.items[schedule->windows.count - 1];
    uint64_t end = last->offset + last->duration;

    if (end < schedule->major_frame)
        REPORT(module, last->at,
               "the windows end at %s, the major frame at %s; add a window of %s, or shorten the "
               "frame",
               module_time_text(module, end), module_time_text(module, schedule->major_frame),
               module_time_text(module, schedule->major_frame - end));
}

/* --- one schedule --- */

static void check_schedule(struct module *module, const struct module_schedule *schedule)
{
    for (uint32_t i = 0; i < schedule->windows.count; i++)
        check_window(module, schedule, schedule->windows.items[i],
                     i == 0 ? NULL : schedule->windows.items[i - 1]);
    check_filled(module, schedule);
    for (uint32_t i = 0; i < module->partitions.count; i++)
        period_check(module, schedule, module->partitions.items[i]);
}

/* Every schedule needs a frame. With both properties they must agree. */
static bool major_frame(struct module *module, struct module_schedule *schedule)
{
    static const char *const names[] = {"ARINC653::Module_Major_Frame", "POK::Major_Frame"};
    uint64_t frames[2] = {0, 0};
    struct value values[2];
    bool given[2];

    for (int i = 0; i < 2; i++) {
        given[i] = schedule_value(module, schedule, names[i], &values[i]);
        if (given[i] && !module_time_of(module, &values[i], &frames[i]))
            return false;
    }
    if (!given[0] && !given[1]) {
        REPORT(module, module->processor->at,
               "the processor '%s' has no major frame; add 'POK::Major_Frame => ...;' or "
               "'ARINC653::Module_Major_Frame => ...;'",
               module->processor->name);
        return false;
    }
    if (given[0] && given[1] && frames[0] != frames[1]) {
        REPORT(module, values[1].at,
               "POK::Major_Frame is %s, ARINC653::Module_Major_Frame %s; remove one",
               module_time_text(module, frames[1]), module_time_text(module, frames[0]));
        return false;
    }
    schedule->major_frame = frames[given[0] ? 0 : 1];
    if (schedule->major_frame != 0 && schedule->major_frame <= MAX_FRAME)
        return true;
    REPORT(module, values[given[0] ? 0 : 1].at,
           "a major frame is longer than 0 and at most an hour; change it");
    return false;
}

static bool build_schedule(struct module *module, struct module_schedule *schedule,
                           const struct style *style)
{
    bool framed = major_frame(module, schedule);
    struct value windows;

    if (!schedule_value(module, schedule, style->windows, &windows))
        return false;
    if (!(style->allocation == NULL ? annex_windows(module, schedule, &windows)
                                    : slot_windows(module, schedule, style, &windows)))
        return false;
    if (schedule->windows.count == 0) {
        REPORT(module, schedule->at, "this schedule has no windows; add one for each partition");
        return false;
    }
    if (!framed || !place_windows(module, schedule))
        return false;
    check_schedule(module, schedule);
    return true;
}

/* --- all schedules --- */

static void add_schedule(struct module *module, const char *name, const struct element *mode,
                         struct place at)
{
    struct module_schedule *schedule = ARENA_NEW(module_arena(module), struct module_schedule);

    schedule->name = name;
    schedule->at = at;
    if (mode != NULL) {
        schedule->mode = mode->name.key;
        if (mode->initial)
            module->initial_schedule = module->schedules.count;
    }
    module_check_name(module, "schedule", name, at);
    list_add(module_arena(module), &module->schedules, schedule);
}

static bool has_schedule(const struct module *module, const struct element *mode)
{
    for (uint32_t i = 0; i < module->schedules.count; i++)
        if (((const struct module_schedule *)module->schedules.items[i])->mode == mode->name.key)
            return true;
    return false;
}

/* The modes that no value names. */
static void add_other_modes(struct module *module, const struct classifier *classifier,
                            struct place at)
{
    for (const struct classifier *c = classifier; c != NULL; c = c->parent)
        for (uint32_t i = 0; i < c->elements.count; i++) {
            const struct element *mode = c->elements.items[i];

            if (mode->kind == ELEMENT_MODE && !has_schedule(module, mode))
                add_schedule(module, mode->name.text, mode, at);
        }
    if (classifier != NULL && classifier->type != NULL)
        add_other_modes(module, classifier->type, at);
}

/* One schedule for each mode that has a value of its own. */
static void add_schedules(struct module *module, const struct style *style)
{
    struct value value;
    const struct association *association =
        property_association(module->model, module->processor, style->windows, &value);
    const struct classifier *classifier = value.context->classifier;
    const struct modal_value *otherwise = NULL;

    for (uint32_t i = 0; i < association->values.count; i++) {
        const struct modal_value *modal = association->values.items[i];

        if (modal->modes.count == 0)
            otherwise = modal;
        for (uint32_t j = 0; j < modal->modes.count && classifier != NULL; j++) {
            const struct mode_binding *binding = modal->modes.items[j];
            const struct element *mode = names_element(classifier, binding->from.key);

            if (mode != NULL && !has_schedule(module, mode))
                add_schedule(module, binding->from.text, mode, modal->value->at);
        }
    }
    if (otherwise != NULL && association->values.count == 1)
        add_schedule(module, "main", NULL, otherwise->value->at);
    else if (otherwise != NULL)
        add_other_modes(module, classifier, otherwise->value->at);
}

static void check_scheduled(struct module *module)
{
    for (uint32_t i = 0; i < module->partitions.count; i++) {
        const struct module_partition *partition = module->partitions.items[i];

        if (!partition->scheduled)
            REPORT(module, partition->at,
                   "the partition '%s' has no window; add one for it to the schedule",
                   partition->name);
    }
}

static void check_limits(struct module *module)
{
    uint32_t windows = 0;

    for (uint32_t i = 0; i < module->schedules.count; i++)
        windows += ((struct module_schedule *)module->schedules.items[i])->windows.count;
    if (module->schedules.count > BULKHEAD_MAX_SCHEDULES)
        REPORT(module, module->processor->at, "there are %u schedules; the kernel has room for %u",
               module->schedules.count, BULKHEAD_MAX_SCHEDULES);
    if (windows > BULKHEAD_MAX_WINDOWS)
        REPORT(module, module->processor->at, "there are %u windows; the kernel has room for %u",
               windows, BULKHEAD_MAX_WINDOWS);
}

static void check_scheduler(struct module *module)
{
    struct value value;
    const char *scheduler;

    if (!property_value(module->model, module->processor, "POK::Scheduler", &value))
        return;
    scheduler = value_literal(module->model, &value);
    if (scheduler != NULL && scheduler != intern(&module->model->compilation->names, "static", 6))
        REPORT(module, value.at,
               "the scheduler of a processor is 'static'; '%s' can be one inside of a partition",
               scheduler);
}

/* The one style that the model uses; NULL after a message. */
static const struct style *choose_style(struct module *module)
{
    const struct instance *processor = module->processor;
    const struct style *style = NULL;
    uint32_t count = 0;
    struct place at = processor->at;
    struct value value;

    for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++) {
        const struct association *association =
            property_association(module->model, processor, styles[i].windows, &value);

        if (association == NULL)
            continue;
        style = &styles[i];
        at = ((const struct modal_value *)association->values.items[0])->value->at;
        count++;
    }
    if (count > 1)
        REPORT(module, at, "the processor '%s' has %u schedules in different styles; keep one",
               processor->name, count);
    if (count == 0)
        REPORT(module, at,
               "the processor '%s' has no schedule; add POK::Slots with POK::Slots_Allocation, or "
               "ARINC653::Module_Schedule",
               processor->name);
    return count == 1 ? style : NULL;
}

void schedules_build(struct module *module)
{
    const struct style *style = choose_style(module);
    struct module_schedule none = {0};
    bool good = true;

    check_scheduler(module);
    if (style == NULL) {
        major_frame(module, &none);
        return;
    }
    add_schedules(module, style);
    for (uint32_t i = 0; i < module->schedules.count; i++)
        good = build_schedule(module, module->schedules.items[i], style) && good;
    if (good)
        check_scheduled(module);
    check_limits(module);
    changes_build(module);
}
