/* SPDX-License-Identifier: BSD-2-Clause */

/* The board support package i386/paravirt: RTEMS as a guest of a
 * paravirtualization layer (virtualizationlayercpu.h). */
#ifndef LIBBSP_I386_PARAVIRT_BSP_H
#define LIBBSP_I386_PARAVIRT_BSP_H

#include <bspopts.h>
#include <bsp/default-initial-extension.h>
#include <rtems.h>

#ifndef RTEMS_PARAVIRT
#error "this board support package needs RTEMS_PARAVIRT = True"
#endif
#ifdef __SSE__
#error                                                                                             \
    "RTEMS would save SSE registers by what a guest may not execute: do not compile it with -msse"
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* The idle thread: gives the processor back until the next interrupt. */
RTEMS_NO_RETURN void *bsp_idle_thread(uintptr_t ignored);
#define BSP_IDLE_TASK_BODY bsp_idle_thread

/* What the partition ends with, for its host's health monitoring (the argument
 * of _CPU_Virtual_exec_stop_error()): the status of exit(), or in decimal
 * digits, which a health log shows, 1SSSCCCCCC for any other fatal error: its
 * source and the last digits of its code; of an exception the vector. */
#define BSP_STOP_FATAL  1000000000
#define BSP_STOP_SOURCE 1000000

#ifdef __cplusplus
}
#endif
#endif
