/* SPDX-License-Identifier: BSD-2-Clause */

/* What a clock driver of RTEMS includes at its end: calls its macros. */
volatile uint32_t Clock_driver_ticks;

static void clock_isr(void *argument)
{
    Clock_driver_ticks += 1;
    Clock_driver_timecounter_tick(argument);
}

void _Clock_Initialize(void)
{
    Clock_driver_ticks = 0;
    Clock_driver_support_install_isr(clock_isr);
    Clock_driver_support_initialize_hardware();
}
