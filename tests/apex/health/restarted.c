/* SPDX-License-Identifier: BSD-2-Clause */

/* The table says: start the process again. */

#include "failing.h"

static void test(void)
{
    group("a process that fails is started again");
    expect(divider, "dd");
    expect(raiser, "rr");
    expect(busy, "bb");
    expect(sleeper, "ss");
    expect(owner, "oo");
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
