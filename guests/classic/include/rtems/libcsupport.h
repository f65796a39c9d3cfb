/* SPDX-License-Identifier: BSD-2-Clause */

/* What is in use of the C library's heap and of all objects. Task context. */
#ifndef _RTEMS_RTEMS_LIBCSUPPORT_H
#define _RTEMS_RTEMS_LIBCSUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <rtems/score/heapinfo.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Bytes that malloc() has left, in all blocks. */
size_t malloc_free_space(void);

/* -1 without a place for it; else 0. */
int malloc_info(Heap_Information_block *the_info);

typedef struct {
    uint32_t active_barriers;
    uint32_t active_extensions;
    uint32_t active_message_queues;
    uint32_t active_partitions;
    uint32_t active_periods;
    uint32_t active_ports;
    uint32_t active_regions;
    uint32_t active_semaphores;
    uint32_t active_tasks;
    uint32_t active_timers;
} rtems_resource_rtems_api;

typedef struct {
    uint32_t active_message_queues;
    uint32_t active_semaphores;
    uint32_t active_threads;
    uint32_t active_timers;
} rtems_resource_posix_api;

typedef struct {
    Heap_Information_block workspace_info;
    Heap_Information_block heap_info;
    uint32_t active_posix_key_value_pairs; /* not counted: 0 */
    uint32_t active_posix_keys;            /* likewise */
    rtems_resource_rtems_api rtems_api;
    rtems_resource_posix_api posix_api;
    int open_files; /* the console's three */
} rtems_resource_snapshot;

/* Tasks that have ended are buried before. */
void rtems_resource_snapshot_take(rtems_resource_snapshot *snapshot);
bool rtems_resource_snapshot_equal(const rtems_resource_snapshot *a,
                                   const rtems_resource_snapshot *b);

/* Is all as it was? */
bool rtems_resource_snapshot_check(const rtems_resource_snapshot *snapshot);

#ifdef __cplusplus
}
#endif
#endif
