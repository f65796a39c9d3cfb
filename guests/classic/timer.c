/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"

#define ON_TASK     2u /* bits of Timer_Classes */
#define TIME_OF_DAY 1u

struct timer {
    struct classic_object object;
    Timer_Classes the_class;
    struct exec_timer timer;
    bool pending; /* expired, for the server to serve */
    struct exec_link link;
    rtems_timer_service_routine_entry routine;
    void *user_data;
    rtems_interval initial;
    rtems_interval start_time;
    rtems_interval stop_time;
};

struct classic_class classic_timer_class = {
    .api = OBJECTS_CLASSIC_API,
    .the_class = OBJECTS_RTEMS_TIMERS,
    .object_size = sizeof(struct timer),
};

static struct {
    rtems_id task; /* 0: not initiated */
    struct exec_list pending;
} server = {.pending = {{&server.pending.head, &server.pending.head}}};

/* The open timer, or NULL. With interrupts disabled. */
static struct timer *get(rtems_id id)
{
    struct classic_object *object = classic_object_get(&classic_timer_class, id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct timer, object);
}

static rtems_interval now(void)
{
    return (rtems_interval)exec_clock_ticks();
}

static struct exec_timer_queue *queue_of(const struct timer *timer)
{
    return (timer->the_class & TIME_OF_DAY) != 0 ? &classic_realtime_timers : &exec_clock_timers;
}

/* Expiry ----------------------------------------------------------------- */

static void expired(struct exec_timer *exec_timer)
{
    struct timer *timer = EXEC_CONTAINER(exec_timer, struct timer, timer);

    timer->stop_time = now();
    if ((timer->the_class & ON_TASK) == 0) {
        timer->routine(timer->object.id, timer->user_data);
        return;
    }
    timer->pending = true;
    exec_list_append(&server.pending, &timer->link);
    (void)rtems_event_system_send(server.task, RTEMS_EVENT_SYSTEM_SERVER);
}

/* The routine is called with interrupts enabled; it may do with the timer
 * whatever it likes. */
static void serve_pending(void)
{
    int level = exec_enter();
    struct exec_link *link;

    while ((link = exec_list_take_first(&server.pending)) != NULL) {
        struct timer *timer = EXEC_CONTAINER(link, struct timer, link);
        rtems_timer_service_routine_entry routine = timer->routine;
        void *user_data = timer->user_data;
        rtems_id id = timer->object.id;

        timer->pending = false;
        exec_leave(level);
        routine(id, user_data);
        level = exec_enter();
    }
    exec_leave(level);
}

static rtems_task serve(rtems_task_argument argument)
{
    rtems_event_set events;

    (void)argument;
    for (;;) {
        (void)rtems_event_system_receive(RTEMS_EVENT_SYSTEM_SERVER, RTEMS_EVENT_ALL | RTEMS_WAIT,
                                         RTEMS_NO_TIMEOUT, &events);
        serve_pending();
    }
}

rtems_status_code rtems_timer_initiate_server(rtems_task_priority priority, size_t stack_size,
                                              rtems_attribute attribute_set)
{
    rtems_status_code status;
    rtems_id task;

    if (server.task != 0)
        return RTEMS_INCORRECT_STATE;
    if (priority == RTEMS_TIMER_SERVER_DEFAULT_PRIORITY)
        priority = 0;
    status = rtems_task_create(rtems_build_name('T', 'I', 'M', 'E'), priority, stack_size,
                               RTEMS_NO_PREEMPT, attribute_set | RTEMS_SYSTEM_TASK, &task);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    server.task = task;
    return rtems_task_start(task, serve, 0);
}

/* Life ------------------------------------------------------------------- */

