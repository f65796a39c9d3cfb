/* SPDX-License-Identifier: BSD-2-Clause */

/* Threads: from creation to the join. */

#include "internal.h"

static struct classic_class threads = {
    .api = OBJECTS_POSIX_API,
    .the_class = 1,
    .object_size = sizeof(rtems_tcb),
    .object_offset = offsetof(rtems_tcb, object),
};

/* A program without keys does not get them. */
#pragma weak posix_keys_thread_end
#pragma weak _RTEMS_POSIX_Keys_initialize
#pragma weak _RTEMS_POSIX_Timers_initialize
#pragma weak _RTEMS_POSIX_Signals_initialize
#pragma weak _RTEMS_POSIX_Semaphores_initialize
#pragma weak _RTEMS_POSIX_Message_queues_initialize
void _RTEMS_POSIX_Keys_initialize(void);
void _RTEMS_POSIX_Timers_initialize(void);
void _RTEMS_POSIX_Signals_initialize(void);
void _RTEMS_POSIX_Semaphores_initialize(void);
void _RTEMS_POSIX_Message_queues_initialize(void);

static void thread_terminated(rtems_tcb *task)
{
    posix_of(task)->joins = NULL;
    if (posix_keys_thread_end != NULL)
        posix_keys_thread_end(task);
}

/* Of a task that was restarted: what its last life has left. The cleanup handlers
 * were on the stack that begins anew. */
static void thread_begins(rtems_tcb *task)
{
    posix_of(task)->cleanups = NULL;
    thread_terminated(task);
}

/* Creation --------------------------------------------------------------- */

static rtems_task run(rtems_task_argument argument)
{
    const rtems_tcb *self = classic_executing();

    pthread_exit(posix_of((rtems_tcb *)(uintptr_t)self)->start((void *)argument));
}

/* What the thread inherits, or what the attributes say. */
static int get_schedule(const pthread_attr_t *attributes, int *policy, struct sched_param *param)
{
    if (attributes->inheritsched == PTHREAD_INHERIT_SCHED)
        return exec_executing() == NULL ? EINVAL
                                        : pthread_getschedparam(pthread_self(), policy, param);
    if (attributes->inheritsched != PTHREAD_EXPLICIT_SCHED)
        return EINVAL;
    *policy = attributes->schedpolicy;
    *param = attributes->schedparam;
    return 0;
}

static int get_config(const pthread_attr_t *attributes, rtems_task_config *config, int *policy)
{
    size_t minimum = _RTEMS_Configuration.minimum_task_stack_size;
    struct sched_param param;
    int error;

    if (!attributes->is_initialized)
        return EINVAL;
    if (attributes->stackaddr != NULL && (size_t)attributes->stacksize < minimum)
        return EINVAL;
    error = get_schedule(attributes, policy, &param);
    if (error != 0)
        return error;
    if (attributes->contentionscope != PTHREAD_SCOPE_PROCESS)
        return ENOTSUP;
    if (*policy != SCHED_OTHER && *policy != SCHED_FIFO && *policy != SCHED_RR)
        return *policy == SCHED_SPORADIC ? ENOTSUP : EINVAL;
    if (param.sched_priority < sched_get_priority_min(*policy) ||
        param.sched_priority > sched_get_priority_max(*policy))
        return EINVAL;
    if (attributes->affinityset == NULL || !CPU_ISSET(0, attributes->affinityset))
        return EINVAL;
    *config = (rtems_task_config){
        .initial_priority = RTEMS_MAXIMUM_PRIORITY - (rtems_task_priority)param.sched_priority,
        .storage_area = attributes->stackaddr,
        .storage_size = (size_t)attributes->stacksize,
        .maximum_thread_local_storage_size = SIZE_MAX,
        .storage_free = attributes->stackaddr == NULL ? _RTEMS_Configuration.stack_free : NULL,
        .initial_modes = *policy == SCHED_FIFO ? RTEMS_NO_TIMESLICE : RTEMS_TIMESLICE,
    };
    return 0;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*start)(void *),
                   void *argument)
{
    pthread_attr_t usual;
    rtems_task_config config;
    struct posix_thread *posix;
    rtems_tcb *task;
    int policy;
    int level;
    int error;

    if (start == NULL)
        return EFAULT;
    if (attributes == NULL) {
        (void)pthread_attr_init(&usual);
        attributes = &usual;
    }
    error = get_config(attributes, &config, &policy);
    if (error != 0)
        return error;
    if (attributes->stackaddr == NULL && posix_configuration() != NULL &&
        config.storage_size < posix_configuration()->thread_stack_size)
        config.storage_size = posix_configuration()->thread_stack_size;
    if (classic_posix_class == NULL ||
        classic_task_make(&threads, &config, attributes->stackaddr != NULL, &task) !=
            RTEMS_SUCCESSFUL)
        return EAGAIN;
    posix = posix_of(task);
    posix->start = start;
    posix->policy = (uint8_t)policy;
    posix->detached = attributes->detachstate == PTHREAD_CREATE_DETACHED;
    posix->blocked = exec_executing() == NULL ? 0 : posix_self()->blocked;
    *thread = task->object.id;
    level = exec_enter();
    classic_task_begin(task, run, (rtems_task_argument)argument);
    exec_leave(level);
    return 0;
}

pthread_t pthread_self(void)
{
    return rtems_task_self();
}

int pthread_equal(pthread_t a, pthread_t b)
{
    int level = exec_enter();
    const rtems_tcb *task = classic_task_get(a);

    exec_leave(level);
    return task != NULL && a == b;
}

