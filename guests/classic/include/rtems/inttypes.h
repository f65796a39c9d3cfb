/* SPDX-License-Identifier: BSD-2-Clause */

/* printf() conversions for the API's types. */
#ifndef _RTEMS_INTTYPES_H
#define _RTEMS_INTTYPES_H

#include <inttypes.h>

#define PRIdtime_t                    PRId64
#define PRIdoff_t                     PRId64
#define PRIxpthread_t                 PRIx32
#define PRIomode_t                    PRIo32
#define PRIxblkcnt_t                  "lx"
#define PRIxblksize_t                 "lx"
#define PRIxino_t                     "lx"
#define PRIuino_t                     "lu"
#define PRIxrtems_id                  PRIx32
#define PRIxrtems_mode                PRIx32
#define PRIxrtems_signal_set          PRIx32
#define PRIurtems_device_major_number PRIu32
#define PRIdrtems_task_priority       PRIu32
#define PRIxrtems_task_priority       PRIx32
#define PRIdrtems_interval            PRIu32
#define PRIdrtems_task_argument       PRIuPTR
#define PRIxrtems_event_set           PRIx32

#endif
