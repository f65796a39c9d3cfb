/* SPDX-License-Identifier: BSD-2-Clause */

/* Start, memory, idle and end. */
#include <bsp.h>
#include <bsp/bootcard.h>
#include <bsp/irq-generic.h>
#include <rtems/score/memory.h>
#include <rtems/sysinit.h>
#include <partition.h>
#include <virtualizationlayerbsp.h>
#include "port.h"

static Memory_Area work_area;
static const Memory_Information memory = {1, &work_area};

void bsp_enter(uintptr_t start_magic, uintptr_t start_info)
{
    _Partition_Virtual_Identity identity;

    _CPU_Virtual_initialize(start_magic, start_info);
    _Partition_Virtual_Get_identity(&identity);
    boot_card(identity.argument);
}

const Memory_Information *_Memory_Get(void)
{
    return &memory;
}

static void find_memory(void)
{
    void *base;
    size_t size;

    _BSP_Virtual_getworkspacearea(&base, &size);
    _Memory_Initialize_by_size(&work_area, base, size);
}

RTEMS_SYSINIT_ITEM(find_memory, RTEMS_SYSINIT_MEMORY, RTEMS_SYSINIT_ORDER_FIRST);

void bsp_start(void)
{
    _BSP_Virtual_Console_init();
    _BSP_Virtual_faulthandler(bsp_fault, NULL);
    bsp_interrupt_initialize();
}

void *bsp_idle_thread(uintptr_t ignored)
{
    (void)ignored;
    _CPU_Virtual_idle_thread();
}

static void end_initialization(void)
{
    (void)_Partition_Virtual_Set_mode(_PARTITION_NORMAL);
}

RTEMS_SYSINIT_ITEM(end_initialization, RTEMS_SYSINIT_LAST, RTEMS_SYSINIT_ORDER_LAST);

void bsp_reset(rtems_fatal_source source, rtems_fatal_code code)
{
    if (source == RTEMS_FATAL_SOURCE_EXIT)
        _CPU_Virtual_exec_stop_error((int)code);
    if (source == RTEMS_FATAL_SOURCE_EXCEPTION)
        code = ((const CPU_Exception_frame *)code)->idtIndex;
    _CPU_Virtual_exec_stop_error(BSP_STOP_FATAL + (int)source % 1000 * BSP_STOP_SOURCE +
                                 (int)(code % BSP_STOP_SOURCE));
}
