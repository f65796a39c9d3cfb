/* SPDX-License-Identifier: BSD-2-Clause */

/* Serves the real-time clock at 8,192 Hz. Its line is on the second interrupt
 * controller, so an edge has two of them to come through. */
#include "lines.h"

#define EDGES 42000u /* more than the frame has nanoseconds */

int main(void)
{
    lines_clock_work(EDGES);
    return _Partition_Virtual_Signal(2) == _PARTITION_OK ? 0 : 1;
}
