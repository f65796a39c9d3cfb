/* SPDX-License-Identifier: BSD-2-Clause */

/* What RTEMS' timing tests call in an empty loop. */
#ifndef TMTESTS_EMPTY_FUNCTION_H
#define TMTESTS_EMPTY_FUNCTION_H

#include <rtems/btimer.h>

void benchmark_timer_empty_operation(int iteration, void *argument);

#endif
