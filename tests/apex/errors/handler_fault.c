/* SPDX-License-Identifier: BSD-2-Clause */

/* A fault in the error handler is the partition's. */

#include "../check.h"

static char *volatile nowhere = (char *)8;

static void handler(void)
{
    *nowhere = 1;
}

static void raise_error(void)
{
    RETURN_CODE_TYPE code;

    RAISE_APPLICATION_ERROR(APPLICATION_ERROR, NULL, 0, &code);
    printf("not ok: the process goes on\n");
}

int main(void)
{
    PROCESS_ATTRIBUTE_TYPE a = attributes_of("raiser", 10, raise_error);
    PROCESS_ID_TYPE id;
    RETURN_CODE_TYPE code;

    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK, &code);
    CREATE_PROCESS(&a, &id, &code);
    START(id, &code);
    SET_PARTITION_MODE(NORMAL, &code);
    return 0;
}
