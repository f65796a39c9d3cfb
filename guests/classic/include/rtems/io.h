/* SPDX-License-Identifier: BSD-2-Clause */

/* The I/O manager: drivers under major numbers. Without a file system there are
 * no names for devices. */
#ifndef _RTEMS_IO_H
#define _RTEMS_IO_H

#include <rtems/rtems/status.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t rtems_device_major_number;
typedef uint32_t rtems_device_minor_number;
typedef rtems_status_code rtems_device_driver;
typedef rtems_device_driver (*rtems_device_driver_entry)(rtems_device_major_number major,
                                                         rtems_device_minor_number minor,
                                                         void *argument);

/* Each may be NULL: the directive is then SUCCESSFUL. */
typedef struct {
    rtems_device_driver_entry initialization_entry;
    rtems_device_driver_entry open_entry;
    rtems_device_driver_entry close_entry;
    rtems_device_driver_entry read_entry;
    rtems_device_driver_entry write_entry;
    rtems_device_driver_entry control_entry;
} rtems_driver_address_table;

/* CALLED_FROM_ISR, INVALID_ADDRESS (registered_major, driver_table, or neither
 * an initialization nor an open entry), INVALID_NUMBER (major), TOO_MANY (major
 * 0: no number is free), RESOURCE_IN_USE, or what the initialization entry
 * returns. Task context. */
rtems_status_code rtems_io_register_driver(rtems_device_major_number major,
                                           const rtems_driver_address_table *driver_table,
                                           rtems_device_major_number *registered_major);

/* CALLED_FROM_ISR, UNSATISFIED (no such number). */
rtems_status_code rtems_io_unregister_driver(rtems_device_major_number major);

/* INVALID_NUMBER, or what the driver's entry returns. Contexts are the driver's. */
rtems_status_code rtems_io_initialize(rtems_device_major_number major,
                                      rtems_device_minor_number minor, void *argument);
rtems_status_code rtems_io_open(rtems_device_major_number major, rtems_device_minor_number minor,
                                void *argument);
rtems_status_code rtems_io_close(rtems_device_major_number major, rtems_device_minor_number minor,
                                 void *argument);
rtems_status_code rtems_io_read(rtems_device_major_number major, rtems_device_minor_number minor,
                                void *argument);
rtems_status_code rtems_io_write(rtems_device_major_number major, rtems_device_minor_number minor,
                                 void *argument);
rtems_status_code rtems_io_control(rtems_device_major_number major, rtems_device_minor_number minor,
                                   void *argument);

#ifdef __cplusplus
}
#endif
#endif
