/* SPDX-License-Identifier: BSD-2-Clause */

/* Types of the signal manager. */
#ifndef _RTEMS_RTEMS_ASR_H
#define _RTEMS_RTEMS_ASR_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef uint32_t rtems_signal_set;
typedef void rtems_asr;
typedef rtems_asr (*rtems_asr_entry)(rtems_signal_set signals);

#define RTEMS_SIGNAL_0  0x00000001u
#define RTEMS_SIGNAL_1  0x00000002u
#define RTEMS_SIGNAL_2  0x00000004u
#define RTEMS_SIGNAL_3  0x00000008u
#define RTEMS_SIGNAL_4  0x00000010u
#define RTEMS_SIGNAL_5  0x00000020u
#define RTEMS_SIGNAL_6  0x00000040u
#define RTEMS_SIGNAL_7  0x00000080u
#define RTEMS_SIGNAL_8  0x00000100u
#define RTEMS_SIGNAL_9  0x00000200u
#define RTEMS_SIGNAL_10 0x00000400u
#define RTEMS_SIGNAL_11 0x00000800u
#define RTEMS_SIGNAL_12 0x00001000u
#define RTEMS_SIGNAL_13 0x00002000u
#define RTEMS_SIGNAL_14 0x00004000u
#define RTEMS_SIGNAL_15 0x00008000u
#define RTEMS_SIGNAL_16 0x00010000u
#define RTEMS_SIGNAL_17 0x00020000u
#define RTEMS_SIGNAL_18 0x00040000u
#define RTEMS_SIGNAL_19 0x00080000u
#define RTEMS_SIGNAL_20 0x00100000u
#define RTEMS_SIGNAL_21 0x00200000u
#define RTEMS_SIGNAL_22 0x00400000u
#define RTEMS_SIGNAL_23 0x00800000u
#define RTEMS_SIGNAL_24 0x01000000u
#define RTEMS_SIGNAL_25 0x02000000u
#define RTEMS_SIGNAL_26 0x04000000u
#define RTEMS_SIGNAL_27 0x08000000u
#define RTEMS_SIGNAL_28 0x10000000u
#define RTEMS_SIGNAL_29 0x20000000u
#define RTEMS_SIGNAL_30 0x40000000u
#define RTEMS_SIGNAL_31 0x80000000u

#ifdef __cplusplus
}
#endif
#endif
