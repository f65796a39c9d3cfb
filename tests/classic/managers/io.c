/* SPDX-License-Identifier: BSD-2-Clause */

/* The I/O manager; of clock and scheduler managers what clock.c and task.c of
 * the other tests leave out. */

#include "../check.h"

#define ENTRY(name, letter, status)                                                                \
    static rtems_device_driver name(rtems_device_major_number major,                               \
                                    rtems_device_minor_number minor, void *argument)               \
    {                                                                                              \
        last_major = major;                                                                        \
        last_minor = minor;                                                                        \
        last_argument = argument;                                                                  \
        mark(letter);                                                                              \
        return status;                                                                             \
    }

static rtems_device_major_number last_major;
static rtems_device_minor_number last_minor;
static void *last_argument;

ENTRY(initialize, 'i', RTEMS_SUCCESSFUL)
ENTRY(open_it, 'o', RTEMS_UNSATISFIED)
ENTRY(close_it, 'c', RTEMS_IO_ERROR)
ENTRY(read_it, 'r', RTEMS_NO_MEMORY)
ENTRY(write_it, 'w', RTEMS_NOT_DEFINED)
ENTRY(control_it, 'x', RTEMS_INTERNAL_ERROR)
ENTRY(refuse, 'f', RTEMS_NOT_IMPLEMENTED)

#define DRIVER                                                                                     \
    {                                                                                              \
        .initialization_entry = initialize, .open_entry = open_it, .close_entry = close_it,        \
        .read_entry = read_it, .write_entry = write_it, .control_entry = control_it                \
    }

static const rtems_driver_address_table driver = DRIVER;

static void test_entries(void)
{
    int argument;

    group("drivers of the configuration are initialized at the start");
    TRACE("i");
    EQUAL(0, last_major);
    EXPECT(last_argument == NULL);

    group("io_open, _close, _read, _write, _control, _initialize");
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_open(3, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_close(3, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_read(3, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_write(3, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_control(3, 0, NULL));
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_initialize(3, 0, NULL));
    STATUS(RTEMS_UNSATISFIED, rtems_io_open(0, 5, &argument));
    EXPECT(last_major == 0 && last_minor == 5 && last_argument == &argument);
    STATUS(RTEMS_IO_ERROR, rtems_io_close(0, 0, NULL));
    STATUS(RTEMS_NO_MEMORY, rtems_io_read(0, 0, NULL));
    STATUS(RTEMS_NOT_DEFINED, rtems_io_write(0, 0, NULL));
    STATUS(RTEMS_INTERNAL_ERROR, rtems_io_control(0, 0, NULL));
    OK(rtems_io_initialize(0, 0, NULL));
    TRACE("ocrwxi");
    OK(rtems_io_open(1, 0, NULL));
    OK(rtems_io_close(1, 0, NULL));
    OK(rtems_io_read(1, 0, NULL));
    OK(rtems_io_write(1, 0, NULL));
    OK(rtems_io_control(1, 0, NULL));
    OK(rtems_io_initialize(1, 0, NULL));
    TRACE("");
}

static rtems_status_code in_interrupt[2];

static void from_interrupt(rtems_id timer, void *argument)
{
    rtems_device_major_number major;

    (void)timer;
    (void)argument;
    in_interrupt[0] = rtems_io_register_driver(0, &driver, &major);
    in_interrupt[1] = rtems_io_unregister_driver(0);
}

static void test_registration(void)
{
    static const rtems_driver_address_table empty = {.read_entry = read_it};
    static const rtems_driver_address_table failing = {.initialization_entry = refuse};
    rtems_device_major_number major = 99;
    rtems_id timer;

    group("io_register_driver, _unregister_driver");
    OK(rtems_timer_create(NAME("TIMR"), &timer));
    OK(rtems_timer_fire_after(timer, 1, from_interrupt, NULL));
    pause_ticks(3);
    STATUS(RTEMS_CALLED_FROM_ISR, in_interrupt[0]);
    STATUS(RTEMS_CALLED_FROM_ISR, in_interrupt[1]);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_io_register_driver(0, &driver, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_io_register_driver(0, NULL, &major));
    EQUAL(3, major);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_io_register_driver(0, &empty, &major));
    STATUS(RTEMS_INVALID_NUMBER, rtems_io_register_driver(3, &driver, &major));
    OK(rtems_io_register_driver(2, &driver, &major));
    EXPECT(major == 2 && last_major == 2);
    TRACE("i");
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_io_register_driver(2, &driver, &major));
    STATUS(RTEMS_NOT_IMPLEMENTED, rtems_io_register_driver(0, &failing, &major));
    EQUAL(1, major);
    TRACE("f");
    STATUS(RTEMS_TOO_MANY, rtems_io_register_driver(0, &driver, &major));
    STATUS(RTEMS_UNSATISFIED, rtems_io_unregister_driver(3));
    OK(rtems_io_unregister_driver(2));
    OK(rtems_io_open(2, 0, NULL));
    TRACE("");
}

