/* SPDX-License-Identifier: BSD-2-Clause */

/* What goes through the queue. */
#ifndef JOB_H
#define JOB_H

struct job {
    unsigned number;
    int divisor;
};

#endif
