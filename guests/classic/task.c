/* SPDX-License-Identifier: BSD-2-Clause */

#include <string.h>
#include "classic.h"
#include "executive/tls.h"

struct classic_class classic_task_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_TASKS,
    .object_size = sizeof(rtems_tcb),
    .object_offset = offsetof(rtems_tcb, object),
};
struct classic_class classic_idle_class = {
    .api = OBJECTS_INTERNAL_API,
    .the_class = OBJECTS_INTERNAL_THREADS,
    .object_size = sizeof(rtems_tcb),
    .object_offset = offsetof(rtems_tcb, object),
};

struct classic_class *classic_posix_class;

/* Tasks that deleted themselves: their memory is in use until they have been
 * switched away from, and is freed by the next that allocates. */
static struct exec_list zombies = {{&zombies.head, &zombies.head}};

/* The classes know the object, which is not the first member. */
static rtems_tcb *task_of_object(struct classic_object *object)
{
    return object == NULL ? NULL : EXEC_CONTAINER(object, rtems_tcb, object);
}

rtems_tcb *classic_task_get(rtems_id id)
{
    struct classic_object *object;

    if (id == RTEMS_SELF)
        return classic_executing();
    object = classic_object_get(&classic_task_class, id);
    if (object == NULL && classic_posix_class != NULL)
        object = classic_object_get(classic_posix_class, id);
    return task_of_object(object);
}

/* Priorities and modes --------------------------------------------------- */

rtems_task_priority _RTEMS_Maximum_priority(void)
{
    return _RTEMS_Configuration.maximum_priority;
}

bool classic_priority_is_valid(rtems_task_priority priority)
{
    return priority >= RTEMS_MINIMUM_PRIORITY && priority <= RTEMS_MAXIMUM_PRIORITY;
}

int classic_mode_level(rtems_mode mode)
{
    return RTEMS_INTERRUPT_LEVEL(mode) == 0 ? _CPU_VIRTUAL_LEVEL_ENABLED
                                            : _CPU_VIRTUAL_LEVEL_DISABLED;
}

uint32_t classic_mode_slice(rtems_mode mode)
{
    return (mode & RTEMS_TIMESLICE_MASK) == RTEMS_TIMESLICE
               ? _RTEMS_Configuration.ticks_per_timeslice
               : 0;
}

bool classic_mode_is_preempt(rtems_mode mode)
{
    return (mode & RTEMS_PREEMPT_MASK) == RTEMS_PREEMPT;
}

/* Creation --------------------------------------------------------------- */

static void task_body(struct exec_thread *self)
{
    rtems_tcb *task = classic_task_of(self);

    classic_extensions_begin(task);
    task->entry(task->argument);
    classic_extensions_exitted(task);
    rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_THREAD_EXITTED);
}

/* With the allocator lock. */
static void release(rtems_tcb *task)
{
    if (task->storage_free != NULL)
        task->storage_free(task->storage);
    classic_object_free(task->the_class, &task->object);
}

void classic_tasks_bury(void)
{
    for (;;) {
        int level = exec_enter();
        struct exec_link *link = exec_list_take_first(&zombies);

        exec_leave(level);
        if (link == NULL)
            return;
        release(EXEC_CONTAINER(link, rtems_tcb, zombie));
    }
}

static void initialize(rtems_tcb *task, const rtems_task_config *config, char *storage, size_t size)
{
    size_t tls_size = exec_tls_size();
    const struct exec_thread_attributes attributes = {
        .stack = storage + tls_size,
        .stack_size = size - tls_size,
        .priority = (uint8_t)config->initial_priority,
        .preemptible = classic_mode_is_preempt(config->initial_modes),
        .slice = classic_mode_slice(config->initial_modes),
    };

    exec_thread_initialize(&task->thread, &attributes);
    if (tls_size != 0)
        task->thread.thread_pointer = exec_tls_initialize(storage);
    exec_libc_thread_begin(&task->thread, &task->libc);
    task->initial_priority = config->initial_priority;
    task->initial_modes = config->initial_modes;
    task->asr_enabled = (config->initial_modes & RTEMS_ASR_MASK) == RTEMS_ASR;
    task->started = false;
    task->storage = storage;
    task->storage_free = config->storage_free;
    task->events = (struct classic_events){0};
    task->system_events = (struct classic_events){0};
    task->awaited = NULL;
    task->asr = (struct classic_asr){0};
    task->cpu_time = 0;
    memset(task->posix, 0, sizeof(task->posix));
}

