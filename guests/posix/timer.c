/* SPDX-License-Identifier: BSD-2-Clause */

/* Timers that send signals, and alarm(). They expire with ticks. */

#include <unistd.h>
#include <sys/time.h>
#include "internal.h"
#include "virtualizationlayerbsp.h"

struct ptimer {
    struct classic_object object;
    struct exec_timer timer;
    clockid_t clock;
    int notify; /* SIGEV_SIGNAL or SIGEV_NONE */
    int signal_number;
    union sigval value;
    uint64_t interval; /* ns, 0: once */
    uint64_t expiry;
    int overrun;
};

static struct classic_class timers = {
    .api = OBJECTS_POSIX_API,
    .the_class = 5,
    .object_size = sizeof(struct ptimer),
};

void _RTEMS_POSIX_Timers_initialize(void);

void _RTEMS_POSIX_Timers_initialize(void)
{
    classic_class_initialize(&timers, posix_configuration()->maximum_timers);
}

/* The open timer, or NULL. With interrupts disabled. */
static struct ptimer *get(timer_t id)
{
    struct classic_object *object = classic_object_get(&timers, (rtems_id)id);

    return object == NULL ? NULL : EXEC_CONTAINER(object, struct ptimer, object);
}

static struct exec_timer_queue *queue_of(const struct ptimer *timer)
{
    return timer->clock == CLOCK_REALTIME ? &classic_realtime_timers : &exec_clock_timers;
}

static uint64_t now_of(const struct ptimer *timer)
{
    return timer->clock == CLOCK_REALTIME ? exec_clock_realtime() : _BSP_Virtual_Clock_read();
}

/* Intervals that are over by now are one signal. */
static void expired(struct exec_timer *exec_timer)
{
    struct ptimer *timer = EXEC_CONTAINER(exec_timer, struct ptimer, timer);

    if (timer->interval != 0) {
        uint64_t now = now_of(timer);
        uint64_t more = now > timer->expiry ? (now - timer->expiry) / timer->interval : 0;

        timer->overrun = more > INT_MAX ? INT_MAX : (int)more;
        timer->expiry += (more + 1) * timer->interval;
        exec_timer_start(queue_of(timer), &timer->timer, timer->expiry);
    }
    if (timer->notify == SIGEV_SIGNAL)
        (void)posix_signal_process(timer->signal_number, SI_TIMER, timer->value);
}

int timer_create(clockid_t clock, struct sigevent *restrict event, timer_t *restrict id)
{
    struct classic_object *object;

    if (clock != CLOCK_REALTIME && clock != CLOCK_MONOTONIC)
        return posix_fail(EINVAL);
    if (id == NULL)
        return posix_fail(EINVAL);
    if (event != NULL && event->sigev_notify != SIGEV_NONE && event->sigev_notify != SIGEV_SIGNAL)
        return posix_fail(EINVAL);
    if (event != NULL && event->sigev_notify == SIGEV_SIGNAL &&
        !posix_signal_is_valid(event->sigev_signo))
        return posix_fail(EINVAL);
    classic_allocator_lock();
    object = timers.maximum == 0 ? NULL : classic_object_allocate(&timers);
    if (object != NULL) {
        struct ptimer *timer = EXEC_CONTAINER(object, struct ptimer, object);

        *timer = (struct ptimer){.object = timer->object, .clock = clock};
        timer->timer.expired = expired;
        timer->notify = event == NULL ? SIGEV_SIGNAL : event->sigev_notify;
        timer->signal_number = event == NULL ? SIGALRM : event->sigev_signo;
        timer->value =
            event == NULL ? (union sigval){.sival_int = (int)object->id} : event->sigev_value;
        *id = (timer_t)classic_object_open(&timers, object, 0);
    }
    classic_allocator_unlock();
    return object == NULL ? posix_fail(EAGAIN) : 0;
}

int timer_delete(timer_t id)
{
    struct ptimer *timer;
    int level;

    classic_allocator_lock();
    level = exec_enter();
    timer = get(id);
    if (timer != NULL) {
        classic_object_close(&timers, &timer->object);
        exec_timer_stop(queue_of(timer), &timer->timer);
        classic_object_free(&timers, &timer->object);
    }
    exec_leave(level);
    classic_allocator_unlock();
    return timer == NULL ? posix_fail(EINVAL) : 0;
}

