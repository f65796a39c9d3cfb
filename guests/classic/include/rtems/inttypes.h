/* SPDX-License-Identifier: BSD-2-Clause */

/* printf() conversions for the API's types. */
#ifndef _RTEMS_INTTYPES_H
#define _RTEMS_INTTYPES_H

#include <inttypes.h>

#define PRIxrtems_id            PRIx32
#define PRIdrtems_task_priority PRIu32
#define PRIxrtems_task_priority PRIx32
#define PRIdrtems_interval      PRIu32
#define PRIdrtems_task_argument PRIuPTR
#define PRIxrtems_event_set     PRIx32

#endif
