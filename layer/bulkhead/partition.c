/* SPDX-License-Identifier: BSD-2-Clause */

#include "partition.h"

#include "host.h"

_Static_assert(_PARTITION_NAME_SIZE == BULKHEAD_NAME_SIZE, "names are as long as the kernel's");

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
