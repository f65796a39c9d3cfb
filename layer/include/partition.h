/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * The paravirtualization layer, partition part: who and when this partition
 * is, in the terms of ARINC 653 Part 1. See virtualizationlayercpu.h for the
 * common rules.
 */
#ifndef PARTITION_H
#define PARTITION_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define _PARTITION_NAME_SIZE 32

/* ARINC 653 Part 1, OPERATING_MODE_TYPE. */
typedef enum {
    _PARTITION_IDLE = 0,
    _PARTITION_COLD_START = 1,
    _PARTITION_WARM_START = 2,
    _PARTITION_NORMAL = 3
} _Partition_Virtual_Mode;

/* ARINC 653 Part 1, START_CONDITION_TYPE. */
typedef enum {
    _PARTITION_NORMAL_START = 0,
    _PARTITION_RESTART = 1,
    _PARTITION_HM_MODULE_RESTART = 2,
    _PARTITION_HM_PARTITION_RESTART = 3
} _Partition_Virtual_Start_condition;

typedef struct {
    uint32_t identifier;             /* 1 for the first partition of the model */
    char name[_PARTITION_NAME_SIZE]; /* NUL-terminated */
    const char *argument;            /* the model's text for this partition, or "" */
    uint64_t period;                 /* ns; 0 if the model gives none */
    uint64_t duration;               /* ns per period; 0 if the model gives none */
    uint64_t major_frame;            /* ns */
    _Partition_Virtual_Start_condition start_condition;
} _Partition_Virtual_Identity;

typedef struct {
    uint64_t start; /* of the present window, ns as _BSP_Virtual_Clock_read() */
    uint64_t end;   /* the first instant that is not in it */
    uint64_t next;  /* start of this partition's next window */
} _Partition_Virtual_Window;

/* Who this partition is. No trap. */
void _Partition_Virtual_Get_identity(_Partition_Virtual_Identity *identity);

/* The present window; consistent even if a window boundary passes meanwhile.
 * No trap. */
void _Partition_Virtual_Get_window(_Partition_Virtual_Window *window);

#ifdef __cplusplus
}
#endif
#endif
