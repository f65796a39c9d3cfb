/* SPDX-License-Identifier: BSD-2-Clause */

/* The table says: a warm start after application errors, a cold one after
 * numeric errors, also in a start mode. */

#include "failing.h"

int main(void)
{
    PARTITION_STATUS_TYPE status;

    CODE(NO_ERROR, GET_PARTITION_STATUS, &status);
    if (status.START_CONDITION == NORMAL_START) {
        group("an error of a process is the partition's");
        EXPECT(status.OPERATING_MODE == COLD_START);
        end_group();
        run(raise_error);
    } else if (status.OPERATING_MODE == WARM_START) {
        group("an error in a start mode is the partition's");
        EXPECT(status.START_CONDITION == HM_PARTITION_RESTART && !failed);
        end_group();
        divide();
    }
    group("after a cold start");
    EXPECT(status.OPERATING_MODE == COLD_START && status.START_CONDITION == HM_PARTITION_RESTART);
    finish(__FILE__);
}