/* Storage of the caller, or, if it is not his own, of the stack allocator. */
static rtems_status_code get_storage(const rtems_task_config *config, bool own, void **storage,
                                     size_t *size)
{
    size_t tls_size = exec_tls_size();
    size_t minimum = _RTEMS_Configuration.minimum_task_stack_size;

    *storage = config->storage_area;
    *size = config->storage_size;
    if (own)
        return config->maximum_thread_local_storage_size < tls_size || *size < minimum + tls_size
                   ? RTEMS_INVALID_SIZE
                   : RTEMS_SUCCESSFUL;
    if (*size < minimum)
        *size = minimum;
    if (*size > SIZE_MAX - tls_size)
        return RTEMS_UNSATISFIED;
    *size += tls_size;
    *storage = _RTEMS_Configuration.stack_allocate(*size);
    return *storage == NULL ? RTEMS_UNSATISFIED : RTEMS_SUCCESSFUL;
}

static rtems_status_code make_locked(struct classic_class *the_class,
                                     const rtems_task_config *config, bool own, rtems_tcb **made)
{
    struct classic_object *object = classic_object_allocate(the_class);
    rtems_tcb *task = task_of_object(object);
    rtems_status_code status;
    void *storage;
    size_t size;

    if (task == NULL)
        return RTEMS_TOO_MANY;
    status = get_storage(config, own, &storage, &size);
    if (status != RTEMS_SUCCESSFUL) {
        classic_object_free(the_class, object);
        return status;
    }
    initialize(task, config, storage, size);
    task->the_class = the_class;
    object->name = config->name;
    if (!classic_extensions_created(task)) {
        release(task);
        return RTEMS_UNSATISFIED;
    }
    (void)classic_object_open(the_class, object, config->name);
    *made = task;
    return RTEMS_SUCCESSFUL;
}

rtems_status_code classic_task_make(struct classic_class *the_class,
                                    const rtems_task_config *config, bool own, rtems_tcb **task)
{
    rtems_status_code status;

    classic_allocator_lock();
    classic_tasks_bury();
    status = make_locked(the_class, config, own, task);
    classic_allocator_unlock();
    return status;
}