/* End -------------------------------------------------------------------- */

/* The first of those who wait for the end buries the thread, which has to be
 * dormant by then. */
static void tell_joiners(rtems_tcb *self)
{
    struct exec_thread *first = exec_wait_first(&posix_of(self)->joiners);

    posix_of(self)->ended = true;
    if (first == NULL)
        return;
    *(void **)first->wait_data = posix_of(self)->result;
    exec_wait_end(first, EXEC_OK);
    (void)exec_wait_end_all(&posix_of(self)->joiners, EXEC_DELETED);
}

void pthread_exit(void *result)
{
    rtems_tcb *self = classic_executing();
    struct posix_thread *posix = posix_of(self);
    bool joinable;

    posix->cancel_disabled = true;
    posix->result = result;
    while (posix->cleanups != NULL)
        _pthread_cleanup_pop(posix->cleanups, 1);
    joinable = self->the_class == &threads &&
               (!posix->detached || exec_wait_first(&posix->joiners) != NULL);
    classic_task_leave(self, joinable, tell_joiners);
}

/* Does the task wait for the end of the other one, maybe through others? */
static bool is_joined_by(rtems_tcb *task, const rtems_tcb *other)
{
    while (task != NULL && task != other)
        task = posix_of(task)->joins;
    return task == other;
}

/* EINTR: a signal was served, or the thread is to be cancelled. */
static int join(rtems_tcb *task, void **result)
{
    struct posix_thread *posix = posix_of(task);
    enum exec_status status;

    if (task == classic_executing())
        return EDEADLK;
    if (task->the_class != &threads || posix->detached)
        return EINVAL;
    if (posix->ended) {
        *result = posix->result;
        return 0;
    }
    if (is_joined_by(task, classic_executing()))
        return EDEADLK;
    exec_executing()->wait_data = result;
    posix_self()->joins = task;
    status = posix_wait(&posix->joiners, EXEC_WAIT_PRIORITY, &posix_forever,
                        POSIX_WAIT_SIGNALS | POSIX_WAIT_CANCEL);
    posix_self()->joins = NULL;
    return status == EXEC_DELETED ? ESRCH : posix_error(status);
}

int pthread_join(pthread_t thread, void **value)
{
    void *result = NULL;
    rtems_tcb *task;
    int level;
    int error;

    do {
        pthread_testcancel();
        level = exec_enter();
        task = classic_task_get(thread);
        error = task == NULL ? ESRCH : join(task, &result);
        exec_leave(level);
    } while (error == EINTR);
    if (error != 0)
        return error;
    classic_task_bury(task);
    if (value != NULL)
        *value = result;
    return 0;
}

int pthread_detach(pthread_t thread)
{
    int level = exec_enter();
    rtems_tcb *task = classic_task_get(thread);
    struct posix_thread *posix = task == NULL ? NULL : posix_of(task);
    int error = 0;
    bool bury = false;

    if (task == NULL) {
        error = ESRCH;
    } else if (posix->detached) {
        error = EINVAL;
    } else {
        posix->detached = true; /* of a Classic task it says nothing */
        bury = posix->ended;
    }
    exec_leave(level);
    if (bury)
        classic_task_bury(task);
    return error;
}

/* Start ------------------------------------------------------------------ */

void posix_for_each(bool (*visit)(rtems_tcb *task, void *argument), void *argument)
{
    const struct classic_class *classes[] = {&classic_task_class, classic_posix_class};

    for (size_t c = 0; c < RTEMS_ARRAY_SIZE(classes) && classes[c] != NULL; c++)
        for (uint32_t i = 0; i < classes[c]->maximum; i++)
            if (classes[c]->open[i] != NULL &&
                visit(EXEC_CONTAINER(classes[c]->open[i], rtems_tcb, object), argument))
                return;
}

void _RTEMS_POSIX_Initialize(void)
{
    static struct classic_extension_set set = {
        .table = {.thread_begin = thread_begins, .thread_terminate = thread_terminated}};

    classic_class_initialize(&threads, posix_configuration()->maximum_threads);
    classic_posix_class = &threads;
    classic_extension_add(&set);
    if (_RTEMS_POSIX_Keys_initialize != NULL)
        _RTEMS_POSIX_Keys_initialize();
    if (_RTEMS_POSIX_Timers_initialize != NULL)
        _RTEMS_POSIX_Timers_initialize();
    if (_RTEMS_POSIX_Signals_initialize != NULL)
        _RTEMS_POSIX_Signals_initialize();
    if (_RTEMS_POSIX_Semaphores_initialize != NULL)
        _RTEMS_POSIX_Semaphores_initialize();
    if (_RTEMS_POSIX_Message_queues_initialize != NULL)
        _RTEMS_POSIX_Message_queues_initialize();
}

void _RTEMS_POSIX_Start(void)
{
    pthread_attr_t attributes;
    pthread_t thread;

    if (posix_configuration()->init_thread_stack_size == 0)
        return;
    (void)pthread_attr_init(&attributes);
    (void)pthread_attr_setinheritsched(&attributes, PTHREAD_EXPLICIT_SCHED);
    (void)pthread_attr_setstacksize(&attributes, posix_configuration()->init_thread_stack_size);
    if (pthread_create(&thread, &attributes, posix_configuration()->init_thread, NULL) != 0)
        rtems_fatal(INTERNAL_ERROR_CORE, INTERNAL_ERROR_POSIX_INIT_THREAD_CREATE_FAILED);
}
