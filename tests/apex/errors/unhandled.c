/* SPDX-License-Identifier: BSD-2-Clause */

/* Without an error handler an error is the partition's. */

#include "../check.h"

static void wait_for_ever(void)
{
    RETURN_CODE_TYPE code;

    for (;;)
        TIMED_WAIT(MS, &code);
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("limited", 10, wait_for_ever);
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    a.TIME_CAPACITY = 10 * MS;
    CREATE_PROCESS(&a, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
