/* SPDX-License-Identifier: BSD-2-Clause */

/* The table says: log deadlines; application errors are the error handler's,
 * the first two only logged. */

#include "failing.h"

static unsigned handled;

static void handler(void)
{
    ERROR_STATUS_TYPE error;

    CODE(NO_ERROR, GET_ERROR_STATUS, &error);
    EXPECT(error.ERROR_CODE == APPLICATION_ERROR && error.FAILED_PROCESS_ID == raiser);
    handled++;
}

static void test(void)
{
    group("a process goes on after an error that is only logged");
    expect(busy, "bx");
    expect(sleeper, "sx");

    group("the error handler has an error after its threshold");
    for (unsigned i = 1; i <= 4; i++) {
        expect(raiser, "rx");
        EXPECT(handled == (i > 2 ? i - 2 : 0));
    }
    finish(__FILE__);
}

int main(void)
{
    group("creation");
    create_failing();
    CODE(NO_ERROR, CREATE_ERROR_HANDLER, (SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK);
    run(test);
    return 1;
}
