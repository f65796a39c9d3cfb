/* SPDX-License-Identifier: BSD-2-Clause */

/* Module schedules, in a partition that may change them. */

#include <limits.h>
#include "../check.h"
#include <ARINC653P2.h>
#include <partition.h>

#define FRAME (10 * MS)

static SCHEDULE_ID_TYPE flight, landing;

static void expect_status(SCHEDULE_ID_TYPE current, SCHEDULE_ID_TYPE next, SYSTEM_TIME_TYPE since)
{
    SCHEDULE_STATUS_TYPE status = {0};

    CODE(NO_ERROR, GET_MODULE_SCHEDULE_STATUS, &status);
    EXPECT(status.CURRENT_SCHEDULE == current && status.NEXT_SCHEDULE == next);
    EXPECT(status.TIME_OF_LAST_SCHEDULE_SWITCH == since);
}

static SYSTEM_TIME_TYPE window_length(void)
{
    _Partition_Virtual_Window window;

    _Partition_Virtual_Get_window(&window);
    return (SYSTEM_TIME_TYPE)(window.end - window.start);
}

static void test_parameters(void)
{
    static const SCHEDULE_ID_TYPE wrong[] = {0, -1, 3, INT_MAX, INT_MIN};
    char endless[] = "flightflightflightflightflightflight";
    SCHEDULE_ID_TYPE id = 0;

    group("names and ids of schedules");
    CODE(INVALID_CONFIG, GET_MODULE_SCHEDULE_ID, NAME("fligh"), &id);
    CODE(INVALID_CONFIG, GET_MODULE_SCHEDULE_ID, NAME("flights"), &id);
    CODE(INVALID_CONFIG, GET_MODULE_SCHEDULE_ID, NAME(""), &id);
    CODE(INVALID_CONFIG, GET_MODULE_SCHEDULE_ID, endless, &id);
    EXPECT(id == 0);
    CODE(NO_ERROR, GET_MODULE_SCHEDULE_ID, NAME("flight"), &flight);
    CODE(NO_ERROR, GET_MODULE_SCHEDULE_ID, NAME("landing"), &landing);
    EXPECT(flight == 1 && landing == 2);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CODE(INVALID_PARAM, SET_MODULE_SCHEDULE, wrong[i]);
    expect_status(flight, flight, 0);
}

static void test_change(void)
{
    SYSTEM_TIME_TYPE boundary = (now() / FRAME + 1) * FRAME;

    group("a change is due at the end of the major frame, until then it can be taken back");
    CODE(NO_ACTION, SET_MODULE_SCHEDULE, flight);
    CODE(NO_ERROR, SET_MODULE_SCHEDULE, landing);
    expect_status(flight, landing, 0);
    CODE(NO_ACTION, SET_MODULE_SCHEDULE, landing);
    CODE(NO_ERROR, SET_MODULE_SCHEDULE, flight);
    expect_status(flight, flight, 0);
    EXPECT(window_length() == 2 * MS);
    CODE(NO_ERROR, SET_MODULE_SCHEDULE, landing);
    EXPECT(window_length() == 2 * MS);

    group("the other schedule");
    CODE(NO_ERROR, TIMED_WAIT, boundary - now());
    expect_status(landing, landing, boundary);
    EXPECT(window_length() == 4 * MS);
    CODE(NO_ERROR, TIMED_WAIT, 3 * FRAME);
    expect_status(landing, landing, boundary);
    boundary = (now() / FRAME + 1) * FRAME;
    CODE(NO_ERROR, SET_MODULE_SCHEDULE, flight);
    CODE(NO_ERROR, TIMED_WAIT, boundary - now());
    expect_status(flight, flight, boundary);
    EXPECT(window_length() == 2 * MS);
}

static void test(void)
{
    test_parameters();
    test_change();
    finish(__FILE__);
}

int main(void)
{
    run(test);
    return 1;
}