static void test_bintime(void)
{
    struct bintime bintime;
    struct bintime coarse;
    struct timespec timespec;
    struct timespec converted;
    int64_t before;
    int64_t after;

    group("clock_get_*_bintime, _sbintime");
    rtems_clock_get_realtime_bintime(&bintime);
    rtems_clock_get_realtime(&timespec);
    bintime2timespec(&bintime, &converted);
    EXPECT(converted.tv_sec == timespec.tv_sec);
    EXPECT(timespec.tv_nsec - converted.tv_nsec >= 0 &&
           timespec.tv_nsec - converted.tv_nsec < 5000);
    rtems_clock_get_realtime_coarse_bintime(&coarse);
    EXPECT(bintime.sec == coarse.sec && coarse.frac <= bintime.frac);
    rtems_clock_get_monotonic_coarse_bintime(&coarse);
    rtems_clock_get_monotonic_bintime(&bintime);
    rtems_clock_get_uptime(&timespec);
    bintime2timespec(&bintime, &converted);
    EXPECT(converted.tv_sec == timespec.tv_sec);
    EXPECT(timespec.tv_nsec - converted.tv_nsec >= 0 &&
           timespec.tv_nsec - converted.tv_nsec < 5000);
    EXPECT(coarse.sec == bintime.sec && coarse.frac < bintime.frac);
    rtems_clock_get_boot_time_bintime(&bintime);
    rtems_clock_get_boot_time(&timespec);
    EXPECT(bintime.sec == timespec.tv_sec);
    before = rtems_clock_get_monotonic_sbintime();
    pause_ticks(500);
    after = rtems_clock_get_monotonic_sbintime();
    EXPECT(after - before > ((int64_t)498 << 32) / 1000 &&
           after - before < ((int64_t)501 << 32) / 1000);
}

static void test_scheduler(void)
{
    rtems_task_priority priority;
    rtems_id scheduler;
    rtems_id id;
    cpu_set_t set;
    int posix;

    group("scheduler_ident_by_processor_set, _get_processor_set");
    OK(rtems_scheduler_ident_by_processor(0, &scheduler));
    CPU_ZERO(&set);
    CPU_SET(1, &set);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_ident_by_processor_set(1, &set, NULL));
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_ident_by_processor_set(1, NULL, &id));
    STATUS(RTEMS_INVALID_SIZE, rtems_scheduler_ident_by_processor_set(3, &set, &id));
    STATUS(RTEMS_INVALID_NAME, rtems_scheduler_ident_by_processor_set(sizeof(set), &set, &id));
    CPU_SET(0, &set);
    OK(rtems_scheduler_ident_by_processor_set(sizeof(set), &set, &id));
    EQUAL(scheduler, id);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_get_processor_set(BAD_ID, 0, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_scheduler_get_processor_set(BAD_ID, 0, &set));
    STATUS(RTEMS_INVALID_SIZE, rtems_scheduler_get_processor_set(scheduler, 0, &set));
    OK(rtems_scheduler_get_processor_set(scheduler, sizeof(set), &set));
    EXPECT(CPU_ISSET(0, &set) && CPU_COUNT(&set) == 1);

    group("scheduler_map_priority_from_posix, _to_posix");
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_map_priority_from_posix(BAD_ID, 0, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_scheduler_map_priority_from_posix(BAD_ID, 0, &priority));
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_scheduler_map_priority_from_posix(scheduler, 0, &priority));
    STATUS(RTEMS_INVALID_PRIORITY,
           rtems_scheduler_map_priority_from_posix(scheduler, 255, &priority));
    OK(rtems_scheduler_map_priority_from_posix(scheduler, 254, &priority));
    EQUAL(1, priority);
    STATUS(RTEMS_INVALID_ADDRESS, rtems_scheduler_map_priority_to_posix(BAD_ID, 0, NULL));
    STATUS(RTEMS_INVALID_ID, rtems_scheduler_map_priority_to_posix(BAD_ID, 0, &posix));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_scheduler_map_priority_to_posix(scheduler, 0, &posix));
    STATUS(RTEMS_INVALID_PRIORITY, rtems_scheduler_map_priority_to_posix(scheduler, 255, &posix));
    OK(rtems_scheduler_map_priority_to_posix(scheduler, 1, &posix));
    EQUAL(254, posix);

    group("scheduler_add_processor, _remove_processor");
    STATUS(RTEMS_INVALID_ID, rtems_scheduler_add_processor(BAD_ID, 0));
    STATUS(RTEMS_NOT_CONFIGURED, rtems_scheduler_add_processor(scheduler, 1));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_scheduler_add_processor(scheduler, 0));
    STATUS(RTEMS_INVALID_ID, rtems_scheduler_remove_processor(BAD_ID, 0));
    STATUS(RTEMS_INVALID_NUMBER, rtems_scheduler_remove_processor(scheduler, 1));
    STATUS(RTEMS_RESOURCE_IN_USE, rtems_scheduler_remove_processor(scheduler, 0));
}

static rtems_task Init(rtems_task_argument argument)
{
    (void)argument;
    test_entries();
    test_registration();
    test_bintime();
    test_scheduler();
    finish(__FILE__);
}

#define CONFIGURE_APPLICATION_NEEDS_CLOCK_DRIVER
#define CONFIGURE_MICROSECONDS_PER_TICK     1000
#define CONFIGURE_MAXIMUM_TASKS             1
#define CONFIGURE_MAXIMUM_TIMERS            1
#define CONFIGURE_MAXIMUM_DRIVERS           3
#define CONFIGURE_APPLICATION_EXTRA_DRIVERS DRIVER
#define CONFIGURE_INIT_TASK_PRIORITY        10
#define CONFIGURE_RTEMS_INIT_TASKS_TABLE
#define CONFIGURE_INIT
#include <rtems/confdefs.h>