/* With interrupts disabled. */
static void describe(const struct ptimer *timer, struct itimerspec *value)
{
    uint64_t now = now_of(timer);
    uint64_t left = 0;

    if (exec_timer_is_running(&timer->timer))
        left = timer->expiry > now ? timer->expiry - now : 1;
    value->it_value = classic_timespec(left);
    value->it_interval = classic_timespec(timer->interval);
}

int timer_settime(timer_t id, int flags, const struct itimerspec *restrict value,
                  struct itimerspec *restrict old_value)
{
    struct ptimer *timer;
    uint64_t interval;
    uint64_t time;
    int level;

    if (value == NULL || !posix_ns(&value->it_value, &time) ||
        !posix_ns(&value->it_interval, &interval) || value->it_value.tv_sec < 0 ||
        value->it_interval.tv_sec < 0 || (flags != 0 && flags != TIMER_ABSTIME))
        return posix_fail(EINVAL);
    level = exec_enter();
    timer = get(id);
    if (timer != NULL) {
        if (old_value != NULL)
            describe(timer, old_value);
        exec_timer_stop(queue_of(timer), &timer->timer);
        timer->interval = interval;
        timer->overrun = 0;
        timer->expiry = flags == TIMER_ABSTIME ? time : now_of(timer) + time;
        if (time != 0)
            exec_timer_start(queue_of(timer), &timer->timer, timer->expiry);
    }
    exec_leave(level);
    return timer == NULL ? posix_fail(EINVAL) : 0;
}

int timer_gettime(timer_t id, struct itimerspec *value)
{
    const struct ptimer *timer;
    int level;

    if (value == NULL)
        return posix_fail(EINVAL);
    level = exec_enter();
    timer = get(id);
    if (timer != NULL)
        describe(timer, value);
    exec_leave(level);
    return timer == NULL ? posix_fail(EINVAL) : 0;
}

int timer_getoverrun(timer_t id)
{
    int level = exec_enter();
    const struct ptimer *timer = get(id);
    int overrun = timer == NULL ? 0 : timer->overrun;

    exec_leave(level);
    return timer == NULL ? posix_fail(EINVAL) : overrun;
}

/* Alarm ------------------------------------------------------------------ */

static void alarmed(struct exec_timer *timer)
{
    (void)timer;
    (void)posix_signal_process(SIGALRM, SI_USER, (union sigval){0});
}

/* Replaces the alarm; returns the ns that were left, rounded up to the unit. */
static uint64_t set_alarm(uint64_t ns, uint64_t unit)
{
    static struct exec_timer timer = {.expired = alarmed};
    static uint64_t expiry;
    uint64_t now = _BSP_Virtual_Clock_read();
    uint64_t left = 0;
    int level = exec_enter();

    if (exec_timer_is_running(&timer))
        left = expiry > now ? (expiry - now + unit - 1) / unit : 1;
    exec_timer_stop(&exec_clock_timers, &timer);
    if (ns != 0) {
        expiry = now + ns;
        exec_timer_start(&exec_clock_timers, &timer, expiry);
    }
    exec_leave(level);
    return left;
}

unsigned alarm(unsigned seconds)
{
    return (unsigned)set_alarm((uint64_t)seconds * NS_PER_SECOND, NS_PER_SECOND);
}

useconds_t ualarm(useconds_t us, useconds_t interval)
{
    (void)interval; /* repeated alarms are timer_settime()'s */
    return (useconds_t)set_alarm((uint64_t)us * 1000, 1000);
}

/* Interval timers: there is nobody who would need them beside timer_create(). */
static int no_interval_timer(int which, const struct itimerval *time)
{
    if (which != ITIMER_REAL && which != ITIMER_VIRTUAL && which != ITIMER_PROF)
        return posix_fail(EINVAL);
    return posix_fail(time == NULL ? EFAULT : ENOSYS);
}

int getitimer(int which, struct itimerval *time)
{
    return no_interval_timer(which, time);
}

int setitimer(int which, const struct itimerval *restrict time, struct itimerval *restrict old_time)
{
    return no_interval_timer(which, old_time == NULL ? NULL : time);
}
