/* SPDX-License-Identifier: BSD-2-Clause */

/* Decides which schedule the module follows; the model allows it to. */

#include <ARINC653P2.h>
#include <partition.h>
#include <stdio.h>
#include <stdlib.h>

#define MS    1000000LL
#define FRAME (20 * MS)

static void show(void)
{
    _Partition_Virtual_Window window;
    SCHEDULE_STATUS_TYPE status;
    SYSTEM_TIME_TYPE now;
    RETURN_CODE_TYPE code;

    GET_TIME(&now, &code);
    GET_MODULE_SCHEDULE_STATUS(&status, &code);
    _Partition_Virtual_Get_window(&window);
    printf("%3d ms: schedule %d, next %d, since %d ms; window of %d ms\n", (int)(now / MS),
           status.CURRENT_SCHEDULE, status.NEXT_SCHEDULE,
           (int)(status.TIME_OF_LAST_SCHEDULE_SWITCH / MS),
           (int)((SYSTEM_TIME_TYPE)(window.end - window.start) / MS));
}

static void follow(const char *text, SCHEDULE_ID_TYPE schedule)
{
    RETURN_CODE_TYPE code;

    printf("%s\n", text);
    SET_MODULE_SCHEDULE(schedule, &code);
    show();
    TIMED_WAIT(FRAME, &code);
    show();
}

static void fly(void)
{
    static NAME_TYPE cruise_name = "cruise", landing_name = "landing";
    SCHEDULE_ID_TYPE cruise, landing;
    RETURN_CODE_TYPE code;

    GET_MODULE_SCHEDULE_ID(cruise_name, &cruise, &code);
    GET_MODULE_SCHEDULE_ID(landing_name, &landing, &code);
    show();
    TIMED_WAIT(2 * FRAME, &code);
    follow("landing gear out", landing);
    TIMED_WAIT(2 * FRAME, &code);
    follow("go around", cruise);
    TIMED_WAIT(FRAME, &code);
    exit(0);
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE attributes = {
        .PERIOD = INFINITE_TIME_VALUE,
        .TIME_CAPACITY = INFINITE_TIME_VALUE,
        .ENTRY_POINT = (SYSTEM_ADDRESS_TYPE)fly,
        .STACK_SIZE = 8192,
        .BASE_PRIORITY = 10,
        .DEADLINE = SOFT,
        .NAME = "fly",
    };
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    CREATE_PROCESS(&attributes, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 1;
}
