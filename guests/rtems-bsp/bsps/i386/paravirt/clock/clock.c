/* SPDX-License-Identifier: BSD-2-Clause */

/* Clock driver: ticks by the layer's clock, time by module time. */
#include <bsp.h>
#include <bsp/irq.h>
#include <rtems/clockdrv.h>
#include <rtems/timecounter.h>
#include <partition.h>
#include <virtualizationlayerbsp.h>

#define NANOSECONDS_PER_SECOND UINT32_C(1000000000)

/* The timecounter is module time without its lowest bits: as many as let it
 * not wrap around between two ticks, which can be almost a major frame apart
 * or longer than RTEMS' own limit. 10^9 is a multiple of 2^9. */
#define SHIFT_LIMIT 9

static unsigned timecount_shift;

static uint32_t get_timecount(struct timecounter *counter)
{
    (void)counter;
    return (uint32_t)(_BSP_Virtual_Clock_read() >> timecount_shift);
}

static struct timecounter module_time = {
    .tc_get_timecount = get_timecount,
    .tc_counter_mask = UINT32_MAX,
    .tc_quality = RTEMS_TIMECOUNTER_QUALITY_CLOCK_DRIVER,
    .tc_name = "module time",
};

static void install_isr(rtems_interrupt_handler isr)
{
    rtems_status_code status =
        rtems_interrupt_handler_install(BSP_IRQ_CLOCK, "Clock", RTEMS_INTERRUPT_UNIQUE, isr, NULL);

    if (status != RTEMS_SUCCESSFUL)
        rtems_fatal(RTEMS_FATAL_SOURCE_BSP, status);
}

static void start_clock(void)
{
    uint64_t period = rtems_configuration_get_nanoseconds_per_tick();
    _Partition_Virtual_Identity identity;

    _Partition_Virtual_Get_identity(&identity);
    while (timecount_shift < SHIFT_LIMIT &&
           identity.major_frame + period > (uint64_t)UINT32_MAX << timecount_shift >> 2)
        timecount_shift++;
    module_time.tc_frequency = NANOSECONDS_PER_SECOND >> timecount_shift;
    rtems_timecounter_install(&module_time);
    if (_BSP_Virtual_Clock_init(period) != _BSP_VIRTUAL_CLOCK_OK)
        rtems_fatal(RTEMS_FATAL_SOURCE_BSP, RTEMS_INVALID_NUMBER);
}

extern volatile uint32_t Clock_driver_ticks;

/* All ticks that are due, also those of the time without the processor. */
static void tick(void)
{
    uint32_t due = bsp_interrupt_occurrences(BSP_IRQ_CLOCK);

    Clock_driver_ticks += due - 1; /* the interrupt itself is counted */
    while (due-- > 0)
        rtems_timecounter_tick();
}

#define Clock_driver_support_install_isr(isr)      install_isr(isr)
#define Clock_driver_support_initialize_hardware() start_clock()
#define Clock_driver_timecounter_tick(argument)                                                    \
    do {                                                                                           \
        (void)(argument);                                                                          \
        tick();                                                                                    \
    } while (0)

#include "../../../shared/dev/clock/clockimpl.h"
