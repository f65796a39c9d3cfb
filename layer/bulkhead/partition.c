/* SPDX-License-Identifier: BSD-2-Clause */

#include "partition.h"

#include "bulkhead/config.h"
#include "bulkhead/health.h"
#include "host.h"

_Static_assert(_PARTITION_NAME_SIZE == BULKHEAD_NAME_SIZE, "names are as long as the kernel's");

_Static_assert((int)_PARTITION_FATAL_ERROR == (int)BULKHEAD_ERROR_FATAL, "errors are the kernel's");
_Static_assert((int)_PARTITION_ACTION_MODULE_SHUTDOWN == (int)BULKHEAD_ACTION_MODULE_SHUTDOWN,
               "actions are the kernel's");
_Static_assert((int)_PARTITION_NORMAL == (int)BULKHEAD_MODE_NORMAL, "modes are the kernel's");
_Static_assert(_PARTITION_PAGE_SIZE == BULKHEAD_PAGE_SIZE, "pages are the kernel's");

bool host_same_name(const char *left, const char *right)
{
    for (unsigned i = 0; i < BULKHEAD_NAME_SIZE && left[i] == right[i]; i++)
        if (left[i] == '\0')
            return true;
    return false;
}

void _Partition_Virtual_Get_identity(_Partition_Virtual_Identity *identity)
{
    const struct bulkhead_start_info *info = host_start_info;

    identity->identifier = info->partition;
    for (unsigned i = 0; i < _PARTITION_NAME_SIZE; i++)
        identity->name[i] = info->name[i];
    identity->argument = info->argument;
    identity->period = info->period;
    identity->duration = info->duration;
    identity->major_frame = info->major_frame;
    identity->start_condition = (_Partition_Virtual_Start_condition)info->start_condition;
}

void _Partition_Virtual_Get_window(_Partition_Virtual_Window *window)
{
    /* The kernel changes all three at once, between any two instructions. */
    do {
        window->start = host_vcpu->window_start;
        window->end = host_vcpu->window_end;
        window->next = host_vcpu->window_next;
    } while (window->start != host_vcpu->window_start || window->end != host_vcpu->window_end);
}

_Partition_Virtual_Mode _Partition_Virtual_Get_mode(void)
{
    return (_Partition_Virtual_Mode)((volatile const struct bulkhead_start_info *)host_start_info)
        ->operating_mode;
}

int _Partition_Virtual_Set_mode(_Partition_Virtual_Mode mode)
{
    switch (host_call(BULKHEAD_HC_MODE_SET, (uint32_t)mode, 0)) {
    case BULKHEAD_OK:
        return _PARTITION_OK;
    case BULKHEAD_E_STATE:
        return _PARTITION_WRONG_MODE;
    default:
        return _PARTITION_NO_SUCH;
    }
}

int _Partition_Virtual_Raise_error(const _Partition_Virtual_Report *report)
{
    const struct bulkhead_error_report to = {
        .error = report->error,
        .level = report->above_process ? BULKHEAD_HEALTH_PARTITION : BULKHEAD_HEALTH_PROCESS,
        .process = report->process,
        .address = report->address,
        .code = report->code,
    };
    int32_t action = host_call(BULKHEAD_HC_HEALTH_RAISE, (uint32_t)&to, 0);

    return action >= 0 ? (int)action : _PARTITION_NO_SUCH;
}

_Partition_Virtual_Error _Partition_Virtual_Fault_error(const void *registers)
{
    const struct bulkhead_context *context = registers;

    return (_Partition_Virtual_Error)context->health_error;
}

_Partition_Virtual_Action _Partition_Virtual_Fault_action(const void *registers)
{
    const struct bulkhead_context *context = registers;

    return (_Partition_Virtual_Action)context->health_action;
}

void _Partition_Virtual_Set_process(uint32_t process)
{
    host_vcpu->process = process;
}

int _Partition_Virtual_Log_read(uint32_t partition, uint32_t sequence,
                                _Partition_Virtual_Log_entry *entry)
{
    struct bulkhead_log_entry from;

    switch (host_call_3(BULKHEAD_HC_LOG_READ, (uint32_t)&from, partition, sequence)) {
    case BULKHEAD_OK:
        break;
    case BULKHEAD_E_RANGE:
        return _PARTITION_NO_SUCH;
    case BULKHEAD_E_PERMISSION:
        return _PARTITION_NOT_PERMITTED;
    default:
        return _PARTITION_EMPTY;
    }
    *entry = (_Partition_Virtual_Log_entry){
        .time = from.time,
        .sequence = from.sequence,
        .partition = from.partition,
        .error = (_Partition_Virtual_Error)from.error,
        .level = from.level,
        .action = (_Partition_Virtual_Action)from.action,
        .mode = (_Partition_Virtual_Mode)from.mode,
        .process = from.process,
        .address = from.address,
        .code = from.code,
    };
    return _PARTITION_OK;
}

uint32_t _Partition_Virtual_Schedule_count(void)
{
    return host_start_info->schedules.count;
}

int _Partition_Virtual_Schedule_find(const char *name)
{
    const struct bulkhead_schedule_info *schedules =
        (const struct bulkhead_schedule_info *)host_start_info->schedules.address;

    for (uint32_t i = 0; i < host_start_info->schedules.count; i++)
        if (host_same_name(name, schedules[i].name))
            return (int)i;
    return _PARTITION_NO_SUCH;
}

int _Partition_Virtual_Schedule_set(int schedule)
{
    switch (host_call(BULKHEAD_HC_SCHEDULE_SET, (uint32_t)schedule, 0)) {
    case BULKHEAD_OK:
        return _PARTITION_OK;
    case BULKHEAD_E_PERMISSION:
        return _PARTITION_NOT_PERMITTED;
    default:
        return _PARTITION_NO_SUCH;
    }
}

void _Partition_Virtual_Schedule_get_status(_Partition_Virtual_Schedule_status *status)
{
    struct bulkhead_schedule_status from = {0};

    host_call(BULKHEAD_HC_SCHEDULE_STATUS, (uint32_t)&from, 0);
    status->last_change = from.last_change;
    status->current = from.current;
    status->next = from.next;
}

uint32_t _Partition_Virtual_Block_count(void)
{
    return host_start_info->blocks.count;
}

int _Partition_Virtual_Block_describe(uint32_t index, _Partition_Virtual_Block *block)
{
    const struct bulkhead_block_info *from =
        (const struct bulkhead_block_info *)host_start_info->blocks.address + index;

    if (index >= host_start_info->blocks.count)
        return _PARTITION_NO_SUCH;
    for (unsigned i = 0; i < _PARTITION_NAME_SIZE; i++)
        block->name[i] = from->name[i];
    block->base = (void *)from->address;
    block->size = from->size;
    block->writable = (from->rights & BULKHEAD_MAP_WRITE) != 0;
    return _PARTITION_OK;
}

int _Partition_Virtual_Set_guard(void *page, int guard)
{
    int32_t result = host_call(BULKHEAD_HC_GUARD_SET, (uint32_t)page, guard != 0);

    return result == BULKHEAD_OK ? _PARTITION_OK : _PARTITION_BAD_ADDRESS;
}

int _Partition_Virtual_Signal(uint32_t partition)
{
    switch (host_call(BULKHEAD_HC_SIGNAL, partition, 0)) {
    case BULKHEAD_OK:
        return _PARTITION_OK;
    case BULKHEAD_E_PERMISSION:
        return _PARTITION_NOT_PERMITTED;
    default:
        return _PARTITION_NO_SUCH;
    }
}
