/* SPDX-License-Identifier: BSD-2-Clause */

/* The clock at 8,192 Hz, served as it should be, all the time. */
#include "lines.h"

int main(void)
{
    lines_clock_work(2000);
    return 0;
}
