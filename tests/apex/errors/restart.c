/* SPDX-License-Identifier: BSD-2-Clause */

/* A cold start, then a warm one, then the end: each life tells by its mode and
 * start condition which one it is. Nothing of the one before is left. */

#include "../check.h"

static unsigned touched;
static PROCESS_ID_TYPE waiting;

static PARTITION_STATUS_TYPE partition_status(void)
{
    PARTITION_STATUS_TYPE status;

    CODE(NO_ERROR, GET_PARTITION_STATUS, &status);
    return status;
}

static void wait_for_ever(void)
{
    touched++;
    CODE(NO_ERROR, SUSPEND_SELF, INFINITE_TIME_VALUE);
}

static void restart_warm(void)
{
    PARTITION_STATUS_TYPE status = partition_status();

    EXPECT(status.OPERATING_MODE == NORMAL);
    EXPECT(status.LOCK_LEVEL == 0);
    EXPECT(touched == 1);
    EXPECT(state_of(waiting) == WAITING);
    CODE(NO_ACTION, SET_PARTITION_MODE, NORMAL);
    end_group();
    CODE(NO_ERROR, SET_PARTITION_MODE, WARM_START);
    printf("not ok: SET_PARTITION_MODE(WARM_START) returned\n");
}

static void second_life(void)
{
    group("a cold start begins anew, with its processes");
    waiting = create("waiting", 101, wait_for_ever);
    CODE(NO_ERROR, START, waiting);
    run(restart_warm);
}

static void third_life(void)
{
    group("a warm start begins anew");
    EXPECT(waiting == 0);
    finish(__FILE__);
}

int main(void)
{
    PARTITION_STATUS_TYPE status = partition_status();
    PROCESS_ID_TYPE id;

    group("a fresh program");
    EXPECT(touched == 0);
    EXPECT(status.LOCK_LEVEL > 0);
    CODE(INVALID_CONFIG, GET_PROCESS_ID, NAME("waiting"), &id);
    touched = 1;
    if (status.OPERATING_MODE == WARM_START) {
        EXPECT(status.START_CONDITION == PARTITION_RESTART);
        touched = 0;
        third_life();
    }
    CODE(INVALID_MODE, SET_PARTITION_MODE, WARM_START);
    if (status.START_CONDITION == PARTITION_RESTART) {
        touched = 0;
        second_life();
    }
    EXPECT(status.START_CONDITION == NORMAL_START);
    end_group();
    CODE(NO_ERROR, SET_PARTITION_MODE, COLD_START);
    printf("not ok: SET_PARTITION_MODE(COLD_START) returned\n");
    return 0;
}
