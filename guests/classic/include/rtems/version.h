/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_VERSION_H
#define _RTEMS_VERSION_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

const char *rtems_version(void);
int rtems_version_major(void);
int rtems_version_minor(void);
int rtems_version_revision(void);

/* Empty: a program does not know of its version control. */
const char *rtems_version_control_key(void);

static inline bool rtems_version_control_key_is_valid(const char *key)
{
    return key != NULL && key[0] != '\0';
}

/* Of what the program is for. */
const char *rtems_board_support_package(void);

#ifdef __cplusplus
}
#endif
#endif
