/* SPDX-License-Identifier: BSD-2-Clause */

#include "kernel/hypercall.h"

#include "bulkhead/hypercall.h"
#include "kernel/arch.h"
#include "kernel/console.h"
#include "kernel/health.h"
#include "kernel/irq.h"
#include "kernel/partition.h"
#include "kernel/sched.h"
#include "kernel/uaccess.h"

/* Not a result: the context is already what the partition shall go on with. */
#define CONTEXT_IS_SET INT32_MIN
/* The same, and there is no time left for more than to go back there. */
#define DONE_AGAIN (INT32_MIN + 1)

typedef int32_t (*hypercall_function)(struct partition *partition, uint32_t first, uint32_t second);

static int32_t go_on(struct partition *partition, uint32_t first, uint32_t second)
{
    arch_call_again(&partition->arch, first, second);
    return CONTEXT_IS_SET;
}

int32_t hypercall_again(struct partition *partition)
{
    arch_call_again(&partition->arch, arch_call_argument(&partition->arch, 0),
                    arch_call_argument(&partition->arch, 1));
    return DONE_AGAIN;
}

static int32_t version(struct partition *partition, uint32_t first, uint32_t second)
{
    (void)partition, (void)first, (void)second;
    return (int32_t)BULKHEAD_ABI_VERSION;
}

static int32_t console_write_call(struct partition *partition, uint32_t text, uint32_t length)
{
    uint32_t done = 0;
    int32_t result = console_write(partition, text, length, &done);

    return result != CONSOLE_AGAIN ? result : go_on(partition, text + done, length - done);
}

static int32_t console_read_call(struct partition *partition, uint32_t first, uint32_t second)
{
    int character;

    (void)first, (void)second;
    character = console_read(partition);
    return character < 0 ? BULKHEAD_E_EMPTY : character;
}

static int32_t upcalls_set(struct partition *partition, uint32_t address, uint32_t second)
{
    (void)second;
    if (!arch_upcalls_set(partition, address))
        return BULKHEAD_E_ADDRESS;
    partition->virq.level_mask =
        arch_upcalls_wants_virq(&partition->arch) ? BULKHEAD_LEVEL_ENABLED : 0;
    return BULKHEAD_OK;
}

static int32_t connect(struct partition *partition, uint32_t line, uint32_t second)
{
    (void)second;
    return virq_connect(partition, line);
}

static int32_t disconnect(struct partition *partition, uint32_t line, uint32_t second)
{
    (void)second;
    return virq_disconnect(partition, line);
}

static int32_t acknowledge(struct partition *partition, uint32_t line, uint32_t second)
{
    (void)second;
    return irq_acknowledge(partition, line);
}

static int32_t next(struct partition *partition, uint32_t first, uint32_t second)
{
    (void)first, (void)second;
    return virq_next(partition);
}

static int32_t raise(struct partition *partition, uint32_t line, uint32_t second)
{
    (void)second;
    if (line < BULKHEAD_LINE_FIRST_VIRTUAL || line > BULKHEAD_LINE_LAST)
        return BULKHEAD_E_RANGE;
    if (!virq_connected(&partition->virq, line))
        return BULKHEAD_E_STATE;
    virq_raise(partition, line, 1);
    return BULKHEAD_OK;
}

static int32_t timer_set_call(struct partition *partition, uint32_t address, uint32_t second)
{
    struct bulkhead_timer timer;

    (void)second;
    if (!uaccess_read(&timer, address, sizeof(timer)))
        return BULKHEAD_E_ADDRESS;
    if (timer.period != 0 && timer.period < partition->config->timer_floor)
        return BULKHEAD_E_RANGE;
    timer_set(partition, timer.expiry == 0 ? TIMER_OFF : timer.expiry, timer.period);
    sched_timer_changed();
    return BULKHEAD_OK;
}

static int32_t idle(struct partition *partition, uint32_t first, uint32_t second)
{
    (void)first, (void)second;
    if (partition->virq.pending == 0)
        partition->state = PARTITION_WAITING;
    return BULKHEAD_OK;
}

