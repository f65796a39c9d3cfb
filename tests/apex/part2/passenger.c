/* SPDX-License-Identifier: BSD-2-Clause */

/* May not change the schedule. The change to "landing" starts it warm. */

#include "../check.h"
#include <ARINC653P2.h>

static void wait_for_change(void)
{
    SCHEDULE_STATUS_TYPE status = {0};

    group("a partition that may not change the schedule");
    CODE(INVALID_CONFIG, SET_MODULE_SCHEDULE, 1);
    CODE(INVALID_CONFIG, SET_MODULE_SCHEDULE, 2);
    CODE(NO_ERROR, GET_MODULE_SCHEDULE_STATUS, &status);
    EXPECT(status.CURRENT_SCHEDULE == 1);
    end_group();
    print_table();
    CODE(NO_ERROR, SUSPEND_SELF, INFINITE_TIME_VALUE);
}

int main(void)
{
    PARTITION_STATUS_TYPE status;

    CODE(NO_ERROR, GET_PARTITION_STATUS, &status);
    if (status.OPERATING_MODE == COLD_START)
        run(wait_for_change);
    group("started by the change");
    EXPECT(status.OPERATING_MODE == WARM_START);
    finish(__FILE__);
}
