/* SPDX-License-Identifier: BSD-2-Clause */

/* A fault of the main process, whose stack has a guard page, is the
 * partition's, also if there is an error handler. */

#include "../check.h"

static void handler(void)
{
    printf("not ok: the error handler runs before NORMAL\n");
}

static int recurse(volatile char *from, unsigned depth)
{
    volatile char frame[256];

    frame[0] = *from;
    return depth == 0 ? 0 : recurse(frame, depth - 1) + frame[0];
}

int main(void)
{
    RETURN_CODE_TYPE code;
    volatile char first = 0;

    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK, &code);
    return recurse(&first, 1000000);
}
