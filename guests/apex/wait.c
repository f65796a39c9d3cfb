/* SPDX-License-Identifier: BSD-2-Clause */

/* Time-outs and waiting, alike for all objects. */

#include <limits.h>
#include "internal.h"
#include "virtualizationlayerbsp.h"

bool apex_finite_time_is_valid(SYSTEM_TIME_TYPE time)
{
    return time >= 0 && (uint64_t)time <= (uint64_t)LLONG_MAX - _BSP_Virtual_Clock_read();
}

uint64_t apex_time_from_now(SYSTEM_TIME_TYPE time)
{
    return time == INFINITE_TIME_VALUE ? EXEC_FOREVER : _BSP_Virtual_Clock_read() + (uint64_t)time;
}

bool apex_may_wait(void)
{
    const struct apex_process *self = apex_self();

    return self != NULL && !apex_is_error_handler(self) && apex_mutex_owned(self) == NULL;
}

RETURN_CODE_TYPE apex_wait(struct exec_wait_queue *queue, QUEUING_DISCIPLINE_TYPE discipline,
                           SYSTEM_TIME_TYPE time_out, void *data)
{
    if (time_out == 0)
        return NOT_AVAILABLE;
    if (!apex_may_wait())
        return INVALID_MODE;
    exec_executing()->wait_data = data;
    exec_wait_begin(queue, apex_discipline(discipline));
    exec_wait_timeout(&exec_clock_timers, apex_time_from_now(time_out));
    return exec_wait_finish() == EXEC_OK ? NO_ERROR : TIMED_OUT;
}

WAITING_RANGE_TYPE apex_waiting(const struct exec_wait_queue *queue)
{
    WAITING_RANGE_TYPE count = 0;

    for (PROCESS_ID_TYPE id = 1; id <= apex_process_count(); id++)
        if (apex_process_get(id)->thread.wait_queue == queue)
            count++;
    return count;
}
