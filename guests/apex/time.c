/* SPDX-License-Identifier: BSD-2-Clause */

#include <limits.h>
#include "internal.h"
#include "partition.h"
#include "virtualizationlayerbsp.h"

/* Deadlines and release points -------------------------------------------- */

static void deadline_missed(struct exec_timer *timer)
{
    struct apex_process *process = EXEC_CONTAINER(timer, struct apex_process, deadline_timer);

    apex_error_raise(process, &process->deadline_error, DEADLINE_MISSED, 0, NULL, 0);
}

void apex_deadline_set(struct apex_process *process, uint64_t deadline)
{
    exec_timer_stop(&exec_clock_timers, &process->deadline_timer);
    process->deadline = deadline;
    process->deadline_timer.expired = deadline_missed;
    if (deadline != EXEC_FOREVER)
        exec_timer_start(&exec_clock_timers, &process->deadline_timer, deadline);
}

bool apex_deadline_after(const struct apex_process *process, uint64_t release, uint64_t *deadline)
{
    SYSTEM_TIME_TYPE capacity = process->attributes.TIME_CAPACITY;

    *deadline = EXEC_FOREVER;
    if (release > LLONG_MAX)
        return false;
    if (capacity == INFINITE_TIME_VALUE)
        return true;
    *deadline = release + (uint64_t)capacity;
    return *deadline <= LLONG_MAX;
}

/* The partition's periods are counted from the window in which it was first
 * asked for; without a period from the model, each window begins one. */
uint64_t apex_next_period(void)
{
    static uint64_t origin;
    _Partition_Virtual_Identity identity;
    _Partition_Virtual_Window window;
    uint64_t now = _BSP_Virtual_Clock_read();

    _Partition_Virtual_Get_identity(&identity);
    _Partition_Virtual_Get_window(&window);
    if (identity.period == 0)
        return window.next;
    if (origin == 0)
        origin = window.start + identity.period;
    if (now < origin)
        return origin;
    return origin + ((now - origin) / identity.period + 1) * identity.period;
}

/* Services ---------------------------------------------------------------- */

static RETURN_CODE_TYPE timed_wait(SYSTEM_TIME_TYPE delay)
{
    if (!apex_may_wait())
        return INVALID_MODE;
    if (!apex_time_is_valid(delay) || delay == INFINITE_TIME_VALUE)
        return INVALID_PARAM;
    if (delay == 0)
        exec_thread_yield();
    else
        exec_sleep_until(&exec_clock_timers, apex_time_from_now(delay));
    return NO_ERROR;
}

void TIMED_WAIT(SYSTEM_TIME_TYPE DELAY_TIME, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = timed_wait(DELAY_TIME);
    exec_leave(level);
}

static RETURN_CODE_TYPE periodic_wait(void)
{
    struct apex_process *self = apex_self();
    uint64_t release;
    uint64_t deadline;

    if (!apex_may_wait() || !apex_is_periodic(self))
        return INVALID_MODE;
    release = self->release_point + (uint64_t)self->attributes.PERIOD;
    if (!apex_deadline_after(self, release, &deadline))
        return INVALID_CONFIG;
    self->release_point = release;
    apex_deadline_set(self, deadline);
    exec_sleep_until(&exec_clock_timers, release);
    return NO_ERROR;
}

void PERIODIC_WAIT(RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = periodic_wait();
    exec_leave(level);
}

void GET_TIME(SYSTEM_TIME_TYPE *SYSTEM_TIME, RETURN_CODE_TYPE *RETURN_CODE)
{
    *SYSTEM_TIME = (SYSTEM_TIME_TYPE)_BSP_Virtual_Clock_read();
    *RETURN_CODE = NO_ERROR;
}

static bool exceeds_release(const struct apex_process *process, SYSTEM_TIME_TYPE budget)
{
    uint64_t next = process->release_point + (uint64_t)process->attributes.PERIOD;
    uint64_t now = _BSP_Virtual_Clock_read();

    if (budget == INFINITE_TIME_VALUE)
        return true;
    return budget > 0 && (now > next || (uint64_t)budget > next - now);
}

static RETURN_CODE_TYPE replenish(SYSTEM_TIME_TYPE budget)
{
    struct apex_process *self = apex_self();

    if (self == NULL || apex_is_error_handler(self))
        return NO_ACTION;
    if (apex_is_periodic(self) && exceeds_release(self, budget))
        return INVALID_MODE;
    if (!apex_time_is_valid(budget))
        return INVALID_PARAM;
    if (self->attributes.TIME_CAPACITY != INFINITE_TIME_VALUE)
        apex_deadline_set(self, apex_time_from_now(budget));
    return NO_ERROR;
}

void REPLENISH(SYSTEM_TIME_TYPE BUDGET_TIME, RETURN_CODE_TYPE *RETURN_CODE)
{
    int level = exec_enter();

    *RETURN_CODE = replenish(BUDGET_TIME);
    exec_leave(level);
}
