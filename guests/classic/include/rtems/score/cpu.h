/* SPDX-License-Identifier: BSD-2-Clause */

/* What programs ask about the processor. */
#ifndef _RTEMS_SCORE_CPU_H
#define _RTEMS_SCORE_CPU_H

#include <rtems/score/basedefs.h>

#define CPU_SIZEOF_POINTER      4
#define CPU_ALIGNMENT           4
#define CPU_HEAP_ALIGNMENT      16
#define CPU_STACK_ALIGNMENT     16
#define CPU_STACK_MINIMUM_SIZE  8192
#define CPU_CACHE_LINE_BYTES    64
#define CPU_STRUCTURE_ALIGNMENT RTEMS_ALIGNED(CPU_CACHE_LINE_BYTES)

typedef uint32_t CPU_Counter_ticks; /* as rtems_counter_ticks */

#endif
