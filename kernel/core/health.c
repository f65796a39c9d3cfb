/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/health.h"

#include "kernel/console.h"
#include "kernel/partition.h"
#include "kernel/sched.h"

/* Formatting one line of a report takes less than this (ns on the slowest
 * supported processor); it is not begun if the window is over before. */
#define REPORT_LINE_TIME 8000u

/* Handing a fault over takes at most this (ns); with less before the next
 * window it is done in the partition's next one. */
#define FAULT_TIME 600u

bool module_stays_up;

bool health_go_on(struct partition *partition)
{
    struct arch_fault fault;

    if (!sched_has_time(FAULT_TIME))
        return false;
    fault = partition->fault;
    partition->state = PARTITION_READY;
    health_fault(partition, &fault);
    return partition->state == PARTITION_READY;
}

static void stop_on_fault(struct partition *partition, const struct arch_fault *fault,
                          enum partition_end end)
{
    partition->fault = *fault;
    partition_stop(partition, end, 0);
}

__attribute__((noinline, cold)) void health_fault(struct partition *partition,
                                                  const struct arch_fault *fault)
{
    struct bulkhead_vcpu *vcpu = partition->vcpu;

    if (!sched_has_time(FAULT_TIME)) {
        partition->fault = *fault;
        partition->state = PARTITION_HELD;
        return;
    }
    partition->faults++;
    /* A fault inside the handler, or one that can't be handed over, would
     * only repeat. */
    if (vcpu->fault_active != 0 || !arch_upcalls_wants_fault(&partition->arch) ||
        !arch_upcall_fault(partition, fault, vcpu->level)) {
        stop_on_fault(partition, fault, PARTITION_END_FAULT);
        return;
    }
    vcpu->fault_active = 1;
    vcpu->level = 0;
}

__attribute__((noinline, cold)) void health_delivery_failed(struct partition *partition)
{
    struct arch_fault fault = arch_delivery_fault(partition);

    partition->faults++;
    stop_on_fault(partition, &fault, PARTITION_END_DELIVERY);
}

static size_t first_line(const struct partition *partition, char *text, size_t size)
{
    const char *name = partition->config->name;

    switch (partition->end) {
    case PARTITION_END_FAULT:
        return console_format(text, size, "partition %s stopped by a fault", name);
    case PARTITION_END_DELIVERY:
        return console_format(
            text, size, "partition %s stopped: its stack can't take a virtual interrupt", name);
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
    if (partition->end == PARTITION_END_STATUS)
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

bool health_report(struct partition *partition)
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
    if (!module_stays_up && reports_done())
        health_module_end();
    return false;
}

static const char *result_text(const struct partition *partition)
{
    switch (partition->end) {
    case PARTITION_END_NONE:
        return "running";
    case PARTITION_END_STATUS:
        return partition->end_status == 0 ? "done" : "failed";
    default:
        return "fault";
    }
}

void health_module_end(void)
{
    bool well = true;

    console_print("[bulkhead] %-16s %-6s %8s %10s %10s %6s  %s\n", "partition", "mode", "windows",
                  "interrupts", "hypercalls", "faults", "result");
    for (uint32_t i = 0; i < partition_count; i++) {
        const struct partition *partition = &partitions[i];

        well = well && partition_ended_well(partition);
        console_print(
            "[bulkhead] %-16s %-6s %8llu %10llu %10llu %6llu  %s\n", partition->config->name,
            partition->state == PARTITION_STOPPED ? "IDLE" : "NORMAL",
            (unsigned long long)partition->windows, (unsigned long long)partition->deliveries,
            (unsigned long long)partition->hypercalls, (unsigned long long)partition->faults,
            result_text(partition));
    }
    console_print("[bulkhead] %llu major frames, %llu windows missed; %s\n",
                  (unsigned long long)sched.frames, (unsigned long long)sched.missed,
                  well ? "all partitions have ended" : "not all partitions have ended well");
    arch_exit(well ? ARCH_EXIT_DONE : ARCH_EXIT_FAILED);
}
