/* SPDX-License-Identifier: BSD-2-Clause */

/* A restart ends the partition, as long as the kernel has none. */

#include "../check.h"

int main(void)
{
    RETURN_CODE_TYPE code;

    SET_PARTITION_MODE(COLD_START, &code);
    printf("not ok: SET_PARTITION_MODE(COLD_START) returned\n");
    return 0;
}
