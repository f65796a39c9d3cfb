/* SPDX-License-Identifier: BSD-2-Clause */

#ifndef _RTEMS_VERSION_H
#define _RTEMS_VERSION_H

#ifdef __cplusplus
extern "C" {
#endif

const char *rtems_version(void);
int rtems_version_major(void);
int rtems_version_minor(void);
int rtems_version_revision(void);

#ifdef __cplusplus
}
#endif
#endif
