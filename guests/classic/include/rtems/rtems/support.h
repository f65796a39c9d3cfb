/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_RTEMS_SUPPORT_H
#define _RTEMS_RTEMS_SUPPORT_H

#include <rtems/config.h>
#include <rtems/rtems/types.h>
#include <rtems/score/heapinfo.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RTEMS_MILLISECONDS_TO_MICROSECONDS(ms) ((ms)*1000UL)
#define RTEMS_MICROSECONDS_TO_TICKS(us)        ((us) / rtems_configuration_get_microseconds_per_tick())
#define RTEMS_MILLISECONDS_TO_TICKS(ms)                                                            \
    RTEMS_MICROSECONDS_TO_TICKS(RTEMS_MILLISECONDS_TO_MICROSECONDS(ms))

static inline bool rtems_is_name_valid(rtems_name name)
{
    return name != 0;
}

static inline void rtems_name_to_characters(rtems_name name, char *c1, char *c2, char *c3, char *c4)
{
    *c1 = (char)(name >> 24);
    *c2 = (char)(name >> 16);
    *c3 = (char)(name >> 8);
    *c4 = (char)name;
}

/* Memory of the workspace; false if there is none, or it is not the
 * workspace's. Task context. */
bool rtems_workspace_allocate(size_t bytes, void **pointer);
bool rtems_workspace_free(void *pointer);

/* False: the_info is NULL. Task context. */
bool rtems_workspace_get_information(Heap_Information_block *the_info);

#ifdef __cplusplus
}
#endif
#endif
