/* SPDX-License-Identifier: BSD-2-Clause */

/* Reports of the threads' processor time. */

#include <inttypes.h>
#include <rtems/cpuuse.h>
#include <rtems/printer.h>
#include "classic.h"
#include "virtualizationlayerbsp.h"

const bool classic_cpu_usage_is_used = true;

static uint64_t last_reset; /* uptime, ns */

static bool reset(rtems_tcb *task, void *argument)
{
    int level = exec_enter();

    (void)argument;
    task->cpu_time = 0;
    exec_leave(level);
    return false;
}

void rtems_cpu_usage_reset(void)
{
    int level;

    rtems_task_iterate(reset, NULL);
    level = exec_enter();
    last_reset = _BSP_Virtual_Clock_read();
    classic_cpu_time_switched(NULL, NULL);
    exec_leave(level);
}

struct report {
    const rtems_printer *printer;
    uint64_t total; /* ns */
};

static bool print_task(rtems_tcb *task, void *argument)
{
    const struct report *report = argument;
    char name[5] = "";
    uint64_t time;
    uint32_t share; /* of 100000 */
    int level = exec_enter();

    time = classic_cpu_time(task);
    exec_leave(level);
    share = (uint32_t)(report->total == 0 ? 0 : time / (report->total / 100000 + 1));
    (void)rtems_object_get_name(task->object.id, sizeof(name), name);
    rtems_printf(report->printer,
                 " 0x%08" PRIx32 " | %-38s |%7" PRIu64 ".%06" PRIu32 " |%4" PRIu32 ".%03" PRIu32
                 "\n",
                 task->object.id, name, time / 1000000000u, (uint32_t)(time % 1000000000u / 1000),
                 share / 1000, share % 1000);
    return false;
}

static void print_line(const rtems_printer *printer)
{
    rtems_printf(printer, "------------+----------------------------------------+---------------+-"
                          "--------\n");
}

void rtems_cpu_usage_report_with_plugin(const rtems_printer *printer)
{
    struct report report = {printer, _BSP_Virtual_Clock_read() - last_reset};

    rtems_printf(printer, "CPU usage by thread\n");
    rtems_printf(printer, " %-10s | %-38s | %-13s | %s\n", "ID", "NAME", "SECONDS", "PERCENT");
    print_line(printer);
    rtems_task_iterate(print_task, &report);
    print_line(printer);
    rtems_printf(printer, " since the last reset: %" PRIu64 ".%06" PRIu32 " s\n",
                 report.total / 1000000000u, (uint32_t)(report.total % 1000000000u / 1000));
}

void rtems_cpu_usage_report(void)
{
    rtems_printer printer;

    rtems_print_printer_printk(&printer);
    rtems_cpu_usage_report_with_plugin(&printer);
}

int rtems_cpu_info_report(const rtems_printer *printer)
{
    return rtems_printf(printer, "processors: %" PRIu32 " of %" PRIu32 "\n",
                        rtems_scheduler_get_processor_maximum(),
                        rtems_scheduler_get_processor_maximum());
}
