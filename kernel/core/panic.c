/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/panic.h"

#include "kernel/arch.h"
#include "kernel/console.h"

void panic(const char *why)
{
    console_print("\n[bulkhead] kernel panic: %s\n", why);
    arch_exit(ARCH_EXIT_PANIC);
}

void refuse(const char *what, const char *why)
{
    console_print("[bulkhead] refused: %s%s%s\n", what, what[0] != '\0' ? ": " : "", why);
    arch_exit(ARCH_EXIT_REFUSED);
}
