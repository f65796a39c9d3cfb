/* SPDX-License-Identifier: BSD-2-Clause */

/* The table says: stop the process. */

#include "failing.h"

static void test(void)
{
    group("a process that fails is stopped");
    expect(divider, "d");
    expect(raiser, "r");
    expect(busy, "b");
    expect(sleeper, "s");
    expect(owner, "o");
    expect_free_mutex();
    finish(__FILE__);
}

int main(void)
{
    group("creation");
    create_failing();
    run(test);
    return 1;
}
