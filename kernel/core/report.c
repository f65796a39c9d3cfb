/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/report.h"

#include "kernel/console.h"
#include "kernel/health.h"
#include "kernel/partition.h"
#include "kernel/sched.h"

/* Formatting one line of a report takes less than this (ns on the slowest
 * supported processor); it is not begun if the window is over before. */
#define REPORT_LINE_TIME 8000u

bool module_stays_up;

static const char *const error_names[BULKHEAD_ERROR_COUNT] = {
    [BULKHEAD_ERROR_DEADLINE_MISSED] = "deadline missed",
    [BULKHEAD_ERROR_APPLICATION_ERROR] = "application error",
    [BULKHEAD_ERROR_NUMERIC_ERROR] = "numeric error",
    [BULKHEAD_ERROR_ILLEGAL_REQUEST] = "illegal request",
    [BULKHEAD_ERROR_STACK_OVERFLOW] = "stack overflow",
    [BULKHEAD_ERROR_MEMORY_VIOLATION] = "memory violation",
    [BULKHEAD_ERROR_HARDWARE_FAULT] = "hardware fault",
    [BULKHEAD_ERROR_POWER_FAIL] = "power fail",
    [BULKHEAD_ERROR_CONFIGURATION] = "configuration",
    [BULKHEAD_ERROR_INITIALIZATION] = "initialization",
    [BULKHEAD_ERROR_WINDOW_OVERRUN] = "window overrun",
    [BULKHEAD_ERROR_FATAL] = "fatal error",
};

static const char *const action_names[BULKHEAD_ACTION_COUNT] = {
    [BULKHEAD_ACTION_LOG] = "log",
    [BULKHEAD_ACTION_HANDLER] = "error handler",
    [BULKHEAD_ACTION_PROCESS_STOP] = "stop process",
    [BULKHEAD_ACTION_PROCESS_RESTART] = "restart process",
    [BULKHEAD_ACTION_PARTITION_IDLE] = "idle",
    [BULKHEAD_ACTION_PARTITION_WARM_START] = "warm start",
    [BULKHEAD_ACTION_PARTITION_COLD_START] = "cold start",
    [BULKHEAD_ACTION_MODULE_RESET] = "module reset",
    [BULKHEAD_ACTION_MODULE_SHUTDOWN] = "module shutdown",
};

static const char *const mode_names[] = {
    [BULKHEAD_MODE_IDLE] = "IDLE",
    [BULKHEAD_MODE_COLD_START] = "COLD_START",
    [BULKHEAD_MODE_WARM_START] = "WARM_START",
    [BULKHEAD_MODE_NORMAL] = "NORMAL",
};

static size_t first_line(const struct partition *partition, char *text, size_t size)
{
    const char *name = partition->config->name;

    switch (partition->end) {
    case PARTITION_END_FAULT:
        return console_format(text, size, "partition %s stopped by a fault", name);
    case PARTITION_END_DELIVERY:
        return console_format(
            text, size, "partition %s stopped: its stack can't take a virtual interrupt", name);
    case PARTITION_END_HEALTH:
        return console_format(text, size, "partition %s stopped by health monitoring: %s", name,
                              error_names[partition->end_status]);
    default:
        if (partition->end_status == 0)
            return console_format(text, size, "partition %s has ended", name);
        return console_format(text, size, "partition %s failed with status %d", name,
                              (int)partition->end_status);
    }
}

static size_t report_line(const struct partition *partition, unsigned line, char *text, size_t size)
{
    if (line == 0)
        return first_line(partition, text, size);
    if (partition->end == PARTITION_END_STATUS || partition->end == PARTITION_END_HEALTH)
        return 0;
    return arch_fault_describe(partition, &partition->fault, line - 1, text, size);
}

static bool reports_done(void)
{
    for (uint32_t i = 0; i < partition_count; i++)
        if (partitions[i].report_line != UINT32_MAX)
            return false;
    return true;
}

bool report_step(struct partition *partition)
{
    char text[CONSOLE_LINE_SIZE - CONSOLE_PREFIX_SIZE];
    size_t length;

    if (partition->report_line == UINT32_MAX || !sched_has_time(REPORT_LINE_TIME))
        return false;
    /* The partition's own lines are out; its buffer now speaks for the kernel. */
    if (partition->report_line == 0)
        console_buffer_init(&partition->console, "bulkhead");
    length = report_line(partition, partition->report_line, text, sizeof(text));
    if (length != 0) {
        partition->report_line++;
        console_put(&partition->console, text, length);
        console_finish_line(&partition->console);
        return true;
    }
    partition->report_line = UINT32_MAX;
    if (!module_stays_up && !sched_will_change() && reports_done())
        report_module_end();
    return false;
}

static const char *result_text(const struct partition *partition)
{
    switch (partition->end) {
    case PARTITION_END_NONE:
        return "running";
    case PARTITION_END_STATUS:
        return partition->end_status == 0 ? "done" : "failed";
    case PARTITION_END_HEALTH:
        return "health";
    default:
        return "fault";
    }
}

#define NS_PER_S 1000000000u

static void print_log(const struct partition *partition, const char *name)
{
    const struct bulkhead_log_entry *entry;

    if (partition->log_count != 0)
        console_print("[bulkhead] health log of %s: %u error%s\n", name, partition->log_count,
                      partition->log_count == 1 ? "" : "s");
    for (uint32_t next = 0; (entry = health_log_find(partition, next)) != NULL;
         next = entry->sequence + 1)
        console_print("[bulkhead]   %u.%09u s  %-16s %-15s mode %-10s process %u  address %08x  "
                      "code %d\n",
                      (unsigned)(entry->time / NS_PER_S), (unsigned)(entry->time % NS_PER_S),
                      error_names[entry->error], action_names[entry->action],
                      mode_names[entry->mode], entry->process, entry->address, (int)entry->code);
}

static void print_summary(const struct partition *partition)
{
    console_print("[bulkhead] %-16s %-10s %8llu %10llu %10llu %6llu %8u  %s\n",
                  partition->config->name, mode_names[partition_mode(partition)],
                  (unsigned long long)partition->windows, (unsigned long long)partition->deliveries,
                  (unsigned long long)partition->hypercalls, (unsigned long long)partition->faults,
                  partition->restarts, result_text(partition));
}

void report_module_end(void)
{
    bool well = true;

    console_flush();
    print_log(&partition_nobody, "the module");
    for (uint32_t i = 0; i < partition_count; i++)
        print_log(&partitions[i], partitions[i].config->name);
    console_print("[bulkhead] %-16s %-10s %8s %10s %10s %6s %8s  %s\n", "partition", "mode",
                  "windows", "interrupts", "hypercalls", "faults", "restarts", "result");
    for (uint32_t i = 0; i < partition_count; i++) {
        print_summary(&partitions[i]);
        well = well && partition_ended_well(&partitions[i]);
    }
    console_print("[bulkhead] %llu major frames, %llu windows missed; %s\n",
                  (unsigned long long)sched.frames, (unsigned long long)sched.missed,
                  well ? "all partitions have ended" : "not all partitions have ended well");
    arch_exit(well ? ARCH_EXIT_DONE : ARCH_EXIT_FAILED);
}