static int32_t thread_pointer_set(struct partition *partition, uint32_t base, uint32_t segment)
{
    return arch_thread_pointer_set(partition, segment, base) ? BULKHEAD_OK : BULKHEAD_E_RANGE;
}

static int32_t resume(struct partition *partition, uint32_t address, uint32_t second)
{
    uint32_t level;
    int32_t result;

    (void)second;
    result = arch_context_resume(partition, address, &level);
    if (result != BULKHEAD_OK)
        return result;
    partition->vcpu->level = level;
    return CONTEXT_IS_SET;
}

static int32_t stop(struct partition *partition, uint32_t status, uint32_t second)
{
    (void)second;
    health_stop(partition, (int32_t)status);
    return BULKHEAD_OK;
}

static int32_t mode_set(struct partition *partition, uint32_t mode, uint32_t second)
{
    (void)second;
    return partition_set_mode(partition, mode);
}

static uint32_t third_argument(const struct partition *partition)
{
    return arch_call_argument(&partition->arch, 2);
}

static int32_t port_send_call(struct partition *partition, uint32_t port, uint32_t message)
{
    return port_send(partition, port, message, third_argument(partition));
}

static int32_t port_receive_call(struct partition *partition, uint32_t port, uint32_t buffer)
{
    return port_receive(partition, port, buffer, third_argument(partition));
}

static int32_t port_clear_call(struct partition *partition, uint32_t port, uint32_t second)
{
    (void)second;
    return port_clear(partition, port);
}

static int32_t health_raise_call(struct partition *partition, uint32_t address, uint32_t second)
{
    struct bulkhead_error_report report;

    (void)second;
    if (!uaccess_read(&report, address, sizeof(report)))
        return BULKHEAD_E_ADDRESS;
    return health_raise(partition, &report);
}

/* Identifier 0: the module's own log. */
static int32_t log_read(struct partition *partition, uint32_t address, uint32_t identifier)
{
    const struct partition *of = &partition_nobody;
    const struct bulkhead_log_entry *entry;

    if (identifier > partition_count)
        return BULKHEAD_E_RANGE;
    if (identifier != 0)
        of = &partitions[identifier - 1];
    if (of != partition && (partition->config->flags & BULKHEAD_PARTITION_LOG) == 0)
        return BULKHEAD_E_PERMISSION;
    entry = health_log_find(of, third_argument(partition));
    if (entry == NULL)
        return BULKHEAD_E_EMPTY;
    return uaccess_write(address, entry, sizeof(*entry)) ? BULKHEAD_OK : BULKHEAD_E_ADDRESS;
}

static int32_t schedule_set(struct partition *partition, uint32_t schedule, uint32_t second)
{
    (void)second;
    if (schedule >= partition->start_info->schedules.count)
        return BULKHEAD_E_RANGE;
    if ((partition->config->flags & BULKHEAD_PARTITION_SCHEDULE) == 0)
        return BULKHEAD_E_PERMISSION;
    sched_change(schedule);
    return BULKHEAD_OK;
}

static int32_t schedule_status(struct partition *partition, uint32_t address, uint32_t second)
{
    struct bulkhead_schedule_status status;

    (void)partition, (void)second;
    sched_status(&status);
    return uaccess_write(address, &status, sizeof(status)) ? BULKHEAD_OK : BULKHEAD_E_ADDRESS;
}

static int32_t guard_set(struct partition *partition, uint32_t address, uint32_t guard)
{
    return partition_set_guard(partition, address, guard != 0);
}

static int32_t signal(struct partition *partition, uint32_t identifier, uint32_t second)
{
    (void)second;
    if (identifier == 0 || identifier > partition_count)
        return BULKHEAD_E_RANGE;
    if ((partition->config->signal_targets >> (identifier - 1) & 1) == 0)
        return BULKHEAD_E_PERMISSION;
    virq_raise(&partitions[identifier - 1], BULKHEAD_LINE_SIGNAL, 1);
    return BULKHEAD_OK;
}

