/* SPDX-License-Identifier: BSD-2-Clause */

#include <rtems/counter.h>

void rtems_counter_delay_ticks(rtems_counter_ticks counter_ticks)
{
    rtems_counter_ticks begin = rtems_counter_read();

    while (rtems_counter_difference(rtems_counter_read(), begin) < counter_ticks)
        ;
}

void rtems_counter_delay_nanoseconds(uint32_t nanoseconds)
{
    rtems_counter_delay_ticks(rtems_counter_nanoseconds_to_ticks(nanoseconds));
}
