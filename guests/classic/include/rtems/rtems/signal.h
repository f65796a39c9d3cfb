/* SPDX-License-Identifier: BSD-2-Clause */

/* The signal manager: asynchronous signal routines of tasks. */
#ifndef _RTEMS_RTEMS_SIGNAL_H
#define _RTEMS_RTEMS_SIGNAL_H

#include <rtems/rtems/asr.h>
#include <rtems/rtems/modes.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The routine of the executing task, which runs in the given modes; NULL: none.
 * SUCCESSFUL. Task context. */
rtems_status_code rtems_signal_catch(rtems_asr_entry asr_handler, rtems_mode mode_set);

/* INVALID_NUMBER (no signals), INVALID_ID, NOT_DEFINED (no routine). The routine
 * runs in the task's context, as soon as it executes with RTEMS_ASR; it does
 * not end the task's wait. Any context. */
rtems_status_code rtems_signal_send(rtems_id id, rtems_signal_set signal_set);

#ifdef __cplusplus
}
#endif
#endif
