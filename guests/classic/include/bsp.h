/* SPDX-License-Identifier: BSD-2-Clause */

/* The board of a Classic program: a partition. */
#ifndef _BSP_H
#define _BSP_H

#include <partition.h>
#include <unistd.h>
#include <rtems.h>
#include <rtems/bspIo.h>
#include <virtualizationlayerbsp.h>

#endif
