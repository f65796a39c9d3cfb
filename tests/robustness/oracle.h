/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * What a hypercall may answer, found without the kernel: from the ABI's
 * headers, the start-info page, and by trying which memory the partition can
 * read and write itself.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdbool.h>
#include <stdint.h>

struct oracle_case {
    uint32_t call;
    uint32_t arguments[3];
};

struct oracle_verdict {
    uint32_t errors;   /* bit n: error -n, one of which must be the answer */
    uint32_t possible; /* bit n: error -n, which may be the answer too */
    uint32_t least;    /* without errors: the least and the greatest result */
    uint32_t greatest;
    uint32_t result;      /* address of what the call may write; */
    uint32_t result_size; /* bytes of it */
    bool ends;            /* it would end or restart the partition */
};

/* Must be called first, and before anything is connected. */
void oracle_begin(void);

bool oracle_readable(uint32_t address, uint32_t size);
bool oracle_writable(uint32_t address, uint32_t size);

struct oracle_verdict oracle_judge(const struct oracle_case *test);

/* The call has been made with this result: the oracle's state follows. */
void oracle_note(const struct oracle_case *test, int32_t result);

#endif
