/* SPDX-License-Identifier: BSD-2-Clause */

/* What the fuzz targets of the kernel's checks share: how many inputs were
 * accepted, told at the end, and what must hold for those. */
#ifndef KERNEL_TARGET_H
#define KERNEL_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static unsigned long accepted;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void tell(void)
{
    fprintf(stderr, "accepted: %lu\n", accepted);
}

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count, (void)arguments;
    return atexit(tell);
}

#define require(condition) require_at(condition, #condition)

static void require_at(bool condition, const char *text)
{
    if (condition)
        return;
    fprintf(stderr, "does not hold: %s\n", text);
    abort();
}

#endif