/* What a call takes at most, with the way in and out (ns). With less before the
 * next window it is not begun, but done again in the partition's next one. 0: it
 * fits into the lead with which the kernel begins to switch, or looks itself. */
#define SHORT_TIME     300u
#define STRUCTURE_TIME 600u
/* Of the schedule, with all partitions that there can be. */
#define CHANGE_TIME (SCHED_CHANGE_TIME * BULKHEAD_MAX_PARTITIONS)

static const struct {
    hypercall_function function;
    uint32_t time;
} calls[BULKHEAD_HC_COUNT] = {
    [BULKHEAD_HC_VERSION] = {version, 0},
    [BULKHEAD_HC_CONSOLE_WRITE] = {console_write_call, 2000},
    [BULKHEAD_HC_CONSOLE_READ] = {console_read_call, 1500},
    [BULKHEAD_HC_UPCALLS_SET] = {upcalls_set, STRUCTURE_TIME},
    [BULKHEAD_HC_VIRQ_CONNECT] = {connect, SHORT_TIME},
    [BULKHEAD_HC_VIRQ_DISCONNECT] = {disconnect, SHORT_TIME},
    [BULKHEAD_HC_VIRQ_ACKNOWLEDGE] = {acknowledge, SHORT_TIME},
    [BULKHEAD_HC_VIRQ_TAKE] = {virq_take, SHORT_TIME},
    [BULKHEAD_HC_VIRQ_NEXT] = {next, 0},
    [BULKHEAD_HC_VIRQ_RAISE] = {raise, SHORT_TIME},
    [BULKHEAD_HC_TIMER_SET] = {timer_set_call, 800},
    [BULKHEAD_HC_IDLE] = {idle, 0},
    [BULKHEAD_HC_THREAD_POINTER_SET] = {thread_pointer_set, SHORT_TIME},
    [BULKHEAD_HC_RESUME] = {resume, STRUCTURE_TIME},
    [BULKHEAD_HC_STOP] = {stop, 1500 + CHANGE_TIME},
    [BULKHEAD_HC_MODE_SET] = {mode_set, 1500},
    [BULKHEAD_HC_PORT_SEND] = {port_send_call, 0},
    [BULKHEAD_HC_PORT_RECEIVE] = {port_receive_call, 0},
    [BULKHEAD_HC_PORT_STATUS] = {port_status, STRUCTURE_TIME},
    [BULKHEAD_HC_PORT_CLEAR] = {port_clear_call, SHORT_TIME},
    [BULKHEAD_HC_HEALTH_RAISE] = {health_raise_call, 1500 + CHANGE_TIME},
    [BULKHEAD_HC_LOG_READ] = {log_read, STRUCTURE_TIME},
    [BULKHEAD_HC_SCHEDULE_SET] = {schedule_set, STRUCTURE_TIME + CHANGE_TIME},
    [BULKHEAD_HC_SCHEDULE_STATUS] = {schedule_status, STRUCTURE_TIME},
    [BULKHEAD_HC_GUARD_SET] = {guard_set, STRUCTURE_TIME},
    [BULKHEAD_HC_SIGNAL] = {signal, SHORT_TIME},
};

bool hypercall(struct partition *partition)
{
    struct arch_partition *arch = &partition->arch;
    uint32_t number = arch_call_number(arch);
    int32_t result = BULKHEAD_E_CALL;

    partition->hypercalls++;
    if (number < BULKHEAD_HC_COUNT) {
        if (calls[number].time != 0 && !sched_has_time(calls[number].time))
            result = hypercall_again(partition);
        else
            result = calls[number].function(partition, arch_call_argument(arch, 0),
                                            arch_call_argument(arch, 1));
    }
    if (__builtin_expect(result <= DONE_AGAIN, 0))
        return result == CONTEXT_IS_SET;
    arch_call_return(arch, result);
    return true;
}
