/* SPDX-License-Identifier: BSD-2-Clause */

/* Processes that wait for interrupts: here for the begins of windows. */

#include <limits.h>
#include "../check.h"
#include <ARINC653P2.h>
#include <partition.h>

#define FRAME (10 * MS)

static INTERRUPT_ID_TYPE window, line;
static PROCESS_ID_TYPE low, high;

static void test_create(void)
{
    static const char *const wrong[] = {
        "",        "LINE",    "LINE_", "LINE_5", "LINE_16",
        "LINE_09", "LINE_9x", "CLOCK", "window", "LINE_99999999999"};
    char endless[] = "WINDOWWINDOWWINDOWWINDOWWINDOWWINDOW";
    INTERRUPT_ID_TYPE id = 0;

    group("CREATE_INTERRUPT");
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CODE(INVALID_CONFIG, CREATE_INTERRUPT, NAME(wrong[i]), &id);
    CODE(INVALID_CONFIG, CREATE_INTERRUPT, endless, &id);
    CODE(INVALID_CONFIG, GET_INTERRUPT_ID, NAME("WINDOW"), &id);
    EXPECT(id == 0);
    CODE(NO_ERROR, CREATE_INTERRUPT, NAME("WINDOW"), &window);
    CODE(NO_ACTION, CREATE_INTERRUPT, NAME("WINDOW"), &id);
    CODE(NO_ERROR, CREATE_INTERRUPT, NAME("LINE_9"), &line);
    CODE(NO_ERROR, GET_INTERRUPT_ID, NAME("WINDOW"), &id);
    EXPECT(id == window);
    CODE(INVALID_MODE, WAIT_INTERRUPT, window, CLEAR, INFINITE_TIME_VALUE);
    CODE(NOT_AVAILABLE, WAIT_INTERRUPT, window, CLEAR, 0);
}

static void test_parameters(void)
{
    static const INTERRUPT_ID_TYPE wrong[] = {0, -1, 3, INT_MAX, INT_MIN};
    INTERRUPT_ID_TYPE id = 0;
    LOCK_LEVEL_TYPE level;

    group("parameters of WAIT_INTERRUPT");
    CODE(INVALID_MODE, CREATE_INTERRUPT, NAME("SIGNAL"), &id);
    for (unsigned i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
        CODE(INVALID_PARAM, WAIT_INTERRUPT, wrong[i], CLEAR, 0);
    CODE(INVALID_PARAM, WAIT_INTERRUPT, window, (INTERRUPT_PENDING_TYPE)2, 0);
    CODE(INVALID_PARAM, WAIT_INTERRUPT, window, CLEAR, NO_TIME);
    CODE(NO_ERROR, LOCK_PREEMPTION, &level);
    CODE(INVALID_MODE, WAIT_INTERRUPT, window, CLEAR, FRAME);
    CODE(NO_ERROR, UNLOCK_PREEMPTION, &level);
    CODE(TIMED_OUT, WAIT_INTERRUPT, line, NO_CLEAR, MS / 10);
}

static void test_wait(void)
{
    _Partition_Virtual_Window at;

    group("an interrupt ends the wait");
    CODE(NO_ERROR, TIMED_WAIT, 12 * FRAME); /* till the schedule stays as it is */
    for (int i = 0; i < 3; i++) {
        CODE(NO_ERROR, WAIT_INTERRUPT, window, CLEAR, INFINITE_TIME_VALUE);
        _Partition_Virtual_Get_window(&at);
        EXPECT(now() - (SYSTEM_TIME_TYPE)at.start < MS / 50);
    }

    group("interrupts that no one waited for are counted");
    CODE(NO_ERROR, TIMED_WAIT, 3 * FRAME);
    for (int i = 0; i < 3; i++)
        CODE(NO_ERROR, WAIT_INTERRUPT, window, NO_CLEAR, 0);
    CODE(NOT_AVAILABLE, WAIT_INTERRUPT, window, NO_CLEAR, 0);
    CODE(NO_ERROR, TIMED_WAIT, FRAME);
    CODE(NOT_AVAILABLE, WAIT_INTERRUPT, window, CLEAR, 0);
    CODE(NOT_AVAILABLE, WAIT_INTERRUPT, window, NO_CLEAR, 0);
}

static void wait_once(void)
{
    PROCESS_ID_TYPE self = 0;

    CODE(NO_ERROR, GET_MY_ID, &self);
    CODE(NO_ERROR, WAIT_INTERRUPT, window, CLEAR, INFINITE_TIME_VALUE);
    mark(self == low ? 'l' : 'h');
}

static void test_two(void)
{
    group("each ends one wait, first come first served");
    CODE(NO_ERROR, START, low);
    CODE(NO_ERROR, START, high);
    CODE(NO_ERROR, TIMED_WAIT, FRAME);
    TRACE("l");
    CODE(NO_ERROR, TIMED_WAIT, FRAME);
    TRACE("h");
}

static void test(void)
{
    test_parameters();
    test_wait();
    test_two();
    finish(__FILE__);
}

int main(void)
{
    test_create();
    low = create("low", 110, wait_once);
    high = create("high", 120, wait_once);
    run(test);
    return 1;
}
