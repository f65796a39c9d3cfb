/* SPDX-License-Identifier: BSD-2-Clause */

/* Apart from the other test support: some tests bring their own. */

#include "classic.h"
#include <test_support.h>

void rtems_test_spin_for_ticks(rtems_interval ticks)
{
    rtems_interval end = rtems_clock_tick_later(ticks);

    while (rtems_clock_tick_before(end))
        ;
}

void rtems_test_spin_until_next_tick(void)
{
    rtems_test_spin_for_ticks(1);
}
