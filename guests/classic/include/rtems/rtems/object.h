/* SPDX-License-Identifier: BSD-2-Clause */

/*
 * Object names and identifiers. An identifier is, from the low bits: index
 * (16, from 1), node (8, always 1), API (3), class (5). Any context, unless a
 * comment says otherwise.
 */
#ifndef _RTEMS_RTEMS_OBJECT_H
#define _RTEMS_RTEMS_OBJECT_H

#include <rtems/rtems/status.h>
#include <rtems/rtems/types.h>

#ifdef __cplusplus
extern "C" {
#endif

#define RTEMS_OBJECT_ID_INITIAL_INDEX 0u
#define RTEMS_OBJECT_ID_FINAL_INDEX   0xffffu
#define RTEMS_OBJECT_ID_FINAL         0xffffffffu
#define RTEMS_OBJECT_ID_INITIAL(api, the_class, node)                                              \
    (((rtems_id)(the_class) << 27) | ((rtems_id)(api) << 24) | ((rtems_id)(node) << 16) | 1u)

#define OBJECTS_ID_FINAL_INDEX RTEMS_OBJECT_ID_FINAL_INDEX

#define RTEMS_SEARCH_ALL_NODES   0u
#define RTEMS_SEARCH_OTHER_NODES 0x7ffffffeu
#define RTEMS_SEARCH_LOCAL_NODE  0x7fffffffu
#define RTEMS_WHO_AM_I           0u

/* APIs and classes as rtems_object_id_get_api() and _class() give them. */
#define OBJECTS_INTERNAL_API 1
#define OBJECTS_CLASSIC_API  2
#define OBJECTS_POSIX_API    3

#define OBJECTS_INTERNAL_THREADS     1
#define OBJECTS_RTEMS_TASKS          1
#define OBJECTS_RTEMS_TIMERS         2
#define OBJECTS_RTEMS_SEMAPHORES     3
#define OBJECTS_RTEMS_MESSAGE_QUEUES 4
#define OBJECTS_RTEMS_PARTITIONS     5
#define OBJECTS_RTEMS_REGIONS        6
#define OBJECTS_RTEMS_PORTS          7
#define OBJECTS_RTEMS_PERIODS        8
#define OBJECTS_RTEMS_EXTENSIONS     9
#define OBJECTS_RTEMS_BARRIERS       10

typedef struct {
    rtems_id minimum_id;
    rtems_id maximum_id;
    uint32_t maximum; /* objects that can exist now */
    bool auto_extend; /* unlimited */
    uint32_t unallocated;
} rtems_object_api_class_information;

rtems_name rtems_build_name(char c1, char c2, char c3, char c4);
rtems_id rtems_build_id(uint32_t api, uint32_t the_class, uint32_t node, uint32_t index);

/* INVALID_ADDRESS no place for the name, INVALID_ID no such object. */
rtems_status_code rtems_object_get_classic_name(rtems_id id, rtems_name *name);

/* The name as text, cut to length - 1 characters (others than printable ones
 * become '*'); NULL for length 0, no place, or no such object. */
char *rtems_object_get_name(rtems_id id, size_t length, char *name);

/* Up to four characters, filled up with blanks. INVALID_ADDRESS, INVALID_ID. */
rtems_status_code rtems_object_set_name(rtems_id id, const char *name);

int rtems_object_id_get_api(rtems_id id);
int rtems_object_id_get_class(rtems_id id);
int rtems_object_id_get_node(rtems_id id);
int rtems_object_id_get_index(rtems_id id);
int rtems_object_id_api_minimum(void);
int rtems_object_id_api_maximum(void);
int rtems_object_api_minimum_class(int api); /* -1: no such API */
int rtems_object_api_maximum_class(int api); /* 0: no such API */
const char *rtems_object_get_api_name(int api);
const char *rtems_object_get_api_class_name(int api, int the_class);

/* INVALID_ADDRESS, INVALID_NUMBER (API or class). */
rtems_status_code rtems_object_get_class_information(int api, int the_class,
                                                     rtems_object_api_class_information *info);

static inline uint16_t rtems_object_get_local_node(void)
{
    return 1;
}

/* Usable in constant expressions. */
#define rtems_build_name(c1, c2, c3, c4)                                                           \
    (((rtems_name)(uint8_t)(c1) << 24) | ((rtems_name)(uint8_t)(c2) << 16) |                       \
     ((rtems_name)(uint8_t)(c3) << 8) | (rtems_name)(uint8_t)(c4))

#ifdef __cplusplus
}
#endif
#endif
