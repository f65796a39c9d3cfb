/* SPDX-License-Identifier: BSD-2-Clause */

/* For test programs: is the executive free to switch threads? */
#ifndef _RTEMS_SCORE_THREADDISPATCH_H
#define _RTEMS_SCORE_THREADDISPATCH_H

#include <stdbool.h>

bool _Thread_Dispatch_is_enabled(void);

#endif
