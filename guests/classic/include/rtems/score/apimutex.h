/* SPDX-License-Identifier: BSD-2-Clause */

/* For test programs: does the executing task own the allocator's lock? */
#ifndef _RTEMS_SCORE_APIMUTEX_H
#define _RTEMS_SCORE_APIMUTEX_H

#include <stdbool.h>

bool _RTEMS_Allocator_is_owner(void);

#endif
