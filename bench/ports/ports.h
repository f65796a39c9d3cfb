/* SPDX-License-Identifier: BSD-2-Clause */

/* What the ports' benchmarks share: calls that must succeed. */
#ifndef PORTS_H
#define PORTS_H

#include "figure.h"
#include "partition.h"

#define SMALL 64u
#define LARGE 8192u

static char message[LARGE] __attribute__((aligned(4)));

static inline int port(const char *name)
{
    int found = _Partition_Virtual_Port_find(name);

    if (found < 0)
        _CPU_Virtual_exec_stop_error(1);
    return found;
}

static inline void must_be(int result, int expected)
{
    if (result != expected)
        _CPU_Virtual_exec_stop_error(2);
}

/* Per 100 bytes, for a figure in hundredths. */
static inline uint32_t per_byte(uint32_t large, uint32_t small)
{
    return (large - small) * 1000 / (LARGE - SMALL);
}

#endif
