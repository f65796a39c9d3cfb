/* SPDX-License-Identifier: BSD-2-Clause */

/* The interrupt manager has it all. */
#ifndef _RTEMS_IRQ_EXTENSION_H
#define _RTEMS_IRQ_EXTENSION_H

#include <rtems/rtems/intrserver.h>

#endif