static rtems_status_code create(const rtems_task_config *config, bool own, rtems_id *id)
{
    bool may_be_zero = (config->attributes & RTEMS_SYSTEM_TASK) != 0;
    rtems_status_code status;
    rtems_tcb *task;

    if (!rtems_is_name_valid(config->name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (!classic_priority_is_valid(config->initial_priority) &&
        !(config->initial_priority == 0 && may_be_zero))
        return RTEMS_INVALID_PRIORITY;
    status = classic_task_make(&classic_task_class, config, own, &task);
    if (status == RTEMS_SUCCESSFUL)
        *id = task->object.id;
    return status;
}

rtems_status_code rtems_task_create(rtems_name name, rtems_task_priority initial_priority,
                                    size_t stack_size, rtems_mode initial_modes,
                                    rtems_attribute attribute_set, rtems_id *id)
{
    const rtems_task_config config = {
        .name = name,
        .initial_priority = initial_priority,
        .storage_size = stack_size,
        .storage_free = _RTEMS_Configuration.stack_free,
        .initial_modes = initial_modes,
        .attributes = attribute_set,
    };

    return create(&config, false, id);
}

rtems_status_code rtems_task_construct(const rtems_task_config *config, rtems_id *id)
{
    return config == NULL ? RTEMS_INVALID_ADDRESS : create(config, true, id);
}

rtems_status_code rtems_task_ident(rtems_name name, uint32_t node, rtems_id *id)
{
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    if (name == RTEMS_WHO_AM_I) {
        *id = rtems_task_self();
        return RTEMS_SUCCESSFUL;
    }
    return classic_object_ident(&classic_task_class, name, node, id);
}

rtems_id rtems_task_self(void)
{
    return classic_executing()->object.id;
}

/* Start, restart, end ---------------------------------------------------- */

void classic_task_begin(rtems_tcb *task, rtems_task_entry entry, rtems_task_argument argument)
{
    task->entry = entry;
    task->argument = argument;
    task->started = true;
    classic_extensions_started(task);
    exec_thread_start(&task->thread, task_body, classic_mode_level(task->initial_modes));
}

rtems_status_code rtems_task_start(rtems_id id, rtems_task_entry entry_point,
                                   rtems_task_argument argument)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_tcb *task;
    int level;

    if (entry_point == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    task = classic_task_get(id);
    if (task == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (task->started) {
        status = RTEMS_INCORRECT_STATE;
    } else {
        classic_task_begin(task, entry_point, argument);
    }
    exec_leave(level);
    return status;
}

/* Everything as at the first start, but for the mutexes that it owns. */
static void restart(rtems_tcb *task, rtems_task_argument argument)
{
    int level = classic_mode_level(task->initial_modes);

    task->argument = argument;
    task->events = (struct classic_events){0};
    task->system_events = (struct classic_events){0};
    task->asr_enabled = (task->initial_modes & RTEMS_ASR_MASK) == RTEMS_ASR;
    task->asr = (struct classic_asr){0};
    task->thread.preemptible = classic_mode_is_preempt(task->initial_modes);
    task->thread.slice = classic_mode_slice(task->initial_modes);
    classic_extensions_restarted(task);
    if (&task->thread != exec_executing()) {
        exec_thread_stop(&task->thread);
        exec_thread_set_priority(&task->thread, (uint8_t)task->initial_priority);
        exec_thread_start(&task->thread, task_body, level);
        return;
    }
    exec_thread_set_priority(&task->thread, (uint8_t)task->initial_priority);
    exec_thread_restart_self(task_body, level);
}

rtems_status_code rtems_task_restart(rtems_id id, rtems_task_argument argument)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    rtems_tcb *task = classic_task_get(id);

    if (task == NULL)
        status = RTEMS_INVALID_ID;
    else if (!task->started)
        status = RTEMS_INCORRECT_STATE;
    else
        restart(task, argument);
    exec_leave(level);
    return status;
}

void classic_task_leave(rtems_tcb *self, bool keep, void (*last_act)(rtems_tcb *self))
{
    classic_extensions_terminated(self);
    if (!keep)
        classic_extensions_deleted(self);
    exec_libc_thread_end(&self->thread);
    (void)exec_enter();
    if (self->thread.held != NULL)
        rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_RESOURCE_IN_USE);
    exec_thread_stop(&self->thread);
    if (keep) {
        last_act(self);
    } else {
        classic_object_close(self->the_class, &self->object);
        exec_list_append(&zombies, &self->zombie);
    }
    exec_dispatch();
    RTEMS_UNREACHABLE();
}

void classic_task_bury(rtems_tcb *task)
{
    int level;

    classic_allocator_lock();
    level = exec_enter();
    classic_object_close(task->the_class, &task->object);
    exec_leave(level);
    classic_extensions_deleted(task);
    release(task);
    classic_allocator_unlock();
}

static RTEMS_NO_RETURN void delete_self(rtems_tcb *self)
{
    classic_task_leave(self, false, NULL);
}

static rtems_status_code delete_other(rtems_id id)
{
    rtems_tcb *task;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    task = classic_task_get(id);
    if (task != NULL) {
        classic_object_close(task->the_class, &task->object);
        exec_thread_stop(&task->thread);
    }
    exec_leave(level);
    if (task == NULL) {
        classic_allocator_unlock();
        return RTEMS_INVALID_ID;
    }
    if (task->thread.held != NULL)
        rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_RESOURCE_IN_USE);
    if (task->started)
        classic_extensions_terminated(task);
    classic_extensions_deleted(task);
    exec_libc_thread_end(&task->thread);
    release(task);
    classic_allocator_unlock();
    return RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_task_delete(rtems_id id)
{
    int level = exec_enter();
    rtems_tcb *task = classic_task_get(id);

    exec_leave(level);
    if (task == NULL)
        return RTEMS_INVALID_ID;
    if (exec_in_interrupt())
        return RTEMS_CALLED_FROM_ISR;
    if (task == classic_executing())
        delete_self(task);
    return delete_other(id);
}

void rtems_task_exit(void)
{
    delete_self(classic_executing());
}

/* Priority and mode ------------------------------------------------------ */

rtems_status_code rtems_task_set_priority(rtems_id id, rtems_task_priority new_priority,
                                          rtems_task_priority *old_priority)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    rtems_tcb *task;
    int level;

    if (old_priority == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    task = classic_task_get(id);
    if (task == NULL) {
        status = RTEMS_INVALID_ID;
    } else {
        *old_priority = task->thread.priority;
        if (new_priority != RTEMS_CURRENT_PRIORITY && !classic_priority_is_valid(new_priority))
            status = RTEMS_INVALID_PRIORITY;
        else if (new_priority != RTEMS_CURRENT_PRIORITY)
            exec_thread_set_priority(&task->thread, (uint8_t)new_priority);
    }
    exec_leave(level);
    return status;
}

static rtems_mode current_mode(const rtems_tcb *self, int level)
{
    rtems_mode mode = self->thread.preemptible ? RTEMS_PREEMPT : RTEMS_NO_PREEMPT;

    mode |= self->thread.slice != 0 ? RTEMS_TIMESLICE : RTEMS_NO_TIMESLICE;
    mode |= self->asr_enabled ? RTEMS_ASR : RTEMS_NO_ASR;
    return mode | (level == _CPU_VIRTUAL_LEVEL_ENABLED ? 0 : RTEMS_INTERRUPT_LEVEL(1));
}

rtems_status_code rtems_task_mode(rtems_mode mode_set, rtems_mode mask,
                                  rtems_mode *previous_mode_set)
{
    rtems_tcb *self = classic_executing();
    int level;

    if (previous_mode_set == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    *previous_mode_set = current_mode(self, level);
    if ((mask & RTEMS_TIMESLICE_MASK) != 0)
        exec_thread_set_slice(classic_mode_slice(mode_set));
    if ((mask & RTEMS_INTERRUPT_MASK) != 0)
        level = classic_mode_level(mode_set);
    if ((mask & RTEMS_ASR_MASK) != 0)
        self->asr_enabled = (mode_set & RTEMS_ASR_MASK) == RTEMS_ASR;
    if ((mask & RTEMS_PREEMPT_MASK) != 0)
        exec_thread_set_preemptible(classic_mode_is_preempt(mode_set));
    if (self->asr_enabled && self->asr.pending != 0) {
        classic_task_request_action(self);
        classic_task_act();
    }
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}

/* All tasks -------------------------------------------------------------- */

/* The allocator lock keeps tasks from coming and going meanwhile. */
void rtems_task_iterate(rtems_task_visitor visitor, void *argument)
{
    const struct classic_class *classes[] = {&classic_idle_class, &classic_task_class,
                                             classic_posix_class};
    bool done = false;

    classic_allocator_lock();
    for (size_t c = 0; c < RTEMS_ARRAY_SIZE(classes); c++)
        for (uint32_t i = 0; classes[c] != NULL && i < classes[c]->maximum && !done; i++)
            if (classes[c]->open[i] != NULL)
                done = visitor(task_of_object(classes[c]->open[i]), argument);
    classic_allocator_unlock();
}

struct exec_thread *classic_idle_task_create(void)
{
    struct classic_object *object;

    classic_class_initialize(&classic_idle_class, 1);
    object = classic_object_allocate(&classic_idle_class);
    (void)classic_object_open(&classic_idle_class, object, rtems_build_name('I', 'D', 'L', 'E'));
    return &task_of_object(object)->thread;
}
