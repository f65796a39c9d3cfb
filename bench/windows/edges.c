/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Two partitions read the counter all the time and print the first and the
 * last reading in each window; the report finds from both what lies between.
 */
#include "guest.h"

#define WINDOWS 40u

struct edge {
    uint64_t last;
    uint64_t first;
};

/* Reads the counter, a few instructions a turn, until a turn takes much longer
 * (GAP ticks); so that is where the window ended and another one began. */
#define GAP "100"

static struct edge next_edge(void)
{
    uint32_t before, after, high;

    __asm__ volatile("rdtsc\n"
                     "1: mov %%eax, %%esi\n\t"
                     "rdtsc\n\t"
                     "lea -" GAP "(%%eax), %%ecx\n\t"
                     "cmp %%esi, %%ecx\n\t"
                     "js 1b"
                     : "=&S"(before), "=&a"(after), "=&d"(high)
                     :
                     : "ecx", "cc");
    return (struct edge){.last = (uint64_t)(high - (before > after)) << 32 | before,
                         .first = (uint64_t)high << 32 | after};
}

int main(void)
{
    static struct edge edges[WINDOWS];

    for (unsigned i = 0; i < WINDOWS; i++)
        edges[i] = next_edge();
    for (unsigned i = 0; i < WINDOWS; i++) {
        struct guest_line line = {.length = 0};

        guest_text(&line, "edge ");
        guest_number(&line, edges[i].last);
        guest_text(&line, " ");
        guest_number(&line, edges[i].first);
        guest_end_line(&line);
    }
    return 0;
}
