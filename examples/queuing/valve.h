/* SPDX-License-Identifier: BSD-2-Clause */

/* What the two partitions send each other. */
#ifndef VALVE_H
#define VALVE_H

#define ORDERS      5
#define REPORT_SIZE 32

struct order {
    unsigned number;
    unsigned position; /* percent */
};

#endif
