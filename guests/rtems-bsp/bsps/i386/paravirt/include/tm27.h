/* SPDX-License-Identifier: BSD-2-Clause */

/* How RTEMS' Time Test 27 and others of its tests cause an interrupt. */
#ifndef _RTEMS_TMTEST27
#error "This is an RTEMS internal file you must not include directly."
#endif

#ifndef LIBBSP_I386_PARAVIRT_TM27_H
#define LIBBSP_I386_PARAVIRT_TM27_H

#include <bsp/irq.h>

#define MUST_WAIT_FOR_INTERRUPT       0
#define TM27_INTERRUPT_VECTOR_DEFAULT BSP_IRQ_SOFTWARE

static inline void Install_tm27_vector(rtems_interrupt_handler handler)
{
    static rtems_interrupt_entry entry;

    rtems_interrupt_entry_initialize(&entry, handler, NULL, "tm27");
    (void)rtems_interrupt_entry_install(BSP_IRQ_SOFTWARE, RTEMS_INTERRUPT_SHARED, &entry);
}

static inline void Cause_tm27_intr(void)
{
    (void)rtems_interrupt_raise(BSP_IRQ_SOFTWARE);
}

/* Delivered means no longer pending. */
static inline void Clear_tm27_intr(void)
{
}

static inline void Lower_tm27_intr(void)
{
}

#endif
