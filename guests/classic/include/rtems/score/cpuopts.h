/* SPDX-License-Identifier: BSD-2-Clause */

/* What programs ask about how the executive is built. */
#ifndef _RTEMS_SCORE_CPUOPTS_H
#define _RTEMS_SCORE_CPUOPTS_H

/* The major version of RTEMS whose Classic API this is. */
#define __RTEMS_MAJOR__    6
#define __RTEMS_MINOR__    0
#define __RTEMS_REVISION__ 0
#define RTEMS_VERSION      "6.0.0 (Bulkhead executive)"

#endif
