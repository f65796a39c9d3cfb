/* SPDX-License-Identifier: BSD-2-Clause */

/* Says when it starts, how, and how long its windows are, as often as that
 * changes; tries to change the schedule, which the model forbids. */

#include <ARINC653P2.h>
#include <partition.h>
#include <stdio.h>
#include <stdlib.h>

#define MS    1000000LL
#define FRAME (20 * MS)

static void watch(void)
{
    _Partition_Virtual_Window window;
    SYSTEM_TIME_TYPE length, last = 0, now;
    RETURN_CODE_TYPE code;

    SET_MODULE_SCHEDULE(2, &code);
    if (code != INVALID_CONFIG)
        printf("may change the schedule\n");
    for (GET_TIME(&now, &code); now < 9 * FRAME; GET_TIME(&now, &code)) {
        _Partition_Virtual_Get_window(&window);
        length = (SYSTEM_TIME_TYPE)(window.end - window.start);
        if (length != last)
            printf("%3d ms: windows of %d ms\n", (int)(now / MS), (int)(length / MS));
        last = length;
        TIMED_WAIT((SYSTEM_TIME_TYPE)window.next - now, &code);
    }
    exit(0);
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)watch,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
        .NAME = "watch",
    };
    PARTITION_STATUS_TYPE status;
    SYSTEM_TIME_TYPE now;
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    GET_PARTITION_STATUS(&status, &code);
    printf("%3d ms: %s start\n", (int)(now / MS),
           status.OPERATING_MODE == WARM_START ? "warm" : "cold");
    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
