/* SPDX-License-Identifier: BSD-2-Clause */

/* A fault of the main process, whose stack has a guard page, is the
 * partition's, also if there is an error handler. */

#include "../check.h"

static void handler(void)
{
    printf("not ok: the error handler runs before NORMAL\n");
}

int main(void)
{
    RETURN_CODE_TYPE code;

    CREATE_ERROR_HANDLER((SYSTEM_ADDRESS_TYPE)(uintptr_t)handler, STACK, &code);
    /* The report has the registers. */
    __asm__ volatile("xorl %eax, %eax\n\t"
                     "xorl %ebx, %ebx\n\t"
                     "xorl %ecx, %ecx\n\t"
                     "xorl %edx, %edx\n\t"
                     "xorl %esi, %esi\n\t"
                     "xorl %edi, %edi\n\t"
                     "xorl %ebp, %ebp\n"
                     "1: pushl %eax\n\t"
                     "jmp 1b");
    return 1;
}
