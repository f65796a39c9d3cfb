/* SPDX-License-Identifier: BSD-2-Clause */

#include "classic.h"
#include <rtems/io.h>

static bool initialized;

static rtems_driver_address_table *driver(rtems_device_major_number major)
{
    return major < _RTEMS_Configuration.driver_count ? &_RTEMS_Configuration.drivers[major] : NULL;
}

static bool is_free(const rtems_driver_address_table *table)
{
    return table->initialization_entry == NULL && table->open_entry == NULL;
}

/* Drivers ---------------------------------------------------------------- */

void classic_drivers_initialize(void)
{
    initialized = true;
    for (size_t major = 0; major < _RTEMS_Configuration.driver_count; major++)
        (void)rtems_io_initialize((rtems_device_major_number)major, 0, NULL);
}

/* The wanted place, or the first free one for 0. With interrupts disabled. */
static rtems_status_code take_place(rtems_device_major_number major,
                                    rtems_device_major_number *registered_major)
{
    if (major != 0) {
        if (!is_free(driver(major)))
            return RTEMS_RESOURCE_IN_USE;
        *registered_major = major;
        return RTEMS_SUCCESSFUL;
    }
    while (driver(major) != NULL && !is_free(driver(major)))
        major++;
    *registered_major = major;
    return driver(major) == NULL ? RTEMS_TOO_MANY : RTEMS_SUCCESSFUL;
}

rtems_status_code rtems_io_register_driver(rtems_device_major_number major,
                                           const rtems_driver_address_table *driver_table,
                                           rtems_device_major_number *registered_major)
{
    rtems_status_code status;
    int level;

    if (exec_in_interrupt())
        return RTEMS_CALLED_FROM_ISR;
    if (registered_major == NULL)
        return RTEMS_INVALID_ADDRESS;
    *registered_major = (rtems_device_major_number)_RTEMS_Configuration.driver_count;
    if (driver_table == NULL || is_free(driver_table))
        return RTEMS_INVALID_ADDRESS;
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    level = exec_enter();
    status = take_place(major, registered_major);
    if (status == RTEMS_SUCCESSFUL)
        *driver(*registered_major) = *driver_table;
    exec_leave(level);
    if (status != RTEMS_SUCCESSFUL || !initialized)
        return status;
    return rtems_io_initialize(*registered_major, 0, NULL);
}

rtems_status_code rtems_io_unregister_driver(rtems_device_major_number major)
{
    int level;

    if (exec_in_interrupt())
        return RTEMS_CALLED_FROM_ISR;
    if (driver(major) == NULL)
        return RTEMS_UNSATISFIED;
    level = exec_enter();
    *driver(major) = (rtems_driver_address_table){0};
    exec_leave(level);
    return RTEMS_SUCCESSFUL;
}

/* Entries ---------------------------------------------------------------- */

static rtems_status_code call(rtems_device_driver_entry entry, rtems_device_major_number major,
                              rtems_device_minor_number minor, void *argument)
{
    return entry == NULL ? RTEMS_SUCCESSFUL : entry(major, minor, argument);
}

rtems_status_code rtems_io_initialize(rtems_device_major_number major,
                                      rtems_device_minor_number minor, void *argument)
{
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    return call(driver(major)->initialization_entry, major, minor, argument);
}

rtems_status_code rtems_io_open(rtems_device_major_number major, rtems_device_minor_number minor,
                                void *argument)
{
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    return call(driver(major)->open_entry, major, minor, argument);
}

rtems_status_code rtems_io_close(rtems_device_major_number major, rtems_device_minor_number minor,
                                 void *argument)
{
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    return call(driver(major)->close_entry, major, minor, argument);
}

rtems_status_code rtems_io_read(rtems_device_major_number major, rtems_device_minor_number minor,
                                void *argument)
{
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    return call(driver(major)->read_entry, major, minor, argument);
}

rtems_status_code rtems_io_write(rtems_device_major_number major, rtems_device_minor_number minor,
                                 void *argument)
{
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    return call(driver(major)->write_entry, major, minor, argument);
}

rtems_status_code rtems_io_control(rtems_device_major_number major, rtems_device_minor_number minor,
                                   void *argument)
{
    if (driver(major) == NULL)
        return RTEMS_INVALID_NUMBER;
    return call(driver(major)->control_entry, major, minor, argument);
}