rtems_status_code rtems_timer_create(rtems_name name, rtems_id *id)
{
    struct classic_object *object;

    if (!rtems_is_name_valid(name))
        return RTEMS_INVALID_NAME;
    if (id == NULL)
        return RTEMS_INVALID_ADDRESS;
    classic_allocator_lock();
    object = classic_object_allocate(&classic_timer_class);
    if (object != NULL) {
        struct timer *timer = EXEC_CONTAINER(object, struct timer, object);

        timer->the_class = TIMER_DORMANT;
        timer->initial = 0;
        timer->start_time = 0;
        timer->stop_time = 0;
        *id = classic_object_open(&classic_timer_class, object, name);
    }
    classic_allocator_unlock();
    return object == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_timer_ident(rtems_name name, rtems_id *id)
{
    return classic_object_ident(&classic_timer_class, name, RTEMS_SEARCH_LOCAL_NODE, id);
}

static void cancel(struct timer *timer)
{
    if (timer->pending) {
        exec_list_remove(&timer->link);
        timer->pending = false;
    } else if (exec_timer_is_running(&timer->timer)) {
        timer->stop_time = now();
        exec_timer_stop(queue_of(timer), &timer->timer);
    }
}

rtems_status_code rtems_timer_cancel(rtems_id id)
{
    int level = exec_enter();
    struct timer *timer = get(id);

    if (timer != NULL)
        cancel(timer);
    exec_leave(level);
    return timer == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_timer_delete(rtems_id id)
{
    struct timer *timer;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    timer = get(id);
    if (timer != NULL) {
        cancel(timer);
        classic_object_close(&classic_timer_class, &timer->object);
        classic_object_free(&classic_timer_class, &timer->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return timer == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

/* Firing ----------------------------------------------------------------- */

static void start(struct timer *timer, uint64_t expiry)
{
    timer->start_time = now();
    timer->timer.expired = expired;
    exec_timer_start(queue_of(timer), &timer->timer, expiry);
}

static rtems_status_code fire(rtems_id id, Timer_Classes the_class, rtems_interval initial,
                              rtems_timer_service_routine_entry routine, void *user_data)
{
    int level = exec_enter();
    struct timer *timer = get(id);

    if (timer != NULL) {
        cancel(timer);
        timer->the_class = the_class;
        timer->initial = initial;
        timer->routine = routine;
        timer->user_data = user_data;
        start(timer, (the_class & TIME_OF_DAY) != 0 ? (uint64_t)initial * 1000000000u
                                                    : classic_expiry(initial));
    }
    exec_leave(level);
    return timer == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}

static rtems_status_code fire_after(rtems_id id, Timer_Classes the_class, rtems_interval ticks,
                                    rtems_timer_service_routine_entry routine, void *user_data)
{
    if (ticks == 0)
        return RTEMS_INVALID_NUMBER;
    if (routine == NULL)
        return RTEMS_INVALID_ADDRESS;
    return fire(id, the_class, ticks, routine, user_data);
}

static rtems_status_code fire_when(rtems_id id, Timer_Classes the_class,
                                   const rtems_time_of_day *wall_time,
                                   rtems_timer_service_routine_entry routine, void *user_data)
{
    rtems_status_code status;
    uint64_t seconds;

    if (!classic_tod_is_set())
        return RTEMS_NOT_DEFINED;
    if (routine == NULL)
        return RTEMS_INVALID_ADDRESS;
    status = classic_tod_in_future(wall_time, true, &seconds);
    if (status != RTEMS_SUCCESSFUL)
        return status;
    return fire(id, the_class, (rtems_interval)seconds, routine, user_data);
}

rtems_status_code rtems_timer_fire_after(rtems_id id, rtems_interval ticks,
                                         rtems_timer_service_routine_entry routine, void *user_data)
{
    return fire_after(id, TIMER_INTERVAL, ticks, routine, user_data);
}

rtems_status_code rtems_timer_fire_when(rtems_id id, const rtems_time_of_day *wall_time,
                                        rtems_timer_service_routine_entry routine, void *user_data)
{
    return fire_when(id, TIMER_TIME_OF_DAY, wall_time, routine, user_data);
}

rtems_status_code rtems_timer_server_fire_after(rtems_id id, rtems_interval ticks,
                                                rtems_timer_service_routine_entry routine,
                                                void *user_data)
{
    if (server.task == 0)
        return RTEMS_INCORRECT_STATE;
    return fire_after(id, TIMER_INTERVAL_ON_TASK, ticks, routine, user_data);
}

rtems_status_code rtems_timer_server_fire_when(rtems_id id, const rtems_time_of_day *wall_time,
                                               rtems_timer_service_routine_entry routine,
                                               void *user_data)
{
    if (server.task == 0)
        return RTEMS_INCORRECT_STATE;
    return fire_when(id, TIMER_TIME_OF_DAY_ON_TASK, wall_time, routine, user_data);
}

rtems_status_code rtems_timer_reset(rtems_id id)
{
    rtems_status_code status = RTEMS_SUCCESSFUL;
    int level = exec_enter();
    struct timer *timer = get(id);

    if (timer == NULL) {
        status = RTEMS_INVALID_ID;
    } else if (timer->the_class != TIMER_INTERVAL && timer->the_class != TIMER_INTERVAL_ON_TASK) {
        status = RTEMS_NOT_DEFINED;
    } else {
        cancel(timer);
        start(timer, classic_expiry(timer->initial));
    }
    exec_leave(level);
    return status;
}

rtems_status_code rtems_timer_get_information(rtems_id id, rtems_timer_information *info)
{
    const struct timer *timer;
    int level;

    if (info == NULL)
        return RTEMS_INVALID_ADDRESS;
    level = exec_enter();
    timer = get(id);
    if (timer != NULL)
        *info = (rtems_timer_information){.the_class = timer->the_class,
                                          .initial = timer->initial,
                                          .start_time = timer->start_time,
                                          .stop_time = timer->stop_time};
    exec_leave(level);
    return timer == NULL ? RTEMS_INVALID_ID : RTEMS_SUCCESSFUL;
}
