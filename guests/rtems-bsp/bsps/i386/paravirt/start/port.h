/* SPDX-License-Identifier: BSD-2-Clause */

/* What the package's files share. Where RTEMS' i386 port does what only ring 0
 * may do, start.S and port.c stand in its place. */
#ifndef LIBBSP_I386_PARAVIRT_PORT_H
#define LIBBSP_I386_PARAVIRT_PORT_H

#include <virtualizationlayerbsp.h>

/* start.S: the host's two words. Never returns. */
void bsp_enter(uintptr_t start_magic, uintptr_t start_info);

/* The layer's fault handler: RTEMS' exception handler gets the frame. */
void bsp_fault(_BSP_Virtual_Fault *fault);

/* Makes the thread pointer that of the descriptor in _Global_descriptor_table
 * to which RTEMS' contexts point %gs; called when that has changed. */
void bsp_load_thread_pointer(void);

#endif
