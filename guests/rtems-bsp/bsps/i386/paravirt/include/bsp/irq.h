/* SPDX-License-Identifier: BSD-2-Clause */

/* Interrupt vectors are the lines of the paravirtualization layer. */
#ifndef LIBBSP_I386_PARAVIRT_IRQ_H
#define LIBBSP_I386_PARAVIRT_IRQ_H

#include <rtems.h>
#include <rtems/irq-extension.h>
#include <rtems/irq.h>
#include <virtualizationlayercpu.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 0 to 15: the hardware lines that the configuration gives to the partition. */
#define BSP_IRQ_CLOCK    _CPU_VIRTUAL_IRQ_CLOCK
#define BSP_IRQ_PORT     _CPU_VIRTUAL_IRQ_PORT
#define BSP_IRQ_WINDOW   _CPU_VIRTUAL_IRQ_WINDOW
#define BSP_IRQ_CONSOLE  _CPU_VIRTUAL_IRQ_CONSOLE
#define BSP_IRQ_SIGNAL   _CPU_VIRTUAL_IRQ_SIGNAL
#define BSP_IRQ_SOFTWARE _CPU_VIRTUAL_IRQ_SOFTWARE /* and the next one */

/* The last of the layer's software lines is the package's own: on it come
 * vectors that were raised by software or arrived while disabled. */
#define BSP_IRQ_RESEND (_CPU_VIRTUAL_IRQ_SOFTWARE + 2)

#define BSP_INTERRUPT_VECTOR_COUNT BSP_IRQ_RESEND

/* How many occurrences the running handler of this vector stands for: at least
 * 1, and more if some were not delivered one by one because the partition was
 * not scheduled or had interrupts disabled. Only in a handler of the vector. */
uint32_t bsp_interrupt_occurrences(rtems_vector_number vector);

#ifdef __cplusplus
}
#endif
#endif
