/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_RTEMS_EVENT_H
#define _RTEMS_RTEMS_EVENT_H

#include <rtems/rtems/options.h>
#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t rtems_event_set;

#define RTEMS_PENDING_EVENTS 0u
#define RTEMS_ALL_EVENTS     0xffffffffu
#define RTEMS_EVENT_0        0x00000001u
#define RTEMS_EVENT_1        0x00000002u
#define RTEMS_EVENT_2        0x00000004u
#define RTEMS_EVENT_3        0x00000008u
#define RTEMS_EVENT_4        0x00000010u
#define RTEMS_EVENT_5        0x00000020u
#define RTEMS_EVENT_6        0x00000040u
#define RTEMS_EVENT_7        0x00000080u
#define RTEMS_EVENT_8        0x00000100u
#define RTEMS_EVENT_9        0x00000200u
#define RTEMS_EVENT_10       0x00000400u
#define RTEMS_EVENT_11       0x00000800u
#define RTEMS_EVENT_12       0x00001000u
#define RTEMS_EVENT_13       0x00002000u
#define RTEMS_EVENT_14       0x00004000u
#define RTEMS_EVENT_15       0x00008000u
#define RTEMS_EVENT_16       0x00010000u
#define RTEMS_EVENT_17       0x00020000u
#define RTEMS_EVENT_18       0x00040000u
#define RTEMS_EVENT_19       0x00080000u
#define RTEMS_EVENT_20       0x00100000u
#define RTEMS_EVENT_21       0x00200000u
#define RTEMS_EVENT_22       0x00400000u
#define RTEMS_EVENT_23       0x00800000u
#define RTEMS_EVENT_24       0x01000000u
#define RTEMS_EVENT_25       0x02000000u
#define RTEMS_EVENT_26       0x04000000u
#define RTEMS_EVENT_27       0x08000000u
#define RTEMS_EVENT_28       0x10000000u
#define RTEMS_EVENT_29       0x20000000u
#define RTEMS_EVENT_30       0x40000000u
#define RTEMS_EVENT_31       0x80000000u

/* Events of the second, the system's, event set. */
#define RTEMS_EVENT_SYSTEM_SERVER_RESUME RTEMS_EVENT_29
#define RTEMS_EVENT_SYSTEM_SERVER        RTEMS_EVENT_30
#define RTEMS_EVENT_SYSTEM_TRANSIENT     RTEMS_EVENT_31

/* INVALID_ID. Any context. */
rtems_status_code rtems_event_send(rtems_id id, rtems_event_set event_in);
rtems_status_code rtems_event_system_send(rtems_id id, rtems_event_set event_in);

/* INVALID_ADDRESS, UNSATISFIED (RTEMS_NO_WAIT), TIMEOUT. RTEMS_PENDING_EVENTS
 * asks what is pending. Task context. */
rtems_status_code rtems_event_receive(rtems_event_set event_in, rtems_option option_set,
                                      rtems_interval ticks, rtems_event_set *event_out);
rtems_status_code rtems_event_system_receive(rtems_event_set event_in, rtems_option option_set,
                                             rtems_interval ticks, rtems_event_set *event_out);

static inline rtems_status_code rtems_event_transient_send(rtems_id id)
{
    return rtems_event_system_send(id, RTEMS_EVENT_SYSTEM_TRANSIENT);
}

static inline rtems_status_code rtems_event_transient_receive(rtems_option option_set,
                                                              rtems_interval ticks)
{
    rtems_event_set event_out;

    return rtems_event_system_receive(RTEMS_EVENT_SYSTEM_TRANSIENT, RTEMS_EVENT_ALL | option_set,
                                      ticks, &event_out);
}

static inline void rtems_event_transient_clear(void)
{
    rtems_event_set event_out;

    (void)rtems_event_system_receive(RTEMS_EVENT_SYSTEM_TRANSIENT, RTEMS_EVENT_ALL | RTEMS_NO_WAIT,
                                     0, &event_out);
}

#ifdef __cplusplus
}
#endif
#endif
